# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Herr A. and Herr R.: every printed station is there, and rules find what went wrong."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.jobs.two_lives import enter_both

from stellwerk.access.visible import visible_cases
from stellwerk.audit.models import Event
from stellwerk.base.actor import Actor
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.cases.choices import OWN_SCOPE, BiographyKind, FieldGroup, GapKind
from stellwerk.cases.models import Case
from stellwerk.cases.queries.biography import biography_of
from stellwerk.cases.queries.deadline_rules import rules_in_force
from stellwerk.cases.queries.legal import legal_record, watch
from stellwerk.cases.rules.deadline_watch import evaluate, urgent
from stellwerk.directory.models import User
from stellwerk.directory.queries import actor_for
from stellwerk.jobs import sample_people
from stellwerk.jobs.sample_biographies import enter_lives

pytestmark = pytest.mark.django_db

#: Words of the booklet ("Beispiele für typische Fälle"), station by station.
PRINTED = {
    "RH-BB-A": (
        "Anerkannter Flüchtling", "Farsi und Englisch", "Vorkurse der Abendrealschule (ARS)",
        "Praktikum als Elektroinstallateur (2016)", "Genehmigung des Praktikums bei der BA",
        "Genehmigung des Praktikums bei der Ausländerbehörde", "zur vollen Zufriedenheit",
        "Ausbildungsvertrag an", "A1", "brach die ARS ab", "Unterstufe der Berufsschule",
        "Nach ca. 8 Monaten abgebrochen", "Deutsch- und Mathematikkenntnisse",
        "Intensive Nachhilfe durch einen Fachlehrer", "falsche Berufswahl", "Wieder an der",
        "Fachoberschulreife", "stark verbessert", "Firma apetito (Bereich: Industriekaufmann)",
    ),
    "RH-BB-R": (
        "Sozialversicherungspflichtige Tätigkeit",
        "Aufgrund des Sprachmangels wurde der Arbeitsvertrag nicht verlängert",
        "mehrfach aufgefordert", "Dieser Aufforderung kommt er nicht nach", "Sanktion",
        "Die Wartezeit beträgt 1 Jahr", "jedoch ungültig", "alten Wohnsitz",
        "Von der Ausländerbehörde", "zurückgefordert", "BAMF", "Verzögerung der Anmeldung",
        "Brief zum Kursbeginn", "meldet sich vom Sprachkurs ab", "Teilzeit",
        "Nach 3 Monaten gekündigt", "Sprachbarriere", "Erneute Aufforderung",
        "nimmt am Kurs teil",
    ),
}


@pytest.fixture
def lead(settings) -> Actor:
    """The team lead of the sample organisation in which both lives are entered."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECOND_FACTOR_REQUIRED = False
    organisations, users = enter_both()
    before = Event.objects.count()
    enter_lives(organisations, users)
    assert Event.objects.count() == before  # a second run enters nothing
    return actor_for(
        users["k.overbeck"], date(2026, 1, 1), organisations[sample_people.COUNSEL].pk
    )


def opened(lead: Actor, number: str) -> Case:
    case = visible_cases(lead).select_related("person").get(case_key=number)
    open_keys([case, case.person])
    return case


def test_every_printed_station_is_there_and_rules_find_what_went_wrong(lead, client):
    """One test: the sample takes longest to set up."""
    client.force_login(User.objects.get(email="k.overbeck@rheine.example"))
    for number, printed in PRINTED.items():
        every_station_is_told(lead, number, printed)
        it_prints(client, lead, number)
    the_two_papers_are_found(lead)
    the_year_of_waiting_is_a_gap(lead)
    the_recognition_is_told(lead)


def every_station_is_told(lead: Actor, number: str, printed: tuple[str, ...]) -> None:
    with acting(lead):
        found = biography_of([opened(lead, number)], FieldGroup(OWN_SCOPE))
        told = "\n".join(f"{item.title} {item.text}" for item in found.items)
    for words in printed:
        assert words in told, f"{number}: {words}"


def it_prints(client: Client, lead: Actor, number: str) -> None:
    with acting(lead):
        address = reverse("cases:biography", args=[opened(lead, number).pk])
    page = client.get(address, {"all": "1"}).content.decode()
    assert page.count("ca. ") > 5
    assert "app-lanes__bar--measure" in page


def the_two_papers_are_found(lead: Actor) -> None:
    """Settled by now; while both were in force the watch would have called it at once."""
    with acting(lead):
        case = opened(lead, "RH-BB-R")
        record = legal_record(case.person, FieldGroup(OWN_SCOPE))
        [settled] = watch(record).settled
        first = urgent(evaluate(record.facts, rules_in_force(), date(2017, 6, 12)))[0]
    assert settled.rule.key == first.rule.key == "two_entitlements"
    assert (settled.on, settled.until) == (date(2017, 4, 3), date(2018, 2, 14))
    assert "Ausländerbehörde" in settled.names[0]
    assert "jobcenter" in settled.names[1]
    assert (first.level, first.tone) == ("now", "danger")


def the_year_of_waiting_is_a_gap(lead: Actor) -> None:
    with acting(lead):
        found = biography_of([opened(lead, "RH-BB-R")], FieldGroup(OWN_SCOPE))
        [conflict] = [item for item in found.items if item.kind == BiographyKind.CONFLICT]
        waits = [item for item in found.items if item.state == GapKind.WAITING]
        told = [(item.title, item.days) for item in waits]
    assert "Ausländerbehörde" in conflict.office
    assert told == [("Integrationskurs (erste Anmeldung)", 365)]


def the_recognition_is_told(lead: Actor) -> None:
    with acting(lead):
        record = legal_record(opened(lead, "RH-BB-A").person, FieldGroup(OWN_SCOPE))
    assert [row.status.key for row in record.periods] == ["asylg_55", "aufenthg_25_2_alt1"]
    assert [row.sphere.key for row in record.spheres] == ["asylblg", "sgb_2"]
