# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A file taken into the installation says the same as its analysis; deleting it leaves nothing."""

import io
import zlib
from typing import Any

import pytest

from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.base.refusal import NotVisible, Refusal
from stellwerk.cases.models import ImportRun
from stellwerk.exchange import runs
from stellwerk.exchange.eventlogs import importing, starting
from stellwerk.exchange.eventlogs.analysing import analyse
from stellwerk.exchange.eventlogs.collecting import Reading
from stellwerk.networks import models as n
from stellwerk.networks.actions import log as actions
from stellwerk.networks.queries.maps import process_map
from stellwerk.networks.rules.filters import MapFilter
from stellwerk.networks.rules.maps import ProcessMap
from tests.cast import Cast
from tests.networks.generated import Traits, as_csv, as_ocel_json, as_xes, make, make_objects
from tests.networks.model import machine, read_traces

AWKWARD = Traits(cases=30, longest=12, breaks=0.1, has_lifecycle=True, twice=0.3, unnamed=0.1)
BROKEN = b"<log><trace><event>"


@pytest.fixture
def actor(cast: Cast) -> Any:
    with acting(machine(cast.home)) as actor:
        yield actor


def taken_in(actor: Any, cast: Cast, content: bytes, reading: Reading | None = None) -> n.EventLog:
    return importing.import_file(
        actor=actor, organisation_id=cast.home.pk, file=io.BytesIO(content), name="Protokoll",
        reading=reading,
    )


def figures(found: ProcessMap) -> dict[str, Any]:
    edges = {
        (e.source, e.target): (
            e.count, *(round(s or 0, 3) for s in (e.mean_s, e.median_s, e.p90_s, e.min_s, e.max_s))
        )
        for e in found.edges
    }
    handed = {(one.source, one.target): one.count for one in found.handovers}
    return {
        "cases": found.cases, "events": found.events, "activities": found.activities,
        "start": found.start, "end": found.end, "variants": found.variant_count, "edges": edges,
        "handovers": handed, "work": found.work, "unknown": found.unknown_handovers,
    }  # fmt: skip


def test_the_log_says_what_the_file_says(cast: Cast, actor: Any) -> None:
    table, _rows = as_csv(make(4, Traits(cases=20)), 4)
    for content, reading in (
        (as_xes(make(3, AWKWARD), 3).encode(), Reading()),
        (table.encode(), Reading()),
        (as_ocel_json(make_objects(2)).encode(), Reading(object_type="Person")),
    ):
        log = taken_in(actor, cast, content, reading)
        found = analyse(io.BytesIO(content), reading)
        assert figures(process_map(MapFilter(log.pk))) == figures(found.map)
        assert log.fault_count == found.fault_count
        assert Reading.from_json(log.reading) == reading


def test_the_original_is_kept_and_goes_with_the_log(cast: Cast, actor: Any) -> None:
    content = as_xes(make(1, Traits()), 1).encode()
    log = taken_in(actor, cast, content)
    parts = list(n.LogFilePart.objects.filter(log=log))
    open_keys(parts)
    assert b"".join(zlib.decompress(part.content) for part in parts) == content
    labels = list(n.Trace.objects.filter(log=log))
    open_keys(labels)
    assert {trace.label for trace in labels} <= {f"Fall {number}" for number in range(12)}
    actions.delete_log(actor=actor, log=log)
    assert not n.EventLog.objects.exists()
    for model in (n.LogFilePart, n.Trace, n.Event, n.Activity, n.Party):
        assert not model.objects.filter(log=log.pk).exists()


def test_a_small_file_is_there_at_once_a_packed_one_is_read_by_the_worker(
    cast: Cast, actor: Any
) -> None:
    import gzip

    plain = as_xes(make(2, Traits()), 2).encode()
    for content in (plain, gzip.compress(plain)):
        made = starting.start(
            actor=actor, organisation_id=cast.home.pk, name="log.xes", stream=io.BytesIO(content)
        )
        assert isinstance(made, ImportRun if content != plain else n.EventLog)
    run = importing.waiting(cast.home.pk).get()
    assert importing.peek(actor=actor, run_id=run.pk).is_busy
    assert not runs.runs_of(cast.home.pk).exists()
    with pytest.raises(NotVisible):
        importing.peek(actor=machine(cast.neighbour), run_id=run.pk)
    with pytest.raises(Refusal):
        starting.start(
            actor=actor, organisation_id=cast.home.pk, name="x", stream=io.BytesIO(BROKEN)
        )
    assert n.EventLog.objects.count() == 1


