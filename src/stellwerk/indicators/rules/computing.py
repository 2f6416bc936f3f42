# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""From aggregated numbers to figures, in exact fractions; the only division is the last step."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from stellwerk.cases.choices import ClosedBy, ClosingKind
from stellwerk.indicators.choices import DAYS_PER_MONTH
from stellwerk.indicators.rules.definitions import (
    CENTRAL_TOPIC,
    DEFINITIONS,
    TOPIC,
    FigureDefinition,
)
from stellwerk.indicators.rules.groups import Aggregates, DueGroup, EndingGroup
from stellwerk.indicators.rules.report import Figure, Number
from stellwerk.indicators.rules.words import Words, in_both

MONTH = Fraction(*DAYS_PER_MONTH)


@dataclass(frozen=True)
class LifeArea:
    """A life area with its place in the sets of topics."""

    key: str
    bit: int
    label: Words


@dataclass(frozen=True)
class Computed:
    """Value, numerator, denominator before they become a figure."""

    value: Number | None
    numerator: Number | None
    denominator: int | None


def plain(number: Fraction) -> Number:
    """An int where it is whole, else the nearest float: 90 stays exactly 90."""
    return number.numerator if number.denominator == 1 else float(number)


def count(cases: int, of: int | None = None) -> Computed:
    return Computed(cases, cases, of)


def share(numerator: int, denominator: int) -> Computed:
    value = float(Fraction(100 * numerator, denominator)) if denominator else None
    return Computed(value, numerator, denominator)


def mean(total: Fraction, n: int) -> Computed:
    return Computed(float(total / n) if n else None, plain(total), n)


def extreme(days: int | None, n: int, per: Fraction = Fraction(1)) -> Computed:
    """The shortest or longest duration of ``n`` cases."""
    return Computed(None if days is None else plain(days / per), None, n)


Rule = Callable[[EndingGroup], bool]


def _ended(group: EndingGroup) -> bool:
    return group.ending.is_ended


def _of_kind(kind: ClosingKind) -> Rule:
    return lambda group: group.ending.kind == kind


def _unplanned_by(by: ClosedBy) -> Rule:
    return lambda group: group.ending.kind == ClosingKind.UNPLANNED and group.ending.by == by


def _cases(groups: Iterable[EndingGroup], rule: Rule) -> int:
    return sum(group.cases for group in groups if rule(group))


def case_counts(groups: tuple[EndingGroup, ...]) -> dict[str, Computed]:
    """``cases.…``"""
    total = sum(group.cases for group in groups)
    ended = _cases(groups, _ended)
    planned = _cases(groups, _of_kind(ClosingKind.PLANNED))
    unplanned = _cases(groups, _of_kind(ClosingKind.UNPLANNED))
    by_client = _cases(groups, _unplanned_by(ClosedBy.CLIENT))
    by_manager = _cases(groups, _unplanned_by(ClosedBy.CASE_MANAGER))
    return {
        "cases.total": count(total),
        "cases.running": count(total - ended, total),
        "cases.ended": count(ended, total),
        "cases.ended_planned": count(planned, ended),
        "cases.ended_unplanned": count(unplanned, ended),
        "cases.ended_unplanned_by_client": count(by_client, unplanned),
        "cases.ended_unplanned_by_case_manager": count(by_manager, unplanned),
        "cases.ended_unplanned_by_others": count(unplanned - by_client - by_manager, unplanned),
        "cases.ended_kind_missing": count(ended - planned - unplanned, ended),
    }


def attainment(groups: tuple[EndingGroup, ...], kind: ClosingKind) -> dict[str, Computed]:
    """``goals.…`` of the cases that ended this way: mean of means, mean over goals, reached."""
    assessed = [g for g in groups if g.ending.kind == kind and g.assessed > 0]
    cases = sum(group.cases for group in assessed)
    goals = sum(group.assessed * group.cases for group in assessed)
    case_means = sum((Fraction(g.attainment) / g.assessed for g in assessed), Fraction(0))
    attainments = sum((Fraction(g.attainment) for g in assessed), Fraction(0))
    reached = sum(group.reached for group in assessed)
    return {
        f"goals.attainment_{kind}": mean(case_means, cases),
        f"goals.attainment_ratio_{kind}": mean(attainments, goals),
        f"goals.reached_share_{kind}": share(reached, goals),
    }


def appointments(groups: tuple[DueGroup, ...]) -> dict[str, Computed]:
    """``appointments.…``"""
    due = [group for group in groups if group.due > 0]
    cases = sum(group.cases for group in due)
    shares = sum((Fraction(100 * g.kept, g.due) for g in due), Fraction(0))
    return {
        "appointments.kept_mean": mean(shares, cases),
        "appointments.kept_ratio": share(
            sum(group.kept for group in due), sum(group.due * group.cases for group in due)
        ),
        "appointments.kept_all": share(sum(group.all_kept for group in due), cases),
        "appointments.planned": count(sum(group.planned for group in groups)),
        "appointments.cancelled_by_us": count(sum(group.cancelled_by_us for group in groups)),
    }


def duration(groups: tuple[EndingGroup, ...]) -> dict[str, Computed]:
    """``duration.…`` of the ended cases."""
    ended = [group for group in groups if group.ending.is_ended]
    n = sum(group.cases for group in ended)
    days = Fraction(sum(group.days for group in ended))
    least = min((g.days_min for g in ended if g.days_min is not None), default=None)
    most = max((g.days_max for g in ended if g.days_max is not None), default=None)
    return {
        "duration.mean_days": mean(days, n),
        "duration.min_days": extreme(least, n),
        "duration.max_days": extreme(most, n),
        "duration.mean_months": mean(days / MONTH, n),
        "duration.min_months": extreme(least, n, MONTH),
        "duration.max_months": extreme(most, n, MONTH),
    }


def with_topic(sets: dict[int, int], bit: int) -> int:
    """Cases whose set of topics holds this life area."""
    return sum(cases for topics, cases in sets.items() if topics >> bit & 1)


def figure(
    definition: FigureDefinition, computed: Computed, area: LifeArea | None = None
) -> Figure:
    """A computed number with the words of its definition."""
    return Figure(
        key=f"{definition.key}.{area.key}" if area else definition.key,
        kind=str(definition.kind),
        unit=str(definition.unit),
        value=computed.value,
        numerator=computed.numerator,
        denominator=computed.denominator,
        name=area.label if area else in_both(definition.name),
        formula=in_both(definition.formula),
        numerator_text=in_both(definition.numerator),
        denominator_text=in_both(definition.denominator)
        if definition.denominator
        else Words("", ""),
        period_rule=in_both(definition.period_rule),
    )


def figures(numbers: Aggregates, areas: Iterable[LifeArea]) -> tuple[Figure, ...]:
    """All figures of the report, in the order of the registry, topics last."""
    computed = {
        **case_counts(numbers.endings),
        **attainment(numbers.endings, ClosingKind.PLANNED),
        **attainment(numbers.endings, ClosingKind.UNPLANNED),
        **appointments(numbers.dues),
        **duration(numbers.endings),
    }
    found = [figure(definition, computed[definition.key]) for definition in DEFINITIONS]
    for definition, sets in ((TOPIC, numbers.topics), (CENTRAL_TOPIC, numbers.central)):
        found += [
            figure(definition, share(with_topic(sets, area.bit), numbers.cases), area)
            for area in areas
        ]
    return tuple(found)
