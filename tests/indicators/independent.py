# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The figures once more, from plain rows, written from the words of the specification.

Shares no line with the product: no aggregates, no SQL, one case after the other, exact fractions.
Rows are dicts with the columns of the workbook; missing is None.
"""

from collections import Counter
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]
BERLIN = ZoneInfo("Europe/Berlin")
DUE = ("kept", "no_show", "cancelled_by_client")


def figures(
    cases: list[Row],
    appointments: list[Row],
    goals: list[Row],
    areas: list[str],
    start: date | None = None,
    end: date | None = None,
) -> dict[str, tuple[Any, Any, Any]]:
    """Key -> (value, numerator, denominator), values as exact fractions or None."""
    inside = [case for case in cases if _open_on_some_day(case, start, end)]
    ended = [case for case in inside if _ended(case, start, end)]
    keys = {case["case_key"] for case in inside}
    taken = [a for a in appointments if a["case_key"] in keys and _on(a, start, end)]
    found: dict[str, tuple[Any, Any, Any]] = {}
    found |= _counts(inside, ended)
    for kind in ("planned", "unplanned"):
        found |= _goals([c for c in ended if c["closing_kind"] == kind], goals, kind)
    found |= _appointments(inside, taken)
    found |= _durations(ended)
    for area in areas:
        with_it = sum(area in case["topics"] for case in inside)
        found[f"topics.{area}"] = _share(with_it, len(inside))
        central = sum(area in case["central_topics"] for case in inside)
        found[f"topics_central.{area}"] = _share(central, len(inside))
    return found


def _open_on_some_day(case: Row, start: date | None, end: date | None) -> bool:
    if end is not None and case["opened_on"] > end:
        return False
    return not (start is not None and case["closed_on"] and case["closed_on"] < start)


def _ended(case: Row, start: date | None, end: date | None) -> bool:
    closed = case["closed_on"]
    if closed is None:
        return False
    return (start is None or closed >= start) and (end is None or closed <= end)


def _on(appointment: Row, start: date | None, end: date | None) -> bool:
    moment: datetime = appointment["starts_at"]
    day = moment.astimezone(BERLIN).date()
    return (start is None or day >= start) and (end is None or day <= end)


def _share(part: int, whole: int) -> tuple[Any, Any, Any]:
    return (Fraction(part, whole) * 100 if whole else None, part, whole)


def _mean(values: list[Fraction]) -> tuple[Any, Any, Any]:
    total = sum(values, Fraction(0))
    return (total / len(values) if values else None, total, len(values))


def _counts(inside: list[Row], ended: list[Row]) -> dict[str, tuple[Any, Any, Any]]:
    planned = [c for c in ended if c["closing_kind"] == "planned"]
    unplanned = [c for c in ended if c["closing_kind"] == "unplanned"]
    by = Counter(c["closed_by"] for c in unplanned)
    return {
        "cases.total": (len(inside), len(inside), None),
        "cases.running": (len(inside) - len(ended), len(inside) - len(ended), len(inside)),
        "cases.ended": (len(ended), len(ended), len(inside)),
        "cases.ended_planned": (len(planned), len(planned), len(ended)),
        "cases.ended_unplanned": (len(unplanned), len(unplanned), len(ended)),
        "cases.ended_unplanned_by_client": (by["client"], by["client"], len(unplanned)),
        "cases.ended_unplanned_by_case_manager": (
            by["case_manager"],
            by["case_manager"],
            len(unplanned),
        ),
    }


def _goals(cases: list[Row], goals: list[Row], kind: str) -> dict[str, tuple[Any, Any, Any]]:
    means, every = [], []
    for case in cases:
        own = [
            Fraction(goal["attainment"])
            for goal in goals
            if goal["case_key"] == case["case_key"] and goal["attainment"] is not None
        ]
        if own:
            means.append(sum(own, Fraction(0)) / len(own))
            every += own
    return {
        f"goals.attainment_{kind}": _mean(means),
        f"goals.attainment_ratio_{kind}": _mean(every),
        f"goals.reached_share_{kind}": _share(sum(v == 100 for v in every), len(every)),
    }


def _appointments(inside: list[Row], taken: list[Row]) -> dict[str, tuple[Any, Any, Any]]:
    shares, kept_sum, due_sum = [], 0, 0
    for case in inside:
        outcomes = [a["outcome"] for a in taken if a["case_key"] == case["case_key"]]
        due = sum(outcome in DUE for outcome in outcomes)
        kept = outcomes.count("kept")
        if due:
            shares.append(Fraction(kept * 100, due))
        kept_sum += kept
        due_sum += due
    outcomes = Counter(a["outcome"] for a in taken)
    return {
        "appointments.kept_mean": _mean(shares),
        "appointments.kept_ratio": _share(kept_sum, due_sum),
        "appointments.kept_all": _share(sum(s == 100 for s in shares), len(shares)),
        "appointments.planned": (outcomes["planned"], outcomes["planned"], None),
        "appointments.cancelled_by_us": (
            outcomes["cancelled_by_us"],
            outcomes["cancelled_by_us"],
            None,
        ),
    }


def _durations(ended: list[Row]) -> dict[str, tuple[Any, Any, Any]]:
    days = [Fraction((case["closed_on"] - case["opened_on"]).days) for case in ended]
    found: dict[str, tuple[Any, Any, Any]] = {}
    for unit, values in (("days", days), ("months", [d / Fraction("30.4375") for d in days])):
        found[f"duration.mean_{unit}"] = _mean(values)
        found[f"duration.min_{unit}"] = (min(values, default=None), None, len(values))
        found[f"duration.max_{unit}"] = (max(values, default=None), None, len(values))
    return found


def flow(
    cases: list[Row],
    quarter: tuple[date, date],
    start: date | None = None,
    end: date | None = None,
) -> tuple[int, int, int]:
    """Entries and exits within one quarter (as far as it lies in the period), stock at its end."""
    first = max(quarter[0], start) if start else quarter[0]
    last = min(quarter[1], end) if end else quarter[1]
    entries = sum(first <= c["opened_on"] <= last for c in cases)
    exits = sum(c["closed_on"] is not None and first <= c["closed_on"] <= last for c in cases)
    stock = sum(
        c["opened_on"] <= last and (c["closed_on"] is None or c["closed_on"] > last) for c in cases
    )
    return entries, exits, stock


def cross(
    cases: list[Row], start: date | None = None, end: date | None = None
) -> Counter[tuple[Any, Any, Any]]:
    """Cases by residence status, gender and age reached in the year of opening (None = missing)."""
    counted: Counter[tuple[Any, Any, Any]] = Counter()
    for case in cases:
        if _open_on_some_day(case, start, end):
            born = case["birth_year"]
            age = None if born is None else case["opened_on"].year - born
            counted[case["residence_status"], case["gender"], age] += 1
    return counted
