# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the organisations of a network see of all together: groups of at least five, also after
subtraction of the own figures.

A number is safe when it is at least five and stays at least five whichever single organisation
subtracts its own part. Unsafe counts and zero alike are withheld ("fewer than 5"): a proven zero
is a statement about people too. Parts that add up to a shown whole are shown all or none, so that
none follows from the others. No minimum, maximum, flow or cross table: a fixed set of views.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from stellwerk.indicators.choices import Kind, Unit
from stellwerk.indicators.rules.report import CrossTable, Figure, Number, Report

MINIMUM = 5
ORGANISATIONS = 3
# Entries and exits since the last release; fewer would single out who came or left.
CHANGES = 5

# whole -> the parts that add up to it
WHOLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("cases.total", ("cases.running", "cases.ended")),
    (
        "cases.ended",
        ("cases.ended_planned", "cases.ended_unplanned", "cases.ended_kind_missing"),
    ),
    (
        "cases.ended_unplanned",
        (
            "cases.ended_unplanned_by_client",
            "cases.ended_unplanned_by_case_manager",
            "cases.ended_unplanned_by_others",
        ),
    ),
)

# A figure over cases -> the count these cases are part of: what is left over must not be few.
WITHIN = {
    "goals.attainment_planned": "cases.ended_planned",
    "goals.attainment_unplanned": "cases.ended_unplanned",
    "appointments.kept_mean": "cases.total",
    "appointments.kept_all": "cases.total",
    "duration.mean_days": "cases.ended",
    "duration.mean_months": "cases.ended",
}
# A figure over goals or appointments -> the figure over cases that must be shown with it.
PEOPLE_BEHIND = {
    "goals.attainment_ratio_planned": "goals.attainment_planned",
    "goals.attainment_ratio_unplanned": "goals.attainment_unplanned",
    "goals.reached_share_planned": "goals.attainment_planned",
    "goals.reached_share_unplanned": "goals.attainment_unplanned",
    "appointments.kept_ratio": "appointments.kept_mean",
}


def reference_date(today: date) -> date:
    """The last day of the month before: all releases of a month show the same state."""
    return today.replace(day=1) - timedelta(days=1)


def is_safe(total: Number | None, parts: Sequence[Number | None]) -> bool:
    """At least five, and at least five without any single organisation's part."""
    if total is None:
        return False
    return all(total - (part or 0) >= MINIMUM for part in (0, *parts))


def protected(whole: Report, single: Sequence[Report]) -> Report | None:
    """What may be shown of ``whole``; None when it would be about too few.

    ``single`` are the reports of the organisations that add up to it.
    """
    contributing = [report for report in single if _number(report, "cases.total")]
    if len(contributing) < ORGANISATIONS or not _counts_safe(whole, contributing, "cases.total"):
        return None
    shown = _shown_counts(whole, contributing)
    figures = [
        figure if _may_show(whole, figure, contributing, shown) else _withheld(figure)
        for figure in whole.figures
        if figure.kind != Kind.EXTREME and figure.unit != Unit.APPOINTMENTS
    ]
    return replace(whole, figures=tuple(figures), flow=(), cross=CrossTable())


def _number(report: Report, key: str) -> Number:
    figure = report.figure(key)
    return (figure.numerator or 0) if figure else 0


def _counts_safe(whole: Report, single: Sequence[Report], key: str) -> bool:
    return is_safe(_number(whole, key), [_number(report, key) for report in single])


def _shown_counts(whole: Report, single: Sequence[Report]) -> set[str]:
    """Keys of the counts that may be shown, whole by whole from above."""
    shown = {"cases.total"}
    for parent, parts in WHOLES:
        # A part that nobody has (no ending without a kind) is no secret; any other must be safe.
        present = [key for key in parts if not _is_formality(whole, key)]
        if parent in shown and all(_counts_safe(whole, single, key) for key in present):
            shown |= set(parts)
    return shown


def _is_formality(whole: Report, key: str) -> bool:
    """An empty remainder line, which says only that the records are complete."""
    return key == "cases.ended_kind_missing" and _number(whole, key) == 0


def _may_show(whole: Report, figure: Figure, single: Sequence[Report], shown: set[str]) -> bool:
    """Whether neither the figure nor what follows from it is about too few."""
    if figure.kind == Kind.COUNT:
        return figure.key in shown
    behind = whole.figure(PEOPLE_BEHIND.get(figure.key, ""))
    if behind and not _may_show(whole, behind, single, shown):
        return False
    parts = [report.figure(figure.key) for report in single]
    if not is_safe(figure.denominator, [p.denominator if p else 0 for p in parts]):
        return False
    if figure.key in WITHIN and not _rest_safe(whole, figure, single, shown):
        return False
    return figure.kind != Kind.SHARE or _share_safe(figure, parts)


def _rest_safe(whole: Report, figure: Figure, single: Sequence[Report], shown: set[str]) -> bool:
    """The cases of the count that are not in the figure are none or enough."""
    parent = WITHIN[figure.key]
    rest = _number(whole, parent) - (figure.denominator or 0)
    rests = []
    for report in single:
        own = report.figure(figure.key)
        rests.append(_number(report, parent) - ((own.denominator or 0) if own else 0))
    return parent in shown and (rest == 0 or is_safe(rest, rests))


def _share_safe(figure: Figure, parts: Sequence[Figure | None]) -> bool:
    """Those with and those without the attribute are at least five, subtraction included."""
    having = [(p.numerator or 0) if p else 0 for p in parts]
    lacking = [((p.denominator or 0) - (p.numerator or 0)) if p else 0 for p in parts]
    without = (figure.denominator or 0) - (figure.numerator or 0)
    return is_safe(figure.numerator, having) and is_safe(without, lacking)


def _withheld(figure: Figure) -> Figure:
    return replace(figure, value=None, numerator=None, denominator=None)
