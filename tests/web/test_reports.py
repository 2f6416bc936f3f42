# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of the reports: who sees which figures, the way to the cases, freezing, files."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from stellwerk.audit.models import Event
from stellwerk.base.context import acting
from stellwerk.cases.actions.importing import import_cases
from stellwerk.indicators.models import FrozenReport
from tests.indicators import random_records

PAGES = ("reports:index", "reports:case_management", "reports:cross")


def sign_in(client: Client, member) -> Client:
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def lead(client, cast, settings):
    """The team lead, signed in, with twenty cases of her organisation and ten of the neighbour."""
    settings.SECOND_FACTOR_REQUIRED = False
    for member, seed, size in ((cast.lead, 3, 20), (cast.foreign_lead, 4, 10)):
        with acting(member.actor):
            import_cases(
                actor=member.actor,
                organisation_id=member.organisation.pk,
                records=random_records.records(*random_records.make(seed, size)),
            )
    return sign_in(client, cast.lead)


def test_every_page_answers_and_shows_the_own_cases_only(lead):
    for name in PAGES:
        assert lead.get(reverse(name)).status_code == 200
    text = lead.get(reverse("reports:case_management")).content.decode()
    assert "Ausgewertet wurden 20 Fälle." in text
    assert "<details" in text


def test_a_backwards_period_is_said_and_its_input_stays(lead):
    answer = lead.get(
        reverse("reports:case_management"), {"start": "2020-02-01", "end": "2020-01-01"}
    )
    assert answer.status_code == 422
    assert "Der Zeitraum endet, bevor er beginnt." in answer.content.decode()
    assert "2020-02-01" in answer.content.decode()


def test_a_figure_leads_to_its_cases_and_the_read_is_logged(lead, cast):
    address = reverse("reports:behind", args=["cases.ended"])
    answer = lead.get(address)
    shown = re.findall(r"F-\d+", answer.content.decode())
    assert shown
    with acting(cast.lead.actor):
        event = Event.objects.filter(verb="listed", kind="case").latest("at")
        assert len(event.subjects) == len(set(shown))


def test_a_case_manager_opens_only_her_own_cases_behind_a_figure(lead, cast, client):
    sign_in(client, cast.colleague)
    answer = client.get(reverse("reports:behind", args=["cases.total"]))
    assert answer.status_code == 200
    assert not re.findall(r"F-\d+", answer.content.decode())
    assert "20 Fälle" in answer.content.decode()


@pytest.mark.parametrize("key", ["cases.nothing", "topics.nothing", "x"])
def test_an_unknown_figure_is_not_found(lead, key):
    assert lead.get(reverse("reports:behind", args=[key])).status_code == 404


def test_the_coordinator_sees_figures_but_no_way_to_cases(lead, cast, client):
    sign_in(client, cast.coordinator)
    text = client.get(reverse("reports:case_management")).content.decode()
    assert "Ausgewertet wurden 20 Fälle." in text
    assert "/faelle/cases." not in text
    assert client.get(reverse("reports:behind", args=["cases.total"])).status_code == 404


@pytest.mark.parametrize("name", ["partner", "administrator", "officer", "substitute"])
def test_who_has_no_figures_finds_no_report(lead, cast, client, name):
    sign_in(client, getattr(cast, name))
    for page in (*PAGES, "reports:network"):
        assert client.get(reverse(page)).status_code == 404


def test_steering_sees_the_network_only(lead, cast, client):
    sign_in(client, cast.steering)
    assert client.get(reverse("reports:network")).status_code == 200
    assert client.get(reverse("reports:index")).status_code == 200
    assert client.get(reverse("reports:case_management")).status_code == 404


def freeze(client, **more):
    return client.post(reverse("reports:freeze"), {"title": "Beirat", **more})


def test_a_report_is_frozen_shown_and_listed(lead, cast):
    answer = freeze(lead, start="2018-01-01")
    assert answer.status_code == 302
    text = lead.get(answer.url).content.decode()
    assert "Dieser Bericht ist eingefroren" in text
    assert cast.lead.user.name in text
    assert "Beirat" in lead.get(reverse("reports:index")).content.decode()
    with acting(cast.lead.actor):
        assert FrozenReport.objects.get().digest in text


def test_freezing_without_a_title_keeps_the_period(lead):
    answer = freeze(lead, title="", start="2018-01-01")
    assert answer.status_code == 422
    assert "2018-01-01" in answer.content.decode()


def test_a_frozen_report_of_others_is_not_found(lead, cast, client):
    address = freeze(lead).url
    assert lead.get(address).status_code == 200
    sign_in(client, cast.foreign_lead)
    assert client.get(address).status_code == 404
    assert client.get(f"{address}datei/csv/").status_code == 404


def test_a_case_manager_may_not_freeze(lead, cast, client):
    sign_in(client, cast.manager)
    assert client.get(reverse("reports:case_management")).status_code == 200
    assert freeze(client).status_code == 404


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "json", "html", "text"])
def test_files_are_written_and_logged(lead, cast, file_format):
    answer = lead.get(reverse("reports:export", args=[file_format]))
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert len(answer.content) > 500
    with acting(cast.lead.actor):
        assert Event.objects.filter(verb="exported", note__endswith=file_format).count() == 1


def test_an_unknown_format_is_not_found(lead):
    assert lead.get(reverse("reports:export", args=["exe"])).status_code == 404


def test_the_report_costs_the_same_queries_for_few_and_for_many(
    lead, cast, client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(16) as many:
        lead.get(reverse("reports:case_management"))
    sign_in(client, cast.foreign_lead)
    with django_assert_max_num_queries(16) as few:
        client.get(reverse("reports:case_management"))
    assert len(many) == len(few)
