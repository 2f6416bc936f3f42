# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The team lead's pages: the board, the cases behind its figures, hours and weights."""

import re

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from stellwerk.audit.models import Event
from stellwerk.base.context import acting
from stellwerk.cases.models import WorkTime
from tests.cases.casts import admitted_case, new_case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def lead(client, cast):
    client.force_login(cast.lead.user)
    return client


def counted(client, address):
    seen = []

    def count(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        assert client.get(address).status_code == 200
    return len(seen)


def test_every_figure_of_the_board_leads_to_its_cases(lead, cast):
    admitted_case(cast.manager.actor, cast.manager.user)
    new_case(cast.manager.actor, cast.manager.user, days_ago=60, given_name="Lange")
    new_case(cast.lead.actor, None, given_name="Niemand")
    page = lead.get(reverse("cases:team")).content.decode()
    assert "Yıldız" not in page  # no name of a client is opened for numbers
    links = set(re.findall(r'href="(/team/faelle/[^"]+)"', page))
    assert len(links) >= 4
    for link in links:
        shown = lead.get(link.replace("&amp;", "&"))
        assert shown.status_code == 200
        assert "app-row-link" in shown.content.decode()


def test_looking_at_the_board_is_recorded(lead, cast):
    lead.get(reverse("cases:team"))
    with acting(cast.lead.actor):
        assert Event.objects.filter(kind="caseload", verb="listed").exists()


def test_the_board_costs_the_same_for_few_and_for_many(lead, cast):
    admitted_case(cast.manager.actor, cast.manager.user)
    lead.get(reverse("cases:team"))
    first = counted(lead, reverse("cases:team"))
    for number in range(4):
        admitted_case(cast.colleague.actor, cast.colleague.user, given_name=f"K{number}")
    assert counted(lead, reverse("cases:team")) == first
    assert first <= 16


def test_hours_are_entered_and_shown_beside_the_cases(lead, cast):
    admitted_case(cast.manager.actor, cast.manager.user)
    sent = {"user": cast.manager.user.pk, "hours_per_week": "6",
            "valid_from": timezone.localdate().isoformat()}
    assert lead.post(reverse("cases:work_times"), sent).status_code == 302
    with acting(cast.lead.actor):
        assert WorkTime.objects.get().hours_per_week == 6
    page = lead.get(reverse("cases:team")).content.decode()
    assert ">600<" in page  # 6 hours, one case in monitoring (0.6)
    wrong = {**sent, "hours_per_week": "99"}
    assert lead.post(reverse("cases:work_times"), wrong).status_code == 422


def test_weights_are_changed_and_a_colleague_who_was_quicker_is_not_overwritten(lead, cast):
    address = reverse("cases:yardstick")
    form = lead.get(address).content.decode()
    sent = {
        found["name"]: found["value"]
        for tag in re.findall(r"<input[^>]*>", form)
        if {"name", "value"} <= set(found := dict(re.findall(r'(\w+)="([^"]*)"', tag)))
    }
    changed = {**sent, "weight_planning": "2.0"}
    assert lead.post(address, changed).status_code == 302
    assert 'value="2' in lead.get(address).content.decode()
    late = lead.post(address, {**sent, "weight_planning": "3"})
    assert late.status_code == 422
