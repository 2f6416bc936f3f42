# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who is involved, and the residence status with its history."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import share_key
from stellwerk.base.refusal import Blocker, refuse_if
from stellwerk.cases.actions.changing import update_fields
from stellwerk.cases.actions.facts import refresh_facts
from stellwerk.cases.actions.logging import log_person_rows
from stellwerk.cases.actions.parts import add_part, touch
from stellwerk.cases.models import Case, Involved, Person, ResidencePeriod
from stellwerk.cases.rules.course import order_blockers

INVOLVED_FIELDS = ("provider", "name", "task", "reach")
RESIDENCE_FIELDS = (
    "status", "paragraph", "valid_from", "valid_until", "precision", "work_permit",
    "residence_duty", "conditions", "note",
)


def _involved_blockers(values: Mapping[str, Any]) -> list[Blocker]:
    if values.get("provider") or values.get("name"):
        return []
    return [Blocker("nobody", _("Please name an organisation or a person."), "name")]


@transaction.atomic
def add_involved(*, actor: Actor, case: Case, values: Mapping[str, Any]) -> Involved:
    """Note who else is around the person; ``values`` are keyed by ``INVOLVED_FIELDS``."""
    refuse_if(_involved_blockers(values))
    row = Involved()
    for name in INVOLVED_FIELDS:
        setattr(row, name, values.get(name) or None)
    add_part(actor=actor, case=case, row=row, kind="involved", fields=INVOLVED_FIELDS)
    touch(case)
    return row


@transaction.atomic
def change_involved(
    *, actor: Actor, case: Case, involved: Involved, version: int, values: Mapping[str, Any]
) -> list[str]:
    """Change what is noted of somebody involved."""
    refuse_if(_involved_blockers(values))
    return update_fields(
        actor=actor, row=involved, version=version, kind="involved", subjects=[case.pk],
        values=values,
    )


@transaction.atomic
def end_involved(
    *, actor: Actor, case: Case, involved: Involved, version: int, until: date
) -> list[str]:
    """Somebody is no longer involved from the day after ``until``."""
    return update_fields(
        actor=actor, row=involved, version=version, kind="involved", subjects=[case.pk],
        values={"until": until},
    )


@transaction.atomic
def add_residence_period(
    *, actor: Actor, person: Person, values: Mapping[str, Any]
) -> ResidencePeriod:
    """Add a residence status to the person's history; her key must be opened."""
    refuse_if(order_blockers(values, "valid_from", "valid_until"))
    row = ResidencePeriod(person=person, organisation_id=person.organisation_id)
    share_key(person, [row])
    for name in RESIDENCE_FIELDS:
        if values.get(name) not in (None, ""):
            setattr(row, name, values[name])
    row.save(force_insert=True)
    _refresh_person(person)
    record(
        actor=actor, verb=Verb.CREATED, kind="residence", subjects=[person.pk, row.pk],
        fields=list(RESIDENCE_FIELDS),
    )
    log_person_rows(actor=actor, person=person, rows=[row])
    return row


@transaction.atomic
def change_residence_period(
    *, actor: Actor, person: Person, period: ResidencePeriod, version: int,
    values: Mapping[str, Any],
) -> list[str]:
    """Correct a period of the residence history."""
    refuse_if(order_blockers(values, "valid_from", "valid_until"))
    changed = update_fields(
        actor=actor, row=period, version=version, kind="residence", subjects=[person.pk],
        values=values,
    )
    if changed:
        _refresh_person(person)
        log_person_rows(actor=actor, person=person, rows=[period])
    return changed


def _refresh_person(person: Person) -> None:
    refresh_facts(Case.objects.filter(person=person).values_list("pk", flat=True))
