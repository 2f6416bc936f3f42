# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Herr A. and Herr R. as released typical cases: every printed station and consequence."""

from datetime import date

import pytest
from django.urls import reverse
from tests.jobs.two_lives import SETTER

from stellwerk.audit.models import Event
from stellwerk.base.context import acting
from stellwerk.cases.actions.typical_cases import recount_released
from stellwerk.directory.models import User
from stellwerk.directory.queries import actor_for
from stellwerk.jobs import sample, sample_people
from stellwerk.jobs.sample_typical import set_up_typical
from stellwerk.networks.models import StationView, TypicalCase, TypicalRelease
from stellwerk.networks.queries.typical import stations_of

#: The booklet's words ("Beispiele für typische Fälle"), station by station.
STATIONS = {
    "Herr A.": (
        "Besuchte Vorkurse der Abendrealschule (ARS)",
        "Praktikumsstelle als Elektroinstallateur.",
        "die nötigen Genehmigungen für diese Maßnahme bei der BA und der Ausländerbehörde",
        "Das Praktikum verlief erfolgreich", "zur vollen Zufriedenheit",
        "ein gutes Verhältnis zu den Mitarbeitern",
        "brach die ARS ab und begann die Ausbildung als Elektroinstallateur",
        "an zwei Wochentagen die Unterstufe der Berufsschule für Elektrotechnik",
        "Nach ca. 8 Monaten brach Herr A. die Ausbildung ab",
        "besucht aktuell wieder die ARS und möchte die Fachoberschulreife erwerben",
        "haben sich stark verbessert",
        "Praktikum bei der Firma apetito (Bereich: Industriekaufmann)",
    ),
    "Herr R.": (
        "Hatte eine sozialversicherungspflichtige Tätigkeit",
        "Das jobcenter verpflichtet ihn zur Teilnahme am Integrationskurs",
        "mehrfach aufgefordert", "Dieser Aufforderung kommt er nicht nach",
        "Die Wartezeit beträgt 1 Jahr", "Dieser Berechtigungsschein ist jedoch ungültig",
        "bei einem anderen Träger an seinem alten Wohnsitz",
        "mit einem Berechtigungsschein von der Ausländerbehörde",
        "Herr R. erhält endlich einen Brief zum Kursbeginn",
        "meldet sich vom Sprachkurs ab",
        "Die Arbeit wird ihm nach 3 Monaten gekündigt. Grund: Sprachbarriere.",
        "vom jobcenter erneut aufgefordert", "Anmeldung erfolgt: Herr R. nimmt am Kurs teil",
    ),
}
CONSEQUENCES = {
    "Herr A.": (
        "einen Ausbildungsvertrag an (sein Sprachniveau lag zu diesem Zeitpunkt im Bereich A1)",
        "unzureichende Deutsch- und Mathematikkenntnisse",
        "intensive Nachhilfe durch einen Fachlehrer", "falsche Berufswahl",
    ),
    "Herr R.": (
        "Aufgrund des Sprachmangels wurde der Arbeitsvertrag nicht verlängert",
        "Sanktion: Daraufhin meldet er sich doch an",
        "muss vom alten Träger zurückgefordert und beim neuen eingereicht werden",
        "vom BAMF aufgefordert, den ausgestellten Berechtigungsschein zurückzuziehen",
        "zur Verzögerung der Anmeldung geführt",
    ),
}


@pytest.mark.django_db
def test_both_are_released_with_all_that_is_printed(settings, client):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SECOND_FACTOR_REQUIRED = False
    sample.set_up_network(SETTER)
    offices = sample.set_up_organisations(SETTER)
    users = sample.set_up_people(SETTER, offices)
    book = sample.WORKBOOKS[0]
    sample.take_in(book, offices[book.organisation])
    set_up_typical(offices, users)
    before = Event.objects.count()
    set_up_typical(offices, users)
    assert Event.objects.count() == before, "a second run writes nothing"

    owner = offices[sample_people.PILOT]
    lead = actor_for(users["b.feldkamp"], date(2026, 1, 1), owner.pk)
    with acting(lead):
        assert TypicalCase.objects.filter(state="draft").count() == 1
        rows = list(TypicalCase.objects.filter(state="released"))
        assert {row.called for row in rows} == set(STATIONS)
        for row in rows:
            actual = [s for s in stations_of(row) if s.course == "actual"]
            told = "\n".join(s.action for s in actual)
            came = "\n".join(s.consequence for s in actual)
            assert not [words for words in STATIONS[row.called] if words not in told]
            assert not [words for words in CONSEQUENCES[row.called] if words not in came]
            assert len([s for s in stations_of(row) if s.course == "positive"]) >= 3
            views = StationView.objects.filter(typical_case=row)
            assert len({view.organisation_id for view in views}) in (3, 2)
        assert all(release.persons >= 5 for release in TypicalRelease.objects.all())
        assert recount_released(actor=lead, organisation_id=owner.pk) == 0
        address = reverse("networks:typical_case", args=[rows[0].pk])
    partner = next(p for p in sample_people.EVERYBODY
                   if any(where == sample_people.PARTNER for where, _r, _c in p.roles))
    client.force_login(User.objects.get(email=partner.email))
    assert rows[0].title in client.get(address).content.decode()
