# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The page of substitutions: a team lead's for everybody, everybody's for herself."""

import pytest
from django.urls import reverse

from stellwerk.directory.choices import Role
from stellwerk.directory.models import Membership
from tests.cases.casts import day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


def sent(covers, substitute):
    return {"covers": covers.user.pk, "substitute": substitute.user.pk,
            "valid_from": day(0).isoformat(), "valid_until": day(-5).isoformat()}


def test_a_case_manager_arranges_her_own_absence_and_nobody_elses(client, cast):
    client.force_login(cast.colleague.user)
    address = reverse("cases:substitutions")
    assert client.post(address, sent(cast.manager, cast.colleague)).status_code == 422
    assert client.post(address, sent(cast.colleague, cast.manager)).status_code == 302
    row = Membership.objects.get(role=Role.SUBSTITUTE, covers=cast.colleague.user)
    assert row.user_id == cast.manager.user.pk
    page = client.get(address).content.decode()
    assert "vertritt" in page
    # the other substitution of the house is none of her business
    assert page.count(reverse("cases:end_substitution")) == 1


def test_a_lead_sees_all_and_ends_one_and_a_stranger_none(client, cast):
    row = Membership.objects.get(role=Role.SUBSTITUTE, covers=cast.manager.user)
    end = reverse("cases:end_substitution")
    client.force_login(cast.colleague.user)
    assert client.post(end, {"row": row.pk}).status_code == 404
    client.force_login(cast.foreign_lead.user)
    assert client.post(end, {"row": row.pk}).status_code == 404
    client.force_login(cast.lead.user)
    assert client.post(end, {"row": row.pk}).status_code == 302
    row.refresh_from_db()
    assert row.valid_until == day(1)
