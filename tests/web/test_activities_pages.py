# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The catalogue of activities through its pages, and what a file's own mean in it."""

import pytest
from django.urls import reverse

from stellwerk.base.context import acting
from stellwerk.networks.choices import LogKind
from stellwerk.networks.models import Activity, EventLog
from stellwerk.networks.queries.activities import stamp
from tests.web.test_cases_pages import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


def test_the_catalogue_is_read_and_searched_by_synonyms(client, cast):
    client.force_login(cast.manager.user)
    page = client.get(reverse("networks:activities")).content.decode()
    assert "Berechtigungsschein ausgestellt" in page
    assert reverse("networks:activity_new") not in page
    found = client.get(reverse("networks:activities"), {"q": "teilnahmeberechtigung"})
    assert "Berechtigungsschein ausgestellt" in found.content.decode()
    assert "Wohnung bezogen" not in found.content.decode()
    none = client.get(reverse("networks:activities"), {"q": "Mondlandung"})
    assert "Nichts gefunden" in none.content.decode()


def test_administrators_keep_it(client, cast):
    client.force_login(cast.administrator.user)
    # They have no network in their navigation: the lists lead here.
    catalogue, new = reverse("networks:activities"), reverse("networks:activity_new")
    assert f'href="{catalogue}"' in client.get(reverse("vocabulary:index")).content.decode()
    assert f'href="{new}"' in client.get(catalogue).content.decode()
    sent = {"key": "own_step", "name_de": "Eigener Schritt", "name_en": "Own step",
            "group": "other", "synonyms": "Gang\nGang\nWeg"}
    assert client.post(new, sent).status_code == 302
    row = Activity.objects.get(key="own_step")
    assert row.synonyms == ["Gang", "Weg"]
    address = reverse("networks:activity", args=[row.pk])
    assert stamp(row) in client.get(address).content.decode()
    first = second = {**sent, "seen": stamp(row)}
    assert client.post(address, {**first, "name_de": "Schritt A"}).status_code == 302
    late = client.post(address, {**second, "name_de": "Schritt B"})
    assert late.status_code == 422
    assert "Schritt A" in late.content.decode()
    assert client.post(reverse("networks:activity_retire", args=[row.pk])).status_code == 302
    assert "stillgelegt" in client.get(reverse("networks:activities")).content.decode()
    assert client.post(reverse("networks:activity_reinstate", args=[row.pk])).status_code == 302


@pytest.fixture
def log(cast):
    organisation_id = cast.lead.actor.organisation_id
    with acting(cast.lead.actor):
        made = EventLog.objects.create(
            organisation_id=organisation_id, kind=LogKind.IMPORTED, name="Datei"
        )
        for name in ("Berechtigungsschein erteilt", "Einstufungs-Tests", "T10 Determine"):
            Activity.objects.create(organisation_id=organisation_id, log=made, name_de=name)
    return made


def meanings(cast, log):
    with acting(cast.lead.actor):
        rows = Activity.objects.filter(log=log).order_by("name_de").select_related("same_as")
        return [row.same_as.key if row.same_as else "" for row in rows]


def test_a_files_own_activities_are_named_by_hand_or_by_suggestion(client, cast, log):
    client.force_login(cast.lead.user)
    assert "Datei" in client.get(reverse("networks:activities")).content.decode()
    address = reverse("networks:log_activities", args=[log.pk])
    page = client.get(address)
    assert "gleiches Wort" in page.content.decode()
    empty = fields_of(page)
    assert client.post(address, empty).status_code == 302
    assert meanings(cast, log) == ["", "", ""], "nothing is taken over by itself"
    assert client.post(address, {**empty, "suggested": "1"}).status_code == 302
    assert meanings(cast, log)[0] == "entitlement_issued"
    name = next(key for key in empty if key.startswith("activity_"))
    wrong = client.post(address, {**empty, name: "Mondlandung"})
    assert wrong.status_code == 422
    assert "kennt diese Aktivität nicht" in wrong.content.decode()
    assert client.post(address, {**empty, name: "deutschtest für zuwanderer"}).status_code == 302
    assert meanings(cast, log)[0] == "exam_taken"
    client.force_login(cast.foreign_lead.user)
    assert client.get(address).status_code == 404
