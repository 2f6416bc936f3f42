# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Standing in with dates: access holds on its days and no longer; overlaps are refused."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.cases.casts import day, new_case

from stellwerk.access.visible import visible_cases
from stellwerk.audit.models import Event
from stellwerk.base.context import acting
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions.substitution import begin_substitution, end_substitution
from stellwerk.cases.queries.substitution import covered_on
from stellwerk.cases.rules.substitution import Cover, substitution_blockers
from stellwerk.directory.models import Membership
from stellwerk.directory.queries import actor_for

TODAY = date(2026, 11, 22)


def codes(known=(), **more):
    values = {
        "substitute_id": 1, "covers_id": 2, "valid_from": TODAY,
        "valid_until": TODAY + timedelta(days=14), "today": TODAY, "workers": (1, 2, 3),
    }
    return {b.code for b in substitution_blockers(**{**values, **more}, known=known)}


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({}, set()),
        ({"substitute_id": 2}, {"covers_self"}),
        ({"substitute_id": 9}, {"no_worker"}),
        ({"covers_id": None}, {"covers_missing"}),
        ({"valid_until": None}, {"until"}),
        ({"valid_from": None}, {"from"}),
        ({"valid_from": TODAY - timedelta(days=1)}, {"past"}),
        ({"valid_until": TODAY - timedelta(days=1)}, {"backwards"}),
        ({"valid_until": TODAY + timedelta(days=400)}, {"long"}),
        ({"substitute_id": 9, "valid_until": None}, {"no_worker", "until"}),
    ],
)
def test_what_stands_in_the_way(more, wanted):
    assert codes(**more) == wanted


@pytest.mark.parametrize(
    ("cover", "wanted"),
    [
        ((3, 2, 14, 20), {"overlap"}),  # one day in common
        ((3, 2, 15, 20), set()),
        ((3, 2, -9, -1), set()),
        ((3, 2, -9, None), {"overlap"}),
        ((3, 1, 0, 3), {"away"}),
        ((3, 1, 0, None), set()),  # a standing deputy
        ((2, 3, 0, 3), {"covering"}),
        ((1, 3, 0, 3), set()),  # two at once are hard work, but possible
    ],
)
def test_overlaps(cover, wanted):
    one, other, first, last = cover
    until = None if last is None else TODAY + timedelta(days=last)
    assert codes([Cover(one, other, TODAY + timedelta(days=first), until)]) == wanted


@pytest.mark.django_db
def test_access_holds_on_its_days_and_no_longer(cast):
    case = new_case(cast.colleague.actor, cast.colleague.user)
    home = cast.home.pk
    with acting(cast.lead.actor) as lead:
        row = begin_substitution(
            actor=lead, substitute=cast.manager.user, covers=cast.colleague.user,
            valid_from=day(0), valid_until=day(-7),
        )
        assert covered_on(home, day(0))[cast.colleague.user.pk] == cast.manager.user.name
        assert cast.colleague.user.pk not in covered_on(home, day(-8))
        assert Event.objects.filter(kind="membership", verb="granted").exists()
        with pytest.raises(Refusal):
            begin_substitution(
                actor=lead, substitute=cast.substitute.user, covers=cast.colleague.user,
                valid_from=day(-7), valid_until=day(-9),
            )

    def sees(on):
        actor = actor_for(cast.manager.user, on, home)
        with acting(actor):
            return visible_cases(actor).filter(pk=case.pk).exists()

    assert [sees(day(ago)) for ago in (1, 0, -7, -8)] == [False, True, True, False]
    with acting(cast.lead.actor) as lead:
        end_substitution(actor=lead, membership=Membership.objects.get(pk=row.pk))
    assert not sees(timezone.localdate())


@pytest.mark.django_db
def test_nobody_from_outside_and_nobody_for_herself(cast):
    with acting(cast.lead.actor) as lead:
        for one, other in (
            (cast.foreign_manager.user, cast.colleague.user),
            (cast.colleague.user, cast.colleague.user),
            (cast.colleague.user, cast.foreign_manager.user),
            (cast.lead.user, cast.colleague.user),  # nobody grants a role to herself
        ):
            with pytest.raises(Refusal):
                begin_substitution(
                    actor=lead, substitute=one, covers=other, valid_from=day(0),
                    valid_until=day(-3),
                )
