# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""XES 1.0 and 2.0 (IEEE 1849): events by streaming, no object per event.

Only what stands on an event counts: the ``global`` defaults of a log are never used as a guess.
Case, trace, event and attribute are known by their place, whatever prefix the file uses.
"""

from collections.abc import Iterable, Iterator
from xml.parsers import expat

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal
from stellwerk.exchange.eventlogs.collecting import BATCH, GROUP, RESOURCE, Collected
from stellwerk.exchange.eventlogs.opening import (
    CHUNK,
    MOST_DEPTH,
    MOST_ELEMENT,
    Source,
    Unpacked,
    local,
    malformed,
    safe_parser,
)
from stellwerk.exchange.eventlogs.xes_runs import Runs, is_plain

NAME, TIME, TRANSITION = "concept:name", "time:timestamp", "lifecycle:transition"
_ACTIVITY, _TIME, _GROUP, _RESOURCE, _TRANSITION = range(5)


def read_xes(source: Source, into: Collected) -> None:
    """Read all events. Raises `Refusal` when the file as a whole is in doubt."""
    reader = _Reader(into)
    parser = safe_parser()
    reader.listen(parser)
    with source.open() as content:
        pieces = pieces_of(content)
        if is_plain(source.beginning, list(reader.wanted)):
            pieces = reader.runs.skeletons(content, CHUNK)
        for _piece in feed_pieces(parser, pieces):
            pass
    into.finish()


def pieces_of(content: Unpacked) -> Iterator[bytes]:
    """The content as it is, piece by piece."""
    while piece := content.read(CHUNK):
        yield piece


def feed_pieces(parser: expat.XMLParserType, pieces: Iterable[bytes]) -> Iterator[None]:
    """Give the parser everything, with a pause after each piece; a giant element is refused."""
    total = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            total += len(piece)
            if total - parser.CurrentByteIndex > MOST_ELEMENT + len(piece):
                raise Refusal(
                    "file_element",
                    _("Line %(line)d: an element is larger than %(most)d MB. The file is not read.")
                    % {"line": parser.CurrentLineNumber, "most": MOST_ELEMENT // 2**20},
                )
            yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as problem:
        raise malformed(problem) from None


class _Reader:
    def __init__(self, into: Collected) -> None:
        self.into = into
        reading = into.reading
        self.wanted = {
            reading.activity_key or NAME: _ACTIVITY,
            TIME: _TIME,
            GROUP: _GROUP,
            RESOURCE: _RESOURCE,
            TRANSITION: _TRANSITION,
        }
        self.also: dict[str, tuple[int, ...]] = {}
        self.values: list[str | None] = [None] * 5
        self.trace_name: str | None = None
        self.first_position = 0
        if reading.organisation_key:
            del self.wanted[GROUP], self.wanted[RESOURCE]
            if reading.organisation_key in self.wanted:  # one key for two things
                self.also[reading.organisation_key] = (_GROUP,)
            else:
                self.wanted[reading.organisation_key] = _GROUP
        self.traces = self.depth = self.line = 0
        self.in_trace = self.in_event = False
        self.runs = Runs()
        self.needles = [
            (slot, f' key="{key}" value="'.encode())
            for key, first in self.wanted.items()
            for slot in (first, *self.also.get(key, ()))
        ]
        self.codes: dict[bytes, int] = {}
        self.party_codes: dict[bytes | None, int] = {None: -1, b"": -1}

    def listen(self, parser: expat.XMLParserType) -> None:
        """Hear what the parser reads."""
        self.parser = parser
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end

    def start(self, name: str, attributes: list[str]) -> None:
        """The beginning of an element. An event's attributes are by far the most frequent."""
        self.depth = depth = self.depth + 1
        if depth == 4:
            if self.in_event:
                # nearly always written in this order
                if len(attributes) == 4 and attributes[0] == "key" and attributes[2] == "value":
                    self.take(attributes[1], attributes[3])
                else:
                    self.take(*_key_and_value(attributes))
        elif depth == 3:
            if self.in_trace:
                # an attribute of the case: only its name is wanted
                if len(attributes) == 4 and attributes[0] == "key" and attributes[2] == "value":
                    if attributes[1] == NAME:
                        self.trace_name = attributes[3]
                else:
                    self._in_trace(name, attributes)
        elif depth == 2:
            self._in_log(local(name), attributes)
        elif depth > MOST_DEPTH:
            raise Refusal(
                "file_depth",
                _("Line %(line)d: elements are nested too deeply. The file is not read.")
                % {"line": self.parser.CurrentLineNumber},
            )

    def take(self, key: str | None, value: str | None) -> None:
        """An attribute of the event that is being read."""
        slot = self.wanted.get(key or "")
        if slot is not None:
            self.values[slot] = value
            for other in self.also.get(key or "", ()):
                self.values[other] = value

    def _in_trace(self, name: str, attributes: list[str]) -> None:
        if name == self.runs.name:
            self.finish_run(self.runs.cut[int(attributes[1])])
            return
        if name == "event" or local(name) == "event":
            self.in_event = True
            self.line = self.parser.CurrentLineNumber
            self.values = [None] * 5
            return
        key, value = _key_and_value(attributes)
        if key == NAME:
            self.trace_name = value

    def _in_log(self, kind: str, attributes: list[str]) -> None:
        if kind == "trace":
            self.in_trace = True
            self.begin_trace()
        elif kind == "event":
            self._outside(self.parser.CurrentLineNumber)
        elif kind == self.runs.name:
            run = self.runs.cut[int(attributes[1])]
            line = self.parser.CurrentLineNumber
            for before in run.split(b"<event>")[:-1]:
                line += before.count(b"\n")
                self._outside(line)

    def _outside(self, line: int) -> None:
        self.into.position += 1
        self.into.fault(line, _("The event stands outside of a trace."))


    def end(self, _name: str) -> None:
        """The end of an element."""
        self.depth = depth = self.depth - 1
        if depth == 2:
            if self.in_event:
                self.in_event = False
                self.finish_event(self.line)
        elif depth == 1 and self.in_trace:
            self.in_trace = False
            self.finish_trace()

    # ── traces ───────────────────────────────────────────────────────────────────────────────

    def begin_trace(self) -> None:
        self.trace_name = None
        self.first_position = self.into.position
        self.traces += 1

    def finish_event(self, line: int) -> None:
        into = self.into
        position = into.position
        into.position = position + 1
        activity, time, group, resource, transition = self.values
        if activity is None or time is None:
            into.fault(line, missing(activity, time))
            return
        try:
            at = into.clock.instant(time)
        except ValueError:
            into.fault(line, unreadable_time(time))
            return
        if transition and not into.counts(transition):
            return
        columns = into.columns
        columns["at"].append(at)
        columns["position"].append(position)
        code = into.activities.get(activity)
        columns["activity"].append(into.activity(activity) if code is None else code)
        columns["group"].append(into.party(group) if group else -1)
        columns["resource"].append(into.party(resource) if resource else -1)
        if into.waiting - into.filed >= BATCH:
            into.set_aside()

    def finish_trace(self) -> None:
        """Only now the case is known: its name may follow the events."""
        into, name = self.into, self.trace_name
        key = hash(("case without a name", self.traces)) if name is None else hash(name)
        if not into.file_under(key):
            into.empty_cases += 1
            return
        if name is None:
            into.unnamed_cases += 1
        into.name_case(key, name or "", self.first_position)

    def finish_run(self, run: bytes) -> None:
        """Plain events one after the other; see ``xes_runs``."""
        into, codes = self.into, self.codes
        add_at, add_position, add_activity, add_group, add_resource = (
            into.columns[name].append
            for name in ("at", "position", "activity", "group", "resource")
        )
        parties, needles, instant = self.party_codes, self.needles, self.into.clock.instant
        find, index = run.rfind, run.index
        start = 0
        values: list[bytes | None] = [None] * 5
        while (end := run.find(b"</event>", start)) >= 0:
            for slot, needle in needles:
                at = find(needle, start, end)
                if at < 0:
                    values[slot] = None
                else:
                    at += len(needle)
                    values[slot] = run[at : index(b'"', at)]
            activity, time, group, resource, transition = values
            position = into.position
            into.position = position + 1
            line_at, start = start, end + 8
            if activity is None or time is None:
                self._fault_in_run(run, line_at, activity, time)
                continue
            try:
                moment = instant(time.decode())
            except ValueError:
                self._fault_in_run(run, line_at, activity, time)
                continue
            if transition and transition != b"complete" and not into.counts(transition.decode()):
                continue
            code = codes.get(activity)
            if code is None:
                code = codes[activity] = into.activity(activity.decode())
            add_at(moment)
            add_position(position)
            add_activity(code)
            code = parties.get(group)
            add_group(self._party(group) if code is None else code)
            code = parties.get(resource)
            add_resource(self._party(resource) if code is None else code)
            if transition:
                into.has_lifecycle = True
        if into.waiting - into.filed >= BATCH:
            into.set_aside()

    def _party(self, name: bytes | None) -> int:
        code = self.party_codes[name] = self.into.party(name.decode() if name else None)
        return code

    def _fault_in_run(
        self, run: bytes, at: int, activity: bytes | None, time: bytes | None
    ) -> None:
        if not self.into.keeps_faults:
            self.into.fault_count += 1
            return
        line = self.parser.CurrentLineNumber + run.count(b"\n", 0, run.index(b"<event>", at))
        if activity is None or time is None:
            reason = missing(*(None if one is None else one.decode() for one in (activity, time)))
        else:
            reason = unreadable_time(time.decode())
        self.into.fault(line, reason)


def _key_and_value(attributes: list[str]) -> tuple[str | None, str | None]:
    """Of an attribute's own attributes, in whatever order they stand."""
    found = dict(zip(attributes[::2], attributes[1::2], strict=True))
    return found.get("key"), found.get("value")


def missing(activity: str | None, time: str | None) -> str:
    """Why a row without activity or time is not taken in."""
    if activity is None and time is None:
        return _("The activity and the time are missing.")
    return _("The activity is missing.") if activity is None else _("The time is missing.")


def unreadable_time(text: str) -> str:
    shown = text if len(text) <= 60 else text[:59] + "…"
    return _("The time “%(text)s” cannot be read.") % {"text": shown}
