# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""OCEL 2.0 (JSON and XML): the objects of one type are the cases.

The file is read twice: first its objects (which are of the type), then its events. An event
belongs to the course of each object of the type that it names.
"""

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from stellwerk.base.refusal import Refusal
from stellwerk.exchange.eventlogs.collecting import GROUP, RESOURCE, Collected
from stellwerk.exchange.eventlogs.json_stream import members
from stellwerk.exchange.eventlogs.opening import (
    MOST_DEPTH,
    OCEL_JSON,
    Source,
    local,
    safe_parser,
)
from stellwerk.exchange.eventlogs.xes import feed_pieces, missing, pieces_of, unreadable_time

#: Objects that may stand for an organisation: a city has not more offices than this.
MOST_ACTORS = 500_000


@dataclass(slots=True)
class OcelObject:
    id: str | None
    type: str | None
    line: int


@dataclass(slots=True)
class OcelEvent:
    type: str | None
    time: str | None
    line: int
    attributes: dict[str, Any] = field(default_factory=dict)
    # (object, qualifier)
    relations: list[tuple[str, str]] = field(default_factory=list)


def read_ocel(source: Source, into: Collected) -> None:
    """Read all events. Raises `Refusal` when the type of the cases is not clear."""
    objects = _Objects(into.reading.object_type, into.reading.organisation_key)
    for one in _pieces(source, "objects"):
        objects.take(one, into)
    objects.settle()
    reader = _Reader(into, objects)
    for event in _pieces(source, "events"):
        reader.take(event)
    if reader.without_case:
        into.remarks[
            gettext_noop("Events that name no object of the chosen type (%(count)d) are left out.")
        ] = reader.without_case
    if reader.several_actors:
        into.remarks[
            gettext_noop("Events that name several organisations (%(count)d) count as without one.")
        ] = reader.several_actors
    into.finish()


def _pieces(source: Source, kind: str) -> Iterator[Any]:
    return _from_json(source, kind) if source.format == OCEL_JSON else _from_xml(source, kind)


class _Objects:
    """The objects of the chosen type by hash, so that millions of them take few bytes each."""

    def __init__(self, wanted: str, organisation_key: str) -> None:
        self.wanted, self.organisation_key = wanted, organisation_key
        self.types: Counter[str] = Counter()
        self._by_type: dict[str, array[int]] = {}
        self.actors: set[str] = set()
        self.keys = np.empty(0, np.int64)

    def take(self, one: OcelObject, into: Collected) -> None:
        if not one.id or not one.type:
            into.fault(one.line, _("The object has no id or no type."))
            return
        self.types[one.type] += 1
        if len(self.types) > 10_000:
            raise Refusal("too_many_types", _("The file names far too many types of objects."))
        # without a choice only a single type is taken: the second one ends the search
        if one.type == self.wanted or (not self.wanted and len(self.types) == 1):
            self._by_type.setdefault(one.type, array("q")).append(hash(one.id))
        if one.type == self.organisation_key and len(self.actors) < MOST_ACTORS:
            self.actors.add(one.id)

    def settle(self) -> None:
        """Which type it is; several and none chosen, or an unknown one: a `Refusal`."""
        listed = ", ".join(f"{name} ({count})" for name, count in self.types.most_common(50))
        if not self.types:
            raise Refusal("no_objects", _("The file names no objects; there are no cases."))
        if not self.wanted and len(self.types) > 1:
            raise Refusal(
                "object_type_needed",
                _("Which objects are the cases? Please choose one type (--object-type): %(types)s.")
                % {"types": listed},
            )
        if self.wanted and self.wanted not in self.types:
            raise Refusal(
                "object_type_unknown",
                _("There are no objects of the type “%(type)s”. The types are: %(types)s.")
                % {"type": self.wanted, "types": listed},
            )
        self.wanted = self.wanted or next(iter(self.types))
        self.keys = np.sort(np.array(self._by_type.pop(self.wanted), np.int64))

    def holds(self, key: int) -> bool:
        at = int(np.searchsorted(self.keys, key))
        return at < len(self.keys) and int(self.keys[at]) == key


class _Reader:
    def __init__(self, into: Collected, objects: _Objects) -> None:
        self.into, self.objects = into, objects
        self.key = into.reading.organisation_key
        self.without_case = self.several_actors = 0

    def take(self, event: OcelEvent) -> None:
        into = self.into
        position = into.position
        into.position += 1
        key = into.reading.activity_key
        name = event.attributes.get(key) if key else event.type
        activity = None if name is None else str(name)
        if activity is None or not event.time:
            into.fault(event.line, missing(activity, event.time or None))
            return
        try:
            at = into.clock.instant(event.time)
        except ValueError:
            into.fault(event.line, unreadable_time(event.time))
            return
        if not into.counts(_text(event.attributes.get("lifecycle:transition"))):
            return
        group, resource = self._parties(event)
        code = into.activity(activity)
        cases = {
            case
            for object_id, _qualifier in event.relations
            if (case := self._case(object_id, position)) is not None
        }
        if not cases:
            self.without_case += 1
        for case in cases:
            into.add(case, at, position, code, group, resource)

    def _case(self, object_id: str, position: int) -> int | None:
        """The key of an object of the type; None for any other."""
        key = hash(object_id)
        if not self.objects.holds(key):
            return None
        self.into.name_case(key, object_id, position)
        return key

    def _parties(self, event: OcelEvent) -> tuple[int, int]:
        party, said = self.into.party, event.attributes
        if not self.key:
            return party(_text(said.get(GROUP))), party(_text(said.get(RESOURCE)))
        if self.key in said:
            return party(_text(said[self.key])), -1
        actors = {
            oid for oid, qualifier in event.relations
            if qualifier == self.key or oid in self.objects.actors
        }  # fmt: skip
        if len(actors) > 1:
            self.several_actors += 1
            return -1, -1
        return party(next(iter(actors), None)), -1


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────


def _from_json(source: Source, kind: str) -> Iterator[Any]:
    is_there = False
    with source.open() as content:
        for key, line, value in members(content):
            if key == "ocel:events":
                raise Refusal(
                    "ocel_old", _("This is OCEL 1.0. Please export the log as OCEL 2.0.")
                )
            if key == kind:
                is_there = True
                if isinstance(value, dict):
                    yield _json_piece(value, line, kind)
        if not is_there and kind == "events":
            raise Refusal(
                "file_type",
                _("The JSON file has no “events”: this is no OCEL 2.0 log."),
            )


def _json_piece(said: dict[str, Any], line: int, kind: str) -> Any:
    if kind == "objects":
        return OcelObject(_text(said.get("id")), _text(said.get("type")), line)
    event = OcelEvent(_text(said.get("type")), _text(said.get("time")), line)
    for one in _dicts(said.get("attributes")):
        event.attributes[str(one.get("name"))] = one.get("value")
    for one in _dicts(said.get("relationships")):
        if one.get("objectId") is not None:
            event.relations.append((str(one["objectId"]), str(one.get("qualifier"))))
    return event


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


# ── XML ──────────────────────────────────────────────────────────────────────────────────────


def _from_xml(source: Source, kind: str) -> Iterator[Any]:
    reader = _XmlReader(kind)
    parser = safe_parser()
    parser.ordered_attributes = False
    reader.listen(parser)
    with source.open() as content:
        for _piece in feed_pieces(parser, pieces_of(content)):
            yield from reader.done
            reader.done.clear()


class _XmlReader:
    """Events or objects out of the parser's calls; known by their place in the file."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.done: list[Any] = []
        self.path: list[str] = []
        self.current: Any = None
        self.attribute: str | None = None
        self.text: list[str] = []

    def listen(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data

    def start(self, name: str, said: dict[str, str]) -> None:
        self.path.append(local(name))
        path = self.path
        if len(path) > MOST_DEPTH:
            raise Refusal(
                "file_depth",
                _("Line %(line)d: elements are nested too deeply. The file is not read.")
                % {"line": self.parser.CurrentLineNumber},
            )
        if len(path) < 3 or path[1] != self.kind:
            return
        if len(path) == 3:
            line = self.parser.CurrentLineNumber
            if self.kind == "events":
                self.current = OcelEvent(said.get("type"), said.get("time"), line)
            else:
                self.current = OcelObject(said.get("id"), said.get("type"), line)
        elif self.kind == "events" and len(path) == 5:
            if path[3:] == ["objects", "relationship"] or path[3:] == ["objects", "object"]:
                object_id = said.get("object-id")
                if object_id is not None:
                    self.current.relations.append((object_id, said.get("qualifier", "")))
            elif path[3:] == ["attributes", "attribute"]:
                self.attribute = said.get("name")
                self.text = []

    def data(self, text: str) -> None:
        if self.attribute is not None:
            self.text.append(text)

    def end(self, _name: str) -> None:
        depth = len(self.path)
        if depth == 5 and self.attribute is not None:
            self.current.attributes[self.attribute] = "".join(self.text)
            self.attribute = None
        elif depth == 3 and self.current is not None:
            self.done.append(self.current)
            self.current = None
        self.path.pop()
