# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The way from a course of the event log back to a case, and from a case to its course.

It goes through the case's data key alone, only among own cases that the actor may see, and each
use stands in the log of accesses.
"""

from collections.abc import Collection

from django.db.models import F

from stellwerk.access.visible import OpenedCase, record_list, visible_access
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.models import Case
from stellwerk.cases.queries.noting import cases_behind, trace_of
from stellwerk.networks.models import Trace

#: So many keys are opened in one go.
_AT_ONCE = 2_000


def cases_of_traces(actor: Actor, trace_ids: Collection[int]) -> list[Case]:
    """The own cases behind these courses that the actor may see, oldest first.

    Opening every key for this is a read of those that are found, recorded as a list.
    """
    wanted = list(trace_ids)
    if not wanted or actor.organisation_id is None:
        return []
    rows = visible_access(actor).filter(owner_organisation_id=F("organisation_id"))
    cases = list(
        Case.objects.filter(pk__in=rows.values("case_id")).order_by("opened_on", "case_key")
    )
    found: list[Case] = []
    for start in range(0, len(cases), _AT_ONCE):
        found += cases_behind(cases[start : start + _AT_ONCE], wanted)
    if found:
        record_list(actor, "case", [case.pk for case in found], fields=["course"])
    return found


def trace_of_case(opened: OpenedCase) -> Trace | None:
    """The course of an opened own case; the owner's alone."""
    if not opened.is_own:
        raise NotVisible
    return trace_of(opened.case)
