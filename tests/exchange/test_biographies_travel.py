# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Out, erased, in again: the same figures and the same biographies, of lives drawn at random.

A few lives in the suite; STELLWERK_BENCH_COUNT draws more (see ``tests.access.long_run``).
"""

from collections import Counter
from typing import Any

from django.db import connections

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.cases import models as m
from stellwerk.cases.actions.facts import refresh_facts
from stellwerk.networks.models import KnownIssue
from tests.access.long_run import generate, report, wanted
from tests.cast import build_cast
from tests.exchange import lives, random_workbook
from tests.exchange.test_round_trip import courses, exported, figures, marks, read_out, take
from tests.indicators import random_records

SAMPLE = 2


def erase() -> None:
    """The organisation's cases are gone with everything that hangs on them, above and below."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "TRUNCATE cases_case, cases_person, cases_fact, base_data_key, networks_observation "
            "CASCADE"
        )


def test_every_source_of_the_biography_is_drawn_here():
    assert lives.every_source_is_entered(), "enter the new source in tests/exchange/lives.py"


def test_random_lives_come_back_as_they_were(own_database):
    cast = build_cast()
    actor = system_actor("import", cast.home.pk)
    with acting(actor):
        KnownIssue.objects.create(number=3, title="Kursplätze", sentence="Zu wenige Kursplätze")
    tried, entries = 0, Counter[str]()

    def one(drawn: list[dict[str, Any]]) -> None:
        nonlocal tried
        tried += 1
        if tried == 1 and wanted(SAMPLE) == SAMPLE:
            return  # the first one drawn is the plainest of all
        form = "xlsx" if tried % 4 else "csv"  # in CSV each sheet is read by a process of its own
        report(books=tried, differing=1, entries=dict(entries))  # unless it comes back
        there_and_back(cast, drawn, form, tried, entries)
        report(books=tried, differing=0, entries=dict(entries))

    generate(lives.LIVES, wanted(SAMPLE), one)
    assert {"gap", "conflict"} <= entries.keys(), "what follows from entries is compared as well"


def there_and_back(
    cast: Any, drawn: list[dict[str, Any]], form: str, seed: int, entries: Counter[str]
) -> None:
    actor = system_actor("import", cast.home.pk)
    erase()
    with acting(actor):
        rows = random_records.make(seed, size=len(drawn))
        take(cast, random_workbook.write(rows, "xlsx", seed), "xlsx")
        cases = list(m.Case.objects.select_related("person").order_by("case_key"))
        for case, life in zip(cases, drawn, strict=True):
            lives.Entering(case).enter(life)
        refresh_facts([case.pk for case in cases])
    with acting(actor):
        before = said(cast)
        entries.update(row[0] for line in before[1].values() for row in line)
        content = exported(form)
        again = take(cast, content, form)
        assert not again.changes_anything, again.outcome.changes[:5]
    erase()
    with acting(actor):
        assert m.Case.objects.count() == 0
        take(cast, content, form)
    with acting(actor):
        for found, stood in zip(said(cast), before, strict=True):
            assert found == stood, difference(found, stood)
        assert not take(cast, exported(form), form).changes_anything


def difference(found: Any, stood: Any) -> str:
    """What one of them says and the other does not."""
    if isinstance(stood, dict) and all(isinstance(one, list) for one in stood.values()):
        keys = [key for key in stood if stood[key] != found.get(key)]
        found, stood = ([row for key in keys for row in one.get(key, [])] for one in (found, stood))
    if not isinstance(stood, list):
        return ""
    lost = [row for row in stood if row not in found][:5]
    return f"lost: {lost}; new: {[row for row in found if row not in stood][:5]}"


def said(cast: Any) -> tuple[Any, ...]:
    return (
        figures(cast), lives.biographies(), lives.observations(), courses(), marks(),
        lives.sheets(read_out()),
    )  # fmt: skip
