# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Whoever has the database and not the case's key cannot tell whose course it is."""

from datetime import time

from django.db import connections
from django.utils import timezone
from tests.cases.casts import admitted_case, day
from tests.cases.test_logging import noon, number, opened

from stellwerk.base.context import acting
from stellwerk.cases.actions import course, legal
from stellwerk.cases.actions.logging import erase_trace_of
from stellwerk.cases.actions.noting import note_event
from stellwerk.networks.actions.log import recorded_log
from stellwerk.networks.models import Activity, CellMark, Event, Trace


def tables_with(numbers):
    """Every table of which some row, whatever the column, holds one of these; as the owner."""
    found = set()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT EXISTS (SELECT 1 FROM "{table}" r WHERE r::text ~ %s)',
                ["|".join(str(number) for number in numbers)],
            )
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def moments(trace):
    """Every moment that the event log holds of a course, whatever the column; as the owner."""
    found = {}
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_name IN "
            "('networks_trace', 'networks_event') AND data_type LIKE 'timestamp%'"
        )
        for table, column in cursor.fetchall():
            which = "id" if table == "networks_trace" else "trace_id"
            cursor.execute(
                f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{which}" = %s', [trace]
            )
            found[table, column] = {at for (at,) in cursor.fetchall()}
    return found


def test_a_dump_without_the_key_cannot_join_and_erasing_leaves_nothing(own_database, make_cast):
    cast = make_cast()
    actor = cast.manager.actor
    case = admitted_case(actor, cast.manager.user)
    with acting(actor):
        case = opened(case)
        legal.add_entitlement(
            actor=actor, person=case.person,
            values={"kind": "housing", "issued_on": day(30), "issued_by": cast.neighbour},
        )
        course.record_contact(actor=actor, case=case, at=noon(2), kind="phone")
        note_event(
            actor=actor, case=case,
            values={
                "activity": Activity.objects.get(key="housing_found"), "on": day(1),
                "office": "Wohnungsgesellschaft",
            },
        )
        trace = number(case)
        events = list(Event.objects.filter(trace_id=trace).values_list("pk", flat=True))
    assert len(events) > 10
    assert tables_with([trace]) == {"networks_trace", "networks_event"}
    assert tables_with(events) == {"networks_event"}
    told = moments(trace)
    assert len(told) == 4
    for place, found in told.items():
        at = {timezone.localtime(moment).time() for moment in found}
        assert at == {time.min}, f"{place} tells the minute, which stands in clear in the case"
    hung = tables_with([case.pk, case.person_id])
    assert not {table for table in hung if table.startswith("networks_")}
    with acting(cast.foreign_lead.actor):
        assert not Trace.objects.filter(pk=trace).exists()
    with acting(actor):
        assert erase_trace_of(actor=actor, case=opened(case))
        assert not erase_trace_of(actor=actor, case=opened(case))
    assert tables_with([trace, *events]) == set()
    with acting(actor):
        marked = set(CellMark.objects.values_list("log_id", flat=True))
        assert recorded_log(case.organisation_id).pk in marked, "its weeks are counted again"
