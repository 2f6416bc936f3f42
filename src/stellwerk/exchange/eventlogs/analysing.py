# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""From a file to a map: one reading, one sort, every figure exact, memory bounded."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np
from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal
from stellwerk.exchange.eventlogs.collecting import Collected, Reading
from stellwerk.exchange.eventlogs.opening import Source
from stellwerk.exchange.eventlogs.reading import read_into
from stellwerk.exchange.eventlogs.sorting import Sorter
from stellwerk.networks.rules import measuring
from stellwerk.networks.rules.maps import Edge, Fault, HandOver, ProcessMap, Variant
from stellwerk.networks.rules.measuring import COURSE, WAIT, Kind, Neighbours

MOST_VARIANTS = 20
#: More pairs of activities than this tell nobody anything and would fill the memory.
MOST_EDGES = 200_000
#: A course is shown up to here; the longest ones are files of their own.
MOST_SHOWN = 100_000


@dataclass(frozen=True)
class Analysis:
    """What a file says: the map, how it was read, what was wrong with it."""

    map: ProcessMap
    format: str
    organisation_key: str
    lifecycle: str
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0


def analyse(
    file: Path | IO[bytes], reading: Reading | None = None, *, most_variants: int = MOST_VARIANTS
) -> Analysis:
    """Analyse an event log without a database. Raises `Refusal` when it is not to be read."""
    reading = reading or Reading()
    source = Source(file)
    with Collected(reading) as collected:
        read_into(collected, source)
        made = _measured(collected, most_variants)
        return Analysis(
            made, source.format, collected.organisation_key, collected.lifecycle,
            collected.faults, collected.fault_count,
        )  # fmt: skip


def _measured(collected: Collected, most_variants: int) -> ProcessMap:
    folder = collected.folder
    waits = Sorter(folder, "waits", WAIT, ("code", "wait"))
    handovers = Sorter(folder, "handovers", WAIT, ("code", "wait"))
    courses = Sorter(folder, "courses", COURSE, ("hash", "length", "position"))
    found = Neighbours(
        len(collected.activities), len(collected.parties), waits.add, handovers.add, courses.add
    )
    column = collected.party_column
    sequence = folder / "sequence"
    with sequence.open("wb") as out:
        for block in collected.events.blocks():
            case, at, position, activity, party = (
                block[name].astype(np.int64)
                for name in ("case", "at", "position", "activity", column)
            )
            found.add(case, at, position, activity, party)
            out.write(block["activity"].tobytes())
            if len(found.edges) > MOST_EDGES or len(found.handovers) > MOST_EDGES:
                raise Refusal(
                    "too_many_edges",
                    _("More than %(most)d different pairs follow each other. Probably another key "
                      "or column holds the activity or the organisation.") % {"most": MOST_EDGES},
                )  # fmt: skip
    found.finish()
    variant_count, kinds = measuring.kinds_of_course(courses.blocks(), most_variants)
    return _as_map(collected, found, waits, handovers, variant_count, kinds, sequence)


def _as_map(
    collected: Collected, found: Neighbours, waits: Sorter, handovers: Sorter,
    variant_count: int, kinds: list[Kind], sequence: Path,
) -> ProcessMap:  # fmt: skip
    names, parties = list(collected.activities), list(collected.parties)
    return ProcessMap(
        cases=found.cases,
        events=found.events,
        activities=_by_count(names, found.activities.tolist()),
        start=_by_count(names, found.start.tolist()),
        end=_by_count(names, found.end.tolist()),
        edges=_edges(names, found, waits),
        variant_count=variant_count,
        variants=tuple(_variant(names, kind, sequence) for kind in kinds),
        handovers=_handovers(parties, found, handovers),
        work=_by_count(parties, found.work.tolist()),
        unknown_handovers=found.unknown,
        performers=_performers(names, parties, found.performers),
        notes=collected.notes(),
    )


def _by_count(names: list[str], counts: list[int]) -> dict[str, int]:
    """The most frequent first; what never occurs is left out."""
    pairs = [(name, count) for name, count in zip(names, counts, strict=False) if count]
    return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def _edges(names: list[str], found: Neighbours, waits: Sorter) -> tuple[Edge, ...]:
    width = max(len(names), 1)
    made = [
        Edge(
            names[code // width], names[code % width], one.count,
            one.mean_s, one.median_s, one.p90_s, one.min_s, one.max_s,
        )
        for code, one in measuring.spreads(waits.blocks(), found.edges).items()
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda edge: (-edge.count, edge.source, edge.target)))


def _handovers(parties: list[str], found: Neighbours, waits: Sorter) -> tuple[HandOver, ...]:
    width = max(len(parties), 1)
    made = [
        HandOver(
            parties[code // width], parties[code % width], one.count,
            one.mean_s, one.median_s, one.p90_s,
        )
        for code, one in measuring.spreads(waits.blocks(), found.handovers).items()
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda one: (-one.count, one.source, one.target)))


def _variant(names: list[str], kind: Kind, sequence: Path) -> Variant:
    width = np.dtype(np.int32).itemsize
    codes = np.fromfile(
        sequence, np.int32, min(kind.length, MOST_SHOWN), offset=kind.start * width
    )
    return Variant(tuple(names[code] for code in codes.tolist()), kind.count)


def _performers(
    names: list[str], parties: list[str], counts: dict[int, int]
) -> dict[str, dict[str, int]]:
    """Activity -> organisation -> events; events without an organisation are left out."""
    width = max(len(parties), 1) + 1
    made: dict[str, dict[str, int]] = {}
    for code, count in sorted(counts.items(), key=lambda pair: -pair[1]):
        activity, party = divmod(code, width)
        if party:
            made.setdefault(names[activity], {})[parties[party - 1]] = count
    return made
