# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Every page of the cases opens for the case manager, in German and English."""

import pytest
from django.urls import reverse

from stellwerk.base.context import acting
from stellwerk.cases.models import Appointment, Goal, Measure
from tests.cases.casts import admitted_case

ON_CASE = (
    "case", "concern", "readmit", "close", "note_contact", "add_appointment", "topics", "add_goal",
    "add_measure", "add_involved", "edit_person", "edit_contact_data", "household", "languages",
    "add_residence", "grant",
)


@pytest.fixture
def second_factor_off(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.mark.parametrize("language", ["de", "en"])
def test_all_pages_open(client, cast, settings, second_factor_off, language):
    case = admitted_case(cast.manager.actor, cast.manager.user)
    client.force_login(cast.manager.user)
    with acting(cast.manager.actor):
        goal = Goal.objects.get(case=case)
        measure = Measure.objects.get(case=case)
        appointment = Appointment.objects.filter(case=case).first()
    addresses = [reverse("cases:today"), reverse("cases:list"), reverse("cases:new"),
                 reverse("cases:new_person")]
    addresses += [reverse(f"cases:{name}", args=[case.pk]) for name in ON_CASE]
    addresses += [
        reverse("cases:move", args=[case.pk, "evaluation"]),
        reverse("cases:edit_goal", args=[case.pk, goal.pk]),
        reverse("cases:assess_goal", args=[case.pk, goal.pk]),
        reverse("cases:edit_measure", args=[case.pk, measure.pk]),
        reverse("cases:edit_appointment", args=[case.pk, appointment.pk]),
    ]
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: language})
    for address in addresses:
        page = client.get(address, HTTP_ACCEPT_LANGUAGE=language)
        assert page.status_code == 200, address
