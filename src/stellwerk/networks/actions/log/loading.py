# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A whole log at once: courses stream in, links are computed on the way, the roll-up at the end."""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.db import IntegrityError, connection, transaction

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.ids import new_id
from stellwerk.base.keys import attach_key, create_keys
from stellwerk.base.refusal import refuse_if
from stellwerk.networks.actions.log.columns import EPOCH_US, Column, learn_columns
from stellwerk.networks.actions.log.folding import count_weeks
from stellwerk.networks.choices import LogKind, Precision, Source
from stellwerk.networks.models import Activity, EventLog, LogFilePart, Party, Trace
from stellwerk.networks.models.log import random_code, today_alone
from stellwerk.networks.queries.zone import log_zone
from stellwerk.networks.rules.courses import ReadTrace
from stellwerk.networks.rules.links import variant_of_codes
from stellwerk.networks.rules.recording import LONGEST_WORDS, span_blockers
from stellwerk.networks.rules.weeks import weeks_of
from stellwerk.questions.kept import send
from stellwerk.vault import crypto

#: Events that travel together.
BATCH = 20_000
#: Fewer do not change what the planner knows.
ANALYSED_FROM = 5_000
#: Faults of a file that are kept by line; their number is kept whole.
FAULTS_KEPT = 1_000
_DAY, _MOMENT = timedelta(days=1), timedelta(microseconds=1)
_DAY_US = 86_400_000_000
_TRACES = """
INSERT INTO networks_trace (id, organisation_id, log_id, residence_group, position, label,
    started_at, ended_at, events, variant)
SELECT n.id, %s::uuid, %s::uuid, '', n.position, n.label, n.started_at, n.ended_at, n.events,
    n.variant
FROM unnest(%b, %b, %b::bytea[], %b, %b, %b, %b)
    AS n(id, position, label, started_at, ended_at, events, variant)
"""
_EVENTS = """
INSERT INTO networks_event (at, id, trace_id, organisation_id, log_id, activity_id, position,
    counts, is_last, precision, party_id, before_activity, before_party, wait_us, source,
    is_withdrawal, recorded_at)
SELECT n.at, n.id, n.trace_id, %s::uuid, %s::uuid, n.activity_id, n.position, true, n.is_last,
    n.precision, n.party_id, n.before_activity, n.before_party, n.wait_us, %s::smallint, false,
    %s::timestamptz
FROM unnest(%b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b)
    AS n(at, id, trace_id, activity_id, position, is_last, precision, party_id, before_activity,
        before_party, wait_us)
"""


@transaction.atomic
def load_log(
    *,
    actor: Actor,
    organisation_id: UUID,
    name: str,
    file_format: str,
    reading: Mapping[str, Any],
    traces: Iterable[ReadTrace],
    content: Iterable[bytes] = (),
    faults: Sequence[Mapping[str, Any]] = (),
) -> EventLog:
    """Take a file's courses in as a log of their own; ``content`` is the file, piece by piece.

    ``faults`` (``line``, ``reason``) may still grow while ``traces`` are read: they are looked at
    in the end.
    """
    log = EventLog.objects.create(
        organisation_id=organisation_id, kind=LogKind.IMPORTED, name=name[:160],
        file_format=file_format, reading=dict(reading), by=actor.label,
    )
    key = create_keys([(log.pk, organisation_id)])[log.pk]
    with connection.cursor() as cursor:
        # A long file takes longer than a page may: whoever calls this decides where it runs.
        cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    _keep_file(log, key, content)
    loader = _Loader(log, key)
    for batch in _batches(traces):
        loader.take(batch)
    if loader.events > ANALYSED_FROM:
        with connection.cursor() as cursor:
            cursor.execute("SELECT analyse_network_logs()")
    count_weeks(log.pk, loader.weeks())
    log.faults = [dict(fault) for fault in faults[:FAULTS_KEPT]]
    log.fault_count = len(faults)
    log.save(update_fields=["faults", "fault_count"])
    record(
        actor=actor, verb=Verb.IMPORTED, kind="event_log", subjects=[log.pk], fields=["events"]
    )
    return log


def _keep_file(log: EventLog, key: bytes, content: Iterable[bytes]) -> None:
    for number, piece in enumerate(content):
        part = LogFilePart(
            id=new_id(), organisation_id=log.organisation_id, log=log, number=number
        )
        attach_key([part], key)
        part.content = piece
        part.save(force_insert=True)


def _batches(traces: Iterable[ReadTrace]) -> Iterator[list[ReadTrace]]:
    batch: list[ReadTrace] = []
    events = 0
    for trace in traces:
        batch.append(trace)
        events += len(trace.events) + 1
        if events >= BATCH:
            yield batch
            batch, events = [], 0
    if batch:
        yield batch


