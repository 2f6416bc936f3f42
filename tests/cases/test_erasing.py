# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Every way of erasing leaves the event log as if what is gone had never been there."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from tests.cases.casts import admitted_case, day, new_case
from tests.cases.test_logging import opened
from tests.networks.model import read_traces

from stellwerk.base.context import acting
from stellwerk.cases.actions import course, legal, plan
from stellwerk.cases.actions.entrusting import set_entrusted
from stellwerk.cases.actions.logging import erase_trace_of
from stellwerk.cases.actions.noting import correct_noted, note_event
from stellwerk.networks.actions.log import delete_log, fold_marks, load_log, recorded_log
from stellwerk.networks.models import Activity

pytestmark = pytest.mark.django_db
#: What holds a course, whatever it says of it; random keys of sums are left out.
TABLES = {
    "networks_trace": "SELECT t.* FROM networks_trace t",
    "networks_event": "SELECT e.* FROM networks_event e",
    "networks_cell": "SELECT (to_jsonb(c) - 'id')::text FROM networks_cell c",
    "networks_party": "SELECT p.* FROM networks_party p WHERE organisation_id IS NULL",
    "networks_activity": "SELECT a.id FROM networks_activity a",
    "networks_log": "SELECT l.id FROM networks_log l",
    "networks_log_file_part": "SELECT f.id FROM networks_log_file_part f",
}


def standing():
    found = {}
    for table, question in TABLES.items():
        with connection.cursor() as cursor:
            cursor.execute(question)
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def noted(actor, case, office, key="housing_found", days=1):
    activity = Activity.objects.get(key=key)
    return note_event(
        actor=actor, case=case, values={"activity": activity, "on": day(days), "office": office}
    )


class World:
    """Cases of one organisation; each is begun by its own request."""

    def __init__(self, cast, stack):
        self.cast, self.actor, self.stack = cast, cast.manager.actor, stack

    def begin(self, make=new_case):
        case = make(self.actor, self.cast.manager.user)
        self.stack.enter_context(acting(self.actor))
        return opened(case)


@pytest.fixture
def world(cast):
    """Somebody else's course stands in the log and in its sums; what it names must stay."""
    with ExitStack() as stack:
        made = World(cast, stack)
        noted(made.actor, made.begin(), "Wohnungsgesellschaft")
        log = recorded_log(cast.home.pk)
        fold_marks(log.pk)
        yield made, made.actor, log.pk


def check(before, log_id):
    """At once no sum tells of it any longer, and folded all is as it was."""
    now = standing()
    for table in set(TABLES) - {"networks_cell"}:
        assert now[table] == before[table], table
    assert set(now["networks_cell"]) <= set(before["networks_cell"])
    fold_marks(log_id)
    assert standing() == before


def test_a_case_goes_with_all_that_was_made_only_for_it(world):
    begun, actor, log_id = world
    before = standing()
    case = begun.begin(admitted_case)
    legal.add_entitlement(
        actor=actor, person=case.person, values={"kind": "housing", "issued_on": day(30)}
    )
    noted(actor, case, "Wohnungsgesellschaft")
    event = noted(actor, case, "Vermieterin Am Wall 3", days=2)
    correct_noted(
        actor=actor, case=case, event=event,
        values={"activity": event.activity, "on": day(3), "office": "Vermieterin Am Wall 5"},
    )
    fold_marks(log_id)
    assert set(standing()["networks_cell"]) - set(before["networks_cell"])
    assert erase_trace_of(actor=actor, case=case)
    assert not erase_trace_of(actor=actor, case=case)
    check(before, log_id)


@pytest.mark.parametrize("becomes", ["entrusted", "health"])
def test_what_nobody_may_read_any_longer_goes_out_of_the_sums_too(world, becomes):
    begun, actor, log_id = world
    case = begun.begin()
    at = timezone.now() - timedelta(days=40)
    course.record_contact(actor=actor, case=case, at=at, kind="phone")
    fold_marks(log_id)
    before = standing()
    values = {"title": "x", "asked_on": day(60), "provider": begun.cast.neighbour}
    if becomes == "entrusted":
        measure = plan.add_measure(actor=actor, case=case, values=values)
        fold_marks(log_id)
        set_entrusted(actor=actor, case=case, row=measure, kind="measure", is_entrusted=True)
        check(before, log_id)
        return
    event = noted(actor, case, "Fachstelle Sucht", days=50)
    fold_marks(log_id)
    health = Activity.objects.filter(group="health", organisation=None).first()
    correct_noted(
        actor=actor, case=case, event=event,
        values={"activity": health, "on": day(50), "office": "Fachstelle Sucht"},
    )
    now = standing()
    assert now["networks_party"] == before["networks_party"], "the office was named for it alone"
    assert set(now["networks_cell"]) <= set(before["networks_cell"])


def test_an_office_that_somebody_else_names_stays(world):
    begun, actor, _log_id = world
    case = begun.begin()
    noted(actor, case, "Wohnungsgesellschaft")
    erase_trace_of(actor=actor, case=case)
    assert any("Wohnungsgesellschaft" in row for row in standing()["networks_party"])


def test_a_deleted_import_takes_its_words_along(world):
    begun, actor, log_id = world
    before = standing()
    log = load_log(
        actor=actor, organisation_id=begun.cast.home.pk, name="Probe", file_format="xes",
        reading={},
        traces=read_traces("a@X b@Y", "a"), content=[b"<log/>"],
    )
    delete_log(actor=actor, log=log)
    check(before, log_id)


def test_health_that_takes_its_office_back_names_the_right_one_again(world):
    """Erased and said anew in one go: the office of the new line must be there."""
    begun, actor, _log_id = world
    case = begun.begin()
    made = noted(actor, case, "Fachstelle Wohnen")
    values = {"on": day(1), "office": "Fachstelle Wohnen"}
    health = Activity.objects.filter(group="health", organisation=None).first()
    made = correct_noted(
        actor=actor, case=case, event=made, values={**values, "activity": health}
    )
    found = Activity.objects.get(key="housing_found")
    made = correct_noted(actor=actor, case=case, event=made, values={**values, "activity": found})
    made.refresh_from_db()
    assert made.party.words == "Fachstelle Wohnen"
