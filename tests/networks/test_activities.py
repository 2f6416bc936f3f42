# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of activities: shipped, kept, searched, and what a file's own words mean in it."""

from dataclasses import replace
from datetime import date

import pytest

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.base.refusal import Conflict, Refusal
from stellwerk.networks.actions import activities as actions
from stellwerk.networks.choices import ActivityGroup, LogKind
from stellwerk.networks.models import Activity, EventLog
from stellwerk.networks.queries import activities as queries
from stellwerk.networks.rules.activities import (
    Recogniser,
    parsed_synonyms,
    shipped_activities,
    usual_spheres,
    words_of,
)
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.rules import read_list

ACTOR = system_actor("test")


def test_shipped_catalogue_is_complete_and_every_word_means_one_activity():
    shipped = shipped_activities()
    assert len({data.key for data in shipped}) == len(shipped) >= 80
    assert {data.group for data in shipped} == set(ActivityGroup) - {ActivityGroup.OTHER}
    spheres = {term.key for term in read_list(ListKey.LEGAL_SPHERE)}
    assert set(usual_spheres().values()) <= spheres
    meant: dict[str, str] = {}
    for data in shipped:
        assert data.name_de
        assert data.name_en
        for word in set(words_of(data)):
            assert meant.setdefault(word, data.key) == data.key, word


def test_only_demands_carry_a_paper():
    demands = {data.key for data in shipped_activities() if data.paper}
    assert "entitlement_requested" in demands
    assert all(key.endswith("_requested") for key in demands)


@pytest.mark.django_db
def test_loading_twice_writes_nothing_and_keeps_what_was_changed(monkeypatch):
    row = Activity.objects.get(key="entitlement_issued")
    values = {"name_de": "Schein ausgestellt", "name_en": "Issued", "group": row.group}
    actions.change_activity(actor=ACTOR, activity=row, seen=queries.stamp(row), **values)
    assert actions.load_catalogue(actor=ACTOR) == 0
    assert Activity.objects.get(key="entitlement_issued").name_de == "Schein ausgestellt"
    shipped = [*shipped_activities(), replace(shipped_activities()[0], key="probe_new")]
    monkeypatch.setattr(actions, "shipped_activities", lambda: shipped)
    assert [actions.load_catalogue(actor=ACTOR) for _ in range(2)] == [1, 0]


@pytest.mark.django_db
def test_search_finds_by_name_and_synonym_however_it_is_spelled():
    def found(words):
        return {row.key for row in queries.in_order(queries.catalogue(), wanted=words)}

    assert "entitlement_issued" in found("berechtigungsschein AUSG")
    assert "entitlement_issued" in found("Teilnahmeberechtigung")
    assert "measure_begun" in found("massnahme begonnen")
    assert "case_closed_planned" in found("planmaessig")
    assert found("gibt es sicher nicht") == set()


@pytest.mark.django_db
def test_somebody_was_quicker():
    row = Activity.objects.get(key="course_begun")
    seen = queries.stamp(row)
    values = {"name_de": "Kurs begonnen", "name_en": "Begun", "group": row.group}
    actions.change_activity(actor=ACTOR, activity=row, seen=seen, **values)
    with pytest.raises(Conflict) as clash:
        actions.change_activity(
            actor=ACTOR, activity=row, seen=seen, **{**values, "name_de": "Anders"}
        )
    assert clash.value.theirs["name_de"] == "Kurs begonnen"


@pytest.mark.django_db
def test_retired_activities_are_no_longer_chosen_and_keys_stay_unique():
    row = actions.add_activity(
        actor=ACTOR, key="own_step", name_de="Eigener Schritt", name_en="Own step",
        group=ActivityGroup.OTHER, synonyms=parsed_synonyms("Schritt\n\n schritt \nGang"),
    )
    assert row.synonyms == ["Schritt", "Gang"]
    actions.retire_activity(actor=ACTOR, activity=row, on=date(2026, 1, 1))
    assert row not in queries.catalogue(active_on=date(2026, 1, 1))
    assert row in queries.catalogue()
    with pytest.raises(Refusal, match="stillgelegt"):
        actions.retire_activity(actor=ACTOR, activity=row, on=date(2026, 1, 2))
    with pytest.raises(Refusal) as refused:
        actions.add_activity(
            actor=ACTOR, key="own_step", name_de="", name_en="x", group="nowhere"
        )
    assert {b.code for b in refused.value.blockers} == {"key_taken", "name_missing", "group"}


def test_a_word_of_two_activities_means_neither_and_likeness_only_suggests():
    one = Activity(key="a", name_de="Antrag gestellt", name_en="Applied", synonyms=["Antrag"])
    two = Activity(key="b", name_de="Bescheid erhalten", name_en="Decided", synonyms=["Antrag"])
    recogniser = Recogniser([one, two])
    assert recogniser.certain("ANTRAG") is None
    assert recogniser.certain("bescheid  erhalten") is two
    assert recogniser.suggested("Erhalten: Bescheide") is two
    assert recogniser.suggested("Kaffee gekocht") is None


@pytest.mark.django_db
def test_a_files_own_activities_are_named_as_ones_of_the_catalogue(cast):
    with acting(cast.lead.actor):
        _name_them(cast)


def _name_them(cast):
    organisation_id = cast.lead.actor.organisation_id
    log = EventLog.objects.create(
        organisation_id=organisation_id, kind=LogKind.IMPORTED, name="Datei"
    )
    names = ("Berechtigungsschein erteilt", "Einstufungs-Tests", "T10 Determine")
    own = [
        Activity.objects.create(organisation_id=organisation_id, log=log, name_de=name)
        for name in names
    ]
    by_name = {row.activity.name_de: row for row in queries.own_activities(log)}
    assert by_name[names[0]].suggestion.key == "entitlement_issued"
    assert by_name[names[0]].is_certain
    assert not by_name[names[1]].is_certain
    assert by_name[names[2]].suggestion is None
    issued = Activity.objects.get(key="entitlement_issued")
    meanings = {own[0].pk: issued.pk, own[1].pk: None, own[2].pk: None}
    assert actions.map_activities(actor=cast.lead.actor, log=log, meanings=meanings) == 1
    assert actions.map_activities(actor=cast.lead.actor, log=log, meanings=meanings) == 0
    own[0].refresh_from_db()
    assert own[0].same_as_id == issued.pk
    with pytest.raises(Refusal):
        actions.map_activities(actor=cast.lead.actor, log=log, meanings={issued.pk: own[0].pk})
