# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Assigning, handing over, referring: one model, one history, and who carries the case."""

from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import opened_key
from stellwerk.base.refusal import Refusal, refuse_if
from stellwerk.cases.actions.changing import locked_row
from stellwerk.cases.actions.logging import log_rows
from stellwerk.cases.actions.parts import add_part, touch
from stellwerk.cases.choices import TransitionKind, TransitionState
from stellwerk.cases.models import Case, Transition
from stellwerk.cases.queries.transitions import (
    has_open_hand_over,
    has_open_referral,
    scope_in_force,
)
from stellwerk.cases.rules.transitions import (
    Proposal,
    accept_blockers,
    decline_blockers,
    hand_over_blockers,
    referral_blockers,
    step_blockers,
)
from stellwerk.directory.models import Organisation, User
from stellwerk.directory.queries import case_workers
from stellwerk.vault.fields import seal_for
from stellwerk.vocabulary.models import Term

TRANSITION_FIELDS = (
    "kind", "to_user", "to_organisation", "field_of_action", "message", "answer_by",
)

_ANSWERED = [
    "state", "answered_by", "answered_at", "decline_reason", "decline_note", "version",
    "updated_at",
]


def is_worker(organisation_id: UUID, user_id: UUID | None) -> bool:
    """Whether somebody may carry cases of an organisation today."""
    workers = case_workers(organisation_id, timezone.localdate())
    return user_id is not None and workers.filter(pk=user_id).exists()


@transaction.atomic
def propose_hand_over(
    *, actor: Actor, case: Case, to_user: User | None, message: str, answer_by: date | None
) -> Transition:
    """Ask a colleague to take the case over; until she accepts nothing changes."""
    fresh = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    proposal = Proposal(
        fresh.phase, timezone.localdate(), answer_by, has_open_hand_over(fresh.pk),
        bool(message.strip()),
    )
    to_id = to_user.pk if to_user else None
    refuse_if(
        hand_over_blockers(
            proposal, manager_id=fresh.manager_id, to_user_id=to_id,
            is_worker=is_worker(fresh.organisation_id, to_id),
        )
    )
    row = Transition(
        kind=TransitionKind.HAND_OVER, from_user_id=fresh.manager_id, to_user=to_user,
        answer_by=answer_by,
    )
    return _propose(actor, case, row, message)


@transaction.atomic
def propose_referral(
    *, actor: Actor, case: Case, to_organisation: Organisation | None,
    field_of_action: Term | None, message: str, answer_by: date | None,
) -> Transition:
    """Ask another organisation whether it takes somebody on.

    Without a grant in force only the coded fields go: "somebody, in this field of action".
    """
    fresh = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    to_id = to_organisation.pk if to_organisation else None
    row = Transition(
        kind=TransitionKind.REFERRAL, from_user_id=fresh.manager_id,
        to_organisation=to_organisation, field_of_action=field_of_action, answer_by=answer_by,
    )
    scope = scope_in_force(fresh.pk, to_id) if to_id else 0
    proposal = Proposal(
        fresh.phase, timezone.localdate(), answer_by,
        to_id is not None and has_open_referral(fresh.pk, to_id), bool(message.strip()),
    )
    refuse_if(
        referral_blockers(
            proposal, is_other=to_id is not None and to_id != fresh.organisation_id,
            has_field=field_of_action is not None, has_basis=scope & row.groups == row.groups,
        )
    )
    return _propose(actor, case, row, message)


def _propose(actor: Actor, case: Case, row: Transition, message: str) -> Transition:
    row.proposed_by, row.proposed_by_id = actor.label, actor.user_id
    _write(actor, case, row, message)
    touch(case)
    return row


def _write(actor: Actor, case: Case, row: Transition, message: str = "") -> None:
    row.message = message.strip() or None
    fields = [name for name in TRANSITION_FIELDS if getattr(row, name, None)]
    add_part(actor=actor, case=case, row=row, kind="transition", fields=fields)


