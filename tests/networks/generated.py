# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Awkward event logs, made from a seed: what really occurs in such files, and what nearly does.

A log is made as facts first; each writer then says them in its own way. The facts that count are
handed to the oracle, so that it judges the same events without reading our notation.
"""

import csv
import io
import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ACTIVITIES = (
    "Antrag gestellt", "Unterlagen gefordert", "Bescheid", "Ärztliches Zeugnis", "A & B <c>",
    "  Rand  ", "\"Zitat\" und 'Strich'", "Ελληνικά", "申请", "👩‍💼 Termin", "a,b;c", "=SUMME(1)",
    "event", "trace",
)  # fmt: skip
OFFICES = ("Jobcenter", "Ausländerbehörde", "BAMF", "Träger \"Brücke\" & Co", "EMPTY", "O<1>")
TRANSITIONS = ("complete", "COMPLETE", "Complete", "start", "schedule", "ate_abort")


@dataclass
class Fact:
    """One event as it stands in the file. ``broken``: what is wrong with it, if anything."""

    activity: str | None
    at_us: int
    time: str | None
    group: str | None = None
    resource: str | None = None
    transition: str | None = None
    broken: str = ""

    @property
    def counts(self) -> bool:
        return not self.broken and (self.transition or "complete").lower() == "complete"


@dataclass
class Case:
    name: str | None
    facts: list[Fact] = field(default_factory=list)


@dataclass
class Traits:
    """What a log is like."""

    cases: int = 12
    longest: int = 9
    activities: int = 6
    has_groups: bool = True
    has_resources: bool = True
    has_lifecycle: bool = False
    breaks: float = 0.0
    local_times: bool = False
    equal_times: float = 0.2
    twice: float = 0.1
    unnamed: float = 0.0
    first_year: int = 2015
    years: int = 3


def make(seed: int, traits: Traits) -> list[Case]:
    chance = random.Random(seed)
    names = [f"Fall {number}" for number in range(traits.cases)]
    cases = []
    activities = chance.sample(ACTIVITIES, min(traits.activities, len(ACTIVITIES)))
    for name in names:
        if cases and chance.random() < traits.twice:
            name = chance.choice(cases).name
        case = Case(None if chance.random() < traits.unnamed else name)
        case.facts = _facts(chance, traits, activities)
        cases.append(case)
    return cases


def _facts(chance: random.Random, traits: Traits, activities: list[str]) -> list[Fact]:
    began = datetime(traits.first_year, 1, 1, tzinfo=UTC)
    span = traits.years * 365 * 86_400_000_000
    at = chance.randrange(span)
    facts = []
    for _number in range(chance.randrange(traits.longest + 1)):
        if chance.random() >= traits.equal_times:
            at += chance.choice((0, 1, 999, 10**6, 10**9, 10**12, 10**13, -(10**10)))
        moment = began + timedelta(microseconds=at)
        text, exact = written(chance, moment, is_local=traits.local_times)
        fact = Fact(chance.choice(activities), exact, text)
        if traits.has_groups and chance.random() < 0.8:
            fact.group = chance.choice(OFFICES)
        if traits.has_resources and chance.random() < 0.9:
            fact.resource = f"R{chance.randrange(4)}"
        if traits.has_lifecycle and chance.random() < 0.9:
            fact.transition = chance.choice(TRANSITIONS)
        if chance.random() < traits.breaks:
            _break(chance, fact)
        facts.append(fact)
    return facts


def _break(chance: random.Random, fact: Fact) -> None:
    fact.broken = chance.choice(("no time", "no activity", "bad time", "empty time"))
    if fact.broken == "no time":
        fact.time = None
    elif fact.broken == "no activity":
        fact.activity = None
    elif fact.broken == "bad time":
        fact.time = chance.choice(
            ("gestern", "2019-13-01T00:00:00Z", "2019-02-30", "12", "2019-01-01T25:00:00Z",
             "03/04/2019 10:00", "2019-01-01T10:00:00+99:00")
        )  # fmt: skip
    else:
        fact.time = ""


def written(chance: random.Random, moment: datetime, *, is_local: bool) -> tuple[str, int]:
    """A time in one of many notations, and the microseconds that it says."""
    if is_local:
        naive = moment.replace(tzinfo=None)
        text = naive.isoformat(sep=chance.choice("T "))
        if chance.random() < 0.2:
            naive = naive.replace(hour=0, minute=0, second=0, microsecond=0)
            text = naive.date().isoformat()
        return text, microseconds(naive.replace(tzinfo=BERLIN))
    kind = chance.randrange(8)
    if kind == 0:
        return moment.isoformat().replace("+00:00", "Z"), microseconds(moment)
    if kind == 1:  # more digits than a microsecond has
        digits = f"{moment.microsecond:06d}{chance.randrange(1000):03d}"
        return f"{moment:%Y-%m-%dT%H:%M:%S}.{digits}+00:00", microseconds(moment)
    if kind == 2:
        whole = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        shown = whole.astimezone(timezone(timedelta(hours=2)))
        return f"{shown:%Y-%m-%dT%H:%M:%S}.{shown.microsecond // 1000:03d}+02:00", microseconds(
            whole
        )
    if kind == 3:
        shown = moment.astimezone(timezone(timedelta(hours=-5, minutes=-30)))
        return f"{shown:%Y-%m-%dT%H:%M:%S.%f}-0530", microseconds(moment)
    if kind == 4:
        whole = moment.replace(second=0, microsecond=0)
        return f"{whole:%Y-%m-%dT%H:%M}Z", microseconds(whole)
    if kind == 5:
        whole = moment.replace(microsecond=moment.microsecond // 100_000 * 100_000)
        return f"{whole:%Y-%m-%d %H:%M:%S}.{whole.microsecond // 100_000}+00:00", microseconds(
            whole
        )
    if kind == 6:
        shown = moment.astimezone(timezone(timedelta(hours=1)))
        return f"{shown:%Y-%m-%dT%H:%M:%S.%f}+01", microseconds(moment)
    shown = moment.astimezone(BERLIN)
    return shown.isoformat(), microseconds(moment)


def microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def events_for_oracle(cases: list[Case]) -> list[list[Any]]:
    """The facts that count: case, activity, microseconds, organisation (by the rule of the log)."""
    counted = [fact for case in cases for fact in case.facts if fact.counts]
    has_group = any(fact.group for fact in counted)
    return [
        [
            case.name if case.name is not None else f"unnamed {number}",
            fact.activity, fact.at_us, fact.group if has_group else fact.resource,
        ]
        for number, case in enumerate(cases)
        for fact in case.facts
        if fact.counts
    ]  # fmt: skip


# ── XES ──────────────────────────────────────────────────────────────────────────────────────

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- made for a test: <event> in a comment is none -->
"""
EXTENSIONS = """ <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/c"/>
 <global scope="trace"><string key="concept:name" value="UNKNOWN"/></global>
 <global scope="event"><string key="concept:name" value="UNKNOWN"/>
  <date key="time:timestamp" value="1970-01-01T00:00:00+01:00"/>
  <string key="lifecycle:transition" value="start"/></global>
 <classifier name="Activity" keys="concept:name lifecycle:transition"/>
 <string key="concept:name" value="Das Protokoll"/>
 <int key="counted" value="5"><string key="nested" value="x"/></int>
"""
NESTED = (
    '<string key="outer" value="v"><string key="concept:name" value="inner"/>'
    '<date key="time:timestamp" value="1999-01-01T00:00:00Z"/></string>'
)
LIST = '<list key="many"><values><string key="org:group" value="no"/></values></list>'


