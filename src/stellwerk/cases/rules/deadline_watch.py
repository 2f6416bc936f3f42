# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The deadline watch: what is known of a person × rules → what falls due. Pure; never a guess.

A day that is not known gives no finding. Rules are data (``data/deadline_rules.toml``); this
module holds what can set one off.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any
from uuid import UUID

from stellwerk.cases.choices import RuleEffect, Trigger
from stellwerk.cases.rules.calendar import add_months, birthday, month_end


@dataclass(frozen=True)
class Status:
    """One residence status of a person: key and group of the list, its days, what it allows."""

    key: str
    group: str = ""
    begins: date | None = None
    ends: date | None = None
    work_permit: str | None = None
    has_duty: bool = False


@dataclass(frozen=True)
class Sphere:
    key: str
    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True)
class Paper:
    """An entitlement: who issued it (id and name), from when to when it is or was in force."""

    kind: str
    office: UUID | None = None
    office_name: str = ""
    issued: date | None = None
    valid_until: date | None = None
    handed_in: date | None = None
    ended: date | None = None
    in_force: bool = True

    def last_day(self) -> date | None:
        """The last day in force; None while it still is. Not in force without a day: unknown."""
        if self.ended is not None:
            return self.ended - timedelta(days=1)
        return self.valid_until


@dataclass(frozen=True)
class PersonFacts:
    """What the watch may know of a person; what is missing stays missing."""

    birth_date: date | None = None
    statuses: tuple[Status, ...] = ()
    spheres: tuple[Sphere, ...] = ()
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A rule in force, in the words of the reader's language."""

    key: str
    trigger: str
    effect: str
    title: str = ""
    meaning: str = ""
    actor_kind: str = ""
    legal_sphere: str = ""
    source: str = ""
    version: int = 1
    lead_days: tuple[int, ...] = (90, 60, 30)
    keep_days: int | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def amount(self) -> int:
        return int(self.parameters.get("amount", 0))

    def names(self, parameter: str) -> frozenset[str]:
        return frozenset(self.parameters.get(parameter, ()))


@dataclass(frozen=True)
class Finding:
    """Something falls due: which rule, on which day, how urgent.

    ``level``: now (a contradiction), past, a lead time in days as text, later, or settled.
    ``until`` ends a contradiction; ``names`` are the offices or words concerned.
    """

    rule: Rule
    on: date
    days_left: int
    level: str
    until: date | None = None
    names: tuple[str, ...] = ()

    @property
    def is_urgent(self) -> bool:
        return self.level not in ("later", "settled")

    @property
    def tone(self) -> str:
        if self.level in ("later", "settled"):
            return "neutral"
        if self.level == "now" or (self.level == "past" and self.rule.effect == RuleEffect.ENDS):
            return "danger"
        if self.rule.effect == RuleEffect.BEGINS:
            return "info"
        return "danger" if 0 <= self.days_left <= 30 else "warning"


@dataclass(frozen=True)
class _Hit:
    on: date
    until: date | None = None
    names: tuple[str, ...] = ()


def in_order(statuses: Iterable[Status]) -> list[Status]:
    """By beginning; those without one come first, as in the lists (the sort is stable)."""
    return sorted(statuses, key=lambda status: status.begins or date.min)


def matches(status: Status, names: frozenset[str]) -> bool:
    """Whether a status is named by its key or, with @, by its group."""
    return status.key in names or (bool(status.group) and f"@{status.group}" in names)


def _holds(rule: Rule, status: Status) -> bool:
    wanted = rule.names("holds")
    return (not wanted or matches(status, wanted)) and not matches(status, rule.names("except"))


def _current(facts: PersonFacts) -> Status | None:
    return next(reversed(in_order(facts.statuses)), None)


def _title_end(rule: Rule, facts: PersonFacts, today: date) -> list[_Hit]:
    status = _current(facts)
    if status is None or status.ends is None or not _holds(rule, status):
        return []
    return [_Hit(status.ends)]


def _birthday(rule: Rule, facts: PersonFacts, today: date) -> list[_Hit]:
    if facts.birth_date is None:
        return []
    if rule.names("holds"):
        status = _current(facts)
        if status is None or not _holds(rule, status):
            return []
    day = birthday(facts.birth_date, rule.amount)
    return [_Hit(day)] if day else []


def _status_change(rule: Rule, facts: PersonFacts, today: date) -> list[_Hit]:
    found: list[_Hit] = []
    for before, after in pairwise(in_order(facts.statuses)):
        if (
            after.begins is not None
            and matches(before, rule.names("before"))
            and matches(after, rule.names("after"))
            and not _in_sphere(facts, rule.parameters.get("settled_by_sphere"), after.begins)
        ):
            day = month_end(after.begins) if rule.parameters.get("at_month_end") else after.begins
            found = [_Hit(day)]
    return found


def _in_sphere(facts: PersonFacts, key: Any, since: date) -> bool:
    """Whether the person is or was in this legal sphere on or after the day."""
    return any(
        sphere.key == key and (sphere.ends is None or sphere.ends >= since)
        for sphere in facts.spheres
    )


