# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Herr A. and Herr R. out of one installation and into another, empty one: the same lives."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from tests.conftest import PLACE, point_to
from tests.exchange.lives import biographies
from tests.exchange.support import uploads
from tests.exchange.test_round_trip import exported
from tests.jobs.two_lives import BOOK, SETTER, enter_both

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.cases.choices import BiographyKind, GapKind
from stellwerk.cases.models import Case
from stellwerk.directory.models import Organisation
from stellwerk.directory.queries import all_organisations
from stellwerk.engine import testing
from stellwerk.exchange.importing import import_uploads
from stellwerk.indicators.queries.reports import case_management
from stellwerk.indicators.rules.report import Period, freeze
from stellwerk.jobs import sample


@pytest.fixture
def elsewhere(
    own_database: str, template_name: str, worker_id_or_main: str
) -> Iterator[Callable[[], None]]:
    """Another installation, as empty as on its first day; from the call on it is the one asked."""
    other = testing.worker_database(f"{worker_id_or_main}_elsewhere")

    def move() -> None:
        testing.clone(PLACE, template_name, other)
        point_to(other)

    yield move
    for alias in connections:
        connections[alias].close()
    point_to(own_database)
    testing.drop(PLACE, other)


def told(organisation: Organisation) -> tuple[Any, dict[str, list[tuple[Any, ...]]]]:
    """Figures and biographies of the organisation whose actor asks."""
    figures = json.loads(freeze(case_management(organisation, Period())).content)
    del figures["as_of"]  # the moment of asking
    return figures, biographies()


def test_both_lives_are_the_same_in_another_installation(
    elsewhere: Callable[[], None], settings: Any
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    offices, _users = enter_both()
    here = offices[BOOK.organisation]
    with acting(system_actor("export", here.pk)):
        before, content = told(here), exported("xlsx")

    elsewhere()
    sample.set_up_network(SETTER)
    sample.set_up_people(SETTER, sample.set_up_organisations(SETTER))
    there = all_organisations().get(key=BOOK.organisation)
    assert there.pk != here.pk
    reader = system_actor("import", there.pk)
    with acting(reader):
        assert Case.objects.count() == 0
        preview = import_uploads(uploads(content), organisation=there, actor=reader)
        assert not preview.is_refused, preview.checked.findings.faults[:5]
        after = told(there)
        again = import_uploads(uploads(content), organisation=there, actor=reader)
        assert not again.changes_anything
    assert after[0] | {"organisation": ""} == before[0] | {"organisation": ""}
    assert after[1] == before[1]
    life = after[1]["RH-BB-R"]
    assert [entry for entry in life if entry[0] == BiographyKind.CONFLICT]
    waits = [entry for entry in life if GapKind.WAITING in entry]
    assert [(entry[6], entry[15]) for entry in waits] == [
        ("Integrationskurs (erste Anmeldung)", 365)
    ]
    assert [entry for entry in after[1]["RH-BB-A"] if entry[0] == BiographyKind.TRANSITION]
