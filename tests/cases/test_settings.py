# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What an organisation decides for itself stays with it, and two deciders see each other."""

import pytest

from stellwerk.base.context import acting
from stellwerk.base.refusal import Conflict
from stellwerk.cases.actions.settings import change_settings
from stellwerk.cases.queries.settings import setting_of, settings_version

pytestmark = pytest.mark.django_db
DAYS = "reminders.days_before"


def test_the_default_holds_until_somebody_decides(cast):
    lead = cast.lead.actor
    with acting(lead):
        assert setting_of(cast.home.pk, DAYS) == 1
        assert change_settings(actor=lead, values={DAYS: 1}) == []
        assert change_settings(actor=lead, values={DAYS: 48}) == [DAYS]
        assert setting_of(cast.home.pk, DAYS) == 48
    with acting(cast.foreign_lead.actor):
        assert setting_of(cast.neighbour.pk, DAYS) == 1
        assert setting_of(cast.home.pk, DAYS) == 1, "what others decided is not shown"


def test_zero_and_false_are_decisions(cast):
    with acting(cast.lead.actor):
        change_settings(actor=cast.lead.actor, values={DAYS: 0, "reminders.email": True})
        change_settings(actor=cast.lead.actor, values={"reminders.email": False})
        assert setting_of(cast.home.pk, DAYS) == 0
        assert setting_of(cast.home.pk, "reminders.email") is False


def test_the_second_of_two_deciders_sees_the_first(cast):
    lead = cast.lead.actor
    with acting(lead):
        seen = settings_version(cast.home.pk, DAYS)
        change_settings(actor=lead, values={DAYS: 48}, version=seen)
        with pytest.raises(Conflict) as found:
            change_settings(actor=lead, values={DAYS: 12}, version=seen)
        assert found.value.theirs == {DAYS: 48}


def test_an_unknown_setting_is_a_mistake(cast):
    with acting(cast.lead.actor), pytest.raises(KeyError):
        change_settings(actor=cast.lead.actor, values={"reminders.by_pigeon": True})
