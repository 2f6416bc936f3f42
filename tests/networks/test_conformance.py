# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Recorded courses against the versions of a chain: from the log to the page."""

from datetime import date, datetime, timedelta
from html import unescape
from itertools import pairwise
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from django.urls import reverse

from stellwerk.access import traces
from stellwerk.base.context import acting
from stellwerk.networks.actions.chains import add_chain, agree_version, new_version
from stellwerk.networks.actions.log import (
    open_trace,
    party_in_words,
    party_of,
    record_events,
    recorded_log,
)
from stellwerk.networks.choices import LogKind, Source
from stellwerk.networks.models import Activity, EventLog, Trace
from stellwerk.networks.queries import conformance
from stellwerk.networks.queries.activities import catalogue
from stellwerk.networks.queries.conformance import check_chain
from stellwerk.networks.rules.conformance import KINDS
from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationPlan
from stellwerk.networks.rules.shares import shown_count
from stellwerk.web.networks import conformancepage
from tests.cases.casts import new_case
from tests.web.test_cases_pages import counted

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Europe/Berlin"))
REQUESTED, ISSUED, TEST, BEGUN = (
    "entitlement_requested", "entitlement_issued", "placement_test_taken", "course_begun"
)


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def actor(cast):
    with acting(cast.lead.actor) as actor:
        yield actor


@pytest.fixture
def codes():
    return {row.key: row for row in catalogue()}


def agree(actor, chain, day, *, days, responsible=""):
    stations = (
        StationPlan("start", "Antrag", "start", activity_key=REQUESTED),
        StationPlan("issued", "Schein", activity_key=ISSUED, organisation=responsible),
        StationPlan("test", "Einstufungstest", activity_key=TEST, max_days=days),
        StationPlan("end", "Kursbeginn", "end", activity_key=BEGUN),
    )
    keys = [s.key for s in stations]
    links = tuple(LinkPlan(a, b) for a, b in pairwise(keys))
    made = new_version(actor=actor, chain=chain, plan=ChainPlan(chain.name, stations, links))
    return agree_version(actor=actor, chain_version=made, valid_from=day)


@pytest.fixture
def chain(actor):
    chain = add_chain(actor=actor, name="Zugang zum Kurs")
    agree(actor, chain, date(2026, 1, 1), days=28, responsible="Jobcenter")
    agree(actor, chain, date(2026, 4, 1), days=14)
    return chain


def course(actor, codes, *steps, start=DAY, log=None):
    """A recorded course; each step is a key and days after the start, perhaps with a party."""
    trace = open_trace(actor=actor, organisation_id=actor.organisation_id, log=log)
    rows = [
        {
            "activity": codes[key], "at": start + timedelta(days=days), "source": Source.NOTED,
            "party": party[0] if party else None, "precision": 2,
        }
        for key, days, *party in steps
    ]
    record_events(actor=actor, trace_id=trace.pk, rows=rows)
    return trace


def whole(*days):
    return tuple(zip((REQUESTED, ISSUED, TEST, BEGUN), days, strict=False))


def check(actor, chain, today=date(2026, 5, 1), log=None):
    return check_chain(chain, log or recorded_log(actor.organisation_id), today)


def said(row):
    return sorted(KINDS[kind] for kind in row.held.deviations.kind)


def test_each_course_is_held_against_the_version_then_in_force(actor, chain, codes):
    course(actor, codes, *whole(0, 1, 20, 40))
    course(actor, codes, *whole(0, 1, 20, 40), start=DAY + timedelta(days=60))
    course(actor, codes, *whole(0, 1, 20), start=DAY - timedelta(days=100))
    found = check(actor, chain)
    one, two = found.versions
    assert found.before == 1, "what began before the first agreement is held against nothing"
    assert one.held.held.sum() == 1 == one.held.conforms.sum()
    assert one.straddles.tolist() == [True], "it went on after the second version held"
    assert said(two) == ["too_late"]


def test_steps_between_are_added_and_case_work_goes_on_beside(actor, chain, codes):
    course(
        actor, codes, (REQUESTED, 0), ("client_contact", 1), ("course_waiting_list", 2),
        (ISSUED, 3), ("housing_found" if "housing_found" in codes else "home_visit", 4), (TEST, 5),
        (BEGUN, 6), ("exam_taken", 200),
    )
    one, _two = check(actor, chain).versions
    assert said(one) == ["added"]
    [activity] = one.held.deviations.activity
    assert int(activity) == codes["course_waiting_list"].pk