@pytest.mark.django_db
def test_the_worker_takes_in_or_says_why_not(cast: Cast) -> None:
    import gzip

    me = machine(cast.home)
    plain = as_xes(make(2, Traits()), 2).encode()
    with acting(me):
        made = [
            starting.start(
                actor=me, organisation_id=cast.home.pk, name="log.xes.gz",
                stream=io.BytesIO(gzip.compress(content)),
            )
            for content in (plain, BROKEN)
        ]
    for run in made:
        importing.run(run.pk, me, Reading())
    with acting(me):
        good, bad = (importing.peek(actor=me, run_id=run.pk) for run in made)
        assert n.EventLog.objects.get(pk=good.log_id).name == "log.xes.gz"
        assert bad.log_id is None
        assert not bad.is_busy
        assert "1" in bad.reason
        importing.discard(actor=me, run_id=bad.run.pk)
        actions.delete_log(actor=me, log=n.EventLog.objects.get(pk=good.log_id))


def test_what_no_database_holds_is_shown_as_unreadable(cast: Cast, actor: Any) -> None:
    odd = (
        '{"objectTypes": [{"name": "Fall", "attributes": []}], "eventTypes": [], '
        '"objects": [{"id": "f\\u0000", "type": "Fall"}], "events": ['
        '{"id": "e1", "type": "An\\u0000trag", "time": "2025-01-01T08:00:00Z", '
        '"relationships": [{"objectId": "f\\u0000", "qualifier": ""}]}, '
        '{"id": "e2", "type": "halb \\ud800", "time": "2025-01-02T08:00:00Z", '
        '"relationships": [{"objectId": "f\\u0000", "qualifier": ""}]}, '
        '{"id": "e3", "type": "x", "time": "\\u0000", '
        '"relationships": [{"objectId": "f\\u0000", "qualifier": ""}]}]}'
    )
    log = taken_in(actor, cast, odd.encode())
    names = set(n.Activity.objects.filter(log=log).values_list("name_de", flat=True))
    assert names == {"An\ufffdtrag", "halb \ufffd"}
    assert log.fault_count == 1


def test_a_number_of_thousands_of_digits_is_a_refusal(cast: Cast, actor: Any) -> None:
    with pytest.raises(Refusal):
        taken_in(actor, cast, b'{"objectTypes": [], "events": [], "objects": ' + b"9" * 6000 + b"}")


LARGE = {
    "EVENT_LOG_MOST_EVENTS": "too_many_events",
    "EVENT_LOG_MOST_CASES": "too_many_cases",
    "EVENT_LOG_MOST_ACTIVITIES": "too_many_activities",
    "EVENT_LOG_MOST_PARTIES": "too_many_organisations",
    "EVENT_LOG_LONGEST_NAME": "name_too_long",
}


@pytest.mark.parametrize("limit", LARGE)
def test_what_is_taken_in_has_narrower_bounds_than_an_analysis(
    limit: str, cast: Cast, actor: Any, settings: Any
) -> None:
    content = as_xes(make(3, Traits(cases=6)), 3).encode()
    found = analyse(io.BytesIO(content))
    setattr(settings, limit, 2)
    with pytest.raises(Refusal) as refused:
        taken_in(actor, cast, content)
    assert refused.value.code == LARGE[limit]
    assert "2" in str(refused.value.message)
    assert not n.EventLog.objects.filter(kind="imported").exists()
    assert analyse(io.BytesIO(content)).map == found.map


def test_words_of_a_file_are_made_together(
    cast: Cast, actor: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(60):
        log = actions.load_log(
            actor=actor, organisation_id=cast.home.pk, name="x", file_format="csv", reading={},
            traces=read_traces(" ".join(f"a{n}@O{n}" for n in range(300)), minutes=0),
        )
    assert n.Activity.objects.filter(log=log).count() == 300
    assert n.Party.objects.filter(log=log).count() == 300


def test_a_packed_file_that_says_it_is_too_large_is_not_opened(
    cast: Cast, actor: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gzip

    from stellwerk.exchange.eventlogs import opening

    plain = as_xes(make(3, Traits(cases=50)), 3).encode()
    settings.EVENT_LOG_MOST_UNPACKED = len(plain) - 1
    monkeypatch.setattr(opening.Unpacked, "read", None)
    for content in (gzip.compress(plain), plain):
        with pytest.raises(Refusal) as refused:
            starting.start(
                actor=actor, organisation_id=cast.home.pk, name="x", stream=io.BytesIO(content)
            )
        assert refused.value.code == "file_too_large"
    assert not importing.waiting(cast.home.pk).exists()
