# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The event log follows the case: every action that changes a row calls this by name.

Nothing in the database says which course of the log belongs to a case. The numbers of course and
events are computed with the case's data key: whoever may open the case finds them, nobody else,
and with the key the way back is gone.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from stellwerk.base.actor import Actor
from stellwerk.base.keys import load_keys, opened_key
from stellwerk.cases.models import Case, Person
from stellwerk.cases.queries.logging import (
    bearings_of,
    by_episode,
    cases_to_log,
    episodes_of,
    facts_of_cases,
    hold_cases,
    next_to_log,
)
from stellwerk.cases.rules.log_plan import planned
from stellwerk.cases.rules.logging import (
    SOURCES,
    Bearing,
    Fact,
    Facts,
    Told,
    event_number,
    facts_of,
    gone,
    in_order,
    said_by,
    trace_number,
)
from stellwerk.networks.actions.courses import (
    Changes,
    Groups,
    New,
    add_at_once,
    begin_courses,
    change_course,
    party_ids,
)
from stellwerk.networks.actions.log import change_trace, erase_trace
from stellwerk.networks.models import Trace
from stellwerk.networks.queries.activities import activity_codes
from stellwerk.networks.queries.standing import entries_of, locked_traces
from stellwerk.vocabulary.models import Term

BATCH = 200
# First the case, then its course: whoever works on a case holds it in this order.
_HELD = "(SELECT 1 FROM cases_case WHERE id = %s FOR NO KEY UPDATE) AS held"


def log_rows(
    *, actor: Actor, case: Case, rows: Iterable[Any] = (), removed: Iterable[Any] = (),
    is_new: bool = False,
) -> None:
    """Say in the log what these rows of the case say now; ``removed`` ones never happened.

    ``is_new``: they were added just now, so what they do not say was never said.
    """
    now = timezone.now()
    facts: Facts = {}
    for row in rows:
        if type(row).__name__ in SOURCES:
            facts |= facts_of(row, case.organisation_id, now)
    for row in removed:
        if type(row).__name__ in SOURCES:
            facts |= gone(row, case.organisation_id, now)
    if is_new:
        facts = {slot: fact for slot, fact in facts.items() if fact and fact.activity}
        if not facts or _added(case, facts):
            return
    if facts:
        _follow(actor, case.organisation_id, {case.pk: facts}, {case.pk: _key(case)})


def log_person_rows(*, actor: Actor, person: Person, rows: Iterable[Any]) -> None:
    """The same for rows that belong to the person: each event goes to the episode of its day."""
    episodes = episodes_of([person.pk]).get(person.pk)
    if not episodes:
        return
    now = timezone.now()
    spread: dict[UUID, Facts] = {case_id: {} for _opened, case_id in episodes}
    for row in rows:
        facts = facts_of(row, person.organisation_id, now)
        for case_id, own in by_episode(facts, episodes).items():
            spread[case_id] |= own
    _follow(actor, person.organisation_id, spread, load_keys(spread))
    keep_groups(actor=actor, case_ids=list(spread))


def keep_groups(*, actor: Actor, case_ids: Collection[UUID]) -> None:
    """Let the courses carry the field of action, target group and residence group of the cases."""
    cases = cases_to_log(case_ids)
    keys = load_keys(cases)
    numbers = {trace_number(key): case_id for case_id, key in keys.items()}
    bearings = bearings_of(cases)
    for trace in locked_traces(numbers):
        _bear(actor, trace, bearings.get(numbers[trace.pk], Bearing()))


def log_cases(*, actor: Actor, organisation_id: UUID, case_ids: Collection[UUID]) -> int:
    """Bring the whole courses of these cases up to date, however they came; courses written to.

    A second run writes nothing.
    """
    written = 0
    wanted = list(case_ids)
    for start in range(0, len(wanted), BATCH):
        with transaction.atomic():
            written += _log_batch(actor, organisation_id, wanted[start : start + BATCH])
    return written


def log_episodes(*, actor: Actor, person: Person) -> int:
    """All cases of a person at once: where one begins, what is hers goes over from the one before.

    Courses written to.
    """
    episodes = episodes_of([person.pk]).get(person.pk, [])
    return log_cases(
        actor=actor, organisation_id=person.organisation_id,
        case_ids=[case_id for _opened, case_id in episodes],
    )


def log_organisation(*, actor: Actor, organisation_id: UUID) -> int:
    """All cases of an organisation; courses written to."""
    written, ids = 0, next_to_log(organisation_id, None, BATCH)
    while ids:
        written += log_cases(actor=actor, organisation_id=organisation_id, case_ids=ids)
        ids = next_to_log(organisation_id, ids[-1], BATCH)
    return written


