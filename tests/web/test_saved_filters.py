# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Saved filters of the case list, and who has looked into a case."""

from uuid import uuid4

import pytest
from django.urls import reverse

from stellwerk.base.context import acting
from stellwerk.cases.models import SavedFilter
from tests.cases.casts import admitted_case
from tests.web.test_cases_pages import counted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def signed_in(client, cast):
    client.force_login(cast.manager.user)
    return client


def save(client, name, query):
    return client.post(reverse("cases:save_filter"), {"name": name, "query": query})


def kept_by(member):
    with acting(member.actor):
        return list(SavedFilter.objects.filter(user=member.user).values_list("name", "query"))


def test_a_filter_is_saved_used_and_removed(signed_in, cast):
    answer = save(signed_in, " Lange still ", "silent=30&state=open&cursor=abc&odd=1")
    assert answer.url == reverse("cases:list") + "?state=open&silent=30"
    assert kept_by(cast.manager) == [("Lange still", "state=open&silent=30")]
    page = signed_in.get(reverse("cases:list")).content.decode()
    assert "Lange still" in page
    assert "?state=open&amp;silent=30" in page
    with acting(cast.manager.actor):
        one = SavedFilter.objects.get()
    signed_in.post(reverse("cases:forget_filter", args=[one.pk]))
    assert kept_by(cast.manager) == []


def test_the_same_name_replaces_and_nothing_is_refused_with_a_reason(signed_in, cast):
    save(signed_in, "Mein Filter", "silent=30")
    save(signed_in, "Mein Filter", "silent=60")
    assert kept_by(cast.manager) == [("Mein Filter", "silent=60")]
    assert save(signed_in, "Leer", "cursor=1").status_code == 409
    assert save(signed_in, " ", "silent=60").status_code == 409


def test_a_typed_name_is_never_saved_in_clear(signed_in, cast):
    save(signed_in, "Name", "q=Müller&s=versiegelt")
    assert kept_by(cast.manager) == [("Name", "s=versiegelt")]


def test_filters_of_others_are_as_missing(client, cast):
    client.force_login(cast.manager.user)
    save(client, "Nur meiner", "silent=30")
    with acting(cast.manager.actor):
        mine = SavedFilter.objects.get()
    client.force_login(cast.colleague.user)
    assert "Nur meiner" not in client.get(reverse("cases:list")).content.decode()
    for row in (mine.pk, uuid4()):
        assert client.post(reverse("cases:forget_filter", args=[row])).status_code == 404
    assert kept_by(cast.manager) == [("Nur meiner", "silent=30")]


def test_the_case_says_who_has_looked(client, cast):
    case = admitted_case(cast.manager.actor, cast.manager.user)
    client.force_login(cast.lead.user)
    client.get(reverse("cases:case", args=[case.pk]))
    client.force_login(cast.manager.user)
    address = reverse("cases:reads", args=[case.pk])
    page = client.get(address).content.decode()
    assert cast.lead.user.name in page
    assert "gelesen" in page
    assert cast.lead.user.name not in client.get(address + "?verb=revoked").content.decode()


def test_the_list_of_looks_costs_the_same_for_one_and_for_many(client, cast):
    case = admitted_case(cast.manager.actor, cast.manager.user)
    client.force_login(cast.manager.user)
    address = reverse("cases:reads", args=[case.pk])
    client.get(address)
    few = counted(client, address)
    for _ in range(12):
        client.get(reverse("cases:case", args=[case.pk]))
    assert counted(client, address) == few
