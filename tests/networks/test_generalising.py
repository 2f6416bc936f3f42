# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What is taken out of a text before it leaves the case, and what stays because it is no trace."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from stellwerk.networks.rules.generalising import (
    CERTAIN,
    Kind,
    Known,
    duration_words,
    generalise,
    interval_words,
    leads_to_somebody,
)

KNOWN = Known(
    names={"meier": "Frau M.", "reza": ""},
    places=frozenset({"rheine"}),
    rare={"tigrinya": "eine seltene Sprache"},
    since=date(2017, 3, 1),
)


@pytest.fixture(autouse=True)
def _german():  # type: ignore[no-untyped-def]
    with override("de"):
        yield


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Bescheid vom 12.06.2017.", "Bescheid vom [etwa 3 Monate später]."),
        ("Bescheid vom 12. Juni 2017.", "Bescheid vom [etwa 3 Monate später]."),
        ("Seit 2016-09-01 arbeitslos", "Seit [etwa 6 Monate vorher] arbeitslos"),
        ("Im März 2019 begonnen", "Im [etwa 2 Jahre später] begonnen"),
        ("Termin am 3.3.", "Termin am [Tag]"),
        ("Praktikum 2016", "Praktikum [1 Jahr vorher]"),
        ("Kurs 2016/2017", "Kurs [1 Jahr vorher]"),
        ("Mail an a.b@c.de", "Mail an [Anschrift]"),
        ("Tel. 05971 939 0815", "Tel. [Nummer]"),
        ("BG-Nummer 38202//0012345", "BG-Nummer [Nummer]"),
        ("wohnt Münsterstraße 12a", "wohnt [Anschrift]"),
        ("48429 Rheine", "[Ort]"),
        ("zieht nach Rheine", "zieht nach [Ort]"),
        ("Frau Meiers Antrag", "Frau M. Antrag"),
        ("Herr Wessling ruft an", "Herr [Name] ruft an"),
        ("Reza war da", "[Name] war da"),
        ("Firma apetito stellt ein", "[Firma] stellt ein"),
        ("Miete 1.234,56 € offen", "Miete [1.200 €] offen"),
        ("24-jährig", "[Alter]"),
        ("Er ist 34 Jahre.", "Er ist [Alter]."),
        ("mit 34 Jahren", "mit [Alter]"),
        ("die achtzehnjährige Schülerin", "die [Alter] Schülerin"),
        ("5-jähriges Kind, 5 Jahre alt", "[Alter] Kind, [Alter]"),
        ("spricht Tigrinya", "spricht [eine seltene Sprache]"),
    ],
)
def test_what_leads_to_a_person_goes(text: str, said: str) -> None:
    assert generalise(text, KNOWN).text == said


@pytest.mark.parametrize(
    "text",
    [
        "Herr R. erhält nach 3 Monaten einen Brief.",
        "Niveau B1 nach 600 Stunden, § 44a Abs. 1 AufenthG, SGB II",
        "Die Wartezeit beträgt 1 Jahr.",
        "Nach 2 Jahren beginnt die 3-jährige Ausbildung der Minderjährigen.",
        "An zwei Wochentagen besucht er die Berufsschule.",
        "1. Mahnung, 2. Mahnung, 1. Augenblick",
        "Das Jobcenter sanktioniert um 30 %.",
        "",
    ],
)
def test_what_leads_to_nobody_stays(text: str) -> None:
    assert generalise(text, KNOWN).text == text
    assert not leads_to_somebody(text, KNOWN)


def test_every_replacement_is_said() -> None:
    found = generalise("Frau Meier, 12.06.2017, Firma apetito", KNOWN).replaced
    assert [(one.kind, one.was) for one in found] == [
        (Kind.DAY, "12.06.2017"), (Kind.FIRM, "Firma apetito"), (Kind.NAME, "Frau Meier"),
    ]


@settings(max_examples=60, deadline=None)
@given(
    day=st.dates(date(1950, 1, 1), date(2049, 12, 31)),
    words=st.text(alphabet="abc .,", max_size=20),
    shape=st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y"]),
)
def test_no_full_day_survives(day: date, words: str, shape: str) -> None:
    written = day.strftime(shape)
    done = generalise(f"{words} {written} {words}", KNOWN)
    assert written not in done.text
    assert any(one.kind in CERTAIN for one in done.replaced)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_a_second_time_nothing_is_left_to_do(text: str) -> None:
    once = generalise(text, KNOWN).text
    assert generalise(once, KNOWN).text == once


def test_intervals_are_rough() -> None:
    spans = {0: "gleichzeitig", 5: "einige Tage später", 21: "nach etwa 3 Wochen",
             240: "nach etwa 8 Monaten", 800: "nach etwa 2 Jahren"}  # fmt: skip
    assert {days: interval_words(timedelta(days=days)) for days in spans} == spans
    assert duration_words(365) == "etwa 1 Jahr"

