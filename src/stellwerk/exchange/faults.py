# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a file, cell by cell, so that somebody can put all of it right at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

MOST_SHOWN = 1_000
MOST_ROWS = 10


@dataclass(frozen=True)
class Fault:
    """One thing that stands in the way. ``row`` 0: it concerns the sheet, not a row."""

    code: str
    sheet: str
    row: int
    column: str
    letter: str
    value: str
    expected: str
    key: str = ""
    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """Something worth knowing that stands in nobody's way."""

    code: str
    message: str
    sheet: str = ""
    row: int = 0
    column: str = ""


@dataclass
class Findings:
    """All faults counted, the first thousand kept; likewise the notes."""

    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    notes: list[Note] = field(default_factory=list)
    note_count: int = 0
    refused_rows: dict[str, set[int]] = field(default_factory=dict)

    def fault(self, fault: Fault) -> None:
        self.fault_count += 1
        self.refused_rows.setdefault(fault.sheet, set()).add(fault.row)
        if len(self.faults) < MOST_SHOWN:
            self.faults.append(fault)

    def note(self, note: Note) -> None:
        self.note_count += 1
        if len(self.notes) < MOST_SHOWN:
            self.notes.append(note)

    def refused(self, sheet: str) -> int:
        """How many rows of the sheet have at least one fault."""
        return len(self.refused_rows.get(sheet, set()) - {0})

    def sort(self, sheets: Sequence[str]) -> None:
        """By place in the file: people put right what they read from top to bottom."""
        order = {name: index for index, name in enumerate(sheets)}
        self.faults.sort(key=lambda fault: (order.get(fault.sheet, -1), fault.row))

    def as_json(self) -> dict[str, Any]:
        return {
            "fault_count": self.fault_count,
            "faults": [asdict(fault) for fault in self.faults],
            "note_count": self.note_count,
            "notes": [asdict(note) for note in self.notes],
        }


def grouped(notes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Notes that say the same as one, with the first rows that it is about."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for note in notes:
        one = found.setdefault(
            (note["sheet"], note["message"]),
            {"sheet": note["sheet"], "message": note["message"], "count": 0, "rows": []},
        )
        one["count"] += 1
        if note["row"] and len(one["rows"]) < MOST_ROWS:
            one["rows"].append(note["row"])
    for one in found.values():
        shown = ", ".join(str(row) for row in one["rows"])
        one["shown"] = shown + (" …" if one["count"] > len(one["rows"]) > 0 else "")
    return list(found.values())
