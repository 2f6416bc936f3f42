# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Sharing cases out among several people, and what stands in the way of one of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import ENDED_PHASES, Phase, ReassignmentReason

#: More at once is a matter for several runs that people can look through.
MOST_CASES = 5_000
Key = TypeVar("Key")


def share_out(cases: Sequence[tuple[Key, float]], present: Mapping[UUID, float]) -> dict[Key, UUID]:
    """Who gets which case: the heaviest first, each to whoever carries least by then.

    ``cases`` are pairs of key and weight, ``present`` the weight that each target carries now.
    """
    loads = dict(present)
    found: dict[Key, UUID] = {}
    for key, weight in sorted(cases, key=lambda one: (-one[1], str(one[0]))):
        to = min(loads, key=lambda user: (loads[user], str(user)))
        found[key] = to
        loads[to] += weight
    return found


def preparing_blockers(
    *, from_user: UUID | None, targets: Iterable[UUID], workers: Iterable[UUID], cases: int
) -> list[Blocker]:
    """What stands in the way of preparing a reassignment."""
    wanted, known = set(targets), set(workers)
    found: list[Blocker] = []
    if not wanted:
        found.append(Blocker("nobody", _("Please say who is to get the cases."), "targets"))
    if from_user in wanted:
        found.append(
            Blocker("same", _("Nobody can take over her own cases."), "targets")
        )
    if not wanted <= known:
        found.append(
            Blocker(
                "no_worker", _("This person does not carry cases of your organisation."), "targets"
            )
        )
    if not cases:
        found.append(Blocker("no_cases", _("No open case fits this choice."), "from_user"))
    if cases > MOST_CASES:
        found.append(
            Blocker("too_many", _("Please choose fewer than 5,000 cases at once."), "from_user")
        )
    return found


def moving_refusal(
    *, phase: str, manager_id: UUID | None, expected: UUID | None, is_asked: bool, is_worker: bool
) -> str:
    """Why one case is not reassigned now; empty when nothing stands in the way."""
    if Phase(phase) in ENDED_PHASES:
        return ReassignmentReason.ENDED
    if manager_id != expected:
        return ReassignmentReason.CHANGED
    if is_asked:
        return ReassignmentReason.ASKED
    return "" if is_worker else ReassignmentReason.NO_WORKER


def undoing_refusal(*, is_untouched: bool, is_worker: bool) -> str:
    """Why one case is not put back; ``is_untouched``: nobody changed who carries it since."""
    if not is_untouched:
        return ReassignmentReason.CHANGED
    return "" if is_worker else ReassignmentReason.NO_WORKER
