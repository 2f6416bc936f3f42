# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Out again: the original with all it had, merged with what was corrected; or the facts alone."""

import gzip
import io
import secrets
import tracemalloc
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from stellwerk.base.context import acting
from stellwerk.base.refusal import Refusal
from stellwerk.exchange.eventlogs import facts, importing
from stellwerk.exchange.eventlogs.analysing import analyse
from stellwerk.exchange.eventlogs.collecting import Reading
from stellwerk.exchange.eventlogs.times import LOCAL
from stellwerk.exchange.eventlogs.writing import export_log
from stellwerk.networks import models as n
from stellwerk.networks.actions import log as actions
from stellwerk.networks.choices import Precision, Source
from stellwerk.networks.queries.maps import process_map
from stellwerk.networks.rules.filters import MapFilter
from stellwerk.web.networks.log_pages import sent
from tests.cast import Cast
from tests.networks.generated import (
    Traits,
    as_csv,
    as_ocel_json,
    as_ocel_xml,
    as_xes,
    make,
    make_objects,
)
from tests.networks.model import activity, machine, read_traces
from tests.networks.test_files_come_in import figures

XES = as_xes(make(7, Traits(cases=15, longest=8, breaks=0.1, has_lifecycle=True)), 7).encode()
TABLE = as_csv(make(8, Traits(cases=10, breaks=0.1)), 8)[0].encode("utf-8-sig")
OBJECTS = make_objects(3)
PERSON = Reading(object_type="Person", organisation_key="by")
FILES = {
    "xes": (XES, Reading()),
    "packed xes": (gzip.compress(XES), Reading(lifecycle="all")),
    "csv": (TABLE, Reading()),
    "ocel_json": (as_ocel_json(OBJECTS).encode(), PERSON),
    "ocel_xml": (as_ocel_xml(OBJECTS).encode(), PERSON),
}


@pytest.fixture
def actor(cast: Cast) -> Any:
    with acting(machine(cast.home)) as actor:
        yield actor


def log_of(actor: Any, cast: Cast, name: str) -> n.EventLog:
    content, reading = FILES[name]
    return importing.import_file(
        actor=actor, organisation_id=cast.home.pk, file=io.BytesIO(content), name=f"{name} /log",
        reading=reading,
    )


def out(actor: Any, log: n.EventLog, file_format: str = "") -> bytes:
    file = export_log(actor=actor, log=log, file_format=file_format or log.file_format)
    assert "/" not in file.name
    return b"".join(file.content)


@pytest.mark.parametrize("name", FILES)
def test_what_came_in_goes_out_byte_for_byte(name: str, cast: Cast, actor: Any) -> None:
    assert out(actor, log_of(actor, cast, name)) == FILES[name][0]


@pytest.mark.parametrize("name", FILES)
def test_corrections_stand_in_the_file_and_nothing_else_changes(
    name: str, cast: Cast, actor: Any
) -> None:
    log = log_of(actor, cast, name)
    rows = list(n.Event.objects.filter(log=log, counts=True).order_by("position", "trace_id"))
    # in OCEL an event of several courses is one: only those of one course are touched here
    alone = [row for row in rows if sum(r.position == row.position for r in rows) == 1]
    new = activity("Ganz & \"anders\" <ä> 'x'", log)
    actions.correct_event(
        actor=actor, event=alone[0], activity=new, at=datetime(2033, 5, 6, 7, 8, 9, 1, tzinfo=UTC)
    )
    actions.correct_event(actor=actor, event=alone[2], party=None)
    actions.withdraw_event(actor=actor, event=alone[4])
    actions.record_event(
        actor=actor, trace_id=alone[5].trace_id, activity=new, precision=Precision.EXACT,
        at=datetime(1999, 1, 1, tzinfo=UTC), source=Source.NOTED,
    )
    content = out(actor, log)
    found = analyse(io.BytesIO(content), FILES[name][1])
    assert figures(found.map) == figures(process_map(MapFilter(log.pk)))
    before = analyse(io.BytesIO(FILES[name][0]), FILES[name][1])
    assert found.fault_count == before.fault_count
    if "xes" in name:
        for kept in (b"<extension", b"<classifier", b'scope="event"', b'key="nested"', b"made for"):
            assert content.count(kept) == XES.count(kept)
        assert len(content.split(b"\n")) > len(XES.split(b"\n")) - 20


@pytest.mark.parametrize("file_format", ["xes", "csv", "ocel_json", "ocel_xml"])
def test_the_facts_in_every_format(file_format: str, cast: Cast, actor: Any) -> None:
    log = log_of(actor, cast, "ocel_json" if file_format in ("xes", "csv") else "xes")
    content = out(actor, log, file_format)
    is_ocel = file_format.startswith("ocel")
    reading = Reading(object_type="case", organisation_key="organisation") if is_ocel else Reading()
    there = figures(process_map(MapFilter(log.pk)))
    again = figures(analyse(io.BytesIO(content), reading).map)
    if is_ocel:  # the name of an organisation as an object
        there["work"] = {f"org:{name}": count for name, count in there["work"].items()}
        there["handovers"] = {
            (f"org:{a}", f"org:{b}"): count for (a, b), count in there["handovers"].items()
        }
    assert again == there