def as_xes(cases: list[Case], seed: int = 0, *, is_plain: bool = False) -> str:
    """The facts as XES; unless plain with everything that the format allows."""
    chance = random.Random(seed)
    space = ' xmlns="http://www.xes-standard.org/"' if chance.random() < 0.5 else ""
    lines = [HEAD, f'<log xes.version="2.0" xes.features="nested-attributes"{space}>\n', EXTENSIONS]
    for case in cases:
        name = [] if case.name is None else [attribute("concept:name", case.name)]
        inner = [_event(fact, chance, is_plain) for fact in case.facts]
        follows = not is_plain and chance.random() < 0.3
        inner = inner + name if follows else name + inner  # attributes may follow the events
        if not is_plain and chance.random() < 0.3:
            inner.insert(0, '<list key="l"><values><string key="concept:name" value="no"/>'
                            "</values></list>")  # fmt: skip
        lines.append("<trace>" + "\n".join(inner) + "</trace>\n")
    return "".join(lines) + "</log>\n"


def attribute(key: str, value: str, kind: str = "string") -> str:
    return f"<{kind} key={quoteattr(key)} value={quoteattr(value)}/>"


def _event(fact: Fact, chance: random.Random, is_plain: bool) -> str:
    parts = [attribute("cost", str(chance.randrange(99)), "int")]
    for key, value, kind in (
        ("concept:name", fact.activity, "string"), ("time:timestamp", fact.time, "date"),
        ("org:group", fact.group, "string"), ("org:resource", fact.resource, "string"),
        ("lifecycle:transition", fact.transition, "string"),
    ):  # fmt: skip
        if value is not None:
            parts.append(attribute(key, value, kind))
    if is_plain:
        return "<event>" + "".join(parts) + "</event>"
    chance.shuffle(parts)
    if chance.random() < 0.3:
        parts.insert(0, NESTED)
    if chance.random() < 0.2:
        parts.append(LIST)
    if chance.random() < 0.2:
        parts.append("<!-- <event/> --><![CDATA[ <event> ]]>")
    if chance.random() < 0.2:  # the other way round, with other quotes
        parts.append("<string value='w' key='turned'/>")
    return "<event>\n  " + "\n  ".join(parts) + "\n</event>"


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────


