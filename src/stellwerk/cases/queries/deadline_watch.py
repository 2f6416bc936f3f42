# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The deadline watch over many cases, for "Mein Tag": a fixed number of questions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.utils import timezone

from stellwerk.base.keys import attach_key, load_keys
from stellwerk.cases.choices import ENTITLEMENT_IN_FORCE, OPEN_PHASES, Trigger
from stellwerk.cases.models import (
    CaseAccess,
    Entitlement,
    Identity,
    LegalSpherePeriod,
    ResidencePeriod,
)
from stellwerk.cases.queries.deadline_rules import rules_in_force
from stellwerk.cases.queries.names import names_of
from stellwerk.cases.rules.deadline_watch import (
    Finding,
    Paper,
    PersonFacts,
    Rule,
    Sphere,
    Status,
    evaluate,
    urgent,
)
from stellwerk.cases.rules.people import parse_birth_date

# A team lead's organisation may have thousands; her page shows the newest of them.
_MOST_CASES = 2000
_MOST = 50
_HAS_DUTY = Q(residence_duty__isnull=False)


@dataclass(frozen=True)
class DueFinding:
    """A finding and whose case it is; ``name`` comes after the read is recorded."""

    case_id: UUID
    number: str
    person_id: UUID
    finding: Finding
    name: str = ""


def due_findings(access: QuerySet[CaseAccess], limit: int = _MOST) -> list[DueFinding]:
    """What falls due in the open own cases of ``access``, contradictions and nearest days first.

    Titles that end are left out where ``my_day`` shows them anyway: see ``without_titles``.
    """
    rows = access.filter(phase__in=OPEN_PHASES).order_by("-sort_at").values_list(
        "case_id", "case__case_key", "person_id"
    )[:_MOST_CASES]
    cases = {person_id: (case_id, number) for case_id, number, person_id in rows}
    if not cases:
        return []
    today, rules = timezone.localdate(), rules_in_force()
    found = [
        DueFinding(*cases[person_id], person_id, finding)
        for person_id, facts in _facts(list(cases), rules, today).items()
        for finding in urgent(evaluate(facts, rules, today))
    ]
    found.sort(key=lambda due: (due.finding.level != "now", due.finding.on, due.number))
    return found[:limit]


def without_titles(found: Iterable[DueFinding]) -> list[DueFinding]:
    """The findings besides expiring titles, for a page that lists those by themselves."""
    return [due for due in found if due.finding.rule.trigger != Trigger.TITLE_END]


def named(found: Iterable[DueFinding]) -> list[DueFinding]:
    """The same with the people's names (the read is recorded before)."""
    rows = list(found)
    names = names_of({due.person_id for due in rows})
    return [replace(due, name=names.get(due.person_id, "")) for due in rows]


def _facts(
    people: list[UUID], rules: Iterable[Rule], today: date
) -> dict[UUID, PersonFacts]:
    statuses, spheres, papers = _statuses(people), _spheres(people), _papers(people)
    born = _birth_dates(people, rules, today)
    return {
        person_id: PersonFacts(
            born.get(person_id), tuple(statuses[person_id]), tuple(spheres[person_id]),
            tuple(papers[person_id]),
        )
        for person_id in people
    }


def _statuses(people: list[UUID]) -> defaultdict[UUID, list[Status]]:
    rows = (
        ResidencePeriod.objects.filter(person_id__in=people)
        .annotate(has_duty=ExpressionWrapper(_HAS_DUTY, BooleanField()))
        .order_by("created_at")
        .values_list(
            "person_id", "status__key", "status__attributes", "valid_from", "valid_until",
            "work_permit", "has_duty",
        )
    )
    found: defaultdict[UUID, list[Status]] = defaultdict(list)
    for person_id, key, more, begins, ends, permit, has_duty in rows:
        status = Status(key, str(more.get("group", "")), begins, ends, permit, has_duty)
        found[person_id].append(status)
    return found


def _spheres(people: list[UUID]) -> defaultdict[UUID, list[Sphere]]:
    found: defaultdict[UUID, list[Sphere]] = defaultdict(list)
    rows = LegalSpherePeriod.objects.filter(person_id__in=people).order_by("created_at")
    for person_id, key, begins, ends in rows.values_list(
        "person_id", "sphere__key", "valid_from", "valid_until"
    ):
        found[person_id].append(Sphere(key, begins, ends))
    return found


def _papers(people: list[UUID]) -> defaultdict[UUID, list[Paper]]:
    found: defaultdict[UUID, list[Paper]] = defaultdict(list)
    rows = Entitlement.objects.filter(person_id__in=people).order_by("created_at")
    for person_id, kind, office, name, issued, until, handed, place, ended, state in (
        rows.annotate(office_name=F("issued_by__name")).values_list(
            "person_id", "kind", "issued_by_id", "office_name", "issued_on", "valid_until",
            "handed_in_on", "handed_in_at_id", "ended_on", "state",
        )
    ):
        found[person_id].append(
            Paper(
                kind, office, name or "", issued, until, handed or (issued if place else None),
                ended, state in ENTITLEMENT_IN_FORCE,
            )
        )
    return found


def _birth_dates(
    people: list[UUID], rules: Iterable[Rule], today: date
) -> dict[UUID, date | None]:
    """Opened only for those whose year of birth brings a birthday of a rule near."""
    years: set[int] = set()
    for rule in rules:
        if rule.trigger == Trigger.BIRTHDAY:
            first = today - timedelta(days=rule.keep_days or 0)
            last = today + timedelta(days=max(rule.lead_days, default=0))
            years |= {year - rule.amount for year in range(first.year, last.year + 1)}
    near = Q(birth_year__in=years) | Q(birth_year__isnull=True)
    rows = list(
        Identity.objects.filter(near, person_id__in=people, birth_date__isnull=False).only(
            "person_id", "birth_date"
        )
    )
    keys = load_keys(row.person_id for row in rows) if rows else {}
    for row in rows:
        attach_key([row], keys.get(row.person_id, b""))
    return {row.person_id: parse_birth_date(row.birth_date) for row in rows}
