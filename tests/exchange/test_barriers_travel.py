# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Barriers in a workbook: both halves come into being, and no name leaves with the sentence."""

from datetime import date
from typing import Any

import pytest

from stellwerk.base.keys import open_keys
from stellwerk.cases import models as m
from stellwerk.cases.actions.barriers import record_barrier
from stellwerk.cases.choices import ENTRUSTED, FieldGroup
from stellwerk.exchange.importing import Preview
from stellwerk.networks.actions.issues import add_known_issue
from stellwerk.networks.models import Observation
from stellwerk.networks.queries.issues import own_counts
from tests.exchange.support import case as case_row
from tests.exchange.support import tables

HEAD = ["case_key", "row_key", "since", "kind", "sentence", "known_issue", "from_office",
        "to_office", "delay_days", "note", "entrusted"]  # fmt: skip
WAIT = ["F-1", "H1", "03.02.2024", "waiting", "Kein Platz im Kurs", None, "Stelle neighbour",
        "Ein Träger", 0, "Herr Beispiel wartet", "ja"]  # fmt: skip


@pytest.fixture
def take(take):
    def run(*rows: Any, **more: Any) -> Preview:
        sheets = {
            **tables(cases=[case_row("F-1", family_name="Beispiel"), case_row("F-2")]),
            "Hemmnisse": [HEAD, *rows], **more,
        }  # fmt: skip
        return take(sheets)

    return run


def codes(preview: Preview) -> list[tuple[str, str, int]]:
    return [(f.code, f.column, f.row) for f in preview.checked.findings.faults]


def test_both_halves_come_into_being_with_the_token_of_their_person(take, cast, actor):
    issue = add_known_issue(actor=actor, title="Kursplätze", sentence="Zu wenige Kursplätze")
    of_issue = ["F-2", "H2", "04.02.2024", None, None, "1", "neighbour", "Ein Träger"]
    preview = take(WAIT, of_issue, ["F-2", None, "05.02.2024", None, None, issue.title and "1",
                                    "Ein Amt", "Noch eins"])  # fmt: skip
    assert not preview.is_refused, codes(preview)
    barrier = m.Barrier.objects.get(since=date(2024, 2, 3))
    open_keys([barrier])
    assert (barrier.note, barrier.by) == ("Herr Beispiel wartet", "import")
    assert barrier.groups == FieldGroup.NOTES | ENTRUSTED
    half = barrier.observation
    assert (half.kind, half.sentence, half.delay_days) == ("waiting", "Kein Platz im Kurs", 0)
    assert half.month == date(2024, 2, 1)
    assert (half.from_organisation_id, half.to_words) == (cast.neighbour.pk, "Ein Träger")
    assert own_counts(cast.home.pk) == {issue.pk: (1, 2)}
    case = m.Case.objects.select_related("person").get(case_key="F-1")
    open_keys([case, case.person])
    known = record_barrier(actor=actor, case=case, values={
        "sentence": "Noch einer", "from_office": "A", "to_office": "B", "since": date(2024, 3, 1),
    })  # fmt: skip
    assert known.observation.person_token == half.person_token
    tokens = Observation.objects.filter(known_issue=issue).values_list("person_token", flat=True)
    assert set(tokens)
    assert half.person_token not in tokens


def test_twice_is_once_and_a_change_reaches_both_halves(take):
    take(WAIT)
    assert not take(WAIT).changes_anything
    assert Observation.objects.count() == 1
    later = [*WAIT]
    later[2], later[4], later[7] = "07.03.2024", "Kein Platz im Sprachkurs", "neighbour"
    assert take(later).counts["barriers"]["changed"] == 1
    half = Observation.objects.get()
    assert (half.month, half.sentence) == (date(2024, 3, 1), "Kein Platz im Sprachkurs")
    assert half.to_words == "neighbour"
    assert m.Barrier.objects.get().since == date(2024, 3, 7)
    assert not take(later).changes_anything


INVOLVED = [["case_key", "name"], ["F-1", "Frau Muster"]]
NAMING = [*WAIT[:4], "Muster meldet sich nicht", *WAIT[5:]]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ([*WAIT[:4], "Beispiels Antrag liegt", *WAIT[5:]], "barrier_names_somebody"),
        ([*WAIT[:4], None, *WAIT[5:]], "barrier_words_missing"),
        ([*WAIT[:4], "Bitte an a@b.example", *WAIT[5:]], "barrier_mail"),
        ([*WAIT[:2], "03.02.2031", *WAIT[3:]], "barrier_since_ahead"),
        ([*WAIT[:5], "77", *WAIT[6:]], "unknown_word"),
    ],
)
def test_what_the_page_would_refuse_no_file_brings_in(take, row, code):
    assert code in [found[0] for found in codes(take(row))]
    assert Observation.objects.count() == 0


def test_a_sentence_names_nobody_who_is_involved_in_file_or_store(take):
    named = ("barrier_names_somebody", "Was im Weg stand", 2)
    assert codes(take(NAMING, involved=INVOLVED)) == [named]
    assert not take(involved=INVOLVED).is_refused
    assert codes(take(NAMING)) == [("names_somebody", *named[1:])]
    assert m.Barrier.objects.count() == 0
