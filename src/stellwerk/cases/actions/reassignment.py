# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Many cases change hands at once: prepared, confirmed, worked through, undone."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.ids import new_id
from stellwerk.base.keys import open_keys
from stellwerk.base.refusal import Refusal, refuse_if
from stellwerk.cases.actions.bulk import insert_records
from stellwerk.cases.actions.people import own_organisation
from stellwerk.cases.actions.transitions import move_manager, note_assignment
from stellwerk.cases.choices import ReassignmentOutcome as Outcome
from stellwerk.cases.choices import ReassignmentReason, ReassignmentState
from stellwerk.cases.models import Case, Reassignment, ReassignmentItem
from stellwerk.cases.queries.reassignment import asked_cases, newest_settled, next_items
from stellwerk.cases.rules.reassignment import (
    moving_refusal,
    preparing_blockers,
    share_out,
    undoing_refusal,
)
from stellwerk.directory.models import User
from stellwerk.directory.queries import case_workers

CHUNK = 100


def _workers(organisation_id: UUID) -> set[UUID]:
    today = timezone.localdate()
    return set(case_workers(organisation_id, today).values_list("pk", flat=True))


@transaction.atomic
def prepare_reassignment(
    *, actor: Actor, from_user: User | None, targets: Collection[User],
    cases: Sequence[tuple[UUID, float]], present: dict[UUID, float],
) -> Reassignment:
    """A run with its preview; nothing changes yet.

    ``cases`` are ids with weights, ``present`` what each target carries: the heaviest case goes
    to whoever carries least by then.
    """
    home = own_organisation(actor)
    whose = from_user.pk if from_user else None
    to = [user.pk for user in targets]
    refuse_if(
        preparing_blockers(
            from_user=whose, targets=to, workers=_workers(home), cases=len(cases)
        )
    )
    run = Reassignment.objects.create(
        organisation_id=home, started_by=actor.label, started_by_id=actor.user_id,
        from_user=from_user,
    )
    asked = asked_cases(home)
    free = [(case_id, weight) for case_id, weight in cases if case_id not in asked]
    shared = share_out(free, {user: present.get(user, 0.0) for user in to})
    shared |= {case_id: to[0] for case_id, _weight in cases if case_id in asked}
    insert_records(
        ReassignmentItem,
        [
            {
                "id": new_id(), "organisation_id": home, "reassignment_id": run.pk,
                "case_id": case_id, "to_user_id": user,
                "outcome": Outcome.REFUSED if case_id in asked else Outcome.PLANNED,
                "reason": ReassignmentReason.ASKED if case_id in asked else "",
            }
            for case_id, user in shared.items()
        ],
    )
    record(actor=actor, verb=Verb.CREATED, kind="reassignment", subjects=[run.pk])
    return run


@transaction.atomic
def confirm_reassignment(
    *, actor: Actor, run: Reassignment, left_out: Collection[UUID] = ()
) -> None:
    """Let the worker begin; ``left_out`` are items that stay as they are."""
    fresh = _locked(run, ReassignmentState.PREVIEW)
    ReassignmentItem.objects.filter(
        reassignment=fresh, pk__in=list(left_out), outcome=Outcome.PLANNED
    ).update(outcome=Outcome.LEFT_OUT, updated_at=timezone.now())
    _set_state(fresh, ReassignmentState.RUNNING)
    record(actor=actor, verb=Verb.CHANGED, kind="reassignment", subjects=[run.pk], note="running")


@transaction.atomic
def undo_reassignment(*, actor: Actor, run: Reassignment) -> None:
    """Let the worker put back what nobody has changed since."""
    fresh = _locked(run, ReassignmentState.DONE)
    _set_state(fresh, ReassignmentState.UNDOING)
    record(actor=actor, verb=Verb.CHANGED, kind="reassignment", subjects=[run.pk], note="undoing")


@transaction.atomic
def work_on(*, actor: Actor, run: Reassignment) -> bool:
    """Work through the next cases of a run; False when it is finished. Commits piece by piece."""
    fresh = Reassignment.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if not fresh.is_busy:
        return False
    undoing = fresh.state == ReassignmentState.UNDOING
    wanted = Outcome.MOVED if undoing else Outcome.PLANNED
    items = next_items(fresh, wanted, CHUNK)
    if not items:
        done = ReassignmentState.UNDONE if undoing else ReassignmentState.DONE
        _set_state(fresh, done, is_finished=True)
        record(actor=actor, verb=Verb.CHANGED, kind="reassignment", subjects=[run.pk], note=done)
        return False
    ids = [item.case_id for item in items]
    cases = {c.pk: c for c in Case.objects.select_for_update(of=("self",)).filter(pk__in=ids)}
    open_keys(list(cases.values()))
    workers, asked = _workers(fresh.organisation_id), asked_cases(fresh.organisation_id)
    for item in items:
        if undoing:
            _put_back(actor, fresh, item, cases[item.case_id], workers)
        else:
            _move(actor, fresh, item, cases[item.case_id], workers, asked)
    return True


@transaction.atomic
def fail_reassignment(*, run: Reassignment) -> None:
    """Something broke; what was reassigned until then stays and can be undone by hand."""
    _set_state(run, ReassignmentState.FAILED, is_finished=True)


def _move(
    actor: Actor, run: Reassignment, item: ReassignmentItem, case: Case, workers: set[UUID],
    asked: set[UUID],
) -> None:
    reason = moving_refusal(
        phase=case.phase, manager_id=case.manager_id, expected=run.from_user_id,
        is_asked=case.pk in asked, is_worker=item.to_user_id in workers,
    )
    if reason:
        _note(item, Outcome.REFUSED, reason)
        return
    item.transition_id = _reassign(actor, case, item.to_user)
    _note(item, Outcome.MOVED)


def _put_back(
    actor: Actor, run: Reassignment, item: ReassignmentItem, case: Case, workers: set[UUID]
) -> None:
    untouched = (
        case.manager_id == item.to_user_id and newest_settled(case.pk) == item.transition_id
    )
    former = run.from_user_id
    reason = undoing_refusal(is_untouched=untouched, is_worker=former is None or former in workers)
    if reason:
        _note(item, Outcome.KEPT, reason)
        return
    _reassign(actor, case, run.from_user)
    _note(item, Outcome.UNDONE)


def _reassign(actor: Actor, case: Case, manager: User | None) -> UUID:
    made = note_assignment(actor=actor, case=case, manager=manager)
    move_manager(case, manager)
    record(actor=actor, verb=Verb.CHANGED, kind="case", subjects=[case.pk], fields=["manager"])
    return made.pk


def _note(item: ReassignmentItem, outcome: str, reason: str = "") -> None:
    item.outcome, item.reason = outcome, reason
    item.save(update_fields=["outcome", "reason", "transition_id", "updated_at"])


def _set_state(run: Reassignment, state: str, *, is_finished: bool = False) -> None:
    run.state = state
    run.finished_at = timezone.now() if is_finished else None
    run.save(update_fields=["state", "finished_at", "updated_at"])


def _locked(run: Reassignment, wanted: str) -> Reassignment:
    fresh = Reassignment.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if fresh.state != wanted:
        raise Refusal("state", _("This reassignment has gone on meanwhile: look at it again."))
    return fresh
