# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Small commands: lists and accounts from the terminal; the sample's people and actors."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from stellwerk.directory.choices import Role
from stellwerk.directory.models import Membership, User
from stellwerk.directory.queries import organisation_by_key
from stellwerk.directory.rules import do_roles_exclude
from stellwerk.jobs import sample_people
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.rules import read_list

pytestmark = pytest.mark.django_db


def run(command, /, *arguments, **options):
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


def test_vocabulary_prints_all_lists_and_organisations_as_json(cast):
    lists = json.loads(run("vocabulary_list", format="json"))["lists"]
    assert set(lists) == {*ListKey.values, "organisation"}
    syria = next(row for row in lists["nationality"] if row["key"] == "sy")
    assert (syria["code"], syria["label_de"], syria["label_en"]) == ("475", "Syrien", "Syria")
    assert "home" in {row["key"] for row in lists["organisation"]}


def test_vocabulary_prints_one_list_as_text():
    text = run("vocabulary_list", "life_area")
    assert text.startswith("life_area (24)")
    assert "housing  Wohnen  Housing" in text
    with pytest.raises(CommandError, match="There is no list"):
        run("vocabulary_list", "nothing")


def add(**more):
    options = {
        "email": "neu@home.example", "name": "Neue Person", "organisation": "home",
        "role": Role.CASE_MANAGER, **more,
    }  # fmt: skip
    return run("user_add", **options)


def test_user_add_makes_account_role_and_link(cast):
    address = add()
    assert "/einladung/" in address
    user = User.objects.get(email="neu@home.example")
    assert not user.has_usable_password()
    assert user.memberships.get().role == Role.CASE_MANAGER


def test_user_add_creates_the_first_organisation():
    add(organisation="stadt-a", new_organisation="Stadt A", role=Role.ADMINISTRATOR)
    assert organisation_by_key("stadt-a").name == "Stadt A"


def test_user_add_says_why_not_and_leaves_nothing(cast):
    with pytest.raises(CommandError, match="no organisation"):
        add(organisation="nirgends")
    add()
    with pytest.raises(CommandError):
        add(role=Role.ADMINISTRATOR)
    assert Membership.objects.filter(user__email="neu@home.example").count() == 1


def test_sample_has_the_twelve_actors_and_every_role():
    assert len(sample_people.ACTORS) == 12
    held = {role for person in sample_people.EVERYBODY for _, role, _ in person.roles}
    assert held == set(Role)
    assert len({person.email for person in sample_people.EVERYBODY}) == len(sample_people.EVERYBODY)
    assert all(person.email.endswith(".example") for person in sample_people.EVERYBODY)
    seats = {where for where, _, _ in sample_people.SEATS}
    assert seats < {actor.key for actor in sample_people.ACTORS}


def test_sample_uses_known_words_and_no_excluded_roles():
    kinds = {term.key for term in read_list(ListKey.ORGANISATION_KIND)}
    spheres = {term.key for term in read_list(ListKey.LEGAL_SPHERE)}
    for organisation in (*sample_people.ACTORS, *sample_people.CASE_ORGANISATIONS):
        assert organisation.kind in kinds
        assert set(organisation.spheres) <= spheres
    for person in sample_people.EVERYBODY:
        roles = [role for _, role, _ in person.roles]
        assert not any(do_roles_exclude(a, b) for a in roles for b in roles if a != b)
