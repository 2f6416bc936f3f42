# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Event logs as files out of the installation.

In the format it came in a log goes out as its original, merged with what was corrected since:
nothing of the file is lost. In any other format it gives its facts.
"""

import csv
import io
import json
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import attach_key, load_keys
from stellwerk.base.refusal import Refusal
from stellwerk.exchange.eventlogs import merging
from stellwerk.exchange.eventlogs.collecting import Reading
from stellwerk.exchange.eventlogs.facts import Course, Said, changes, courses
from stellwerk.exchange.eventlogs.merging import quoted, xes_event
from stellwerk.exchange.safe import guarded
from stellwerk.networks.choices import LogFormat
from stellwerk.networks.models import EventLog, LogFilePart

GZIP = b"\x1f\x8b"
#: Pieces of an original (a megabyte each) that the database sends together.
PIECES_AT_ONCE = 2
#: Asks for all courses of a log from the beginning, as often as it is called.
Found = Callable[[], Iterable[Course]]


@dataclass(frozen=True)
class LogFile:
    """A file to be sent; its content is made while it is sent."""

    name: str
    media_type: str
    content: Iterator[bytes]


_ENDINGS = {
    LogFormat.XES: ("xes", "application/xml"),
    LogFormat.OCEL_XML: ("xml", "application/xml"),
    LogFormat.OCEL_JSON: ("json", "application/json"),
    LogFormat.CSV: ("csv", "text/csv"),
}


def export_log(*, actor: Actor, log: EventLog, file_format: str) -> LogFile:
    """A log as a file; who takes it out is recorded. Raises `Refusal` for an unknown format."""
    if file_format not in _ENDINGS:
        raise Refusal("file_type", _("A log is written as XES, OCEL 2.0 or CSV."))
    record(
        actor=actor, verb=Verb.EXPORTED, kind="event_log", subjects=[log.pk], fields=["events"]
    )
    key = load_keys([log.pk]).get(log.pk, b"")
    ending, media_type = _ENDINGS[LogFormat(file_format)]
    name = log.name.replace("/", "-").removesuffix(".gz").removesuffix(f".{ending}")
    if log.file_format == file_format and LogFilePart.objects.filter(log=log).exists():
        changed = changes(log, key)
        if not changed:
            pieces = original_pieces(log, key)
            first = next(pieces, b"")
            pieces.close()
            packed = ".gz" if first.startswith(GZIP) else ""
            return LogFile(
                f"{name}.{ending}{packed}", "application/gzip" if packed else media_type,
                chain([first], original_pieces(log, key, after=1)),
            )  # fmt: skip
        reading = Reading.from_json(log.reading)
        original = b"".join(original_pieces(log, key))
        return LogFile(
            f"{name}.{ending}", media_type, merging.merged(file_format, original, changed, reading)
        )
    write = _WRITERS[LogFormat(file_format)]
    return LogFile(f"{name}.{ending}", media_type, write(lambda: courses(log, key)))


def original_pieces(
    log: EventLog, key: bytes, *, after: int = 0
) -> Generator[bytes, None, None]:
    """The file exactly as it came in, piece by piece; ``after``: without so many of the first."""
    rows = LogFilePart.objects.filter(log=log).order_by("number")[after:]
    for part in rows.iterator(chunk_size=PIECES_AT_ONCE):
        attach_key([part], key)
        if part.content is None:
            raise Refusal("file_gone", _("The original of this log can no longer be opened."))
        yield zlib.decompress(part.content)


# ── the facts alone ──────────────────────────────────────────────────────────────────────────


def as_xes(found: Found) -> Iterator[bytes]:
    """XES 2.0 with the extensions for names, times and organisations."""
    yield (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b'<log xes.version="2.0" xes.features="" xmlns="http://www.xes-standard.org/">\n'
    )
    for name, prefix in (("Concept", "concept"), ("Time", "time"), ("Organizational", "org")):
        yield (
            f' <extension name="{name}" prefix="{prefix}" '
            f'uri="http://www.xes-standard.org/{prefix}.xesext"/>\n'
        ).encode()
    for course in found():
        lines = [f' <trace>\n  <string key="concept:name" value={quoted(course.label)}/>\n']
        for event in course.events:
            lines.append(xes_event(event.activity, event.at, event.organisation))
        yield ("".join(lines) + " </trace>\n").encode()
    yield b"</log>\n"


def as_csv(found: Found) -> Iterator[bytes]:
    """One row per event; no cell is taken for a formula."""
    yield b"\xef\xbb\xbf"
    heads = ["case:concept:name", "concept:name", "time:timestamp", "org:group"]
    yield _csv_rows([heads])
    for course in found():
        yield _csv_rows(
            [guarded(course.label), guarded(one.activity), one.written,
             guarded(one.organisation or "")]
            for one in course.events
        )  # fmt: skip


def _csv_rows(rows: Iterable[list[str]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    return stream.getvalue().encode()


@dataclass
class _Objects:
    """What an OCEL file lists beside its events; names of cases are asked for again."""

    types: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, found: Iterable[Course]) -> "_Objects":
        made = cls()
        for course in found:
            for event in course.events:
                made.types.add(event.activity)
                if event.organisation:
                    made.parties.add(event.organisation)
        return made

    def rows(self, found: Iterable[Course]) -> Iterator[tuple[str, str]]:
        """Identity and type of each object."""
        for course in found:
            yield f"case:{course.label}", "case"
        for name in sorted(self.parties):
            yield f"org:{name}", "organisation"


def _relations(course: Course, event: Said) -> list[tuple[str, str]]:
    made = [(f"case:{course.label}", "case")]
    return [*made, (f"org:{event.organisation}", "by")] if event.organisation else made


def _listed(rows: Iterable[Any]) -> Iterator[bytes]:
    """Rows of a JSON list, one on each line."""
    for number, row in enumerate(rows):
        yield (b",\n " if number else b"\n ") + json.dumps(row, ensure_ascii=False).encode()


def as_ocel_json(found: Found) -> Iterator[bytes]:
    """OCEL 2.0: every course is an object of the type "case"; so is every organisation."""
    objects = _Objects.of(found())
    yield b'{"events": ['
    yield from _listed(
        {
            "id": str(uuid4()), "type": event.activity, "time": event.at.isoformat(),
            "attributes": [],
            "relationships": [
                {"objectId": which, "qualifier": how} for which, how in _relations(course, event)
            ],
        }
        for course in found()
        for event in course.events
    )  # fmt: skip
    yield b'\n],\n"objects": ['
    yield from _listed(
        {"id": which, "type": kind, "attributes": []} for which, kind in objects.rows(found())
    )
    rest = {
        "eventTypes": [{"name": name, "attributes": []} for name in sorted(objects.types)],
        "objectTypes": [{"name": name, "attributes": []} for name in ("case", "organisation")],
    }
    yield b"\n],\n" + json.dumps(rest, ensure_ascii=False, indent=1).encode()[1:]


def as_ocel_xml(found: Found) -> Iterator[bytes]:
    """The same as XML."""
    objects = _Objects.of(found())
    yield b"<?xml version='1.0' encoding='UTF-8'?>\n<log>\n"
    for tag, names in (
        ("object-type", ["case", "organisation"]), ("event-type", sorted(objects.types))
    ):
        lines = [f" <{tag} name={quoted(name)}><attributes/></{tag}>\n" for name in names]
        yield f"<{tag}s>\n{''.join(lines)}</{tag}s>\n".encode()
    yield b"<objects>\n"
    for which, kind in objects.rows(found()):
        yield f" <object id={quoted(which)} type={quoted(kind)}><attributes/></object>\n".encode()
    yield b"</objects>\n<events>\n"
    for course in found():
        for event in course.events:
            relations = "".join(
                f"<relationship object-id={quoted(which)} qualifier={quoted(how)}/>"
                for which, how in _relations(course, event)
            )
            said = (
                f" <event id={quoted(str(uuid4()))} type={quoted(event.activity)} "
                f"time={quoted(event.at.isoformat())}><attributes/>"
                f"<objects>{relations}</objects></event>\n"
            )
            yield said.encode()
    yield b"</events>\n</log>\n"


_WRITERS = {
    LogFormat.XES: as_xes, LogFormat.CSV: as_csv, LogFormat.OCEL_JSON: as_ocel_json,
    LogFormat.OCEL_XML: as_ocel_xml,
}  # fmt: skip
