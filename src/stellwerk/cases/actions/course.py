# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What happens along the way: contacts and appointments."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import refuse_if
from stellwerk.cases.actions.changing import lock_version, locked_row, update_fields
from stellwerk.cases.actions.facts import refresh_facts
from stellwerk.cases.actions.logging import log_rows
from stellwerk.cases.actions.parts import add_part, case_key, require_open, touch
from stellwerk.cases.choices import AppointmentOutcome
from stellwerk.cases.models import Appointment, Case, Contact
from stellwerk.cases.rules.course import contact_blockers, ending_blockers, outcome_blockers

#: What only the full forms ask for: an action that is not told of it leaves it as it is.
APPOINTMENT_FIELDS = ("ends_at", "place", "interpreter", "safety_note")
CONTACT_FIELDS = ("minutes", "interpreter")


def _known(more: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Further values by the name of their column; an unknown name is a mistake."""
    unknown = set(more) - set(names)
    if unknown:
        raise TypeError(f"unknown fields: {sorted(unknown)}")
    texts = {"interpreter": more.get("interpreter") or ""} if "interpreter" in more else {}
    return {name: value if value != "" else None for name, value in more.items()} | texts


def _local_day(at: datetime) -> date:
    return timezone.localtime(at).date()


@transaction.atomic
def record_contact(
    *, actor: Actor, case: Case, at: datetime, kind: str, note: str | None = None, **more: Any
) -> Contact:
    """Note a contact that has taken place; possible after the ending as well (Nachsorge).

    ``more``: ``CONTACT_FIELDS``.
    """
    refuse_if(contact_blockers(at, timezone.now()))
    further = _known(more, CONTACT_FIELDS)
    contact = Contact(at=at, kind=kind, by=actor.label, by_user_id=actor.user_id, **further)
    contact.note = note or None
    add_part(actor=actor, case=case, row=contact, kind="contact", fields=["at", "kind", "note"])
    touch(case, contact_on=_local_day(at))
    return contact


@transaction.atomic
def change_contact(
    *, actor: Actor, case: Case, contact: Contact, version: int, at: datetime, kind: str,
    note: str | None, **more: Any,
) -> list[str]:
    """Correct a noted contact; the last contact of the case follows."""
    refuse_if(contact_blockers(at, timezone.now()))
    changed = update_fields(
        actor=actor, row=contact, version=version, kind="contact", subjects=[case.pk],
        values={"at": at, "kind": kind, "note": note, **_known(more, CONTACT_FIELDS)},
    )
    if {"at", "kind"} & set(changed):
        log_rows(actor=actor, case=case, rows=[contact])
    if "at" in changed:
        latest = Contact.objects.filter(case=case).order_by("-at").values_list("at", flat=True)
        kept = (
            Appointment.objects.filter(case=case, outcome=AppointmentOutcome.KEPT)
            .order_by("-starts_at")
            .values_list("starts_at", flat=True)
        )
        days = [_local_day(moment) for moment in (*latest[:1], *kept[:1])]
        Case.objects.filter(pk=case.pk).update(last_contact_on=max(days))
    return changed


@transaction.atomic
def plan_appointment(
    *, actor: Actor, case: Case, starts_at: datetime, kind: str, note: str | None = None,
    outcome: str = AppointmentOutcome.PLANNED, **more: Any,
) -> Appointment:
    """Enter an appointment, planned or with what became of it; ``more``: ``APPOINTMENT_FIELDS``."""
    require_open(case)
    _refuse_times(outcome, starts_at, more)
    appointment = Appointment(starts_at=starts_at, kind=kind, outcome=outcome)
    appointment.note = note or None
    for name, value in _known(more, APPOINTMENT_FIELDS).items():
        setattr(appointment, name, value)
    add_part(
        actor=actor, case=case, row=appointment, kind="appointment",
        fields=["starts_at", "kind", "outcome"],
    )
    _after_appointment(case, appointment)
    return appointment


@transaction.atomic
def change_appointment(
    *, actor: Actor, case: Case, appointment: Appointment, version: int, starts_at: datetime,
    kind: str, outcome: str, note: str | None, **more: Any,
) -> list[str]:
    """Move or correct an appointment."""
    _refuse_times(outcome, starts_at, more)
    changed = update_fields(
        actor=actor, row=appointment, version=version, kind="appointment", subjects=[case.pk],
        values={
            "starts_at": starts_at, "kind": kind, "outcome": outcome, "note": note,
            **_known(more, APPOINTMENT_FIELDS),
        },
    )
    if changed:
        log_rows(actor=actor, case=case, rows=[appointment])
        _after_appointment(case, appointment)
    return changed


@transaction.atomic
def set_appointment_outcome(
    *, actor: Actor, case: Case, appointment: Appointment, version: int, outcome: str
) -> None:
    """Say what became of an appointment; kept ones count as a contact's day."""
    case_key(case)
    fresh = locked_row(appointment)
    lock_version(fresh, version, fresh, {"outcome": outcome})
    refuse_if(outcome_blockers(outcome, fresh.starts_at, timezone.now()))
    if fresh.outcome == outcome:
        return
    fresh.outcome = outcome
    fresh.version += 1
    fresh.save(update_fields=["outcome", "version", "updated_at"])
    record(
        actor=actor, verb=Verb.CHANGED, kind="appointment", subjects=[case.pk, fresh.pk],
        fields=["outcome"],
    )
    log_rows(actor=actor, case=case, rows=[fresh])
    _after_appointment(case, fresh)


def _refuse_times(outcome: str, starts_at: datetime, more: Mapping[str, Any]) -> None:
    refuse_if(
        [
            *outcome_blockers(outcome, starts_at, timezone.now()),
            *ending_blockers(starts_at, more.get("ends_at")),
        ]
    )


def _after_appointment(case: Case, appointment: Appointment) -> None:
    kept = appointment.outcome == AppointmentOutcome.KEPT
    touch(case, contact_on=_local_day(appointment.starts_at) if kept else None)
    refresh_facts([case.pk])
