# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The event log: facts are added, links follow, erasing leaves nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.base.models import DataKey
from stellwerk.base.refusal import NotVisible, Refusal
from stellwerk.networks import models as n
from stellwerk.networks.actions import log as actions
from stellwerk.networks.choices import Precision, Source
from stellwerk.networks.queries.standing import entries_of
from tests.cast import Cast
from tests.networks.model import START, activity, machine, read_traces, state_by_hand, state_of

HOUR = timedelta(hours=1)


@pytest.fixture
def actor(cast: Cast) -> Any:
    """The home organisation asks."""
    with acting(machine(cast.home)) as actor:
        yield actor


@pytest.fixture
def trace(cast: Cast, actor: Any) -> n.Trace:
    return actions.open_trace(actor=actor, organisation_id=cast.home.pk)


def note(actor: Any, trace: n.Trace, what: n.Activity, hours: float, **values: Any) -> n.Event:
    return actions.record_event(
        actor=actor, trace_id=trace.pk, activity=what, at=START + hours * HOUR,
        precision=Precision.MINUTE, source=Source.NOTED, **values,
    )


def links(trace: n.Trace) -> list[tuple[Any, ...]]:
    rows = n.Event.objects.filter(trace_id=trace.pk, counts=True).order_by("at", "position")
    return [(r.activity.name_de, r.before_activity, r.wait_us, r.is_last) for r in rows]


def test_an_organisation_has_one_recorded_log_and_one_party(cast: Cast, actor: Any) -> None:
    assert actions.recorded_log(cast.home.pk) == actions.recorded_log(cast.home.pk)
    assert actions.party_of(cast.neighbour) == actions.party_of(cast.neighbour)
    words = actions.party_in_words(cast.home.pk, "  Jobcenter   Nord ")
    assert words == actions.party_in_words(cast.home.pk, "Jobcenter Nord")
    with pytest.raises(Refusal):
        actions.party_in_words(cast.home.pk, "  ")


def test_late_events_find_their_place_between_their_neighbours(actor: Any, trace: n.Trace) -> None:
    a, b, c = (activity(name, trace.log) for name in "abc")
    note(actor, trace, a, 0)
    note(actor, trace, c, 10)
    note(actor, trace, b, 4)
    hour = 3_600_000_000
    assert links(trace) == [
        ("a", None, None, False), ("b", a.pk, 4 * hour, False), ("c", b.pk, 6 * hour, True)
    ]
    trace.refresh_from_db()
    assert (trace.started_at, trace.ended_at, trace.events) == (START, START + 10 * HOUR, 3)


def test_events_of_one_time_keep_the_order_of_recording(actor: Any, trace: n.Trace) -> None:
    a, b = (activity(name, trace.log) for name in "ab")
    note(actor, trace, b, 1)
    note(actor, trace, a, 1)
    assert [link[0] for link in links(trace)] == ["b", "a"]
    assert links(trace)[1][2] == 0


def test_a_correction_is_a_new_row_and_the_old_one_stays(actor: Any, trace: n.Trace) -> None:
    a, b, c = (activity(name, trace.log) for name in "abc")
    first, second = note(actor, trace, a, 0), note(actor, trace, b, 4)
    new = actions.correct_event(actor=actor, event=second, activity=c, at=START - HOUR)
    assert [link[0] for link in links(trace)] == ["c", "a"]
    assert n.Event.objects.filter(trace_id=trace.pk).count() == 3
    assert new.replaces_id == second.pk
    with pytest.raises(Refusal):
        actions.correct_event(actor=actor, event=second, activity=a)
    actions.withdraw_event(actor=actor, event=first)
    assert links(trace) == [("c", None, None, True)]
    assert n.Event.objects.filter(trace_id=trace.pk).count() == 4
    assert state_of(trace.log_id) == state_by_hand(trace.log_id)


def test_the_history_of_one_place_runs_from_the_newest_back(actor: Any, trace: n.Trace) -> None:
    """Numbers of rows are random: the order may not hang on them."""
    words = [activity(name, trace.log) for name in "abcdefgh"]
    said = [note(actor, trace, words[0], 0)]
    for word in words[1:]:
        said.append(actions.correct_event(actor=actor, event=said[-1], activity=word))
    entries = entries_of([trace.pk])[trace.pk]
    assert [entry.id for entry in entries] == [row.pk for row in reversed(said)]


def test_without_a_time_nothing_is_recorded(actor: Any, trace: n.Trace) -> None:
    a = activity("a", trace.log)
    for at in (None, START.replace(tzinfo=None)):
        with pytest.raises(Refusal):
            actions.record_event(
                actor=actor, trace_id=trace.pk, activity=a, at=at, precision=1, source=2
            )


