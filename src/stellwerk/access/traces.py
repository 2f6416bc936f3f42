# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The way from a course of the event log back to a case, and from a case to its course.

It goes through the case's data key alone, only among own cases that the actor may see, and each
use stands in the log of accesses.
"""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import F

from stellwerk.access.visible import OpenedCase, record_list, visible_access
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.models import Case
from stellwerk.cases.queries.noting import cases_behind, trace_of
from stellwerk.networks.choices import LogKind
from stellwerk.networks.models import Trace

#: So many cases are written into the log of accesses and then opened in one go.
AT_ONCE = 200
#: So many are opened for one question, the newest; whoever wants more asks for fewer courses.
MOST_OPENED = 2_000


class Found(NamedTuple):
    """The cases behind courses, and how many older ones were not looked at."""

    cases: list[Case]
    not_opened: int = 0


def cases_of_traces(actor: Actor, trace_ids: Collection[int]) -> Found:
    """The own cases behind these courses that the actor may see, oldest first.

    Which ones they are shows only when their keys are open. So each batch stands in the log of
    accesses as searched before a key of it is opened, and what was found as listed. A course is of
    one case: when all are found no further key is opened, and none for courses that came in a file.
    """
    if not trace_ids or actor.organisation_id is None:
        return Found([])
    read = Trace.objects.filter(pk__in=list(trace_ids), log__kind=LogKind.IMPORTED)
    wanted = set(trace_ids) - set(read.values_list("pk", flat=True))
    if not wanted:
        return Found([])
    rows = visible_access(actor).filter(owner_organisation_id=F("organisation_id"))
    newest = Case.objects.filter(pk__in=rows.values("case_id")).order_by("-opened_on", "-case_key")
    total = newest.count()
    cases = list(newest[:MOST_OPENED])
    found: list[Case] = []
    looked = 0
    while looked < len(cases) and len(found) < len(wanted):
        batch = cases[looked : looked + AT_ONCE]
        record_list(actor, "case", [case.pk for case in batch], fields=["course"], searched=True)
        found += cases_behind(batch, list(wanted))
        looked += len(batch)
    if found:
        record_list(actor, "case", [case.pk for case in found], fields=["course"])
    left = total - looked if len(found) < len(wanted) else 0
    return Found(sorted(found, key=lambda case: (case.opened_on, case.case_key)), left)


def trace_of_case(opened: OpenedCase) -> Trace | None:
    """The course of an opened own case; the owner's alone."""
    if not opened.is_own:
        raise NotVisible
    return trace_of(opened.case)
