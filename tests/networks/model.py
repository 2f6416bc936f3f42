# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The event log once more, in plain Python and by other means: what the tests compare with."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from stellwerk.base.actor import Actor, system_actor
from stellwerk.directory.models import Organisation
from stellwerk.networks.models import Activity, Event, EventLog, Trace
from stellwerk.networks.rules.courses import ReadEvent, ReadTrace

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


def machine(organisation: Organisation) -> Actor:
    return system_actor("tests", organisation.pk)


def activity(name: str, log: EventLog, **values: Any) -> Activity:
    """A word of its own for a log."""
    return Activity.objects.create(
        organisation_id=log.organisation_id, log=log, name_de=name, **values
    )


def micros(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def read_traces(*courses: str, minutes: int = 60) -> Iterator[ReadTrace]:
    """``"a@X b@Y"``: activities and who acted, one after the other; ``!`` = at the same time."""
    position = 0
    for number, course in enumerate(courses):
        trace = ReadTrace(f"case {number}", number)
        at = START + timedelta(days=number)
        for place, word in enumerate(course.split()):
            name, _at, party = word.partition("@")
            if place and not name.startswith("!"):
                at += timedelta(minutes=minutes * place)
            trace.events.append(ReadEvent(name.lstrip("!"), micros(at), party or None, position))
            position += 1
        yield trace


def state_of(log_id: UUID) -> dict[str, Any]:
    """Links and the traces' columns as they stand."""
    events = Event.objects.filter(log_id=log_id).order_by("id").values_list(
        "id", "counts", "is_last", "before_activity", "before_party", "wait_us"
    )
    traces = Trace.objects.filter(log_id=log_id).order_by("id").values_list(
        "id", "started_at", "ended_at", "events"
    )
    return {"events": list(events), "traces": list(traces)}


def state_by_hand(log_id: UUID) -> dict[str, Any]:
    """The same, computed anew from the facts alone."""
    facts = list(
        Event.objects.filter(log_id=log_id).values(
            "id", "trace_id", "at", "position", "activity_id", "party_id", "replaces_id",
            "is_withdrawal",
        )
    )
    gone = {row["replaces_id"] for row in facts}
    courses: dict[int, list[Any]] = {pk: [] for pk in _traces(log_id)}
    events = {}
    for row in facts:
        events[row["id"]] = (row["id"], False, False, None, None, None)
        if row["id"] not in gone and not row["is_withdrawal"]:
            courses[row["trace_id"]].append(row)
    traces = []
    for pk, rows in sorted(courses.items()):
        rows.sort(key=lambda row: (row["at"], row["position"]))
        for before, row in zip([None, *rows], rows, strict=False):
            wait = before and round((row["at"] - before["at"]).total_seconds() * 1_000_000)
            events[row["id"]] = (
                row["id"], True, row is rows[-1], before and before["activity_id"],
                before and before["party_id"], wait,
            )
        times = (rows[0]["at"], rows[-1]["at"]) if rows else (None, None)
        traces.append((pk, *times, len(rows)))
    return {"events": [events[pk] for pk in sorted(events)], "traces": traces}


def _traces(log_id: UUID) -> list[int]:
    return list(Trace.objects.filter(log_id=log_id).values_list("pk", flat=True))


def edges_by_hand(log_id: UUID) -> Counter[tuple[int, int]]:
    """Neighbours of all courses, counted."""
    found: Counter[tuple[int, int]] = Counter()
    for pk in _traces(log_id):
        rows = Event.objects.filter(trace_id=pk, counts=True).order_by("at", "position")
        codes = [row.activity_id for row in rows]
        found.update(pairwise(codes))
    return found
