# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Moving a case through its phases and ending it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.keys import share_key
from stellwerk.base.refusal import Blocker, refuse_if
from stellwerk.cases.actions.changing import lock_version
from stellwerk.cases.actions.facts import refresh_facts
from stellwerk.cases.actions.logging import log_rows
from stellwerk.cases.actions.parts import locked_case
from stellwerk.cases.choices import Phase
from stellwerk.cases.models import Case, Goal, PhaseChange
from stellwerk.cases.queries.state import case_state
from stellwerk.cases.rules.phases import (
    ENDS_BEFORE_ADMISSION,
    Ending,
    closing_blockers,
    transition_blockers,
)
from stellwerk.vocabulary.models import Term

_MOVED = ["phase", "phase_since", "closed_on", "version", "sort_at", "updated_at"]
_CLOSED = [
    "closing_kind", "closed_by", "closing_reason", "closing_note", "aftercare_on",
    "retention_class",
]


def blockers(case: Case, to: str, *, on: date | None = None, reason: str = "") -> list[Blocker]:
    """All that stands in the way of moving a case to ``to`` (today when no day is given)."""
    day = on or timezone.localdate()
    return transition_blockers(case_state(case), to, on=day, has_reason=bool(reason.strip()))


@transaction.atomic
def move_case(
    *, actor: Actor, case: Case, to: str, on: date | None, version: int, reason: str = ""
) -> Case:
    """Move a case to its next phase; "short advice", "referred on" and "declined" end it.

    Raises one Refusal with all blockers, or ``Conflict``. Returns the case as it stands then.
    """
    fresh = locked_case(case)
    lock_version(fresh, version, fresh, {"phase": to})
    refuse_if(
        transition_blockers(case_state(fresh), to, on=on, has_reason=bool(reason.strip()))
    )
    day = certain(on, "the blockers ask for it")
    step = _enter_phase(fresh, to, day, reason, actor)
    if to in ENDS_BEFORE_ADMISSION:
        fresh.closed_on = on
    fresh.save(update_fields=_MOVED)
    refresh_facts([fresh.pk])
    log_rows(actor=actor, case=fresh, rows=[step], is_new=True)
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
    open_reasons: Mapping[UUID, str] | None = None,
    aftercare_on: date | None = None,
    retention_class: str | None = None,
) -> Case:
    """End a case: planned or unplanned × by whom × for which reason (Entpflichtung).

    ``open_reasons`` says by goal why it stays without an assessment.
    """
    fresh = locked_case(case)
    lock_version(fresh, version, fresh, {"phase": Phase.CLOSED, "closed_on": closed_on})
    explained = _explained_goals(fresh, open_reasons or {})
    ending = Ending(
        on=closed_on, kind=closing_kind, by=closed_by, has_reason=closing_reason is not None,
        goals_explained=len(explained), aftercare_on=aftercare_on,
    )
    refuse_if(closing_blockers(case_state(fresh), ending))
    day = certain(closed_on, "the blockers ask for it")
    step = _enter_phase(fresh, Phase.CLOSED, day, closing_note or "", actor)
    fresh.closed_on = closed_on
    fresh.closing_kind = closing_kind
    fresh.closed_by = closed_by
    fresh.closing_reason = closing_reason
    fresh.closing_note = closing_note or None
    fresh.aftercare_on = aftercare_on
    fresh.retention_class = retention_class or None
    _leave_open(fresh, explained)
    fresh.save(update_fields=[*_MOVED, *_CLOSED])
    refresh_facts([fresh.pk])
    log_rows(actor=actor, case=fresh, rows=[step], is_new=True)
    fields = ["phase", "closed_on", *_CLOSED]
    record(
        actor=actor, verb=Verb.CHANGED, kind="case", subjects=[fresh.pk], fields=fields,
        note=Phase.CLOSED,
    )
    return fresh


def _explained_goals(case: Case, reasons: Mapping[UUID, str]) -> dict[UUID, str]:
    """Goals without an assessment that have a reason for it."""
    given = {key: text.strip() for key, text in reasons.items() if text.strip()}
    rows = Goal.objects.filter(case=case, attainment__isnull=True, pk__in=list(given))
    return {key: given[key] for key in rows.values_list("pk", flat=True)}


def _leave_open(case: Case, reasons: Mapping[UUID, str]) -> None:
    for goal in Goal.objects.select_for_update().filter(case=case, pk__in=list(reasons)):
        share_key(case, [goal])
        goal.open_reason = reasons[goal.pk]
        goal.version += 1
        goal.save(update_fields=["open_reason", "version", "updated_at"])


def _enter_phase(case: Case, to: str, on: date, reason: str, actor: Actor) -> PhaseChange:
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
    return step
