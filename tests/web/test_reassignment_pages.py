# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Bulk reassignment through its pages and the worker's task."""

import pytest
from django.db import connection
from django.urls import reverse

from stellwerk.base.context import acting
from stellwerk.cases.models import Case, Reassignment
from stellwerk.directory.models import Membership
from stellwerk.web.cases.tasks import work_reassignment
from tests.cases.casts import day, new_case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def lead(client, cast):
    client.force_login(cast.lead.user)
    return client


def chosen(cast):
    return {"from_user": str(cast.manager.user.pk), "phase": "",
            "targets": [str(cast.colleague.user.pk)]}


def run_by_worker(cast, run_id):
    work_reassignment.func(str(run_id), str(cast.home.pk), str(cast.lead.user.pk))


def test_choose_look_confirm_and_undo(lead, cast):
    case = new_case(cast.manager.actor, cast.manager.user)
    answer = lead.post(reverse("cases:reassign"), chosen(cast))
    assert answer.status_code == 302
    preview = lead.get(answer.url).content.decode()
    assert case.case_key in preview
    assert "wird umverteilt" in preview
    with acting(cast.lead.actor):
        run = Reassignment.objects.get()
    assert lead.post(reverse("cases:reassignment_confirm", args=[run.pk])).status_code == 302
    assert "hx-get" in lead.get(answer.url).content.decode()
    run_by_worker(cast, run.pk)
    with acting(cast.lead.actor):
        assert Case.objects.get(pk=case.pk).manager_id == cast.colleague.user.pk
    assert "umverteilt: 1" in lead.get(answer.url).content.decode()
    assert lead.post(reverse("cases:reassignment_undo", args=[run.pk])).status_code == 302
    run_by_worker(cast, run.pk)
    with acting(cast.lead.actor):
        assert Case.objects.get(pk=case.pk).manager_id == cast.manager.user.pk
    assert "zurückgegeben: 1" in lead.get(answer.url).content.decode()


def test_who_lost_the_role_since_reassigns_nothing(lead, cast):
    case = new_case(cast.manager.actor, cast.manager.user)
    lead.post(reverse("cases:reassign"), chosen(cast))
    with acting(cast.lead.actor):
        run = Reassignment.objects.get()
    lead.post(reverse("cases:reassignment_confirm", args=[run.pk]))
    Membership.objects.filter(user=cast.lead.user).update(valid_until=day(1))
    run_by_worker(cast, run.pk)
    with acting(cast.manager.actor):
        assert Reassignment.objects.get(pk=run.pk).state == "failed"
        assert Case.objects.get(pk=case.pk).manager_id == cast.manager.user.pk


def test_the_preview_costs_the_same_for_one_and_for_many(lead, cast):
    def cost():
        address = lead.post(reverse("cases:reassign"), chosen(cast)).url
        seen = []

        def count(execute, sql, params, many, context):
            seen.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            lead.get(address)
        return len(seen)

    new_case(cast.manager.actor, cast.manager.user)
    cost()
    first = cost()
    for number in range(4):
        new_case(cast.manager.actor, cast.manager.user, given_name=f"K{number}")
    assert cost() == first
