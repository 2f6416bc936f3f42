# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The course of a case as the log tells it, for those who work on the case."""

from collections.abc import Sequence

from stellwerk.base.keys import load_keys, opened_key
from stellwerk.cases.models import Case
from stellwerk.cases.rules.logging import trace_number
from stellwerk.cases.rules.noting import Step, mark_of, waits
from stellwerk.networks.choices import Source
from stellwerk.networks.models import Activity, Event, Trace
from stellwerk.networks.queries.activities import name_of
from stellwerk.networks.queries.standing import entries_of, party_names
from stellwerk.vocabulary.models import Term


def course_key(case: Case) -> bytes:
    """The case's data key; b"" when it is erased."""
    key = opened_key(case)
    return bytes(key if key is not None else load_keys([case.pk]).get(case.pk, b""))


def trace_of(case: Case) -> Trace | None:
    """The course of a case in the log, if it has one."""
    key = course_key(case)
    return Trace.objects.filter(pk=trace_number(key)).first() if key else None


def steps_of(case: Case) -> list[Step]:
    """Everything that was recorded, in order; what was corrected or taken back stays visible."""
    key = course_key(case)
    if not key:
        return []
    number = trace_number(key)
    rows = entries_of([number])[number]
    ending = {row.replaces_id: row for row in rows if row.replaces_id is not None}
    entries = [row for row in rows if not row.is_withdrawal]
    counting = [entry for entry in entries if entry.counts]
    after = dict(zip((e.id for e in counting), waits(e.at for e in counting), strict=True))
    activities = Activity.objects.in_bulk({entry.activity_id for entry in entries})
    offices = party_names({entry.party_id for entry in entries if entry.party_id})
    spheres = Term.objects.in_bulk({e.legal_sphere_id for e in entries if e.legal_sphere_id})
    return [
        Step(
            mark=mark_of(key, entry.id),
            activity=name_of(activities[entry.activity_id]),
            office=offices.get(entry.party_id or 0, ""),
            sphere=_short(spheres.get(entry.legal_sphere_id or 0)),
            at=entry.at,
            precision=entry.precision,
            is_noted=entry.source == Source.NOTED,
            waited=after.get(entry.id),
            ended_at=ending[entry.id].recorded_at if entry.id in ending else None,
            was_withdrawn=entry.id in ending and ending[entry.id].is_withdrawal,
        )
        for entry in entries
    ]


def _short(sphere: Term | None) -> str:
    return (sphere.code or sphere.label) if sphere else ""


def noted_event(case: Case, mark: int) -> Event | None:
    """The noted event that an address names; what the case's own rows say is changed there."""
    key = course_key(case)
    if not key:
        return None
    rows = Event.objects.filter(
        trace_id=trace_number(key), source=Source.NOTED, is_withdrawal=False
    ).select_related("activity", "party__organisation", "legal_sphere")
    return next((row for row in rows if mark_of(key, row.pk) == mark), None)


def cases_behind(cases: Sequence[Case], trace_ids: Sequence[int]) -> list[Case]:
    """Which of these cases stand behind the courses; opens their keys."""
    keys = load_keys([case.pk for case in cases])
    wanted = set(trace_ids)
    return [
        case for case in cases if keys.get(case.pk) and trace_number(keys[case.pk]) in wanted
    ]
