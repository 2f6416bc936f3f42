# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Whose role keeps what the network agreed on: asked by every action, whatever page or program
calls it. A machine (nightly work, the sample) holds no role and acts where told to.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Blocker
from stellwerk.directory.choices import Role

#: Issues, levers, chains, logs, what the group reads.
KEEPERS = frozenset({Role.TEAM_LEAD, Role.COORDINATOR})
#: Drafts of typical cases: whoever works on cases as well.
DRAFTERS = KEEPERS | {Role.CASE_MANAGER, Role.SUBSTITUTE}
#: The catalogue of activities, as all maintained lists.
CATALOGUERS = frozenset({Role.ADMINISTRATOR})


def keeper_blockers(actor: Actor) -> list[Blocker]:
    return _unless(actor, KEEPERS)


def drafter_blockers(actor: Actor) -> list[Blocker]:
    return _unless(actor, DRAFTERS)


def cataloguer_blockers(actor: Actor) -> list[Blocker]:
    return _unless(actor, CATALOGUERS)


def _unless(actor: Actor, roles: Iterable[str]) -> list[Blocker]:
    if actor.user_id is None or actor.has_role(*roles):
        return []
    return [
        Blocker(
            "role",
            _("Your role does not allow this. Please ask a team lead or the coordination."),
        )
    ]
