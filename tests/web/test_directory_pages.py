# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Administration pages: organisations, people, roles, lists."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from stellwerk.directory import queries
from stellwerk.directory.choices import Role
from stellwerk.directory.models import Membership, User
from stellwerk.vocabulary.queries import term_by_key, terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, cast):
    client.force_login(cast.administrator.user)
    return client


def addresses(cast):
    organisation, user = cast.home.pk, cast.manager.user.pk
    return [
        reverse("directory:index"),
        reverse("directory:organisation_new"),
        reverse("directory:organisation", args=[organisation]),
        reverse("directory:organisation_edit", args=[organisation]),
        reverse("directory:people"),
        reverse("directory:person_new"),
        reverse("directory:person", args=[user]),
        reverse("directory:person_edit", args=[user]),
        reverse("directory:person_reset", args=[user]),
        reverse("directory:role_grant", args=[user]),
        reverse("directory:role_end", args=[cast.manager.user.memberships.get().pk]),
        reverse("directory:network"),
        reverse("directory:network_new"),
        reverse("directory:municipality_new"),
        reverse("vocabulary:index"),
        reverse("vocabulary:list", args=["life_area"]),
        reverse("vocabulary:new", args=["life_area"]),
        reverse("vocabulary:term", args=["life_area", term_by_key("life_area", "housing").pk]),
    ]


def test_every_page_opens_for_the_administrator_in_both_languages(admin, cast):
    for language in ("de", "en"):
        admin.cookies["django_language"] = language
        for address in addresses(cast):
            assert admin.get(address).status_code == 200, address


def test_nobody_else_sees_any_page(client, cast):
    for member in ("manager", "lead", "coordinator", "steering", "partner", "officer"):
        client.force_login(getattr(cast, member).user)
        for address in addresses(cast):
            assert client.get(address).status_code == 404, (member, address)
    client.logout()
    for address in addresses(cast):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    "name", ["organisation", "organisation_edit", "person", "person_edit", "role_grant", "role_end"]
)
def test_missing_things_are_not_found(admin, name):
    address = reverse(f"directory:{name}", args=["00000000-0000-7000-8000-000000000000"])
    assert admin.get(address).status_code == 404


def test_organisation_is_created_changed_and_retired(admin, cast):
    kind = term_by_key("organisation_kind", "jobcenter")
    new = {"key": "job-neu", "name": "Jobcenter Neu", "kind": kind.pk}
    made = admin.post(reverse("directory:organisation_new"), new)
    organisation = queries.organisation_by_key("job-neu")
    assert made.url == reverse("directory:organisation", args=[organisation.pk])
    again = admin.post(reverse("directory:organisation_new"), new)
    assert again.status_code == 422
    assert "job-neu" in again.content.decode()
    edit = reverse("directory:organisation_edit", args=[organisation.pk])
    changed = {"name": "Jobcenter Alt", "kind": kind.pk, "version": 1}
    assert admin.post(edit, changed).status_code == 302
    stale = admin.post(edit, {**changed, "name": "Jobcenter Veraltet"})
    assert stale.status_code == 422
    text = stale.content.decode()
    assert "Jobcenter Veraltet" in text
    assert "Jobcenter Alt" in text
    admin.post(reverse("directory:organisation_retire", args=[organisation.pk]))
    assert queries.organisation_by_key("job-neu").retired_on == timezone.localdate()
    admin.post(reverse("directory:organisation_reinstate", args=[organisation.pk]))
    assert queries.organisation_by_key("job-neu").retired_on is None


