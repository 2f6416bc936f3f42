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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import uuid4

from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import attach_key, load_keys
from stellwerk.base.refusal import Refusal
from stellwerk.exchange.eventlogs import merging
from stellwerk.exchange.eventlogs.collecting import Reading
from stellwerk.exchange.eventlogs.facts import Course, changes, courses
from stellwerk.exchange.eventlogs.merging import quoted, xes_event
from stellwerk.exchange.safe import guarded
from stellwerk.networks.choices import LogFormat
from stellwerk.networks.models import EventLog, LogFilePart

GZIP = b"\x1f\x8b"


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
        original = b"".join(original_pieces(log, key))
        changed = changes(log, key)
        if not changed:
            packed = ".gz" if original.startswith(GZIP) else ""
            return LogFile(
                f"{name}.{ending}{packed}", "application/gzip" if packed else media_type,
                iter([original]),
            )  # fmt: skip
        reading = Reading.from_json(log.reading)
        return LogFile(
            f"{name}.{ending}", media_type, merging.merged(file_format, original, changed, reading)
        )
    write = _WRITERS[LogFormat(file_format)]
    return LogFile(f"{name}.{ending}", media_type, write(courses(log, key)))


def original_pieces(log: EventLog, key: bytes) -> Iterator[bytes]:
    """The file exactly as it came in."""
    for part in LogFilePart.objects.filter(log=log).order_by("number").iterator():
        attach_key([part], key)
        if part.content is None:
            raise Refusal("file_gone", _("The original of this log can no longer be opened."))
        yield zlib.decompress(part.content)


# ── the facts alone ──────────────────────────────────────────────────────────────────────────


def as_xes(found: Iterable[Course]) -> Iterator[bytes]:
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
    for course in found:
        lines = [f' <trace>\n  <string key="concept:name" value={quoted(course.label)}/>\n']
        for event in course.events:
            lines.append(xes_event(event.activity, event.at, event.organisation))
        yield ("".join(lines) + " </trace>\n").encode()
    yield b"</log>\n"


def as_csv(found: Iterable[Course]) -> Iterator[bytes]:
    """One row per event; no cell is taken for a formula."""
    yield b"\xef\xbb\xbf"
    heads = ["case:concept:name", "concept:name", "time:timestamp", "org:group"]
    yield _csv_rows([heads])
    for course in found:
        yield _csv_rows(
            [guarded(course.label), guarded(one.activity), one.written,
             guarded(one.organisation or "")]
            for one in course.events
        )  # fmt: skip


def _csv_rows(rows: Iterable[list[str]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    return stream.getvalue().encode()


def as_ocel_json(found: Iterable[Course]) -> Iterator[bytes]:
    """OCEL 2.0: every course is an object of the type "case"; so is every organisation."""
    types: set[str] = set()
    parties: dict[str, None] = {}
    labels: list[str] = []
    yield b'{"events": ['
    is_first = True
    for course in found:
        labels.append(course.label)
        for event in course.events:
            types.add(event.activity)
            relations = [{"objectId": f"case:{course.label}", "qualifier": "case"}]
            if event.organisation:
                parties[event.organisation] = None
                relations.append({"objectId": f"org:{event.organisation}", "qualifier": "by"})
            row = {
                "id": str(uuid4()), "type": event.activity, "time": event.at.isoformat(),
                "attributes": [], "relationships": relations,
            }  # fmt: skip
            yield (b"\n " if is_first else b",\n ") + json.dumps(row, ensure_ascii=False).encode()
            is_first = False
    objects = [{"id": f"case:{label}", "type": "case", "attributes": []} for label in labels]
    objects += [{"id": f"org:{name}", "type": "organisation", "attributes": []} for name in parties]
    rest = {
        "objects": objects,
        "eventTypes": [{"name": name, "attributes": []} for name in sorted(types)],
        "objectTypes": [{"name": name, "attributes": []} for name in ("case", "organisation")],
    }
    yield b"\n],\n" + json.dumps(rest, ensure_ascii=False, indent=1).encode()[1:]


def as_ocel_xml(found: Iterable[Course]) -> Iterator[bytes]:
    """The same as XML."""
    whole = json.loads(b"".join(as_ocel_json(found)))
    yield b"<?xml version='1.0' encoding='UTF-8'?>\n<log>\n"
    for tag, rows in (("object-type", whole["objectTypes"]), ("event-type", whole["eventTypes"])):
        lines = [f" <{tag} name={quoted(row['name'])}><attributes/></{tag}>\n" for row in rows]
        yield f"<{tag}s>\n{''.join(lines)}</{tag}s>\n".encode()
    yield b"<objects>\n"
    for row in whole["objects"]:
        said = f" <object id={quoted(row['id'])} type={quoted(row['type'])}><attributes/></object>"
        yield (said + "\n").encode()
    yield b"</objects>\n<events>\n"
    for row in whole["events"]:
        relations = "".join(
            f"<relationship object-id={quoted(one['objectId'])} "
            f"qualifier={quoted(one['qualifier'])}/>"
            for one in row["relationships"]
        )
        said = (
            f" <event id={quoted(row['id'])} type={quoted(row['type'])} "
            f"time={quoted(row['time'])}><attributes/><objects>{relations}</objects></event>\n"
        )
        yield said.encode()
    yield b"</events>\n</log>\n"


_WRITERS = {
    LogFormat.XES: as_xes, LogFormat.CSV: as_csv, LogFormat.OCEL_JSON: as_ocel_json,
    LogFormat.OCEL_XML: as_ocel_xml,
}  # fmt: skip
