# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
from datetime import date, timedelta

import pytest
from django.utils import timezone

from stellwerk.base.actor import system_actor
from stellwerk.base.refusal import Refusal
from stellwerk.directory import actions, queries
from stellwerk.directory.actions.users import stamp
from stellwerk.directory.choices import Role
from stellwerk.directory.models import Membership, SignInLink
from stellwerk.directory.rules import secret_hash
from stellwerk.vocabulary.queries import term_by_key

pytestmark = pytest.mark.django_db
ACTOR = system_actor("test")
TODAY = date.today()
PASSWORD = "ein sehr langes Kennwort"


def new_user(email="neu@home.example"):
    return actions.create_user(actor=ACTOR, email=email, name="Neue Person")


def test_organisation_is_created_changed_and_retired(cast):
    kind = term_by_key("organisation_kind", "jobcenter")
    sphere = term_by_key("legal_sphere", "sgb_2")
    made = actions.create_organisation(
        actor=ACTOR, key="job-a", name="Jobcenter A", kind=kind, legal_spheres=[sphere]
    )
    assert [t.key for t in made.legal_spheres.all()] == ["sgb_2"]
    changed = actions.change_organisation(
        actor=ACTOR, organisation=made, version=1, name="Jobcenter B", kind=kind,
        municipality=None, legal_spheres=[],
    )  # fmt: skip
    assert (changed.name, changed.version) == ("Jobcenter B", 2)
    with pytest.raises(Refusal) as caught:
        actions.change_organisation(
            actor=ACTOR, organisation=made, version=1, name="Jobcenter C", kind=kind,
            municipality=None, legal_spheres=[],
        )  # fmt: skip
    assert caught.value.code == "conflict"
    actions.retire_organisation(actor=ACTOR, organisation=made, on=TODAY)
    assert queries.organisation_by_key("job-a").retired_on == TODAY


def test_retired_organisation_gives_no_role(cast):
    actions.retire_organisation(actor=ACTOR, organisation=cast.neighbour, on=TODAY)
    assert queries.actor_for(cast.partner.user, TODAY).roles == frozenset()


def test_unchanged_form_changes_nothing(cast):
    again = actions.change_organisation(
        actor=ACTOR, organisation=cast.home, version=1, name=cast.home.name, kind=cast.home.kind,
        municipality=cast.home.municipality, legal_spheres=[],
    )  # fmt: skip
    assert again.version == 1


def test_address_is_taken_whatever_its_letters(cast):
    new_user("Neu@Home.example")
    with pytest.raises(Refusal):
        new_user("neu@home.EXAMPLE")


def test_user_change_meets_conflict(cast):
    user = new_user()
    seen = stamp(user)
    actions.change_user(actor=ACTOR, user=user, seen=seen, email=user.email, name="Anders")
    with pytest.raises(Refusal) as caught:
        actions.change_user(actor=ACTOR, user=user, seen=seen, email=user.email, name="Nochmal")
    assert caught.value.code == "conflict"


def test_role_begins_and_ends_with_its_days(cast):
    user = new_user()
    granted = actions.grant_role(
        actor=ACTOR, user=user, organisation=cast.home, role=Role.CASE_MANAGER, valid_from=TODAY
    )
    assert queries.actor_for(user, TODAY).roles == {Role.CASE_MANAGER}
    actions.end_role(actor=ACTOR, membership=granted, on=TODAY)
    assert queries.actor_for(user, TODAY).roles == {Role.CASE_MANAGER}
    assert queries.actor_for(user, TODAY + timedelta(days=1)).roles == frozenset()


def test_role_that_never_began_goes(cast):
    user = new_user()
    granted = actions.grant_role(
        actor=ACTOR, user=user, organisation=cast.home, role=Role.PARTNER, valid_from=TODAY
    )
    actions.end_role(actor=ACTOR, membership=granted, on=TODAY - timedelta(days=1))
    assert not Membership.objects.filter(user=user).exists()


def test_administrator_cannot_promote_herself(cast):
    with pytest.raises(Refusal) as caught:
        actions.grant_role(
            actor=cast.administrator.actor, user=cast.administrator.user, organisation=cast.home,
            role=Role.COORDINATOR, valid_from=TODAY,
        )  # fmt: skip
    assert "own_role" in {b.code for b in caught.value.blockers}


def test_last_administrator_cannot_leave(cast):
    held = Membership.objects.get(role=Role.ADMINISTRATOR)
    with pytest.raises(Refusal):
        actions.end_role(actor=ACTOR, membership=held, on=TODAY)


def test_invitation_works_once_and_keeps_only_a_hash(cast):
    user = new_user()
    secret = actions.invite(actor=ACTOR, user=user)
    assert not SignInLink.objects.filter(secret_hash=secret).exists()
    assert SignInLink.objects.filter(secret_hash=secret_hash(secret)).exists()
    assert queries.open_link(secret, timezone.now()).user == user
    actions.redeem_link(secret=secret, password=PASSWORD)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert queries.open_link(secret, timezone.now()) is None
    with pytest.raises(Refusal):
        actions.redeem_link(secret=secret, password="ein ganz anderes Kennwort")


def test_newer_invitation_replaces_the_older(cast):
    user = new_user()
    first = actions.invite(actor=ACTOR, user=user)
    second = actions.invite(actor=ACTOR, user=user)
    with pytest.raises(Refusal):
        actions.redeem_link(secret=first, password=PASSWORD)
    assert actions.redeem_link(secret=second, password=PASSWORD) == user


def test_link_dies_with_time_and_with_the_account(cast):
    user = new_user()
    secret = actions.invite(actor=ACTOR, user=user)
    assert queries.open_link(secret, timezone.now() + timedelta(days=8)) is None
    actions.deactivate_user(actor=ACTOR, user=user)
    assert queries.open_link(secret, timezone.now()) is None
    with pytest.raises(Refusal):
        actions.redeem_link(secret=secret, password=PASSWORD)


def test_reset_takes_password_and_factors_and_is_not_for_oneself(cast):
    user = new_user()
    actions.redeem_link(secret=actions.invite(actor=ACTOR, user=user), password=PASSWORD)
    with pytest.raises(Refusal):
        actions.invite(actor=ACTOR, user=user)
    secret = actions.reset_sign_in(actor=ACTOR, user=user)
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert actions.redeem_link(secret=secret, password=PASSWORD) == user
    with pytest.raises(Refusal):
        actions.reset_sign_in(actor=cast.administrator.actor, user=cast.administrator.user)


def test_lists_cost_the_same_for_one_and_for_many(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(queries.organisations_with_roles(TODAY))
    with django_assert_num_queries(2):
        for user in queries.users_found("")[:50]:
            [m.organisation.name for m in user.memberships.all()]
