# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Moving a case through its phases and ending it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import share_key
from stellwerk.base.refusal import Blocker, refuse_if
from stellwerk.cases.actions.changing import lock_version
from stellwerk.cases.actions.facts import refresh_facts
from stellwerk.cases.actions.parts import locked_case
from stellwerk.cases.choices import Phase
from stellwerk.cases.models import Case, PhaseChange
from stellwerk.cases.queries.state import case_state
from stellwerk.cases.rules.phases import (
    ENDS_BEFORE_ADMISSION,
    Ending,
    closing_blockers,
    transition_blockers,
)
from stellwerk.vocabulary.models import Term

_MOVED = ["phase", "phase_since", "closed_on", "version", "sort_at", "updated_at"]
_CLOSED = ["closing_kind", "closed_by", "closing_reason", "closing_note"]


def blockers(case: Case, to: str, *, on: date | None = None, reason: str = "") -> list[Blocker]:
    """All that stands in the way of moving a case to ``to`` (today when no day is given)."""
    day = on or timezone.localdate()
    return transition_blockers(case_state(case), to, on=day, has_reason=bool(reason.strip()))


@transaction.atomic
def move_case(
    *, actor: Actor, case: Case, to: str, on: date | None, version: int, reason: str = ""
) -> Case:
    """Move a case to its next phase; "referred on" and "declined" end it before admission.

    Raises one Refusal with all blockers, or ``Conflict``. Returns the case as it stands then.
    """
    fresh = locked_case(case)
    lock_version(fresh, version, fresh, {"phase": to})
    refuse_if(
        transition_blockers(case_state(fresh), to, on=on, has_reason=bool(reason.strip()))
    )
    assert on is not None  # noqa: S101 - the blockers have seen to it
    _enter_phase(fresh, to, on, reason, actor)
    if to in ENDS_BEFORE_ADMISSION:
        fresh.closed_on = on
    fresh.save(update_fields=_MOVED)
    refresh_facts([fresh.pk])
    record(
        actor=actor, verb=Verb.CHANGED, kind="case", subjects=[fresh.pk],
        fields=["phase", "reason"] if reason else ["phase"], note=to,
    )
    return fresh


@transaction.atomic
def close_case(
    *,
    actor: Actor,
    case: Case,
    version: int,
    closed_on: date | None,
    closing_kind: str | None,
    closed_by: str | None,
    closing_reason: Term | None,
    closing_note: str | None = None,
    leave_goals_open: bool = False,
) -> Case:
    """End a case: planned or unplanned × by whom × for which reason (Entpflichtung)."""
    fresh = locked_case(case)
    lock_version(fresh, version, fresh, {"phase": Phase.CLOSED, "closed_on": closed_on})
    ending = Ending(
        on=closed_on, kind=closing_kind, by=closed_by, has_reason=closing_reason is not None,
        leave_goals_open=leave_goals_open,
    )
    refuse_if(closing_blockers(case_state(fresh), ending))
    assert closed_on is not None  # noqa: S101 - the blockers have seen to it
    _enter_phase(fresh, Phase.CLOSED, closed_on, closing_note or "", actor)
    fresh.closed_on = closed_on
    fresh.closing_kind = closing_kind
    fresh.closed_by = closed_by
    fresh.closing_reason = closing_reason
    fresh.closing_note = closing_note or None
    fresh.save(update_fields=[*_MOVED, *_CLOSED])
    refresh_facts([fresh.pk])
    fields = ["phase", "closed_on", *_CLOSED]
    record(
        actor=actor, verb=Verb.CHANGED, kind="case", subjects=[fresh.pk], fields=fields,
        note=Phase.CLOSED,
    )
    return fresh


def _enter_phase(case: Case, to: str, on: date, reason: str, actor: Actor) -> None:
    """End the present phase's row and begin the next one's; the case itself is saved after."""
    PhaseChange.objects.filter(case=case, left_on__isnull=True).update(
        left_on=on, updated_at=timezone.now()
    )
    step = PhaseChange(
        case=case, organisation_id=case.organisation_id, phase=to, entered_on=on, by=actor.label
    )
    share_key(case, [step])
    step.reason = reason.strip() or None
    step.save(force_insert=True)
    case.phase = to
    case.phase_since = on
    case.version += 1
    case.sort_at = timezone.now()
