# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the readers of all formats write into: events as rows of codes, faults, what to say."""

import io
import tempfile
from array import array
from collections import Counter
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.exchange.eventlogs.bounds import Bounds
from stellwerk.exchange.eventlogs.sorting import Sorter
from stellwerk.exchange.eventlogs.times import Clock
from stellwerk.networks.rules.maps import Fault

COMPLETE, ALL = "complete", "all"
GROUP, RESOURCE = "org:group", "org:resource"
MOST_FAULTS_KEPT = 1_000
#: Rows of codes that wait before they go to the sorter.
BATCH = 100_000

EVENT = np.dtype(
    [
        ("case", "i8"), ("at", "i8"), ("position", "i8"),
        ("activity", "i4"), ("group", "i4"), ("resource", "i4"),
    ]
)  # fmt: skip
LABEL = np.dtype([("case", "i8"), ("position", "i8"), ("start", "i8"), ("length", "i8")])


@dataclass(frozen=True)
class Reading:
    """How a file is to be read. Empty: found out from the file, or an error that lists it."""

    organisation_key: str = ""
    lifecycle: str = COMPLETE
    activity_key: str = ""
    object_type: str = ""
    # columns of a table
    case: str = ""
    activity: str = ""
    time: str = ""
    organisation: str = ""

    def as_json(self) -> dict[str, str]:
        return {key: value for key, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Self:
        known = {field.name for field in fields(cls)}
        return cls(**{key: str(value) for key, value in said.items() if key in known})


def _readable(text: str) -> str:
    """What no database and no page can hold (NUL, half a character) is shown as unreadable."""
    if text.isascii() and "\x00" not in text:
        return text
    return text.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass").decode(
        "utf-16", "replace"
    )