def test_who_acted_is_known_by_organisation_or_words(actor, chain, codes, cast):
    office = party_in_words(actor.organisation_id, "JOBCENTER ")
    other = party_of(cast.home)
    course(actor, codes, (REQUESTED, 0), (ISSUED, 1, office))
    course(actor, codes, (REQUESTED, 0), (ISSUED, 1, other))
    one, _two = check(actor, chain).versions
    assert said(one) == ["wrong_organisation"]
    assert one.held.deviations.party.tolist() == [other.pk]


def test_a_files_own_words_are_recognised(actor, chain, codes):
    log = recorded_log(actor.organisation_id)
    for name, same in (("Kurs begonnen", None), ("Schein gedruckt", codes[ISSUED])):
        row = Activity.objects.create(
            organisation_id=actor.organisation_id, log=log, name_de=name, same_as=same
        )
        codes[name] = row
    course(
        actor, codes, (REQUESTED, 0), ("Schein gedruckt", 1), (TEST, 2), ("Kurs begonnen", 3)
    )
    one, _two = check(actor, chain).versions
    assert one.held.conforms.all()
    assert one.held.complete.all()


def test_who_waits_beyond_the_limit_is_found(actor, chain, codes):
    waiting = course(actor, codes, *whole(0, 1))
    course(actor, codes, *whole(0, 1, 2))
    one, _two = check(actor, chain, today=DAY.date() + timedelta(days=30)).versions
    assert [int(key) for key in one.traces[one.overdue.course]] == [waiting.pk]
    assert one.overdue.days.tolist() == [1]
    one, _two = check(actor, chain, today=DAY.date() + timedelta(days=29)).versions
    assert not len(one.overdue.course)


@pytest.mark.parametrize(
    ("part", "of", "shown"),
    [(0, 0, 0), (0, 4, None), (3, 10, None), (7, 10, None), (5, 10, 5), (0, 9, 0), (9, 9, 9)],
)
def test_small_groups_are_not_shown_nor_told_by_the_rest(part, of, shown):
    assert shown_count(part, of, exact=False) == shown
    assert shown_count(part, of, exact=True) == part


@pytest.mark.parametrize(
    ("late", "told"),
    [((0, 3), (None, None)), ((5, 3), (None, None)), ((9, 9), (None, None)), ((5, 5), (40, 10))],
)
def test_no_hidden_wait_follows_from_the_other_figures(late, told):
    """Settled is held without running, and overdue: three figures tell the fourth."""
    ended, running = np.arange(50) < 30, np.arange(50) >= 30
    stations = np.repeat((0, 1), late)
    settled = ended.copy()
    settled[30 : 30 + len(stations)] = True
    check = SimpleNamespace(
        version=SimpleNamespace(number=1, valid_from=DAY), settled=settled, as_agreed=20,
        held=SimpleNamespace(held=ended | running, running=running),
        straddles=np.zeros(50, dtype=bool), frame=SimpleNamespace(stations=[1, 2]),
        overdue=SimpleNamespace(course=stations, station=stations),
    )
    row = conformancepage.version_row(check, exact=False)
    assert (row.held, row.running) == (50, 20)
    assert (row.settled, row.overdue) == told
    assert (row.share is None) == (row.settled is None)
    assert conformancepage.version_row(check, exact=True).overdue == sum(late)


def page_of(client, chain, query=""):
    address = reverse("networks:chain_conformance", args=[chain.pk])
    return unescape(client.get(address + query).content.decode())


def test_the_page_names_deviations_in_words(client, cast, actor, chain, codes):
    for _each in range(6):
        course(actor, codes, *whole(0, 1, 20, 40))
    for _each in range(2):
        course(actor, codes, (REQUESTED, 0), (ISSUED, 1), (BEGUN, 2))
    client.force_login(cast.lead.user)
    page = page_of(client, chain)
    assert "Station „Einstufungstest“ übersprungen" in page
    assert "6 / 8" in page
    assert "2 / 8" in page
    client.force_login(cast.steering.user)
    page = page_of(client, chain)
    assert "unter 5" in page
    assert "2 / 8" not in page
    assert "6 / 8" not in page, "the rest would tell"


def test_another_organisations_courses_stay_there(client, cast, actor, chain, codes):
    for _each in range(6):
        course(actor, codes, *whole(0, 1, 20, 40))
    log = recorded_log(actor.organisation_id)
    client.force_login(cast.foreign_lead.user)
    assert "6 / 6" not in page_of(client, chain)
    address = reverse("networks:chain_conformance", args=[chain.pk])
    assert client.get(f"{address}?protokoll={log.pk}").status_code == 404


