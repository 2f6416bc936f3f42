# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Earlier episodes, for those who work on the present one: reading them is recorded too."""

from stellwerk.access.visible import OpenedCase
from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import open_keys
from stellwerk.cases.models import Case
from stellwerk.cases.queries.episodes import earlier_cases

EARLIER = "earlier_episode"


def open_earlier(actor: Actor, opened: OpenedCase) -> list[Case]:
    """Ended episodes of the person in her own organisation, keys opened, newest first.

    Whoever works on an episode may read how the earlier ones were clarified, what was aimed at
    and how they ended, also where a colleague carried them; nothing else of them is opened here.
    """
    if not opened.may_write:
        return []
    cases = earlier_cases(opened.case)
    if cases:
        record(
            actor=actor, verb=Verb.READ, kind="case", subjects=[case.pk for case in cases],
            fields=["plan"], note=EARLIER,
        )
        open_keys(cases)
    return cases
