# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Legal spheres and entitlements of a person."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import share_key
from stellwerk.base.refusal import refuse_if
from stellwerk.cases.actions.changing import update_fields
from stellwerk.cases.actions.logging import log_person_rows
from stellwerk.cases.actions.parts import still_entrusted
from stellwerk.cases.choices import ENTITLEMENT_GROUPS, EntitlementKind
from stellwerk.cases.models import Entitlement, LegalSpherePeriod, Person
from stellwerk.cases.rules.course import order_blockers
from stellwerk.cases.rules.legal import entitlement_blockers

SPHERE_FIELDS = ("sphere", "office", "valid_from", "valid_until", "precision", "note")
ENTITLEMENT_FIELDS = (
    "kind", "issued_by", "issued_on", "valid_until", "state", "handed_in_at", "handed_in_on",
    "ended_on", "precision", "note",
)


@transaction.atomic
def add_legal_sphere(
    *, actor: Actor, person: Person, values: Mapping[str, Any]
) -> LegalSpherePeriod:
    """Add a legal sphere to the person's history; her key must be opened."""
    refuse_if(order_blockers(values, "valid_from", "valid_until"))
    row = LegalSpherePeriod(person=person, organisation_id=person.organisation_id)
    _insert(actor, person, row, "legal_sphere", values, SPHERE_FIELDS)
    return row


@transaction.atomic
def change_legal_sphere(
    *, actor: Actor, person: Person, period: LegalSpherePeriod, version: int,
    values: Mapping[str, Any],
) -> list[str]:
    """Correct or end a legal sphere."""
    refuse_if(order_blockers(values, "valid_from", "valid_until"))
    changed = update_fields(
        actor=actor, row=period, version=version, kind="legal_sphere", subjects=[person.pk],
        values=values,
    )
    if changed:
        log_person_rows(actor=actor, person=person, rows=[period])
    return changed


@transaction.atomic
def add_entitlement(*, actor: Actor, person: Person, values: Mapping[str, Any]) -> Entitlement:
    """Note an entitlement: who issued it, until when, where it was handed in."""
    refuse_if(entitlement_blockers(values))
    row = Entitlement(person=person, organisation_id=person.organisation_id)
    row.groups = int(ENTITLEMENT_GROUPS[EntitlementKind(values["kind"])])
    _insert(actor, person, row, "entitlement", values, ENTITLEMENT_FIELDS)
    return row


@transaction.atomic
def change_entitlement(
    *, actor: Actor, person: Person, entitlement: Entitlement, version: int,
    values: Mapping[str, Any],
) -> list[str]:
    """Say what became of an entitlement, or correct it."""
    refuse_if(entitlement_blockers(values))
    changed = update_fields(
        actor=actor, row=entitlement, version=version, kind="entitlement", subjects=[person.pk],
        values=values,
    )
    if "kind" in changed:
        groups = int(ENTITLEMENT_GROUPS[EntitlementKind(values["kind"])])
        Entitlement.objects.filter(pk=entitlement.pk).update(groups=still_entrusted(groups))
    if changed:
        log_person_rows(actor=actor, person=person, rows=[entitlement])
    return changed


def _insert(
    actor: Actor, person: Person, row: Any, kind: str, values: Mapping[str, Any],
    fields: Iterable[str],
) -> None:
    share_key(person, [row])
    named = [name for name in fields if values.get(name) not in (None, "")]
    for name in named:
        setattr(row, name, values[name])
    row.save(force_insert=True)
    record(
        actor=actor, verb=Verb.CREATED, kind=kind, subjects=[person.pk, row.pk], fields=named
    )
    log_person_rows(actor=actor, person=person, rows=[row])
