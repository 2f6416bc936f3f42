# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Residence, legal spheres, entitlements of one person, and what the deadline watch makes of it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from stellwerk.base.keys import attach_key, load_keys, opened_key, share_key
from stellwerk.cases.choices import ENTITLEMENT_GROUPS, ENTITLEMENT_IN_FORCE, FieldGroup
from stellwerk.cases.models import (
    Entitlement,
    Identity,
    LegalSpherePeriod,
    Person,
    ResidencePeriod,
)
from stellwerk.cases.queries.casefile import within
from stellwerk.cases.queries.deadline_rules import rules_in_force
from stellwerk.cases.rules.deadline_watch import (
    Finding,
    Paper,
    PersonFacts,
    Sphere,
    Status,
    evaluate,
    urgent,
)
from stellwerk.cases.rules.people import parse_birth_date
from stellwerk.questions.kept import STAND_IN, Questions

Part = TypeVar("Part", LegalSpherePeriod, Entitlement)

#: Any of these groups shows something of this section.
LEGAL_GROUPS = FieldGroup.RESIDENCE
for _group in ENTITLEMENT_GROUPS.values():
    LEGAL_GROUPS |= _group


def _questions(scope: int) -> dict[str, QuerySet[Any, Any]]:
    def mine(rows: QuerySet[Any]) -> QuerySet[Any]:
        return within(rows.filter(person_id=STAND_IN), FieldGroup(scope))

    begins = F("valid_from").asc(nulls_first=True)
    return {
        "periods": mine(ResidencePeriod.objects.select_related("status")).order_by(
            begins, "created_at"
        ),
        "spheres": mine(LegalSpherePeriod.objects.select_related("sphere", "office")).order_by(
            begins, "created_at"
        ),
        "entitlements": mine(
            Entitlement.objects.select_related("issued_by", "handed_in_at")
        ).order_by(F("issued_on").asc(nulls_first=True), "created_at"),
        "identity": mine(Identity.objects.all()),
    }


_LEGAL = Questions(_questions)


@dataclass
class LegalRecord:
    """What may be seen of a person's legal situation, each list from its beginning."""

    periods: list[ResidencePeriod] = field(default_factory=list)
    spheres: list[LegalSpherePeriod] = field(default_factory=list)
    entitlements: list[Entitlement] = field(default_factory=list)
    birth_date: date | None = None

    @property
    def facts(self) -> PersonFacts:
        return PersonFacts(
            self.birth_date,
            tuple(map(status_of, self.periods)),
            tuple(Sphere(row.sphere.key, row.valid_from, row.valid_until) for row in self.spheres),
            tuple(map(paper_of, self.entitlements)),
        )


def status_of(row: ResidencePeriod) -> Status:
    return Status(
        row.status.key, str(row.status.attributes.get("group", "")), row.valid_from,
        row.valid_until, row.work_permit, bool(row.residence_duty),
    )


def paper_of(row: Entitlement) -> Paper:
    return Paper(
        row.kind, row.issued_by_id, str(row.issued_by or ""), row.issued_on, row.valid_until,
        row.handed_in_on or (row.issued_on if row.handed_in_at_id else None), row.ended_on,
        row.state in ENTITLEMENT_IN_FORCE,
    )


def legal_record(person: Person, scope: FieldGroup) -> LegalRecord:
    """The granted parts in one question (the read is recorded by ``open_case``)."""
    names = ["periods", "spheres"] if FieldGroup.RESIDENCE in scope else []
    names += ["entitlements"] if LEGAL_GROUPS & scope else []
    names += ["identity"] if FieldGroup.IDENTITY in scope else []
    answers = _LEGAL.ask(int(scope), dict.fromkeys(names, person.pk))
    if opened_key(person) is None:
        attach_key([person], load_keys([person.pk]).get(person.pk, b""))
    for rows in answers.values():
        share_key(person, rows)
    known = next(iter(answers.pop("identity", ())), None)
    born = parse_birth_date(known.birth_date) if known else None
    return LegalRecord(birth_date=born, **answers)


@dataclass(frozen=True)
class Watch:
    """What the rules found: within their lead times, further ahead, settled contradictions."""

    urgent: list[Finding]
    later: list[Finding]
    settled: list[Finding]


def watch(record: LegalRecord) -> Watch:
    """The deadline watch for one person, today."""
    found = evaluate(record.facts, rules_in_force(), timezone.localdate())
    return Watch(
        urgent(found),
        [finding for finding in found if finding.level == "later"],
        [finding for finding in found if finding.level == "settled"],
    )


def person_part_of(person: Person, model: type[Part], row_id: UUID) -> Part | None:
    """One row of the person with her key, or None."""
    row = model._default_manager.filter(person=person, pk=row_id).first()
    if row is not None:
        share_key(person, [row])
    return row
