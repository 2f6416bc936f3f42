# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Promise 2: nobody infers a foreign case. A sample of `./stellwerk bench twins`."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse

from stellwerk.cases.models import CaseAccess
from tests.access.actors import Stage, set_stage
from tests.access.long_run import generate, report, wanted
from tests.access.questions import Fields, Pool, Question, questions, read_fields
from tests.access.twins import (
    difference,
    more_at_home,
    third_party,
    two_worlds,
    with_files,
)

SAMPLE = 240
#: Routes whose answers may differ, with the reason.
EXEMPT = {
    "vocabulary:delete": "a term in use anywhere stays; the administrator hears where, by kind of "
    "record alone, without a number and without whose",
    "reports:network": "figures of the whole network, in groups of at least five",
}


@pytest.fixture
def stage(own_database: str, settings: Any, tmp_path: Any) -> Stage:
    settings.SECOND_FACTOR_REQUIRED = False
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 36_000
    settings.ACCOUNT_RATE_LIMITS = False
    settings.MEDIA_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return set_stage()


@pytest.fixture
def worlds(stage: Stage, own_database: str) -> Iterator[tuple[Any, Pool, Fields]]:
    third = third_party(stage)
    more_at_home(stage, 52 if wanted(SAMPLE) > SAMPLE else 2)
    fields = read_fields(stage)
    with two_worlds(stage, third, own_database) as (ask, pool):
        yield ask, with_files(pool), fields


def test_worlds_that_differ_in_foreign_cases_answer_the_same(stage: Stage, worlds: Any) -> None:
    ask, pool, fields = worlds
    asked: set[Question] = set()
    statuses: Counter[str] = Counter()
    differing: list[str] = []

    def one(question: Question) -> None:
        first, second = ask(question)
        asked.add(question)
        statuses[first[:3]] += 1
        broken = not first[:3].isdigit() or first[:3] >= "500"
        if (first != second or broken) and question.route not in EXEMPT:
            differing.append(f"{question}\n{first[:300]}\n{difference(first, second)}")

    count = wanted(SAMPLE)
    # A form that is refused is rare among so many routes: one is among them in any case.
    one(Question("lead", "networks:issue_new", "POST", reverse("networks:issue_new")))
    generate(questions(stage, pool, fields), count, one)
    report(
        asked=sum(statuses.values()),
        distinct=len(asked),
        routes=len({question.route for question in asked}),
        statuses=dict(statuses),
        differing=differing[:40],
        differences=len(differing),
    )
    assert not differing, f"{len(differing)} differ\n" + "\n\n".join(differing[:10])
    assert sum(statuses.values()) >= count
    assert {"200", "302", "404", "422"} <= set(statuses)


def test_the_comparison_notices_a_list_without_its_wall(
    stage: Stage, own_database: str, monkeypatch: Any
) -> None:
    """The test of the test: with both walls open the second world's cases show."""
    tables = ("cases_access", "cases_case", "cases_person", "cases_identity", "base_data_key")
    with connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"CREATE POLICY leak ON {table} FOR SELECT USING (true)")
    monkeypatch.setattr(
        "stellwerk.access.listing.visible_access",
        lambda actor: CaseAccess.objects.filter(basis="ownership"),
    )
    # the question is kept with the wall it was translated with
    monkeypatch.setattr("stellwerk.access.listing._FIRST._kept", {})
    with two_worlds(stage, third_party(stage), own_database) as (ask, _pool):
        first, second = ask(Question("lead", "cases:list", "GET", reverse("cases:list")))
    assert first != second
    assert "F-drei" in second