def test_who_comes_second_is_told_so_and_keeps_the_input(admin, cast):
    """What concerns no single field stands at the head of the form."""
    address = reverse("directory:organisation_edit", args=[cast.neighbour.pk])
    values = {"name": "Zuerst", "kind": cast.neighbour.kind_id, "version": cast.neighbour.version}
    assert admin.post(address, values).status_code == 302
    answer = admin.post(address, {**values, "name": "Mein Name für die Stelle"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'data-focus' in page.split("app-errors")[1][:80]
    assert "Mein Name für die Stelle" in page


def test_own_organisation_is_not_retired(admin, cast):
    answer = admin.post(reverse("directory:organisation_retire", args=[cast.home.pk]))
    assert answer.status_code == 409


def test_person_is_created_given_a_role_and_invited(admin, cast):
    admin.post(
        reverse("directory:person_new"),
        {"name": "Neue Person", "email": "Neu@Home.example", "language": "de"},
    )
    user = User.objects.get(email="neu@home.example")
    grant = reverse("directory:role_grant", args=[user.pk])
    role = {
        "organisation": cast.home.pk, "role": Role.CASE_MANAGER,
        "valid_from": timezone.localdate().isoformat(),
    }  # fmt: skip
    assert admin.post(grant, role).status_code == 302
    refused = admin.post(grant, {**role, "role": Role.ADMINISTRATOR})
    assert refused.status_code == 422
    shown = admin.post(reverse("directory:person_invite", args=[user.pk]))
    assert reverse("accounts:link", args=["x"])[:-2] in shown.content.decode()
    assert (
        "/einladung/" not in admin.get(reverse("directory:person", args=[user.pk])).content.decode()
    )


def test_role_is_ended_and_the_last_administrator_stays(admin, cast):
    membership = cast.manager.user.memberships.get()
    yesterday = timezone.localdate() - timedelta(days=1)
    address = reverse("directory:role_end", args=[membership.pk])
    assert admin.post(address, {"on": yesterday.isoformat()}).status_code == 302
    membership.refresh_from_db()
    assert membership.valid_until == yesterday
    last = Membership.objects.get(role=Role.ADMINISTRATOR)
    address = reverse("directory:role_end", args=[last.pk])
    assert admin.post(address, {"on": yesterday.isoformat()}).status_code == 422


def test_nobody_grants_herself_a_role(admin, cast):
    address = reverse("directory:role_grant", args=[cast.administrator.user.pk])
    role = {
        "organisation": cast.home.pk, "role": Role.COORDINATOR,
        "valid_from": timezone.localdate().isoformat(),
    }  # fmt: skip
    assert admin.post(address, role).status_code == 422


def test_account_is_closed_and_opened(admin, cast):
    user = cast.manager.user
    admin.post(reverse("directory:person_close", args=[user.pk]))
    user.refresh_from_db()
    assert not user.is_active
    admin.post(reverse("directory:person_reopen", args=[user.pk]))
    user.refresh_from_db()
    assert user.is_active
    own = reverse("directory:person_close", args=[cast.administrator.user.pk])
    assert admin.post(own).status_code == 409


def test_lists_cost_the_same_for_few_and_for_many(admin, cast, django_assert_num_queries):
    def count(address):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as context:
            assert admin.get(address).status_code == 200
        return len(context)

    pages = [reverse("directory:index"), reverse("directory:people"),
             reverse("directory:organisation", args=[cast.home.pk])]  # fmt: skip
    for address in pages:
        admin.get(address)
    before = [count(address) for address in pages]
    for number in range(40):
        user = User.objects.create_user(email=f"p{number}@home.example", name=f"Person {number}")
        Membership.objects.create(user=user, organisation=cast.home, role=Role.STEERING_MEMBER)
    assert [count(address) for address in pages] == before


def test_term_is_added_changed_retired_and_deleted(admin):
    new = {"key": "own_word", "label_de": "Eigenes", "label_en": "Own", "code": ""}
    assert admin.post(reverse("vocabulary:new", args=["language"]), new).status_code == 302
    assert admin.post(reverse("vocabulary:new", args=["language"]), new).status_code == 422
    term = term_by_key("language", "own_word")
    address = reverse("vocabulary:term", args=["language", term.pk])
    seen = admin.get(address).context["form"].initial["seen"]
    edited = {"label_de": "Anders", "label_en": "Other", "position": 5, "seen": seen}
    assert admin.post(address, edited).status_code == 302
    stale = admin.post(address, {**edited, "label_de": "Veraltet"})
    assert stale.status_code == 422
    assert "Anders" in stale.content.decode()
    for name in ("retire", "reinstate", "delete"):
        assert (
            admin.post(reverse(f"vocabulary:{name}", args=["language", term.pk])).status_code == 302
        )
    assert term_by_key("language", "own_word") is None


def test_shipped_term_is_not_deleted(admin):
    term = terms("language").first()
    answer = admin.post(reverse("vocabulary:delete", args=["language", term.pk]))
    assert answer.status_code == 409


@pytest.mark.parametrize("tail", ["nichts/", "nichts/neu/", "language/99999999/"])
def test_unknown_lists_and_terms_are_not_found(admin, tail):
    assert admin.get(f"/listen/{tail}").status_code == 404


def test_a_term_is_not_found_in_another_list(admin):
    term = terms("language").first()
    assert admin.get(f"/listen/language/{term.pk}/").status_code == 200
    assert admin.get(f"/listen/life_area/{term.pk}/").status_code == 404


def test_network_is_set_up_once_from_its_municipalities(admin, cast):
    kreis = {"ags": "05566", "name": "Kreis Steinfurt", "kind": "kreis"}
    address = reverse("directory:municipality_new")
    assert admin.post(address, kreis).status_code == 302
    assert admin.post(address, kreis).status_code == 422
    assert admin.post(address, {**kreis, "ags": "1"}).status_code == 422
    seat = queries.municipality_by_ags("05566")
    network = {"name": "Kreis Steinfurt", "seat": seat.pk}
    assert admin.post(reverse("directory:network_new"), network).status_code == 302
    assert admin.post(reverse("directory:network_new"), network).status_code == 422
    assert queries.network().seat == seat
    assert "05566" in admin.get(reverse("directory:network")).content.decode()


def hidden_fields(page):
    found = re.findall(r'<input type="hidden" name="(version|seen)" value="([^"]*)"', page)
    assert len(found) == 1, "the form says which state it was opened with"
    return dict(found)


@pytest.mark.parametrize("kind", ["organisation", "person", "term"])
def test_second_editor_sees_both_and_saves_by_decision(admin, cast, kind):
    """The clash shows what was saved meanwhile; saving once more takes the second one's word."""
    if kind == "organisation":
        address = reverse("directory:organisation_edit", args=[cast.neighbour.pk])
        name, rest = "name", {"kind": cast.neighbour.kind_id}
    elif kind == "person":
        address = reverse("directory:person_edit", args=[cast.manager.user.pk])
        name, rest = "name", {"email": cast.manager.user.email}
    else:
        term = term_by_key("life_area", "housing")
        address = reverse("vocabulary:term", args=["life_area", term.pk])
        name, rest = "label_de", {"label_en": "Housing", "position": term.position}
    opened = {**rest, **hidden_fields(admin.get(address).content.decode())}
    assert admin.post(address, {**opened, name: "Zuerst gekommen"}).status_code == 302
    clash = admin.post(address, {**opened, name: "Danach gekommen"})
    page = clash.content.decode()
    assert clash.status_code == 422
    assert 'value="Danach gekommen"' in page
    assert "Inzwischen gespeichert: Zuerst gekommen" in page
    decided = {**rest, **hidden_fields(page), name: "Danach gekommen"}
    assert admin.post(address, decided).status_code == 302
    assert "Danach gekommen" in admin.get(address).content.decode()
