# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A frozen report never changes, not even for those who would like to; releases of the network."""

from datetime import date

import pytest
from django.db import DatabaseError, connections, transaction

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.base.refusal import NotVisible, Refusal
from stellwerk.cases.actions.importing import import_cases
from stellwerk.indicators.actions.freezing import freeze_case_management
from stellwerk.indicators.actions.releasing import release_network_figures
from stellwerk.indicators.models import FrozenReport, NetworkRelease
from stellwerk.indicators.queries import frozen as stored
from stellwerk.indicators.queries.reports import case_management
from stellwerk.indicators.rules.report import Period
from tests.cast import organisation
from tests.indicators import random_records

TODAY = date(2026, 11, 22)


def take_in(actor, where, seed, size):
    rows = random_records.make(seed, size)
    import_cases(actor=actor, organisation_id=where.pk, records=random_records.records(*rows))


def freeze(cast, title="Beirat") -> FrozenReport:
    return freeze_case_management(
        actor=cast.lead.actor, organisation=cast.home, period=Period(), title=title
    )


def test_a_frozen_report_stays_when_the_cases_change(cast):
    with acting(cast.lead.actor):
        take_in(cast.lead.actor, cast.home, 1, 10)
        kept = freeze(cast)
        before = stored.content_of(kept)
        take_in(cast.lead.actor, cast.home, 2, 30)
        again = stored.content_of(stored.frozen_report(cast.home.pk, kept.pk))
        assert again == before
        assert again.figure("cases.total").value == 10
        assert case_management(cast.home).figure("cases.total").value == 30
        assert kept.frozen_by == cast.lead.actor.label


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE indicators_frozenreport SET content = 'x'",
        "DELETE FROM indicators_frozenreport",
        "INSERT INTO indicators_networkrelease DEFAULT VALUES",
        "UPDATE indicators_networkrelease SET content = 'x'",
    ],
)
def test_the_database_refuses_every_change(cast, statement):
    with acting(cast.lead.actor):
        freeze(cast)
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connections["default"].cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_changed_text_is_found_out(cast):
    with acting(cast.lead.actor):
        kept = freeze(cast)
        kept.content = kept.content.replace("case-management", "something-else")
        with pytest.raises(stored.Tampered):
            stored.content_of(kept)


def test_changed_combinations_are_found_out(cast):
    with acting(cast.lead.actor):
        take_in(cast.lead.actor, cast.home, 1, 10)
        kept = freeze(cast)
        assert stored.whole_of(kept).cross.cells
        kept.cells = kept.cells.replace('"', "'")
        with pytest.raises(stored.Tampered):
            stored.whole_of(kept)


def test_another_organisation_sees_no_frozen_report(cast):
    with acting(cast.lead.actor):
        kept = freeze(cast)
    with acting(cast.foreign_lead.actor):
        assert not FrozenReport.objects.filter(pk=kept.pk).exists()
        with pytest.raises(NotVisible):
            stored.frozen_report(cast.neighbour.pk, kept.pk)


def test_nobody_freezes_for_others_nor_without_a_title(cast):
    with acting(cast.foreign_lead.actor), pytest.raises(Refusal) as refused:
        freeze_case_management(
            actor=cast.foreign_lead.actor,
            organisation=cast.home,
            period=Period(date(2020, 1, 2), date(2020, 1, 1)),
            title=" ",
        )
    assert {b.code for b in refused.value.blockers} == {"foreign", "period", "title"}


@pytest.fixture
def four_organisations(own_database, make_cast):
    cast = make_cast()
    places = [cast.home, cast.neighbour]
    places += [organisation(f"place-{n}", cast.home.municipality) for n in range(2)]
    for seed, place in enumerate(places):
        with acting(system_actor("tests", place.pk)) as actor:
            take_in(actor, place, seed, 40)
    return places


def test_the_role_statistics_counts_over_all_organisations(four_organisations):
    with transaction.atomic(using="statistics"):
        whole = case_management(None, using="statistics")
        single = case_management(four_organisations[0], using="statistics")
    assert whole.figure("cases.total").value == 160
    assert single.figure("cases.total").value == 40


def test_network_figures_are_released_once_a_month(four_organisations):
    actor = system_actor("nightly")
    release = release_network_figures(actor=actor, today=TODAY, using="statistics")
    assert release is not None
    assert release.as_of == date(2026, 10, 31)
    assert stored.content_of(release).figure("cases.total").value == 160
    assert release_network_figures(actor=actor, today=TODAY, using="statistics") is None
    # A month later nobody came or left: the old release stays.
    later = date(2026, 12, 24)
    assert release_network_figures(actor=actor, today=later, using="statistics") is None
    assert NetworkRelease.objects.count() == 1


def test_the_role_statistics_sees_no_names(four_organisations):
    for table in ("cases_case", "cases_identity", "cases_person", "base_data_key"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(using="statistics"),
            connections["statistics"].cursor() as cursor,
        ):
            cursor.execute(f"SELECT * FROM {table} LIMIT 1")