class Collected:
    """The events of one file. A context manager: its folder of intermediate rows is its own."""

    def __init__(
        self, reading: Reading, *, keeps_labels: bool = False, bounds: Bounds | None = None
    ) -> None:
        self.reading = reading
        self.bounds = bounds or Bounds()
        self.clock = Clock()
        self.activities: dict[str, int] = {}
        self.parties: dict[str, int] = {}
        self.faults: list[Fault] = []
        self.fault_count = 0
        # events of the file so far, whatever becomes of them
        self.position = 0
        self.other_lifecycles = 0
        self.has_lifecycle = False
        self.unnamed_cases = self.empty_cases = 0
        self.remarks: Counter[str] = Counter()
        # the two keys of organisations, in the order of preference
        self.party_keys = _party_keys(reading)
        self._folder = tempfile.TemporaryDirectory(prefix="stellwerk-log-")
        self.folder = Path(self._folder.name)
        self.events = Sorter(self.folder, "events", EVENT, ("case", "at", "position"))
        self.columns = {name: array("q") for name in ("case", "at", "position")}
        self.columns |= {name: array("i") for name in ("activity", "group", "resource")}
        self.labels = Sorter(self.folder, "labels", LABEL, ("case", "position"))
        self._keeps_labels = keeps_labels
        self._label_columns = {name: array("q") for name in LABEL.names or ()}
        # in memory: names of cases never lie on a disk in clear
        self.label_text = io.BytesIO()
        self._aside = self.folder / "aside.rows"
        self._has_aside = False
        self._has_group = False
        # one bit for each place in the file: the event there names a day and no time
        self._whole_days = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self._folder.cleanup()

    # ── what readers call ────────────────────────────────────────────────────────────────────

    def fault(self, line: int, reason: str) -> None:
        """A row that is not taken in; the first of them are kept with their reason."""
        self.fault_count += 1
        if self.fault_count <= MOST_FAULTS_KEPT:
            self.faults.append(Fault(line, _readable(reason)))

    @property
    def keeps_faults(self) -> bool:
        """Whether the next fault would still be kept with its reason."""
        return self.fault_count < MOST_FAULTS_KEPT

    def counts(self, transition: str | None) -> bool:
        """Whether an event in this state of its lifecycle counts."""
        if not transition:
            return True
        self.has_lifecycle = True
        if self.reading.lifecycle == ALL or transition.lower() == COMPLETE:
            return True
        self.other_lifecycles += 1
        return False

    def activity(self, name: str) -> int:
        """The code of an activity."""
        code = self.activities.get(name)
        if code is None and (readable := _readable(name)) != name:
            return self.activity(readable)
        if code is None:
            self.bounds.check_name(name)
            code = self.activities[name] = len(self.activities)
            self.bounds.check_activities(code + 1)
        return code

    def party(self, name: str | None) -> int:
        """The code of an organisation; -1: none is named."""
        if not name:
            return -1
        code = self.parties.get(name)
        if code is None and (readable := _readable(name)) != name:
            return self.party(readable)
        if code is None:
            self.bounds.check_name(name)
            code = self.parties[name] = len(self.parties)
            self.bounds.check_parties(code + 1)
        return code

    def add(
        self, case: int, at: int, position: int, activity: int, group: int, resource: int
    ) -> None:  # fmt: skip
        """One event of a case whose key is known."""
        columns = self.columns
        columns["case"].append(case)
        columns["at"].append(at)
        columns["position"].append(position)
        columns["activity"].append(activity)
        columns["group"].append(group)
        columns["resource"].append(resource)
        if self.filed >= BATCH:
            self.flush()

    @property
    def waiting(self) -> int:
        """Events that wait to be handed over, their case known or not."""
        return len(self.columns["at"])

    @property
    def filed(self) -> int:
        """How many of them have their case."""
        return len(self.columns["case"])

    def set_aside(self) -> None:
        """The events of a very long case that is not named yet wait on disk."""
        filed = self.filed
        rows = self._waiting_rows(filed)
        with self._aside.open("ab") as out:
            out.write(rows[filed:].tobytes())
        self._has_aside = True
        self.take(rows[:filed])

    def file_under(self, case: int) -> bool:
        """Give the case to all events that wait for it; whether there were any."""
        without = self.waiting - self.filed
        self.columns["case"].extend([case] * without)
        has_any = without > 0
        if self._has_aside:
            with self._aside.open("rb") as waiting:
                while len(rows := np.fromfile(waiting, EVENT, BATCH)):
                    rows["case"] = case
                    self.take(rows)
            self._aside.unlink()
            self._has_aside = False
            has_any = True
        if self.filed >= BATCH:
            self.flush()
        return has_any

    def whole_day(self, position: int) -> None:
        """The event at this place names a day and no time."""
        byte, bit = divmod(position, 8)
        if byte >= len(self._whole_days):
            self._whole_days.extend(bytes(byte + 1 - len(self._whole_days)))
        self._whole_days[byte] |= 1 << bit

    def is_whole_day(self, position: int) -> bool:
        byte, bit = divmod(position, 8)
        return byte < len(self._whole_days) and bool(self._whole_days[byte] >> bit & 1)

    def name_case(self, case: int, label: str, position: int) -> None:
        """The name of a case, kept only where courses are to be read."""
        if not self._keeps_labels:
            return
        self.bounds.check_name(label)
        written = _readable(label).encode()
        columns = self._label_columns
        columns["case"].append(case)
        columns["position"].append(position)
        columns["start"].append(self.label_text.tell())
        columns["length"].append(self.label_text.write(written))
        if len(columns["case"]) >= BATCH:
            self._flush_labels()

    # ── rows to the sorters ──────────────────────────────────────────────────────────────────

    def flush(self) -> None:
        """Hand the waiting rows over."""
        self.take(self._waiting_rows(self.filed))

    def _waiting_rows(self, filed: int) -> Any:
        rows = np.empty(self.waiting, EVENT)
        for name, column in self.columns.items():
            rows[name][: filed if name == "case" else None] = column
            del column[:]
        return rows

    def take(self, rows: Any) -> None:
        if len(rows):
            self._has_group = self._has_group or bool((rows["group"] >= 0).any())
            self.bounds.check_events(self.events.count + len(rows))
            self.events.add(rows)

    def _flush_labels(self) -> None:
        rows = np.empty(len(self._label_columns["case"]), LABEL)
        for name, column in self._label_columns.items():
            rows[name] = column
            del column[:]
        self.labels.add(rows)

    def finish(self) -> None:
        """Everything was read."""
        self.flush()
        if self._keeps_labels:
            self._flush_labels()

    # ── what the result says ─────────────────────────────────────────────────────────────────

    @property
    def party_column(self) -> str:
        """The column of the organisation that counts: the group if any event names one."""
        return "group" if self._has_group else "resource"

    @property
    def organisation_key(self) -> str:
        """The key by which organisations were found; "" when no event names one."""
        if not self.parties:
            return ""
        return self.party_keys[0] if self._has_group else self.party_keys[1]

    @property
    def lifecycle(self) -> str:
        """Which events count: "complete" where the file knows lifecycles, otherwise "all"."""
        return COMPLETE if self.has_lifecycle and self.reading.lifecycle != ALL else ALL

    def notes(self) -> list[str]:
        """What the reader of the result should know, in the user's language."""
        said = []
        if self.has_lifecycle and self.reading.lifecycle != ALL:
            said.append(
                _("Only events with the lifecycle “complete” count (and events without one); "
                  "%(count)d others do not.") % {"count": self.other_lifecycles}
            )  # fmt: skip
        elif self.has_lifecycle:
            said.append(_("Events count whatever their lifecycle is, as asked for."))
        if self.organisation_key:
            said.append(_("Organisations are those of “%(key)s”.") % {"key": self.organisation_key})
        else:
            said.append(_("No event names an organisation."))
        said += self._notes_of_cases() + self._notes_of_times()
        return said + [text % {"count": count} for text, count in self.remarks.items()]

    def _notes_of_cases(self) -> list[str]:
        said = []
        if self.unnamed_cases:
            said.append(
                ngettext(
                    "%(count)d case without a name counts as a case of its own.",
                    "%(count)d cases without a name count as a case of their own each.",
                    self.unnamed_cases,
                ) % {"count": self.unnamed_cases}
            )  # fmt: skip
        if self.empty_cases:
            said.append(
                ngettext(
                    "%(count)d case without an event that counts is left out.",
                    "%(count)d cases without an event that counts are left out.",
                    self.empty_cases,
                ) % {"count": self.empty_cases}
            )  # fmt: skip
        return said

    def _notes_of_times(self) -> list[str]:
        said = []
        if self.clock.local:
            said.append(
                _("Times without a time zone (%(count)d) were read as local time in Germany "
                  "(Europe/Berlin).") % {"count": self.clock.local}
            )  # fmt: skip
        if self.clock.days:
            said.append(
                _("Times that name only a day (%(count)d) were read as its beginning (0:00).")
                % {"count": self.clock.days}
            )
        if self.clock.doubtful:
            said.append(
                _("Local times that the clock change shows twice or leaves out (%(count)d) were "
                  "read as if the clock had not been changed yet.") % {"count": self.clock.doubtful}
            )  # fmt: skip
        return said


def _party_keys(reading: Reading) -> tuple[str, str]:
    chosen = reading.organisation_key
    return (chosen, chosen) if chosen else (GROUP, RESOURCE)