def test_more_courses_ask_no_more_questions(client, cast, actor, chain, codes):
    client.force_login(cast.lead.user)
    course(actor, codes, *whole(0, 1, 20, 40))
    address = reverse("networks:chain_conformance", args=[chain.pk])
    client.get(address)
    few = counted(client, address)
    for late in range(8):
        course(actor, codes, *whole(0, 1, 20 + late * 5), ("course_paused", 80))
    agree(actor, chain, date(2026, 6, 1), days=3)
    assert counted(client, address) <= few


def test_behind_a_line_stand_only_cases_that_may_be_seen(client, cast, actor, chain, codes):
    course(actor, codes, (REQUESTED, 0), (ISSUED, 1), (BEGUN, 2))
    client.force_login(cast.manager.user)
    address = reverse("networks:chain_cases", args=[chain.pk])
    page = client.get(f"{address}?fassung=1&was=skipped&station=test").content.decode()
    assert "1 Verlauf" in page
    assert "Keiner Ihrer Fälle" in page, "no case holds the key of this course"


def test_behind_the_courses_of_a_file_no_case_is_looked_for(
    client, cast, actor, chain, codes, monkeypatch
):
    skipped = (REQUESTED, 0), (ISSUED, 1), (BEGUN, 2)
    read = EventLog.objects.create(organisation=cast.home, kind=LogKind.IMPORTED, name="Datei")
    held = [course(actor, codes, *skipped, log=log).log for log in (None, read)]
    client.force_login(cast.manager.user)
    address = reverse("networks:chain_cases", args=[chain.pk])
    query = "fassung=1&was=skipped&station=test"
    for log, status in zip(held, (200, 404), strict=True):
        page = page_of(client, chain, f"?protokoll={log.pk}")
        assert "Einstufungstest“ übersprungen" in page
        assert (address in page) == (status == 200), "a link only where cases are"
        assert client.get(f"{address}?protokoll={log.pk}&{query}").status_code == status
    new_case(cast.manager.actor, cast.manager.user)
    monkeypatch.setattr(traces, "cases_behind", lambda *_asked: pytest.fail("a key is opened"))
    with acting(cast.manager.actor) as manager:
        keys = list(Trace.objects.filter(log=read).values_list("pk", flat=True))
        assert keys
        assert traces.cases_of_traces(manager, keys) == ([], 0)


def test_running_courses_are_no_success_and_overdue_ones_no_riddle(
    client, cast, actor, chain, codes
):
    """Share of those that can be judged; who is on the way stands apart."""
    for _each in range(3):
        course(actor, codes, *whole(0, 1, 20, 40))
    course(actor, codes, (REQUESTED, 0), (ISSUED, 1), (BEGUN, 2))
    for _each in range(4):
        course(actor, codes, *whole(0, 1))
    in_time, _two = check(actor, chain, today=DAY.date() + timedelta(days=10)).versions
    assert (int(in_time.settled.sum()), in_time.as_agreed) == (4, 3)
    assert int(in_time.held.running.sum()) == 4
    late, _two = check(actor, chain, today=DAY.date() + timedelta(days=90)).versions
    assert (int(late.settled.sum()), late.as_agreed) == (8, 3)
    client.force_login(cast.lead.user)
    page = page_of(client, chain)
    assert "3 / 8" in page, "all four wait longer than was agreed by now"


def test_of_very_many_courses_the_last_are_held_and_the_page_says_so(
    client, cast, actor, chain, codes, monkeypatch
):
    for late in range(4):
        course(actor, codes, *whole(0, 1, 20, 40), start=DAY + timedelta(days=late))
    client.force_login(cast.lead.user)
    assert "zuletzt weitergingen" not in page_of(client, chain)
    monkeypatch.setattr(conformance, "MOST_COURSES", 2)
    found = check(actor, chain)
    assert found.cut_at == 3
    assert sum(len(one.traces) for one in found.versions) == 3
    assert "nur die 3, die zuletzt weitergingen" in page_of(client, chain)


def test_the_order_tells_no_count_that_is_hidden(actor, chain, codes):
    """Three skip one station, one skips another: who sees no small groups sees them by name."""
    for _each in range(3):
        course(actor, codes, (REQUESTED, 0), (TEST, 1), (BEGUN, 2))
    course(actor, codes, (REQUESTED, 0), (ISSUED, 1), (BEGUN, 2))
    found = check(actor, chain)
    one = found.versions[0]
    exact = [row.words for row in conformancepage.page_of(one, found, exact=True).deviations]
    hidden = conformancepage.page_of(one, found, exact=False).deviations
    assert {row.courses for row in hidden} == {None}
    assert [row.words for row in hidden] == sorted(exact)
    assert exact != sorted(exact)
