# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""An original with what was corrected, withdrawn or added since; the rest of it byte for byte.

Events are known by their place in the file. In OCEL an event may belong to several courses: a
correction in any of them changes it, a withdrawal takes away the course's object.
"""

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from stellwerk.exchange.eventlogs.collecting import GROUP, Reading
from stellwerk.exchange.eventlogs.columns import find_columns
from stellwerk.exchange.eventlogs.csv import rows_of
from stellwerk.exchange.eventlogs.facts import Changes, Said
from stellwerk.exchange.eventlogs.opening import CSV, OCEL_JSON, XES, Source, local, safe_parser
from stellwerk.exchange.safe import guarded, unguarded

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ATTRIBUTE = re.compile(r"""(\s[^\s=<>"']+\s*=\s*)("[^"]*"|'[^']*')""")


def merged(
    file_format: str, original: bytes, changed: Changes, reading: Reading
) -> Iterator[bytes]:
    """The content of the new file, unpacked."""
    plain = gzip.decompress(original) if original.startswith(b"\x1f\x8b") else original
    if file_format == XES:
        return _xes(plain, changed, reading)
    if file_format == CSV:
        return _csv(original, changed, reading)
    if file_format == OCEL_JSON:
        return _ocel_json(plain, changed, reading)
    return _ocel_xml(plain, changed, reading)


# ── XES ──────────────────────────────────────────────────────────────────────────────────────


def xes_event(activity: str, at: datetime, organisation: str | None, key: str = GROUP) -> str:
    """One event with what we know of it."""
    said = [("string", "concept:name", activity), ("date", "time:timestamp", at.isoformat())]
    if organisation:
        said.append(("string", key, organisation))
    inner = "".join(f"<{kind} key={quoted(k)} value={quoted(v)}/>" for kind, k, v in said)
    return f"  <event>{inner}</event>\n"


def quoted(text: str) -> str:
    """A value of an attribute; line breaks stay what they are, what XML forbids is marked."""
    text = _FORBIDDEN.sub("\ufffd", text)
    return quoteattr(text, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _xes(plain: bytes, changed: Changes, reading: Reading) -> Iterator[bytes]:
    """Cut at the places that the parser names; everything between is copied."""
    if plain.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = plain.decode("utf-16").encode()
        plain = re.sub(rb"encoding=[\"'][^\"']*[\"']", b'encoding="UTF-8"', text, count=1)
    cuts = _Cuts(plain, changed, reading)
    at = 0
    for start, end, new in cuts.found():
        yield plain[at:start]
        yield new
        at = end
    yield plain[at:]


class _Cuts:
    """Where the file is to be changed, and what stands there then."""

    def __init__(self, plain: bytes, changed: Changes, reading: Reading) -> None:
        self.plain, self.changed = plain, changed
        self.key = reading.activity_key or "concept:name"
        self.party_key = reading.organisation_key
        self.depth = self.position = self.start = 0
        self.in_trace = self.in_event = False
        self.cuts: list[tuple[int, int, bytes]] = []
        self.name: str | None = None
        self.waiting = {
            label: list(changed.added[trace]) for trace, label in changed.labels.items()
            if trace in changed.added
        }  # fmt: skip

    def found(self) -> list[tuple[int, int, bytes]]:
        parser = self.parser = safe_parser()
        parser.ordered_attributes = False
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.Parse(self.plain, True)
        return self.cuts

    def _start(self, name: str, said: dict[str, str]) -> None:
        self.depth += 1
        kind = local(name)
        if self.depth == 2:
            self.in_trace, self.name = kind == "trace", None
            self.position += kind == "event"
        elif self.depth == 3 and self.in_trace:
            if kind == "event":
                self.in_event, self.start = True, self.parser.CurrentByteIndex
            elif said.get("key") == "concept:name":
                self.name = said.get("value")

    def _end(self, _name: str) -> None:
        self.depth -= 1
        if self.depth == 2 and self.in_event:
            self.in_event = False
            self._event(self._after(self.parser.CurrentByteIndex))
        elif self.depth == 1 and self.in_trace:
            self.in_trace = False
            at = self.parser.CurrentByteIndex
            for event in self.waiting.pop(self.name or "", ()):
                key = self.party_key or GROUP
                text = xes_event(event.activity, event.at, event.organisation, key)
                self.cuts.append((at, at, _bytes(text)))

    def _after(self, at: int) -> int:
        return self.plain.index(b">", at) + 1

    def _event(self, end: int) -> None:
        position = self.position
        self.position += 1
        if position not in self.changed.events:
            return
        now = next(iter(self.changed.events[position].values()))
        new = b"" if now is None else self._rewritten(self.plain[self.start : end], now)
        self.cuts.append((self.start, end, new))

    def _rewritten(self, event: bytes, now: Said) -> bytes:
        """The event with the new values at the places of the old ones."""
        places = _attributes_of(event)
        values = {self.key: now.activity, "time:timestamp": now.at.isoformat()}
        party_key = self.party_key or (GROUP if GROUP in places else "org:resource")
        if now.organisation or party_key in places:
            values[party_key] = now.organisation or ""
        edits = []
        for key, value in values.items():
            if key in places:
                start, end = places[key]
                edits.append((start, end, _with_value(event[start:end], value)))
            else:
                start = end = event.rindex(b"</")
                new = f"<string key={quoted(key)} value={quoted(value)}/>"
                edits.append((start, end, _bytes(new)))
        for start, end, text in sorted(edits, reverse=True):
            event = event[:start] + text + event[end:]
        return event


def _attributes_of(event: bytes) -> dict[str, tuple[int, int]]:
    """Of each attribute of an event the place of its tag."""
    places: dict[str, tuple[int, int]] = {}
    depth = 0
    parser = safe_parser()
    parser.ordered_attributes = False

    def start(_name: str, said: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth == 2 and "key" in said:
            at = parser.CurrentByteIndex
            places[said["key"]] = (at, _tag_end(event, at))

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(event, True)
    return places


def _tag_end(event: bytes, at: int) -> int:
    """Behind the ">" of a tag; one inside of quotes is none."""
    quote = 0
    for place in range(at, len(event)):
        sign = event[place]
        if quote:
            quote = 0 if sign == quote else quote
        elif sign in b"\"'":
            quote = sign
        elif sign == ord(">"):
            return place + 1
    return len(event)


def _with_value(tag: bytes, value: str) -> bytes:
    def exchange(found: re.Match[str]) -> str:
        name = found[1].split("=")[0].strip()
        return found[1] + quoted(value) if name == "value" else found[0]

    text = tag.decode("latin-1")
    # what is put in is plain ASCII, so it fits whatever encoding the file has
    return _ATTRIBUTE.sub(lambda found: _ascii(exchange(found), found[0]), text).encode("latin-1")


def _ascii(new: str, old: str) -> str:
    return old if new == old else new.encode("ascii", "xmlcharrefreplace").decode()


def _bytes(text: str) -> bytes:
    return text.encode("ascii", "xmlcharrefreplace")


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────


def _csv(original: bytes, changed: Changes, reading: Reading) -> Iterator[bytes]:
    """The same table; no cell of it is taken for a formula."""
    yield b"\xef\xbb\xbf"
    with rows_of(Source(io.BytesIO(original))) as rows:
        header = next(rows)[1]
        columns = find_columns(header, reading)
        party = columns.group if columns.group >= 0 else columns.resource
        yield _row(header)
        for position, (_line, row) in enumerate(rows):
            if position in changed.events:
                now = next(iter(changed.events[position].values()))
                if now is None:
                    continue
                row[columns.activity], row[columns.time] = now.activity, now.written
                if party >= 0:
                    row[party] = now.organisation or ""
            yield _row(row)
        for trace, events in changed.added.items():
            for event in events:
                row = [""] * len(header)
                row[columns.case] = changed.labels[trace]
                row[columns.activity], row[columns.time] = event.activity, event.written
                if party >= 0:
                    row[party] = event.organisation or ""
                yield _row(row)


def _row(cells: list[str]) -> bytes:
    stream = io.StringIO(newline="")
    safe = [guarded(unguarded(cell)) for cell in cells]
    csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL).writerow(safe)
    return stream.getvalue().encode()


# ── OCEL ─────────────────────────────────────────────────────────────────────────────────────


def _ocel_json(plain: bytes, changed: Changes, reading: Reading) -> Iterator[bytes]:
    whole = json.loads(plain.decode("utf-8-sig"))
    kept = []
    for position, event in enumerate(whole["events"]):
        for trace, now in changed.events.get(position, {}).items():
            if now is None:
                label = changed.labels[trace]
                event["relationships"] = [
                    one for one in event.get("relationships", []) if one.get("objectId") != label
                ]
            else:
                event["type"], event["time"] = now.activity, now.at.isoformat()
        if position not in changed.events or event["relationships"]:
            kept.append(event)
    for trace, events in changed.added.items():
        kept += [_ocel_event(event, changed.labels[trace], reading) for event in events]
    whole["events"] = kept
    known = {one.get("name") for one in whole.setdefault("eventTypes", [])}
    new = {event["type"] for event in kept if isinstance(event.get("type"), str)} - known
    whole["eventTypes"] += [{"name": name, "attributes": []} for name in sorted(new)]
    yield json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _ocel_event(event: Said, label: str, reading: Reading) -> dict[str, Any]:
    said = [{"name": reading.organisation_key or GROUP, "value": event.organisation}]
    return {
        "id": str(uuid4()), "type": event.activity, "time": event.at.isoformat(),
        "attributes": said if event.organisation else [],
        "relationships": [{"objectId": label, "qualifier": ""}],
    }  # fmt: skip


def _ocel_xml(plain: bytes, changed: Changes, reading: Reading) -> Iterator[bytes]:
    # the file was read before: it holds no declaration
    root = ElementTree.fromstring(plain)  # noqa: S314
    events = next(child for child in root if local_tag(child) == "events")
    gone: set[ElementTree.Element] = set()
    for position, event in enumerate(list(events)):
        for trace, now in changed.events.get(position, {}).items():
            if now is not None:
                event.set("type", now.activity)
                event.set("time", now.at.isoformat())
                continue
            for objects in (child for child in event if local_tag(child) == "objects"):
                for one in list(objects):
                    if one.get("object-id") == changed.labels[trace]:
                        objects.remove(one)
                if not len(objects):
                    gone.add(event)
    for event in gone:
        events.remove(event)
    for trace, added in changed.added.items():
        for extra in added:
            said = _ocel_event(extra, changed.labels[trace], reading)
            new = ElementTree.SubElement(
                events, "event", {key: said[key] for key in ("id", "type", "time")}
            )
            attributes = ElementTree.SubElement(new, "attributes")
            for row in said["attributes"]:
                ElementTree.SubElement(attributes, "attribute", {"name": row["name"]}).text = row[
                    "value"
                ]
            objects = ElementTree.SubElement(new, "objects")
            ElementTree.SubElement(
                objects, "relationship", {"object-id": changed.labels[trace], "qualifier": ""}
            )
    yield ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def local_tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
