# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Clarifying an approach: answers to the criteria and the result, which moves the phase."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.keys import share_key
from stellwerk.base.refusal import Blocker, Refusal, refuse_if
from stellwerk.cases.actions.changing import check_version
from stellwerk.cases.actions.parts import locked_case, touch
from stellwerk.cases.actions.phases import move_case
from stellwerk.cases.choices import (
    ENDED_PHASES,
    RUNNING_PHASES,
    ClarificationResult,
    CriterionState,
    Phase,
)
from stellwerk.cases.models import Case, Clarification, CriterionAnswer
from stellwerk.cases.queries.admission import deciding_state
from stellwerk.cases.queries.clarification import ClarificationView, clarification_of
from stellwerk.cases.rules.clarification import result_blockers
from stellwerk.cases.rules.phases import transition_blockers
from stellwerk.directory.models import Organisation

CLARIFICATION_FIELDS = (
    "criteria", "result", "decided_on", "reason", "exception_reason", "referred_to",
)


@dataclass(frozen=True)
class Answer:
    """What was found out about one criterion."""

    state: str
    note: str = ""


@dataclass(frozen=True)
class Result:
    """What a clarification leads to; ``referred_to`` or ``referred_to_text`` say to whom."""

    result: str
    decided_on: date | None
    reason: str
    referred_to: Organisation | None = None
    referred_to_text: str = ""


@transaction.atomic
def save_clarification(
    *,
    actor: Actor,
    case: Case,
    version: int | None,
    answers: Mapping[UUID, Answer],
    exception_reason: str = "",
    result: Result | None = None,
) -> Case:
    """Keep the answers by criterion; with a ``result`` the case moves to the phase of that name.

    ``version`` is 0 before anything was saved. The first answers begin the clarification. Raises
    one Refusal with all blockers, or ``Conflict``. Returns the case as it stands then.
    """
    fresh = locked_case(case)
    view = clarification_of(fresh)
    refuse_if(_closed_blockers(fresh, view))
    row = _locked_clarification(fresh, view)
    check_version(row, version, {}, {})
    share_key(fresh, [row])
    row.exception_reason = exception_reason.strip() or None
    row.by = actor.label
    row.version += 1
    _save_row(row)
    _save_answers(fresh, row, view, answers)
    if result is not None:
        fresh = _decide(actor, fresh, row, result)
    elif fresh.phase == Phase.APPROACHED:
        fresh = _begin(actor, fresh, timezone.localdate())
    touch(fresh)
    fields = CLARIFICATION_FIELDS if result else ("criteria", "exception_reason")
    record(
        actor=actor, verb=Verb.CHANGED, kind="clarification", subjects=[case.pk, row.pk],
        fields=list(fields), note=result.result if result else "",
    )
    return fresh


def _closed_blockers(case: Case, view: ClarificationView) -> list[Blocker]:
    if view.is_decided:
        return [Blocker("decided", _("This clarification has its result already."))]
    if case.phase in ENDED_PHASES:
        return [Blocker("ended", _("This case has ended: nothing new can be planned in it."))]
    return []


def _locked_clarification(case: Case, view: ClarificationView) -> Clarification:
    """The row as it stands; one that is not stored yet has version 0. The case is locked."""
    if view.row is not None:
        return view.row
    return Clarification(
        case=case, organisation_id=case.organisation_id, checklist=view.checklist, version=0
    )


def _save_row(row: Clarification) -> None:
    row.save(force_insert=row._state.adding)


def _save_answers(
    case: Case, row: Clarification, view: ClarificationView, answers: Mapping[UUID, Answer]
) -> None:
    unknown = set(answers) - {line.item.pk for line in view.lines}
    if unknown:
        raise Refusal("criterion", _("This criterion is not part of the checklist."))
    for line in view.lines:
        given = answers.get(line.item.pk)
        if given is None:
            continue
        kept = line.answer or CriterionAnswer(
            case=case, organisation_id=case.organisation_id, clarification=row, item=line.item
        )
        share_key(case, [kept])
        kept.state = CriterionState(given.state)
        kept.note = given.note.strip() or None
        kept.save(force_insert=kept._state.adding)


def _begin(actor: Actor, case: Case, on: date) -> Case:
    return move_case(
        actor=actor, case=case, to=Phase.CLARIFICATION, on=on, version=case.version
    )


def _decide(actor: Actor, case: Case, row: Clarification, wanted: Result) -> Case:
    """Write the result down and go where it leads; of a running case it is only written down."""
    to = ClarificationResult(wanted.result)
    is_running = case.phase in RUNNING_PHASES
    state = deciding_state(case)
    missing = result_blockers(
        to, has_reason=bool(wanted.reason.strip()), decided_on=wanted.decided_on,
        has_receiver=bool(wanted.referred_to or wanted.referred_to_text.strip()),
        today=state.today, opened_on=case.opened_on,
    )
    known = {blocker.code for blocker in missing}
    if not (is_running and to == ClarificationResult.ADMITTED):
        waiting = transition_blockers(state, to, on=wanted.decided_on, has_reason=True)
        missing += [blocker for blocker in waiting if blocker.code not in known]
    refuse_if(missing)
    on = certain(wanted.decided_on, "the blockers ask for it")
    row.result, row.decided_on, row.reason = to, on, wanted.reason.strip()
    if to == ClarificationResult.REFERRED_ON:
        row.referred_to = wanted.referred_to
        row.referred_to_text = wanted.referred_to_text.strip() or None
    _save_row(row)
    if is_running:
        return case
    if case.phase == Phase.APPROACHED and to == ClarificationResult.ADMITTED:
        case = _begin(actor, case, on)
    return move_case(
        actor=actor, case=case, to=to, on=on, version=case.version, reason=wanted.reason
    )
