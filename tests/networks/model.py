# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The event log once more, in plain Python and by other means: what the tests compare with."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from stellwerk.base.actor import Actor, system_actor
from stellwerk.directory.models import Organisation
from stellwerk.networks.models import Activity, Event, EventLog, Trace
from stellwerk.networks.rules.courses import ReadEvent, ReadTrace
from stellwerk.networks.rules.filters import MapFilter
from stellwerk.networks.rules.maps import ProcessMap

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


# ── maps ─────────────────────────────────────────────────────────────────────────────────────


def map_by_hand(flt: MapFilter) -> dict[str, Any]:
    """Counts and waiting times of a filter, one event after the other in plain Python."""
    edges: dict[tuple[str, str], list[int]] = defaultdict(list)
    pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
    found: dict[str, Counter[Any]] = {
        name: Counter() for name in ("activities", "start", "end", "work", "performers")
    }
    unknown = 0
    for steps in _courses_meant(flt):
        for before, step in zip([None, *steps], steps, strict=False):
            if not _is_meant(flt, before, step):
                continue
            name, party = step.activity.name_de, step.party
            if flt.party in (None, step.party_id):
                found["activities"][name] += 1
                if party:
                    found["performers"][name, party.words] += 1
                if step is steps[-1]:
                    found["end"][name] += 1
            if before is None:
                found["start"][name] += 1
                continue
            wait = (step.at - before.at) // timedelta(microseconds=1)
            edges[before.activity.name_de, name].append(wait)
            if not party or not before.party:
                unknown += 1
            elif party == before.party:
                found["work"][party.words] += 1
            else:
                pairs[before.party.words, party.words].append(wait)
    return {
        **{name: dict(counts) for name, counts in found.items()}, "unknown": unknown,
        "edges": {edge: _figures(waits) for edge, waits in edges.items()},
        "pairs": {pair: len(waits) for pair, waits in pairs.items()},
    }


def _figures(waits: list[int]) -> tuple[Any, ...]:
    seconds = [wait / 1_000_000 for wait in waits]
    return (
        len(waits), statistics.fmean(seconds), min(seconds), max(seconds),
        statistics.median(seconds), float(np.percentile(seconds, 90)),
    )


def _courses_meant(flt: MapFilter) -> Iterator[list[Event]]:
    by_trace: dict[int, list[Event]] = defaultdict(list)
    rows = Event.objects.filter(log_id=flt.log_id, counts=True).select_related("activity", "party")
    for row in rows:
        by_trace[row.trace_id].append(row)
    for trace in Trace.objects.filter(log_id=flt.log_id):
        steps = sorted(by_trace[trace.pk], key=lambda row: (row.at, row.position))
        codes = {row.activity_id for row in steps}
        meant = steps and all(
            wanted in (None, "", has)
            for wanted, has in (
                (flt.field_of_action, trace.field_of_action_id),
                (flt.target_group, trace.target_group_id),
                (flt.residence_group, trace.residence_group),
                (flt.variant, trace.variant),
            )
        )
        if meant and set(flt.contains) <= codes and not codes & set(flt.without):
            if flt.by_start and not _in_period(flt, steps[0].at):
                continue
            yield steps


def _is_meant(flt: MapFilter, before: Event | None, step: Event) -> bool:
    if not flt.by_start and not _in_period(flt, step.at):
        return False
    if flt.legal_sphere not in (None, step.legal_sphere_id):
        return False
    return flt.party in (None, step.party_id, before and before.party_id)


def _in_period(flt: MapFilter, at: datetime) -> bool:
    day = at.astimezone(ZoneInfo("Europe/Berlin")).date()
    return (flt.since is None or day >= flt.since) and (flt.until is None or day <= flt.until)


def said(found: ProcessMap) -> dict[str, Any]:
    """A map in the form of ``map_by_hand``."""
    return {
        "activities": found.activities, "start": found.start, "end": found.end,
        "work": found.work, "unknown": found.unknown_handovers,
        "performers": {
            (name, party): count
            for name, parties in found.performers.items()
            for party, count in parties.items()
        },
        "edges": {
            (edge.source, edge.target): (
                edge.count, edge.mean_s, edge.min_s, edge.max_s, edge.median_s, edge.p90_s
            )
            for edge in found.edges
        },
        "pairs": {(pair.source, pair.target): pair.count for pair in found.handovers},
    }


def differences(
    found: ProcessMap, hand: dict[str, Any], *, within: float = 0.0, percentiles: bool = True
) -> list[str]:
    """What differs; percentiles may by the share ``within``, everything else by a millisecond."""
    wrong = [
        f"{name}: {value} {hand[name]}"
        for name, value in said(found).items()
        if name != "edges" and value != hand[name]
    ]
    edges = said(found)["edges"]
    if edges.keys() != hand["edges"].keys():
        return [*wrong, f"edges {edges.keys() ^ hand['edges'].keys()}"]
    for edge, figures in edges.items():
        wanted = hand["edges"][edge]
        if figures[0] != wanted[0]:
            wrong.append(f"{edge}: {figures[0]} {wanted[0]}")
        for place in range(1, 6 if percentiles else 4):
            slack = 0.001 + (within * wanted[place] if place > 3 else 0)
            if figures[place] is None or abs(figures[place] - wanted[place]) > slack:
                wrong.append(f"{edge}: {figures} {wanted}")
    return wrong
