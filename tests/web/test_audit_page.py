# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The log as the data-protection officer sees it."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.context import acting
from tests.access.actors import signed_in
from tests.cast import Cast

ADDRESS = "/protokoll/"


@pytest.fixture
def officer(cast: Cast, settings: Any) -> Any:
    settings.SECOND_FACTOR_REQUIRED = False
    return signed_in(cast.officer.user)


def happen(
    cast: Cast, who: str, count: int = 1, verb: Verb = Verb.READ, kind: str = "case"
) -> None:
    actor = cast.members[who].actor
    with acting(actor):
        for _ in range(count):
            record(actor=actor, verb=verb, kind=kind, subjects=[uuid4()], fields=["identity"])


def shown(client: Any, query: str = "") -> str:
    response = client.get(ADDRESS + query, headers={"accept-language": "de"})
    assert response.status_code == 200
    return response.content.decode()


def test_only_the_own_organisation_shows(cast: Cast, officer: Any) -> None:
    happen(cast, "manager")
    happen(cast, "foreign_manager")
    text = shown(officer)
    assert cast.manager.user.email in text
    assert cast.foreign_manager.user.email not in text
    assert "Identität" in text
    assert "1 Datensatz" in text


def test_opening_the_log_is_logged(cast: Cast, officer: Any) -> None:
    shown(officer)
    text = shown(officer)
    assert cast.officer.user.email in text
    assert text.count("audit:index") >= 1


def test_filters_stay_in_the_address_and_hold_no_name(cast: Cast, officer: Any) -> None:
    happen(cast, "manager", verb=Verb.CREATED)
    happen(cast, "colleague", verb=Verb.DELETED)
    text = shown(officer, f"?who={cast.manager.user.pk}")
    assert "angelegt" in text
    rows = text[text.index("<tbody") :]
    assert cast.colleague.user.email not in rows
    rows = shown(officer, "?verb=deleted")
    rows = rows[rows.index("<tbody") :]
    assert cast.manager.user.email not in rows
    assert cast.colleague.user.email in rows
    assert "Kein Eintrag passt" in shown(officer, "?kind=goal")


def test_a_period_that_ends_before_it_starts_is_refused(officer: Any) -> None:
    response = officer.get(ADDRESS, {"since": "2026-03-02", "until": "2026-03-01"})
    assert response.status_code == 422


def test_a_number_that_is_no_case_of_ours_is_refused(officer: Any) -> None:
    assert officer.get(ADDRESS, {"case": "F-nobody"}).status_code == 422


def test_pages_follow_by_key_at_the_same_cost(cast: Cast, officer: Any) -> None:
    happen(cast, "manager", 3)
    shown(officer)
    with CaptureQueriesContext(connection) as few:
        shown(officer)
    happen(cast, "manager", 70)
    with CaptureQueriesContext(connection) as many:
        text = shown(officer)
    assert len(many) <= len(few) + 1, "numbers of cases are one query more, whatever the length"
    assert 'rel="next"' in text
    assert text.count("<tr>") <= 52


@pytest.mark.django_db
def test_the_address_is_the_one_in_the_navigation() -> None:
    assert reverse("audit:index") == ADDRESS