class _Loader:
    """Codes of one file's words, and the way of its courses into the tables.

    Keys count up from a random beginning: they are random to everybody else, and lie side by side.
    """

    def __init__(self, log: EventLog, key: bytes) -> None:
        self.log, self.key = log, key
        self.activities: dict[str, int] = {}
        # As the file says them, and without what only spaces tell apart; 0 = nobody.
        self.parties: dict[str, int] = {}
        self.words: dict[str, int] = {"": 0}
        self.next_trace, self.next_event = (secrets.randbelow(2**62) + 1 for _ in range(2))
        self.recorded_at = today_alone()
        self.events = 0
        # Days since 1970 (UTC) on which anything happened.
        self.days: set[int] = set()

    def weeks(self) -> set[date]:
        """Every week with an event; a day of UTC may lie in two of ours."""
        begins = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in self.days)
        return weeks_of(
            (at for begin in begins for at in (begin, begin + _DAY - _MOMENT)), log_zone()
        )

    def take(self, traces: Sequence[ReadTrace]) -> None:
        """Write one batch of courses with their events and links."""
        connection.ensure_connection()
        learn_columns(connection.connection)
        self._learn_words(traces)
        lengths = np.fromiter((len(trace.events) for trace in traces), dtype=np.int64)
        events = [event for trace in traces for event in trace.events]
        at = np.fromiter((event.at_us for event in events), dtype=np.int64)
        codes = np.fromiter((self.activities[event.activity] for event in events), dtype="<i4")
        self.events += len(at)
        refuse_if(span_blockers(int(at.min()), int(at.max())) if len(at) else [])
        self.days.update(np.unique(at // _DAY_US).tolist())
        ids = self.next_trace + np.arange(len(traces), dtype=np.int64)
        self.next_trace += len(traces)
        self._write_traces(traces, ids, lengths, at, codes)
        if events:
            parties = np.fromiter(
                (self.parties[event.organisation or ""] for event in events), dtype=np.int64
            )
            positions = np.fromiter((event.position for event in events), dtype=np.int64)
            precisions = np.where(
                [event.only_day for event in events], int(Precision.DAY), int(Precision.EXACT)
            )
            self._write_events(
                np.repeat(ids, lengths), lengths, at, codes, parties, positions, precisions
            )

    def _learn_words(self, traces: Sequence[ReadTrace]) -> None:
        """A code for every activity and organisation met for the first time."""
        said = {event.activity for trace in traces for event in trace.events}
        acting = {event.organisation or "" for trace in traces for event in trace.events}
        names = sorted(said - self.activities.keys())
        self.activities |= _coded(
            names,
            lambda name, code: Activity(
                id=code, organisation_id=self.log.organisation_id, log=self.log, name_de=name
            ),
        )
        unknown = {name: _short(name) for name in acting - self.parties.keys()}
        words = sorted(set(unknown.values()) - self.words.keys())
        self.words |= _coded(
            words,
            lambda name, code: Party(
                id=code, owner_id=self.log.organisation_id, log=self.log, words=name
            ),
        )
        self.parties |= {name: self.words[short] for name, short in unknown.items()}

    def _write_traces(
        self, traces: Sequence[ReadTrace], ids: Any, lengths: Any, at: Any, codes: Any
    ) -> None:
        ends = np.cumsum(lengths)
        starts = ends - lengths
        empty = lengths == 0
        variants = np.fromiter(
            (variant_of_codes(codes[a:b]) for a, b in zip(starts, ends, strict=True)),
            dtype=np.int64,
        )
        some = len(at) > 0
        first = at[np.where(empty, 0, starts)] if some else np.zeros(len(traces), dtype=np.int64)
        last = at[np.where(empty, 0, ends - 1)] if some else first
        labels = [
            _sealed_label(self.key, int(pk), trace.label)
            for pk, trace in zip(ids, traces, strict=True)
        ]
        send(
            _TRACES,
            [
                self.log.organisation_id, self.log.pk,
                Column("int8", ids),
                Column("int4", np.fromiter((trace.position for trace in traces), dtype=np.int64)),
                labels,
                Column("timestamptz", first - EPOCH_US, empty),
                Column("timestamptz", last - EPOCH_US, empty),
                Column("int4", lengths),
                Column("int8", variants),
            ],
        )

    def _write_events(
        self, traces: Any, lengths: Any, at: Any, codes: Any, parties: Any, positions: Any,
        precisions: Any,
    ) -> None:
        """Links are the row before, where it belongs to the same course."""
        count = len(at)
        filled = lengths[lengths > 0]
        ends = np.cumsum(filled)
        is_first, is_last = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
        is_first[ends - filled], is_last[ends - 1] = True, True
        before = np.roll(parties, 1)
        ids = self.next_event + np.arange(count, dtype=np.int64)
        self.next_event += count
        send(
            _EVENTS,
            [
                self.log.organisation_id, self.log.pk, int(Source.FILE),
                self.recorded_at,
                Column("timestamptz", at - EPOCH_US),
                Column("int8", ids),
                Column("int8", traces),
                Column("int4", codes),
                Column("int4", positions),
                Column("bool", is_last),
                Column("int2", precisions),
                Column("int4", parties, parties == 0),
                Column("int4", np.roll(codes, 1), is_first),
                Column("int4", before, is_first | (before == 0)),
                Column("int8", at - np.roll(at, 1), is_first),
            ],
        )


def _coded(
    names: Sequence[str], make: Callable[[str, int], Activity | Party]
) -> dict[str, int]:
    """Rows for new words under random codes; drawn again where somebody has one already."""
    for _try in range(5):
        codes: set[int] = set()
        while len(codes) < len(names):
            codes.add(random_code())
        rows = {name: make(name, code) for name, code in zip(names, codes, strict=True)}
        made: list[Any] = list(rows.values())
        try:
            with transaction.atomic():
                if made:
                    type(made[0])._default_manager.bulk_create(made, batch_size=2_000)
            return {name: row.pk for name, row in rows.items()}
        except IntegrityError:
            continue
    raise IntegrityError("no free code was found")


def _short(name: str) -> str:
    return " ".join(name.split())[:LONGEST_WORDS]


_LABEL = Trace._meta.get_field("label").column or "label"


def _sealed_label(key: bytes, trace_id: int, label: str) -> bytes | None:
    if not label:
        return None
    return crypto.seal(key, label, crypto.place_of(Trace._meta.db_table, _LABEL, trace_id))
