# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Case conferences: plan, invite, say who came, agree on measures."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import refuse_if
from stellwerk.cases.actions.changing import lock_version, locked_row, update_fields
from stellwerk.cases.actions.logging import log_rows
from stellwerk.cases.actions.parts import add_part, require_open, touch
from stellwerk.cases.actions.plan import add_measure
from stellwerk.cases.choices import ConferenceState, GuestState
from stellwerk.cases.models import (
    Case,
    CaseConference,
    ConferenceGuest,
    ConferenceResult,
    Measure,
)
from stellwerk.cases.rules.conferences import (
    conference_blockers,
    guest_blockers,
    invitation_blockers,
)

CONFERENCE_FIELDS = ("starts_at", "ends_at", "place", "agenda")
CONFERENCE_ENTRIES_FIELDS = (*CONFERENCE_FIELDS, "state", "minutes")
GUEST_FIELDS = ("provider", "name", "email")


@transaction.atomic
def plan_conference(*, actor: Actor, case: Case, values: Mapping[str, Any]) -> CaseConference:
    """Set a conference; ``values`` are keyed by ``CONFERENCE_FIELDS``."""
    require_open(case)
    refuse_if(_blockers(values, ConferenceState.PLANNED))
    row = CaseConference(starts_at=values["starts_at"], ends_at=values.get("ends_at"))
    row.place, row.agenda = values.get("place") or None, values.get("agenda") or None
    add_part(actor=actor, case=case, row=row, kind="conference", fields=CONFERENCE_FIELDS)
    touch(case)
    return row


@transaction.atomic
def change_conference(
    *, actor: Actor, case: Case, conference: CaseConference, version: int | None,
    values: Mapping[str, Any],
) -> list[str]:
    """Move it, write its agenda and minutes, say that it was held or cancelled."""
    refuse_if(_blockers(values, values.get("state") or conference.state))
    changed = update_fields(
        actor=actor, row=conference, version=version, kind="conference", subjects=[case.pk],
        values={name: values[name] for name in CONFERENCE_ENTRIES_FIELDS if name in values},
    )
    if changed:
        log_rows(actor=actor, case=case, rows=[conference])
        held = conference.state == ConferenceState.HELD
        day = timezone.localtime(conference.starts_at).date()
        touch(case, contact_on=day if held else None)
    return changed


def _blockers(values: Mapping[str, Any], state: str) -> list[Any]:
    return conference_blockers(
        values.get("starts_at"), values.get("ends_at"), state, timezone.now()
    )


@transaction.atomic
def add_guest(
    *, actor: Actor, case: Case, conference: CaseConference, values: Mapping[str, Any]
) -> ConferenceGuest:
    """Put a named person on the list; ``values`` are keyed by ``GUEST_FIELDS``."""
    refuse_if(guest_blockers(str(values.get("name") or "")))
    row = ConferenceGuest(conference_id=conference.pk, provider=values.get("provider"))
    row.name, row.email = str(values["name"]), values.get("email") or None
    add_part(actor=actor, case=case, row=row, kind="guest", fields=GUEST_FIELDS)
    return row


@transaction.atomic
def set_attendance(
    *, actor: Actor, case: Case, guest: ConferenceGuest, version: int | None, state: str
) -> list[str]:
    """Say whether a guest came, was represented or is excused."""
    return update_fields(
        actor=actor, row=guest, version=version, kind="guest", subjects=[case.pk],
        values={"state": state},
    )


@transaction.atomic
def remove_guest(
    *, actor: Actor, case: Case, guest: ConferenceGuest, version: int | None
) -> None:
    """Off the list again."""
    row = locked_row(guest)
    lock_version(row, version, row, {})
    row.delete()
    record(actor=actor, verb=Verb.DELETED, kind="guest", subjects=[case.pk, guest.pk])


@transaction.atomic
def mark_invited(
    *, actor: Actor, case: Case, conference: CaseConference, guests: Iterable[ConferenceGuest]
) -> list[ConferenceGuest]:
    """Note that these guests are invited now; the mail itself is the caller's."""
    chosen = [g for g in guests if g.email and g.state == GuestState.NAMED]
    refuse_if(invitation_blockers(conference.state, len(chosen)))
    now = timezone.now()
    for guest in chosen:
        update_fields(
            actor=actor, row=guest, version=guest.version, kind="guest", subjects=[case.pk],
            values={"state": GuestState.INVITED, "invited_at": now},
        )
    return chosen


@transaction.atomic
def agree_on_measure(
    *, actor: Actor, case: Case, conference: CaseConference, values: Mapping[str, Any]
) -> Measure:
    """A result: a measure in the plan, with who does it until when."""
    measure = add_measure(actor=actor, case=case, values=values)
    result = ConferenceResult(conference_id=conference.pk, measure_id=measure.pk)
    add_part(
        actor=actor, case=case, row=result, kind="conference", fields=["results"]
    )
    return measure
