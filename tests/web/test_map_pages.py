# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The map's pages: their figures are those of the file, filters stay, drawings have tables."""

import csv
import io
import random
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stellwerk.audit.models import Event as AuditEvent
from stellwerk.base.context import acting
from stellwerk.networks.actions.log import load_log, recorded_log
from stellwerk.networks.models import Activity
from stellwerk.networks.queries.maps import process_map
from stellwerk.networks.rules.courses import ReadEvent, ReadTrace
from stellwerk.networks.rules.filters import MapFilter
from stellwerk.networks.rules.waiting import in_words
from tests.networks.model import machine

pytestmark = pytest.mark.django_db
SECTIONS = (
    "map", "variants", "handovers", "loops", "dwell", "break_offs", "compare", "network_map",
)
STEPS = (
    ("Antrag <gestellt>", "Jobcenter"), ("Berechtigungsschein ausgestellt", "Jobcenter"),
    ("Rückfrage", "Ausländerbehörde"), ("Einstufungstest", "Sprachkursträger"),
    ("Kursbeginn", "Sprachkursträger"),
)
BEGIN = datetime(2025, 3, 3, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


def courses(count=30, seed=5, steps=STEPS):
    """Mostly onwards, sometimes back, never with a gap in time."""
    chance = random.Random(seed)
    position = 0
    for number in range(count):
        at, place, events = BEGIN + timedelta(days=chance.randrange(200)), 0, []
        while place < len(steps) and len(events) < 12:
            name, party = steps[place]
            moment = int(at.timestamp() * 1_000_000)
            events.append(ReadEvent(name, moment, party, position))
            position += 1
            at += timedelta(hours=chance.randrange(1, 900))
            place += chance.choice((1, 1, 1, 1, -1)) if place else 1
        yield ReadTrace(f"Fall {number}", number, events)


def loaded(cast, **more):
    with acting(machine(cast.home)) as actor:
        return load_log(
            actor=actor, organisation_id=cast.home.pk, name="Beispiel & Probe",
            file_format="xes", reading={}, traces=courses(**more),
        )


@pytest.fixture
def log(cast):
    return loaded(cast)


@pytest.fixture
def lead(client, cast):
    client.force_login(cast.lead.user)
    return client


def shown(client, name, **query):
    answer = client.get(reverse(f"networks:{name}"), query)
    assert answer.status_code == 200, name
    return unescape(answer.content.decode())


def codes(cast, log):
    with acting(machine(cast.home)):
        return dict(Activity.objects.filter(log=log).values_list("name_de", "pk"))


def figures(cast, log, **more):
    with acting(machine(cast.home)):
        return process_map(MapFilter(log.pk, **more))


def test_the_page_says_what_the_rules_say(lead, cast, log):
    found = figures(cast, log)
    page = shown(lead, "map", log=log.pk)
    for edge in found.edges:
        sentence = (
            f"{edge.source} → {edge.target}: {edge.count}-mal, Median {in_words(edge.median_s)}"
        )
        assert f'aria-label="{sentence}"' in page
    rows = re.findall(r'data-label="Anzahl">(\d+)</td>', page)
    assert [int(n) for n in rows[: len(found.edges)]] == [e.count for e in found.edges]
    assert f"Karte von {found.cases} Verläufen" in page
    assert "Alle Zahlen sind genau" in page
    assert "Die Karte zeigt" not in page, "nothing is left out, so nothing is said"


def test_what_is_left_out_is_said(lead, log):
    page = shown(lead, "map", log=log.pk, stations=3, ways=2)
    assert "Die Karte zeigt 3 von 5 Schritten und 2 von" in page
    assert len(re.findall(r'class="app-map__way ', page)) == 2


def test_filters_stay_and_narrow(lead, cast, log):
    code = codes(cast, log)["Rückfrage"]
    page = shown(lead, "map", log=log.pk, contains=code, since="2025-03-01")
    found = figures(cast, log, contains=(code,))
    assert f"Karte von {found.cases} Verläufen" in page
    assert f"contains={code}" in page, "sections and links keep the filter"
    assert 'value="2025-03-01"' in page
    # What cannot be read narrows nothing.
    assert "Karte von 30" in shown(lead, "map", log=log.pk, since="gestern", contains="x")


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_answers_with_and_without_a_log(lead, cast, section):
    shown(lead, section)
    log = loaded(cast)
    page = shown(lead, section, log=log.pk)
    assert "{%" not in page
    if section not in ("network_map", "break_offs"):
        assert "Beispiel & Probe" in page


@pytest.mark.parametrize("section", SECTIONS)
def test_questions_do_not_grow_with_the_log(lead, cast, section):
    many = [(f"Schritt {n}", f"Stelle {n % 5}") for n in range(12)]
    counts = []
    for log in (loaded(cast), loaded(cast, count=60, steps=many)):
        asks = {"log": log.pk, "second_until": "2027-01-01"}
        shown(lead, section, **asks)
        with CaptureQueriesContext(connection) as asked:
            shown(lead, section, **asks)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_edge_with_its_spread_and_pairs(lead, cast, log):
    found = figures(cast, log)
    edge, known = found.edges[0], codes(cast, log)
    page = shown(
        lead, "edge", log=log.pk, source=known[edge.source], step=known[edge.target]
    )
    assert f"{edge.count}-mal" in page
    bars = re.findall(r'<bdi dir="ltr" class="app-fraction">(\d+) / (\d+)</bdi>', page)
    assert sum(int(n) for n, _of in bars) == edge.count
    assert {int(of) for _n, of in bars} == {edge.count}
    missing = lead.get(reverse("networks:edge"), {"log": log.pk, "source": 1, "step": 2})
    assert missing.status_code == 404


def test_two_periods_stand_on_the_same_places(lead, log):
    page = shown(
        lead, "compare", log=log.pk, since="2025-03-01", until="2025-06-30",
        second_since="2025-07-01", second_until="2025-12-31",
    )
    drawings = re.findall(r'<svg class="app-map".*?</svg>', page, re.S)
    assert len(drawings) == 2
    places = [
        dict(re.findall(r'aria-label="([^":]+): [^"]*"><title>[^<]*</title><(?:rect|path) '
                        r'class="app-map__box" x="([\d.]+)"', drawing))
        for drawing in drawings
    ]  # fmt: skip
    both = places[0].keys() & places[1].keys()
    assert len(both) >= 3
    assert all(places[0][name] == places[1][name] for name in both)
    assert "01.03.2025 bis 30.06.2025" in page


def test_files_of_the_map(lead, cast, log):
    found = figures(cast, log)
    answers = {
        name: lead.get(reverse("networks:map_file", args=[name]), {"log": log.pk})
        for name in ("svg", "csv", "bpmn")
    }
    assert answers["svg"].content.startswith(b"<svg")
    assert b"<bpmn:definitions" in answers["bpmn"].content[:400]
    text = answers["csv"].content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [(row[0], row[1], int(row[2])) for row in rows[1:]] == [
        (e.source, e.target, e.count) for e in found.edges
    ]
    assert lead.get(reverse("networks:map_file", args=["exe"])).status_code == 404
    with acting(machine(cast.home)):
        assert AuditEvent.objects.filter(kind="event_log", verb="exported").count() == 3


def test_who_sees_no_figures_sees_the_others_alone(client, cast, log):
    client.force_login(cast.partner.user)
    answer = client.get(reverse("networks:map"), {"log": log.pk})
    assert answer.headers["Location"] == reverse("networks:network_map")
    assert "Beispiel" not in shown(client, "network_map")


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_beyond_all_logs_is_said_and_breaks_nothing(lead, log, day):
    for name in ("map", "variants", "compare"):
        for side in ("since", "until"):
            answer = lead.get(reverse(f"networks:{name}"), {"log": log.pk, side: day})
            assert answer.status_code == 200


def test_a_recorded_log_goes_out_only_for_those_who_see_cases(client, cast):
    with acting(machine(cast.home)):
        own = recorded_log(cast.home.pk)
    address = reverse("networks:log_file", args=[own.pk, "csv"])
    client.force_login(cast.lead.user)
    assert client.get(address).status_code == 200
    client.force_login(cast.coordinator.user)
    assert client.get(address).status_code == 404