def test_a_file_is_never_in_memory_as_a_whole(
    cast: Cast, actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the original nor the facts, in any format."""
    monkeypatch.setattr(facts, "_TRACES_AT_ONCE", 200)
    whole, long = 16 * importing.PIECE, "a" * 100
    log = actions.load_log(
        actor=actor, organisation_id=cast.home.pk, name="lang", file_format="csv", reading={},
        traces=read_traces(*[f"{long}@{long} b@Y"] * 3_000),
        content=(zlib.compress(secrets.token_bytes(importing.PIECE), 0) for _piece in range(16)),
    )
    for file_format in ("csv", "xes", "ocel_json", "ocel_xml"):
        file = export_log(actor=actor, log=log, file_format=file_format)
        tracemalloc.start()
        sizes = [len(piece) for piece in file.content]
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(sizes) > 10
        assert max(sizes) <= importing.PIECE
        assert peak < min(sum(sizes), 8 * importing.PIECE), (file_format, peak, sum(sizes))
        assert file_format != "csv" or sum(sizes) == whole, "the original"


def test_a_table_s_whole_days_come_in_and_go_out_as_days(cast: Cast, actor: Any) -> None:
    rows = ["Fall;Aktivität;Zeit", "1;a;2026-03-04", "1;b;05.03.2026", "1;c;2026-03-05 10:15"]
    rows += ["1;d;2026-03-06T00:00", "2;a;2026-03-04"]
    log = importing.import_file(
        actor=actor, organisation_id=cast.home.pk, file=io.BytesIO("\n".join(rows).encode()),
        name="Tage",
    )
    found = n.Event.objects.filter(log=log).order_by("position")
    said = list(found.values_list("precision", flat=True))
    day, exact = Precision.DAY, Precision.EXACT
    assert said == [day, day, exact, exact, day]
    actions.correct_event(actor=actor, event=found[1], activity=activity("e", log))
    assert '"e";"2026-03-05"' in out(actor, log).decode()
    trace = n.Trace.objects.filter(log=log).order_by("position")[1]
    actions.record_event(
        actor=actor, trace_id=trace.pk, activity=activity("f", log), precision=day,
        at=datetime(2026, 3, 6, tzinfo=LOCAL), source=Source.NOTED,
    )
    assert '"f";"2026-03-06"' in out(actor, log).decode()
    plain = importing.import_file(
        actor=actor, organisation_id=cast.home.pk, name="XES",
        file=io.BytesIO(out(actor, log, "xes")),
    )
    assert set(n.Event.objects.filter(log=plain).values_list("precision", flat=True)) == {exact}


def test_recorded_courses_have_numbers_for_names(cast: Cast, actor: Any) -> None:
    trace = actions.open_trace(actor=actor, organisation_id=cast.home.pk)
    actions.record_event(
        actor=actor, trace_id=trace.pk, activity=activity("=1+1", trace.log),
        at=datetime(2020, 1, 1, tzinfo=UTC), precision=Precision.DAY, source=Source.NOTED,
    )
    table = out(actor, trace.log, "csv").decode("utf-8-sig")
    assert '"1";"\'=1+1";' in table
    assert str(trace.pk) not in table
    with pytest.raises(Refusal):
        export_log(actor=actor, log=trace.log, file_format="pdf")


def test_a_course_that_goes_while_it_is_written_is_left_out(
    cast: Cast, actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "_TRACES_AT_ONCE", 1)
    traces = [actions.open_trace(actor=actor, organisation_id=cast.home.pk) for _each in range(3)]
    for trace in traces:
        actions.record_event(
            actor=actor, trace_id=trace.pk, activity=activity("a", trace.log),
            at=datetime(2020, 1, 1, tzinfo=UTC), precision=Precision.DAY, source=Source.NOTED,
        )
    second = sorted(trace.pk for trace in traces)[1]
    found = facts.courses(traces[0].log, b"")
    labels = [next(found).label]
    actions.erase_trace(actor=actor, trace_id=second)
    labels += [course.label for course in found]
    assert labels == ["1", "2"]


def test_a_file_is_sent_as_everything_stood_at_one_moment(
    own_database: str, make_cast: Any
) -> None:
    def asked() -> Iterator[bytes]:
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            yield cursor.fetchone()[0].encode()

    assert b"".join(sent(make_cast().lead.actor, asked())) == b"repeatable read"