def as_csv(cases: list[Case], seed: int = 0, *, delimiter: str = ";") -> tuple[str, list[Case]]:
    """Rows in random order, and the cases with their events in that order."""
    chance = random.Random(seed)
    rows = [(case.name, fact) for case in cases for fact in case.facts]
    chance.shuffle(rows)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=chance.choice(("\n", "\r\n")))
    writer.writerow(
        ["Fall-ID", "Bemerkung", "Aktivität", "Zeitstempel", "lifecycle:transition", "Organisation"]
    )
    for name, fact in rows:
        writer.writerow(
            [name or "", "mit\nUmbruch" if chance.random() < 0.1 else "", fact.activity or "",
             fact.time or "", fact.transition or "", fact.group or ""]
        )  # fmt: skip
    shuffled = [Case(name, [fact]) for name, fact in rows]
    return stream.getvalue(), shuffled


# ── OCEL ─────────────────────────────────────────────────────────────────────────────────────


@dataclass
class ObjectLog:
    objects: list[tuple[str, str]]
    # id, type, time, relations
    events: list[tuple[str, str, str, list[tuple[str, str]]]]


def make_objects(seed: int, size: int = 40) -> ObjectLog:
    chance = random.Random(seed)
    objects = [(f"{kind} {n}", kind) for kind in ("Person", "Antrag", "Amt") for n in range(6)]
    events = []
    at = datetime(2021, 3, 1, tzinfo=UTC)
    for number in range(size):
        at += timedelta(seconds=chance.choice((0, 1, 3600, 86_400)))
        related = chance.sample(objects, chance.randrange(5))
        relations = [(name, chance.choice(("by", "of", ""))) for name, _kind in related]
        if relations and chance.random() < 0.2:  # the same object twice, in two ways
            relations.append((relations[0][0], "again"))
        events.append(
            (f"e{number}", chance.choice(ACTIVITIES), at.isoformat().replace("+00:00", "Z"),
             relations)
        )  # fmt: skip
    return ObjectLog(objects, events)


def as_ocel_json(log: ObjectLog) -> str:
    kinds = sorted({kind for _name, kind in log.objects})
    names = sorted({name for _id, name, _time, _relations in log.events})
    whole = {
        "objectTypes": [{"name": kind, "attributes": []} for kind in kinds],
        "eventTypes": [{"name": name, "attributes": []} for name in names],
        "events": [
            {"id": key, "type": name, "time": time, "attributes": [],
             "relationships": [{"objectId": o, "qualifier": q} for o, q in relations]}
            for key, name, time, relations in log.events
        ],
        "objects": [{"id": name, "type": kind, "attributes": []} for name, kind in log.objects],
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1)


def as_ocel_xml(log: ObjectLog) -> str:
    kinds = sorted({kind for _name, kind in log.objects})
    names = sorted({name for _id, name, _time, _relations in log.events})
    lines = ["<?xml version='1.0' encoding='UTF-8'?>\n<log>\n<object-types>"]
    lines += [f"<object-type name={quoteattr(kind)}><attributes/></object-type>" for kind in kinds]
    lines.append("</object-types>\n<event-types>")
    lines += [f"<event-type name={quoteattr(name)}><attributes/></event-type>" for name in names]
    lines.append("</event-types>\n<objects>")
    lines += [
        f"<object id={quoteattr(name)} type={quoteattr(kind)}><attributes/></object>"
        for name, kind in log.objects
    ]
    lines.append("</objects>\n<events>")
    for key, name, time, relations in log.events:
        lines.append(f"<event id={quoteattr(key)} type={quoteattr(name)} time={quoteattr(time)}>")
        lines.append(f"<attributes><attribute name='remark'>{escape('a < b')}</attribute>"
                     "</attributes><objects>")  # fmt: skip
        lines += [
            f"<relationship object-id={quoteattr(o)} qualifier={quoteattr(q)}/>"
            for o, q in relations
        ]
        lines.append("</objects></event>")
    return "\n".join(lines) + "\n</events>\n</log>\n"