def test_the_way_back_from_a_course_stands_in_no_log(actor: Any, trace: n.Trace) -> None:
    event = note(actor, trace, activity("a", trace.log), 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, subjects, note FROM audit_event")
        rows = cursor.fetchall()
    assert rows
    assert {row[0] for row in rows} == {"event_log"}
    assert str(event.pk) not in str(rows)
    assert str(trace.pk) not in str(rows)


def test_facts_are_not_changed_and_not_deleted(actor: Any, trace: n.Trace) -> None:
    note(actor, trace, activity("a", trace.log), 0)
    for sql in (
        "UPDATE networks_event SET at = now()",
        "UPDATE networks_event SET activity_id = 1",
        "UPDATE networks_event SET trace_id = 1",
        "UPDATE networks_trace SET log_id = gen_random_uuid()",
        "DELETE FROM networks_event",
        "DELETE FROM networks_trace",
        "DELETE FROM networks_log",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_file_comes_in_with_links_and_labels(cast: Cast, actor: Any) -> None:
    log = load(cast, actor, "a@X b@Y !c@Y", "a@X c", "", "b")
    assert state_of(log.pk) == state_by_hand(log.pk)
    traces = list(n.Trace.objects.filter(log=log).order_by("position"))
    open_keys(traces)
    assert [trace.label for trace in traces] == [f"case {number}" for number in range(4)]
    parts = list(n.LogFilePart.objects.filter(log=log))
    open_keys(parts)
    assert b"".join(part.content for part in parts) == b"<log/>"
    assert (log.fault_count, log.faults) == (1, [{"line": 3, "reason": "x"}])
    course = [("a", 0), ("b", 60), ("c", 60)]
    recorded = actions.open_trace(actor=actor, organisation_id=cast.home.pk, log=log)
    words = {row.name_de: row for row in n.Activity.objects.filter(log=log)}
    for name, minutes in course:
        note(actor, recorded, words[name], minutes / 60)
    recorded.refresh_from_db()
    assert recorded.variant == traces[0].variant, "one hash for files and single entries"


def load(cast: Cast, actor: Any, *courses: str) -> n.EventLog:
    return actions.load_log(
        actor=actor, organisation_id=cast.home.pk, name="Probe", file_format="xes", reading={},
        traces=read_traces(*courses), content=[b"<log", b"/>"],
        faults=[{"line": 3, "reason": "x"}],
    )


def leftovers(log_id: Any) -> dict[str, int]:
    """Rows that still point to a log, in every table that can (seen by the owner)."""
    found = {}
    with connections["default"].cursor() as cursor:
        for model in (n.Event, n.Trace, n.Cell, n.CellMark, n.LogFilePart, n.Activity, n.Party):
            cursor.execute(
                f"SELECT count(*) FROM {model._meta.db_table} WHERE log_id = %s", [log_id]
            )
            found[model.__name__] = cursor.fetchone()[0]
    found["keys"] = DataKey.objects.filter(subject_id=log_id).count()
    found["logs"] = n.EventLog.objects.filter(pk=log_id).count()
    return found


def test_a_deleted_import_leaves_nothing(cast: Cast, actor: Any) -> None:
    log = load(cast, actor, "a@X b@Y", "a")
    assert all(leftovers(log.pk)[name] for name in ("Event", "Trace", "Cell", "Party", "keys"))
    actions.delete_log(actor=actor, log=log)
    assert not any(leftovers(log.pk).values())


def test_the_recorded_log_is_not_deleted_and_nobody_deletes_a_foreign_one(
    cast: Cast, actor: Any
) -> None:
    with pytest.raises(Refusal):
        actions.delete_log(actor=actor, log=actions.recorded_log(cast.home.pk))
    log = load(cast, actor, "a")
    trace = n.Trace.objects.get(log=log)
    with acting(machine(cast.neighbour)) as other:
        with pytest.raises(NotVisible):
            actions.delete_log(actor=other, log=log)
        with pytest.raises(NotVisible):
            actions.erase_trace(actor=other, trace_id=trace.pk)


def test_an_erased_course_is_gone_from_every_table(actor: Any, trace: n.Trace) -> None:
    a = activity("a", trace.log)
    event = note(actor, trace, a, 0)
    actions.correct_event(actor=actor, event=event, at=START + HOUR)
    actions.fold_marks(trace.log_id)
    assert n.Cell.objects.filter(log=trace.log).exists()
    actions.erase_trace(actor=actor, trace_id=trace.pk)
    actions.fold_marks(trace.log_id)
    left = leftovers(trace.log_id)
    assert (left["Event"], left["Trace"], left["Cell"], left["CellMark"]) == (0, 0, 0, 0)
