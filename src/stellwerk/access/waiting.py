# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What waits for an actor's answer: hand-overs that ask her, referrals that ask her organisation.

Who is asked sees the proposal before she sees the case.
"""

from dataclasses import dataclass
from uuid import UUID

from stellwerk.access.matrix import Need, may
from stellwerk.access.visible import GRANTED, record_list
from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import attach_key, load_keys
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.models import Transition
from stellwerk.cases.queries.transitions import hand_overs_for, referrals_for, scope_in_force

_FIELDS = ("transition",)


@dataclass(frozen=True)
class Waiting:
    """One proposal as she who is asked may see it; without a grant a referral has no words."""

    transition: Transition
    may_read: bool

    @property
    def number(self) -> str:
        """The case number; of another organisation's case there is none to see."""
        return "" if self.transition.is_referral else self.transition.case.case_key

    @property
    def message(self) -> str:
        return (self.transition.message or "") if self.may_read else ""


def _asked(actor: Actor) -> tuple[list[Transition], list[Transition]]:
    if actor.organisation_id is None or not may(actor, Need.WORK_ON_CASES):
        return [], []
    inside = hand_overs_for(actor.organisation_id, actor.covers)
    outside = referrals_for(actor.organisation_id) if may(actor, Need.LEAD_TEAM) else []
    return list(inside), list(outside)


def count_waiting(actor: Actor) -> int:
    """How many proposals wait for the actor's answer; at most two questions."""
    if actor.organisation_id is None or not may(actor, Need.WORK_ON_CASES):
        return 0
    found = hand_overs_for(actor.organisation_id, actor.covers).count()
    if may(actor, Need.LEAD_TEAM):
        found += referrals_for(actor.organisation_id).count()
    return found


def waiting_for(actor: Actor) -> list[Waiting]:
    """Everything that waits for the actor's answer, the most urgent first; the read is recorded."""
    inside, outside = _asked(actor)
    found = [Waiting(row, True) for row in inside]
    found += [Waiting(row, _may_read(actor, row)) for row in outside]
    _record(actor, found)
    _open(found)
    return sorted(found, key=lambda one: (one.transition.answer_by is None,
                                          one.transition.answer_by, one.transition.created_at))


def open_waiting(actor: Actor, row_id: UUID) -> Waiting:
    """One proposal that waits for the actor's answer; raises ``NotVisible`` for everything else."""
    inside, outside = _asked(actor)
    row = next((one for one in (*inside, *outside) if one.pk == row_id), None)
    if row is None:
        raise NotVisible
    found = Waiting(row, not row.is_referral or _may_read(actor, row))
    _record(actor, [found])
    _open([found])
    return found


def _may_read(actor: Actor, row: Transition) -> bool:
    """Whether a grant in force holds the field groups of the row."""
    scope = scope_in_force(row.case_id, actor.organisation_id) if actor.organisation_id else 0
    return scope & row.groups == row.groups


def _open(found: list[Waiting]) -> None:
    keys = load_keys({one.transition.case_id for one in found if one.may_read})
    for one in found:
        key = keys.get(one.transition.case_id, b"") if one.may_read else b""
        attach_key([one.transition], key)


def _record(actor: Actor, found: list[Waiting]) -> None:
    """In the own log; of words read through a grant the owner learns as well."""
    subjects = [one.transition.case_id for one in found]
    record_list(actor, "transition", subjects, fields=_FIELDS)
    for one in found:
        if one.transition.is_referral and one.may_read:
            record(
                actor=actor, verb=Verb.READ, kind="transition",
                subjects=[one.transition.case_id], fields=list(_FIELDS), note=GRANTED,
                organisation_id=one.transition.organisation_id,
            )
