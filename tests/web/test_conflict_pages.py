# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Two people change one record: the second chooses field by field. All people are invented."""

import html
import re

import pytest
from django.urls import reverse

from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.cases.models import Contact, Document, Goal, Identity
from tests.cases.casts import admitted_case, term
from tests.exchange.test_documents import filed
from tests.web.test_cases_pages import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def signed_in(client, cast):
    client.force_login(cast.manager.user)
    return client


@pytest.fixture
def case(cast):
    return admitted_case(cast.manager.actor, cast.manager.user)


def choice_of(page):
    """The hidden fields of the conflict's own form, as a browser would send them."""
    section = page.content.decode().split('class="app-conflict"')[1].split("</section>")[0]
    sent, asked = {}, set()
    for tag in re.findall(r"<input[^>]*>", section):
        found = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if found["type"] == "radio":
            asked.add(found["name"])
        else:
            sent.setdefault(found["name"], []).append(html.unescape(found["value"]))
    return sent, asked


def clash(client, address, first, second):
    """Both open the form; the first is saved, the second is shown the conflict."""
    start = fields_of(client.get(address))
    assert client.post(address, {**start, **first}).status_code == 302
    page = client.post(address, {**start, **second})
    assert page.status_code == 422
    return choice_of(page)


def test_goal_field_by_field(signed_in, cast, case):
    with acting(cast.manager.actor):
        goal = Goal.objects.get(case=case)
    address = reverse("cases:edit_goal", args=[case.pk, goal.pk])
    housing, health = term("life_area", "housing").pk, term("life_area", "health").pk
    sent, asked = clash(
        signed_in, address,
        {"text": "Von ihr", "life_area": housing, "due_on": "2026-05-01", "agreed_on": ""},
        {"text": "Von mir\nzweite Zeile", "life_area": health, "due_on": "", "agreed_on": ""},
    )
    assert asked == {"take_text", "take_life_area", "take_due_on"}
    take = {"take_text": "mine", "take_life_area": "theirs", "take_due_on": "theirs"}
    assert signed_in.post(address, {**sent, **take}).status_code == 302
    with acting(cast.manager.actor):
        goal = Goal.objects.get(pk=goal.pk)
        open_keys([goal])
        assert goal.text.splitlines() == ["Von mir", "zweite Zeile"]
        assert (goal.life_area_id, str(goal.due_on), goal.version) == (housing, "2026-05-01", 3)


def test_what_only_the_other_side_changed_is_preset(signed_in, cast, case):
    with acting(cast.manager.actor):
        goal = Goal.objects.get(case=case)
    address = reverse("cases:edit_goal", args=[case.pk, goal.pk])
    housing, health = term("life_area", "housing").pk, term("life_area", "health").pk
    start = fields_of(signed_in.get(address))
    mine = {**start, "text": "Von mir", "life_area": housing, "due_on": ""}
    theirs = {**start, "text": "Von ihr", "life_area": health, "due_on": "2026-05-01"}
    signed_in.post(address, theirs)
    page = signed_in.post(address, mine).content.decode()
    ticked = re.findall(r'name="take_(\w+)" value="(\w+)" checked', page)
    assert set(ticked) == {("life_area", "theirs"), ("due_on", "theirs")}


def test_contact_field_by_field(signed_in, cast, case):
    note = reverse("cases:note_contact", args=[case.pk])
    signed_in.post(note, {"kind": "phone", "at": "2026-01-05T10:00", "note": "Anfang"})
    with acting(cast.manager.actor):
        contact = Contact.objects.get(case=case)
    address = reverse("cases:edit_contact", args=[case.pk, contact.pk])
    sent, asked = clash(
        signed_in, address,
        {"kind": "office", "at": "2026-01-06T11:30", "note": ""},
        {"kind": "phone", "at": "2026-01-05T10:00", "note": "Von mir"},
    )
    assert asked == {"take_kind", "take_at", "take_note"}
    take = {"take_kind": "mine", "take_at": "theirs", "take_note": "theirs"}
    assert signed_in.post(address, {**sent, **take}).status_code == 302
    with acting(cast.manager.actor):
        contact = Contact.objects.get(pk=contact.pk)
        open_keys([contact])
        assert (contact.kind, contact.note) == ("phone", None)
        assert f"{contact.at:%Y-%m-%d %H:%M}" == "2026-01-06 10:30"


def test_person_field_by_field(signed_in, cast, case):
    address = reverse("cases:edit_person", args=[case.pk])
    base = {"given_name": "Mohamed", "gender": "m", "nationality": ""}
    sent, asked = clash(
        signed_in, address,
        {**base, "family_name": "Yılmaz", "birth_date": "1990-05-05"},
        {**base, "family_name": "Yildiz", "birth_date": "1990-05-04"},
    )
    assert asked == {"take_family_name", "take_birth_date"}
    take = {"take_family_name": "mine", "take_birth_date": "theirs"}
    assert signed_in.post(address, {**sent, **take}).status_code == 302
    with acting(cast.manager.actor):
        known = Identity.objects.get(person_id=case.person_id)
        open_keys([known])
        assert (known.family_name, known.birth_date) == ("Yildiz", "1990-05-05")


def test_several_values_of_one_field_are_one_choice(signed_in, cast, case):
    row = filed(cast, case)
    address = reverse("cases:edit_document", args=[case.pk, row.pk])
    sent, asked = clash(
        signed_in, address,
        {"title": "Ein Bescheid", "kind": "notice", "groups": ["128", "64"]},
        {"title": "Ein Bescheid", "kind": "notice", "groups": ["512", "1"]},
    )
    assert asked == {"take_groups"}
    assert signed_in.post(address, {**sent, "take_groups": "theirs"}).status_code == 302
    with acting(cast.manager.actor):
        assert Document.objects.get(pk=row.pk).groups == 128 + 64


def test_topics_are_chosen_as_well(signed_in, cast, case):
    address = reverse("cases:topics", args=[case.pk])
    start = {"version": str(fields_of(signed_in.get(address))["version"])}
    work, health = term("life_area", "work").pk, term("life_area", "health").pk
    assert signed_in.post(address, {**start, "topics": [work]}).status_code == 302
    page = signed_in.post(address, {**start, "topics": [health], "central": [health]})
    sent, asked = choice_of(page)
    assert asked == {"take_topics", "take_central"}
    take = {"take_topics": "mine", "take_central": "theirs"}
    assert signed_in.post(address, {**sent, **take}).status_code == 302


def test_a_third_change_is_a_conflict_again(signed_in, cast, case):
    with acting(cast.manager.actor):
        goal = Goal.objects.get(case=case)
    address = reverse("cases:edit_goal", args=[case.pk, goal.pk])
    area = {"life_area": term("life_area", "housing").pk}
    sent, _asked = clash(signed_in, address, {**area, "text": "Eins"}, {**area, "text": "Zwei"})
    start = fields_of(signed_in.get(address))
    assert signed_in.post(address, {**start, **area, "text": "Drei"}).status_code == 302
    page = signed_in.post(address, {**sent, "take_text": "mine"})
    assert page.status_code == 422
    assert "Drei" in page.content.decode()
