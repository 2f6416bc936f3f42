# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What was recorded in single courses, row by row, with everything that was corrected."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from stellwerk.networks.models import Event, Party, Trace


class Entry(NamedTuple):
    """One row of the log as it was written."""

    trace_id: int
    id: int
    activity_id: int
    at: datetime
    precision: int
    party_id: int | None
    legal_sphere_id: int | None
    source: int
    position: int
    replaces_id: int | None
    is_withdrawal: bool
    counts: bool
    before_activity: int | None
    before_party: int | None
    wait_us: int | None
    is_last: bool
    recorded_at: datetime


def entries_of(trace_ids: Collection[int]) -> dict[int, list[Entry]]:
    """All rows of these courses by course, in order of time, then of position.

    A correction has the place of what it corrects: the newest comes first, and so back.
    """
    rows = Event.objects.filter(trace_id__in=trace_ids).order_by("at", "position")
    found: dict[int, list[Entry]] = {trace_id: [] for trace_id in trace_ids}
    for row in rows.values_list(*Entry._fields):
        found[row[0]].append(Entry(*row))
    for entries in found.values():
        corrected = {entry.id: entry.replaces_id for entry in entries}
        entries.sort(key=lambda entry: (entry.at, entry.position, -_depth(entry.id, corrected)))
    return found


def _depth(row: int, corrected: Mapping[int, int | None]) -> int:
    """How many rows stand behind this one, each corrected by the next."""
    steps, before = 0, corrected.get(row)
    while before is not None:
        steps, before = steps + 1, corrected.get(before)
    return steps


def locked_traces(trace_ids: Collection[int]) -> list[Trace]:
    """The courses among these that exist, so that writers of one wait for each other."""
    rows = Trace.objects.select_for_update(no_key=True, of=("self",))
    return list(rows.filter(pk__in=list(trace_ids)).order_by("pk"))


def parties_for(organisation_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Ids of the organisations that are named as acting already."""
    rows = Party.objects.filter(organisation_id__in=set(organisation_ids))
    return {office: pk for office, pk in rows.values_list("organisation_id", "pk") if office}


def party_names(party_ids: Collection[int]) -> dict[int, str]:
    """Party -> its name in the directory, or its words."""
    rows = Party.objects.filter(pk__in=party_ids).select_related("organisation")
    return {row.pk: row.organisation.name if row.organisation else row.words for row in rows}
