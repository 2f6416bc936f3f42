# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What stands in the way of proposing, answering and withdrawing a transition."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import (
    ENDED_PHASES,
    TRANSITION_STEPS,
    DeclineReason,
    Phase,
    TransitionState,
)

#: What a form presets: long enough to read, short enough not to be forgotten.
ANSWER_WITHIN = timedelta(days=7)
LONGEST_WAIT = timedelta(days=92)


@dataclass(frozen=True)
class Proposal:
    """What somebody wants to propose, and what is known of the case (plain values)."""

    phase: str
    today: date
    answer_by: date | None
    has_open_one: bool
    has_message: bool = False


def _common(proposal: Proposal) -> list[Blocker]:
    found: list[Blocker] = []
    if Phase(proposal.phase) in ENDED_PHASES:
        found.append(Blocker("ended", _("This case has ended: nobody needs to take it over.")))
    if proposal.answer_by is None:
        found.append(Blocker("answer_by", _("Please say by when you need an answer."), "answer_by"))
    elif proposal.answer_by < proposal.today:
        found.append(Blocker("answer_past", _("This day has passed already."), "answer_by"))
    elif proposal.answer_by > proposal.today + LONGEST_WAIT:
        found.append(
            Blocker("answer_far", _("Please ask for an answer within three months."), "answer_by")
        )
    return found


def hand_over_blockers(
    proposal: Proposal, *, manager_id: UUID | None, to_user_id: UUID | None, is_worker: bool
) -> list[Blocker]:
    """Everything that stands in the way of proposing a hand-over inside the organisation."""
    found = _common(proposal)
    if to_user_id is None:
        found.append(Blocker("nobody", _("Please say who is to take the case over."), "to_user"))
    elif to_user_id == manager_id:
        found.append(
            Blocker("same_manager", _("This person carries the case already."), "to_user")
        )
    elif not is_worker:
        found.append(
            Blocker(
                "no_worker", _("This person does not carry cases of your organisation."), "to_user"
            )
        )
    if proposal.has_open_one:
        found.append(
            Blocker("open_one", _("Somebody has been asked already: wait or withdraw that first."))
        )
    return found


def referral_blockers(
    proposal: Proposal, *, is_other: bool, has_field: bool, has_basis: bool
) -> list[Blocker]:
    """Everything that stands in the way of asking another organisation.

    ``has_basis``: a grant to it is in force (by consent or by statute); only then words may go.
    """
    found = _common(proposal)
    if not is_other:
        found.append(
            Blocker("other", _("Please choose another organisation."), "to_organisation")
        )
    if not has_field:
        found.append(
            Blocker("field", _("Please choose the field of action."), "field_of_action")
        )
    if proposal.has_message and not has_basis:
        found.append(
            Blocker(
                "no_basis",
                _(
                    "Without a grant in force nothing about the person may go. Leave the message"
                    " empty for an anonymous request, or grant access first."
                ),
                "message",
            )
        )
    if proposal.has_open_one:
        found.append(Blocker("open_one", _("This organisation has been asked already.")))
    return found


def step_blockers(state: str, to: str) -> list[Blocker]:
    """A transition is answered once."""
    if to in TRANSITION_STEPS[TransitionState(state)]:
        return []
    return [
        Blocker(
            "settled",
            _("This is settled already: %(state)s.") % {"state": TransitionState(state).label},
        )
    ]


def accept_blockers(*, phase: str, is_worker: bool) -> list[Blocker]:
    """What stands in the way of taking a case over now."""
    found: list[Blocker] = []
    if Phase(phase) in ENDED_PHASES:
        found.append(Blocker("ended", _("This case has ended: nobody needs to take it over.")))
    if not is_worker:
        found.append(
            Blocker("no_worker", _("This person does not carry cases of your organisation."))
        )
    return found


def decline_blockers(*, reason: str | None, note: str, may_write: bool) -> list[Blocker]:
    """Declining needs a reason; words only where the case's key may be used."""
    found: list[Blocker] = []
    if reason not in DeclineReason.values:
        found.append(Blocker("reason", _("Please say why."), "decline_reason"))
    if reason == DeclineReason.OTHER and may_write and not note.strip():
        found.append(Blocker("note", _("Please say why in your own words."), "decline_note"))
    if note.strip() and not may_write:
        found.append(
            Blocker(
                "no_basis",
                _("Without a grant in force no words about the person may be written."),
                "decline_note",
            )
        )
    return found