def note_assignment(*, actor: Actor, case: Case, manager: User | None) -> Transition:
    """The team lead's own decision, written as a transition that is accepted at once.

    ``case`` still names the former manager. Somebody who was asked meanwhile need not answer.
    """
    now = timezone.now()
    asked = Transition.objects.filter(
        case=case, state=TransitionState.PROPOSED, to_organisation__isnull=True
    )
    withdrawn = asked.update(
        state=TransitionState.WITHDRAWN, answered_at=now, answered_by=actor.label, updated_at=now
    )
    row = Transition(
        kind=TransitionKind.ASSIGNMENT, state=TransitionState.ACCEPTED,
        from_user_id=case.manager_id, to_user=manager, proposed_by=actor.label,
        proposed_by_id=actor.user_id, answered_at=now, answered_by=actor.label,
    )
    _write(actor, case, row)
    if withdrawn:
        record(
            actor=actor, verb=Verb.CHANGED, kind="transition", subjects=[case.pk],
            fields=["state"], note=TransitionState.WITHDRAWN,
        )
    return row


def move_manager(case: Case, manager: User | None) -> None:
    """Write who carries a locked case; the access table follows by its trigger."""
    case.manager = manager
    case.version += 1
    case.sort_at = timezone.now()
    case.save(update_fields=["manager", "version", "sort_at", "updated_at"])


@transaction.atomic
def accept_hand_over(*, actor: Actor, transition: Transition) -> Transition:
    """Take the case over: its manager changes in the same transaction."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=transition.case_id)
    fresh = _locked(transition, TransitionState.ACCEPTED)
    refuse_if(
        accept_blockers(
            phase=case.phase, is_worker=is_worker(case.organisation_id, fresh.to_user_id)
        )
    )
    _answer(actor, fresh, TransitionState.ACCEPTED)
    if case.manager_id != fresh.to_user_id:
        move_manager(case, fresh.to_user)
        record(
            actor=actor, verb=Verb.CHANGED, kind="case", subjects=[case.pk], fields=["manager"]
        )
    return fresh


@transaction.atomic
def decline_hand_over(
    *, actor: Actor, transition: Transition, reason: str | None, note: str
) -> Transition:
    """Say no with a reason; the case stays where it is."""
    refuse_if(decline_blockers(reason=reason, note=note, may_write=True))
    fresh = _locked(transition, TransitionState.DECLINED)
    fresh.decline_reason = reason
    fresh.decline_note = note.strip() or None
    _answer(actor, fresh, TransitionState.DECLINED)
    return fresh


@transaction.atomic
def withdraw(*, actor: Actor, case: Case, transition: Transition) -> Transition:
    """Take a proposal back before it is answered."""
    fresh = _locked(transition, TransitionState.WITHDRAWN)
    _answer(actor, fresh, TransitionState.WITHDRAWN)
    touch(case)
    return fresh


def _locked(transition: Transition, to: str) -> Transition:
    """The row as it stands now; a transition is answered once, whoever is quicker."""
    fresh: Transition = locked_row(transition)
    refuse_if(step_blockers(fresh.state, to))
    return fresh


def _answer(actor: Actor, row: Transition, state: str) -> None:
    row.state, row.answered_by, row.answered_at = state, actor.label, timezone.now()
    row.version += 1
    row.save(update_fields=_ANSWERED)
    record(
        actor=actor, verb=Verb.CHANGED, kind="transition", subjects=[row.case_id, row.pk],
        fields=["state", "decline_reason"] if row.decline_reason else ["state"], note=state,
    )
    log_rows(actor=actor, case=row.case, rows=[row])


@transaction.atomic
def answer_referral(
    *, actor: Actor, transition: Transition, accepted: bool, reason: str | None = None,
    note: str = "",
) -> None:
    """The other organisation's answer, through the one database function that may write it.

    Both logs get the answer. Words need the case's key, so a grant in force.
    """
    may_write = bool(opened_key(transition))
    if not accepted:
        refuse_if(decline_blockers(reason=reason, note=note, may_write=may_write))
    sealed = seal_for(transition, "decline_note", note.strip() or None) if may_write else None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT answer_referral(%s, %s, %s, %s, %s)",
            [transition.pk, accepted, None if accepted else reason, sealed, actor.label[:320]],
        )
        answered = bool(cursor.fetchone()[0])
    if not answered:
        raise Refusal("settled", _("This request is settled already."))
    state = TransitionState.ACCEPTED if accepted else TransitionState.DECLINED
    record(
        actor=actor, verb=Verb.CHANGED, kind="transition",
        subjects=[transition.case_id, transition.pk], fields=["state"], note=state,
    )