@transaction.atomic
def erase_trace_of(*, actor: Actor, case: Case) -> bool:
    """Erase the case's course from the log, before its key goes; whether there was one."""
    key = _key(case)
    if not key or not locked_traces([trace_number(key)]):
        return False
    erase_trace(actor=actor, trace_id=trace_number(key))
    return True


def _added(case: Case, facts: Facts) -> bool:
    """The short way for what was never said before; False: the longer one is needed."""
    key, codes = _key(case), activity_codes()
    rows = [
        New(
            event_number(key, slot, 0), codes[fact.activity], fact.at, int(fact.precision),
            fact.organisation_id, fact.sphere_id,
        )
        for slot, fact in in_order(facts).items()
        if fact and fact.activity in codes
    ]
    return bool(key and rows) and add_at_once(
        trace_number(key), rows, held=_HELD, values=[case.pk]
    )


def _key(case: Case) -> bytes:
    key = opened_key(case)
    return bytes(key if key is not None else load_keys([case.pk]).get(case.pk, b""))


def _log_batch(actor: Actor, organisation_id: UUID, case_ids: Collection[UUID]) -> int:
    cases = cases_to_log(case_ids)
    keys = {case_id: key for case_id, key in load_keys(cases).items() if key}
    cases = {case_id: case for case_id, case in cases.items() if case_id in keys}
    facts = facts_of_cases(cases, timezone.now())
    bearings = bearings_of(cases)
    said = _in_numbers(facts)
    numbers = {trace_number(keys[case_id]): case_id for case_id in cases}
    traces = {trace.pk: trace for trace in locked_traces(numbers)}
    _begin(
        actor, organisation_id, {n: c for n, c in numbers.items() if n not in traces}, keys, said,
        bearings,
    )
    entries = entries_of(list(traces))
    written = len(numbers) - len(traces)
    for number, trace in traces.items():
        case_id = numbers[number]
        plan = planned(keys[case_id], said[case_id], entries[number], is_whole=True)
        changes = Changes(*plan)
        change_course(actor=actor, trace=trace, entries=entries[number], changes=changes)
        moved = _bear(actor, trace, bearings.get(case_id, Bearing()))
        written += bool(changes) or moved
    return written


def _begin(
    actor: Actor, organisation_id: UUID, numbers: Mapping[int, UUID], keys: Mapping[UUID, bytes],
    said: Mapping[UUID, Mapping[str, Told]], bearings: Mapping[UUID, Bearing],
) -> None:
    if not numbers:
        return
    begin_courses(
        actor=actor, organisation_id=organisation_id,
        courses={
            number: (
                Groups(*bearings.get(case_id, Bearing())),
                planned(keys[case_id], said[case_id], [], is_whole=False).added,
            )
            for number, case_id in numbers.items()
        },
    )


def _follow(
    actor: Actor, organisation_id: UUID, facts: Mapping[UUID, Facts],
    keys: Mapping[UUID, bytes],
) -> None:
    """Write what differs; a case that the log does not know yet is logged as a whole."""
    numbers = {trace_number(key): case_id for case_id, key in keys.items() if key}
    hold_cases(list(numbers.values()))
    traces = locked_traces(numbers)
    entries = entries_of([trace.pk for trace in traces]) if traces else {}
    said = _in_numbers(facts) if traces else {}
    for trace in traces:
        case_id = numbers.pop(trace.pk)
        plan = planned(keys[case_id], said[case_id], entries[trace.pk], is_whole=False)
        change_course(
            actor=actor, trace=trace, entries=entries[trace.pk], changes=Changes(*plan)
        )
    if numbers:
        _log_batch(actor, organisation_id, list(numbers.values()))


def _in_numbers(facts: Mapping[UUID, Facts]) -> dict[UUID, dict[str, Told]]:
    every: list[Fact] = [fact for own in facts.values() for fact in own.values() if fact]
    parties = party_ids({f.organisation_id for f in every if f.organisation_id})
    codes = activity_codes()
    return {case_id: said_by(own, codes, parties) for case_id, own in facts.items()}


def _bear(actor: Actor, trace: Trace, bearing: Bearing) -> bool:
    """Write the groups if they differ; whether they did."""
    if (trace.field_of_action_id, trace.target_group_id, trace.residence_group) == bearing:
        return False
    changed = change_trace(
        actor=actor, trace=trace,
        field_of_action=Term(pk=bearing.field_id) if bearing.field_id else None,
        target_group=Term(pk=bearing.target_id) if bearing.target_id else None,
        residence_group=bearing.residence_group,
    )
    return bool(changed)