def _time_since(rule: Rule, facts: PersonFacts, today: date) -> list[_Hit]:
    status = _current(facts)
    if status is None or not _holds(rule, status):
        return []
    paper = rule.parameters.get("settled_by_entitlement")
    if paper and any(row.kind == paper for row in facts.papers):
        return []
    begins = _earliest(facts.statuses, rule.names("since") or rule.names("holds"))
    return [_Hit(add_months(begins, rule.amount))] if begins else []


def _earliest(statuses: Iterable[Status], names: frozenset[str]) -> date | None:
    """The first day of any of these statuses; unknown as soon as one of them has no beginning."""
    days = [status.begins for status in statuses if matches(status, names)]
    known = [day for day in days if day is not None]
    return min(known) if known and len(known) == len(days) else None


def _residence_duty(rule: Rule, facts: PersonFacts, today: date) -> list[_Hit]:
    status = _current(facts)
    if status is None or not status.has_duty:
        return []
    begins = _earliest(facts.statuses, rule.names("holds"))
    return [_Hit(add_months(begins, rule.amount))] if begins else []


def _work_permit_change(rule: Rule, facts: PersonFacts, today: date) -> list[_Hit]:
    found: list[_Hit] = []
    for before, after in pairwise(in_order(facts.statuses)):
        known = before.work_permit and after.work_permit
        if known and before.work_permit != after.work_permit and after.begins is not None:
            found = [_Hit(after.begins)]
    return found


def _two_entitlements(rule: Rule, facts: PersonFacts, today: date) -> list[_Hit]:
    found = []
    for one, other in combinations(facts.papers, 2):
        offices = {one.office, other.office}
        if one.kind != other.kind or None in offices or len(offices) < 2:
            continue
        overlap = _overlap(one, other)
        if overlap:
            begins, ends = overlap
            names = tuple(sorted({one.office_name, other.office_name}))
            found.append(_Hit(begins, ends, names))
    return found


def _overlap(one: Paper, other: Paper) -> tuple[date, date | None] | None:
    """First and last day on which both are in force; None when they never are or it is unknown."""
    if one.issued is None or other.issued is None:
        return None
    for paper in (one, other):
        if not paper.in_force and paper.last_day() is None:
            return None
    begins = max(one.issued, other.issued)
    ends = min((day for day in (one.last_day(), other.last_day()) if day), default=None)
    return None if ends is not None and ends < begins else (begins, ends)


def _open_papers(facts: PersonFacts) -> list[Paper]:
    """In force and handed in nowhere."""
    return [
        row for row in facts.papers if row.in_force and row.handed_in is None and row.ended is None
    ]


def _entitlement_unused(rule: Rule, facts: PersonFacts, today: date) -> list[_Hit]:
    return [
        _Hit(row.issued + timedelta(days=rule.amount), names=(row.office_name,))
        for row in _open_papers(facts)
        if row.issued and (row.valid_until is None or row.valid_until >= today)
    ]


def _entitlement_end(rule: Rule, facts: PersonFacts, today: date) -> list[_Hit]:
    return [
        _Hit(row.valid_until, names=(row.office_name,))
        for row in _open_papers(facts)
        if row.valid_until
    ]


_TRIGGERS: dict[str, Callable[[Rule, PersonFacts, date], list[_Hit]]] = {
    Trigger.TITLE_END: _title_end,
    Trigger.BIRTHDAY: _birthday,
    Trigger.STATUS_CHANGE: _status_change,
    Trigger.TIME_SINCE: _time_since,
    Trigger.RESIDENCE_DUTY: _residence_duty,
    Trigger.WORK_PERMIT_CHANGE: _work_permit_change,
    Trigger.TWO_ENTITLEMENTS: _two_entitlements,
    Trigger.ENTITLEMENT_UNUSED: _entitlement_unused,
    Trigger.ENTITLEMENT_END: _entitlement_end,
}


def evaluate(facts: PersonFacts, rules: Sequence[Rule], today: date) -> list[Finding]:
    """All that the rules find, by day: what is past and forgotten left out, what is far "later"."""
    found = [
        finding
        for rule in rules
        for hit in _TRIGGERS[rule.trigger](rule, facts, today)
        if (finding := _finding(rule, hit, today)) is not None
    ]
    return sorted(found, key=lambda finding: (finding.on, finding.rule.key))


def _finding(rule: Rule, hit: _Hit, today: date) -> Finding | None:
    left = (hit.on - today).days
    level = _level(rule, hit, left, today)
    return Finding(rule, hit.on, left, level, hit.until, hit.names) if level else None


def _level(rule: Rule, hit: _Hit, left: int, today: date) -> str:
    """How urgent a hit is; empty when it has been past for longer than the rule keeps it."""
    if rule.effect == RuleEffect.CONFLICT:
        if hit.until is not None and hit.until < today:
            return "settled"
        return "now" if left <= 0 else "later"
    if left < 0:
        gone = rule.keep_days is not None and -left > rule.keep_days
        return "" if gone else "past"
    lead = min((days for days in rule.lead_days if left <= days), default=None)
    if lead is None:
        return "past" if left == 0 else "later"
    return str(lead)


def urgent(findings: Iterable[Finding]) -> list[Finding]:
    """Those within their lead times, contradictions first."""
    chosen = [finding for finding in findings if finding.is_urgent]
    return sorted(chosen, key=lambda finding: (finding.level != "now", finding.on))
