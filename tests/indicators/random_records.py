# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Random case records with gaps, zeros, running cases and appointments at the edges of days."""

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from stellwerk.cases.rules.rows import AppointmentRow, CaseRecords, CaseRow, GoalRow
from tests.indicators.independent import BERLIN, Row

AREAS = ["housing", "health", "school_training", "social_behaviour", "childcare", "language"]
STATUSES = ["asylg_55", "aufenthg_60a", "aufenthg_24", None]
NATIONALITIES = ["sy", "af", "iq", "ua", "997", "998", "999", None]
OUTCOMES = ["planned", "kept", "kept", "kept", "cancelled_by_client", "cancelled_by_us", "no_show"]
ATTAINMENTS = [None, None, Decimal(0), Decimal(100), Decimal("33.3"), Decimal("66.7"), Decimal(50)]


def make(seed: int, size: int) -> tuple[list[Row], list[Row], list[Row]]:
    """Cases, appointments, goals as plain rows."""
    chance = random.Random(seed)
    cases = [_case(chance, number) for number in range(size)]
    appointments = [row for case in cases for row in _appointments(chance, case)]
    goals = [row for case in cases for row in _goals(chance, case)]
    return cases, appointments, goals


def _case(chance: random.Random, number: int) -> Row:
    opened = date(2018, 1, 1) + timedelta(days=chance.randrange(900))
    is_ended = chance.random() < 0.65
    topics = chance.sample(AREAS, chance.randrange(5))
    return {
        "case_key": f"F-{number}",
        "opened_on": opened,
        "closed_on": opened + timedelta(days=chance.choice([0, 1, 30, 90, 181, 400]))
        if is_ended
        else None,
        "closing_kind": chance.choice(["planned", "unplanned"]) if is_ended else None,
        "closed_by": chance.choice(["client", "case_manager", "both", "other"])
        if is_ended
        else None,
        "topics": topics,
        "central_topics": [area for area in topics if chance.random() < 0.5],
        "gender": chance.choice(["w", "m", "d", "x", None]),
        "birth_year": chance.choice([None, 1950, 1990, 2000, 2001, 2002, 2015]),
        "residence_status": chance.choice(STATUSES),
        "nationality": chance.choice(NATIONALITIES),
    }


def _appointments(chance: random.Random, case: Row) -> list[Row]:
    if chance.random() < 0.2:
        return []
    rows = []
    for _ in range(chance.randrange(6)):
        day = case["opened_on"] + timedelta(days=chance.randrange(-5, 200))
        at = time(chance.choice([0, 9, 14, 23]), chance.choice([0, 30, 59]))
        rows.append(
            {
                "case_key": case["case_key"],
                "starts_at": datetime.combine(day, at, BERLIN),
                "outcome": chance.choice(OUTCOMES),
            }
        )
    return rows


def _goals(chance: random.Random, case: Row) -> list[Row]:
    return [
        {
            "case_key": case["case_key"],
            "life_area": chance.choice(AREAS),
            "text": f"Ziel {number}",
            "attainment": chance.choice(ATTAINMENTS),
        }
        for number in range(chance.randrange(5))
    ]


def records(cases: list[Row], appointments: list[Row], goals: list[Row]) -> CaseRecords:
    """The same rows as the import takes them."""
    return CaseRecords(
        cases=tuple(CaseRow(row=i, **_texts(row)) for i, row in enumerate(cases, 2)),
        appointments=tuple(
            AppointmentRow(row=i, kind="office", **row) for i, row in enumerate(appointments, 2)
        ),
        goals=tuple(GoalRow(row=i, **row) for i, row in enumerate(goals, 2)),
        columns={
            "cases": frozenset(cases[0] if cases else ()),
            "appointments": frozenset({"case_key", "starts_at", "kind", "outcome"}),
            "goals": frozenset({"case_key", "life_area", "text", "attainment"}),
        },
    )


_ABSENT_IS_TEXT = ("closing_kind", "closed_by", "gender", "nationality", "residence_status")


def _texts(row: Row) -> dict[str, Any]:
    changed = {name: row[name] or "" for name in _ABSENT_IS_TEXT}
    sets = {name: tuple(row[name]) for name in ("topics", "central_topics")}
    return {**row, **changed, **sets}
