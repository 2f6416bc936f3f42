# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""All episodes of a person that one actor may see, read as one biography."""

from stellwerk.access.visible import OpenedCase, open_records, visible_cases
from stellwerk.base.actor import Actor
from stellwerk.cases.models import Case
from stellwerk.cases.queries.casefile import has_episodes


def open_episodes(actor: Actor, opened: OpenedCase) -> list[Case]:
    """The opened case and the person's others in the own organisation, as far as visible.

    The others are recorded as listed and their keys opened. A partner has only the case that was
    granted.
    """
    case = opened.case
    if not opened.is_own or not has_episodes(case):
        return [case]
    others = list(
        visible_cases(actor)
        .filter(person_id=case.person_id, organisation_id=case.organisation_id)
        .exclude(pk=case.pk)
        .select_related("person")
    )
    if others:
        open_records(actor, "case", others, fields=["plan", "notes"])
    return [case, *others]
