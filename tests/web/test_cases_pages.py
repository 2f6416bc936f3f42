# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The pages of the cases, through the client: clicks, conflicts, filters, hidden field groups."""

import json
import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from stellwerk.audit.models import Event
from stellwerk.base.context import acting
from stellwerk.base.keys import attach_key, load_keys
from stellwerk.cases.actions import around, course, people, plan, sharing
from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.models import Appointment, Case, Contact, Goal, Person
from tests.cases.casts import admitted_case, day, new_case, term

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


def counted(client, address):
    """How many statements a page needs."""
    seen = []

    def count(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        assert client.get(address).status_code == 200
    assert seen
    return len(seen)


def fields_of(page, marker="<form"):
    """The hidden and preset values of the page's last form, as a browser would send them."""
    form = page.content.decode().rsplit(marker, 1)[1].split("</form>")[0]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        ticked = found.get("type") not in ("radio", "checkbox") or " checked" in tag
        if "name" in found and ticked:
            sent[found["name"]] = found.get("value", "")
    return sent


def test_a_contact_is_noted_in_two_clicks_from_my_day(signed_in, cast, case):
    day_page = signed_in.get(reverse("cases:today")).content.decode()
    address = re.search(r'href="(/faelle/[^"]*/kontakt/\?next=[^"]*)"', day_page).group(1)
    form = signed_in.get(address)  # first click
    answer = signed_in.post(address, fields_of(form))  # second click: save as preset
    assert (answer.status_code, answer.url) == (302, reverse("cases:today"))
    with acting(cast.manager.actor):
        assert Contact.objects.get(case=case).kind == "phone"
        assert Case.objects.get(pk=case.pk).last_contact_on == timezone.localdate()


def test_a_page_may_show_the_form_in_itself(signed_in, cast, case):
    """For htmx the form comes alone, and afterwards the page it stands in is shown afresh."""
    address = reverse("cases:note_contact", args=[case.pk])
    inside = {"HX-Request": "true"}
    back = reverse("cases:today") + "?team=1"
    form = signed_in.get(address, {"next": back}, headers=inside)
    assert "<html" not in form.content.decode()
    sent = fields_of(form)
    assert sent["next"] == back
    late = {**sent, "at": "2999-01-01T10:00", "note": "Bleibt stehen"}
    refused = signed_in.post(address, late, headers=inside)
    assert refused.status_code == 422
    assert "Bleibt stehen" in refused.content.decode()
    assert "<html" not in refused.content.decode()
    answer = signed_in.post(address, {**sent, "next": "https://example.org/"}, headers=inside)
    assert json.loads(answer["HX-Location"])["path"].startswith(f"/faelle/{case.pk}/")
    answer = signed_in.post(address, sent, headers=inside)
    assert json.loads(answer["HX-Location"])["path"] == back
    with acting(cast.manager.actor):
        assert Contact.objects.filter(case=case).count() == 2


def test_input_stays_when_it_cannot_be_saved(signed_in, case):
    address = reverse("cases:note_contact", args=[case.pk])
    ahead = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    answer = signed_in.post(address, {"kind": "office", "at": ahead, "note": "Mein langer Text"})
    assert answer.status_code == 422
    assert "Mein langer Text" in answer.content.decode()
    assert ahead in answer.content.decode()


def test_a_conflict_shows_both_sides_and_the_second_save_is_a_decision(signed_in, cast, case):
    with acting(cast.manager.actor):
        goal = Goal.objects.get(case=case)
        attach_key([goal, case], load_keys([case.pk])[case.pk])
    address = reverse("cases:edit_goal", args=[case.pk, goal.pk])
    mine = {**fields_of(signed_in.get(address)), "text": "Mein Wortlaut",
            "life_area": term("life_area", "housing").pk}
    with acting(cast.lead.actor):
        plan.change_goal(
            actor=cast.lead.actor, case=case, goal=goal, version=1,
            values={"text": "Anderer Wortlaut", "life_area": term("life_area", "housing"),
                    "agreed_on": None, "due_on": None},
        )
    answer = signed_in.post(address, mine)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Mein Wortlaut" in text
    assert "Anderer Wortlaut" in text
    assert cast.lead.user.name in text
    again = {**fields_of(answer), "text": "Mein Wortlaut",
             "life_area": term("life_area", "housing").pk}
    assert signed_in.post(address, again).status_code == 302


def test_a_new_person_is_looked_for_first(signed_in, cast, case):
    found = signed_in.post(reverse("cases:new"), {"name": "Yildiz Muhammad"})
    assert case.case_key in found.content.decode()
    unknown = signed_in.post(reverse("cases:new"), {"name": "Unbekannt"})
    for page in (found, unknown):
        assert "Einwilligung" in page.content.decode()


def test_the_search_for_a_person_finds_nothing_of_other_organisations(client, cast, case):
    client.force_login(cast.foreign_manager.user)
    answer = client.post(reverse("cases:new"), {"name": "Yildiz"}).content.decode()
    assert case.case_key not in answer


def test_person_and_case_are_opened_in_one_form(signed_in, cast):
    answer = signed_in.post(
        reverse("cases:new_person"),
        {"family_name": "Popescu", "given_name": "Ioana", "birth_date": "1.2.1985",
         "opened_on": day(0).isoformat(), "manager": cast.manager.user.pk, "members": "3",
         "concern": "Kita", "phone": "05971 1"},
    )
    assert answer.status_code == 302
    page = signed_in.get(answer.url).content.decode()
    assert "Popescu, Ioana" in page
    assert "01.02.1985" in page


def test_nothing_is_saved_when_half_of_the_form_is_wrong(signed_in, cast):
    answer = signed_in.post(
        reverse("cases:new_person"),
        {"family_name": "Popescu", "opened_on": "2999-01-01", "manager": cast.manager.user.pk},
    )
    assert answer.status_code == 422
    assert "Popescu" in answer.content.decode()
    with acting(cast.manager.actor):
        assert not Person.objects.exists()


def test_a_typed_name_never_stands_in_the_address(signed_in, case):
    answer = signed_in.post(reverse("cases:list"), {"q": "Yildiz", "phase": "monitoring"})
    assert answer.status_code == 302
    assert "ildiz" not in unquote(answer.url)
    assert "phase=monitoring" in answer.url
    page = signed_in.get(answer.url).content.decode()
    assert case.case_key in page
    other = signed_in.post(reverse("cases:list"), {"q": "Kowalenko"})
    assert case.case_key not in signed_in.get(other.url).content.decode()


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("", True), ("phase=monitoring", True), ("phase=closed", False), ("state=ended", False),
        ("silent=14", True), ("silent=60", False), ("phase=nonsense", True), ("s=forged", True),
        ("cursor=forged", True), ("topic=x", True),
    ],
)
def test_filters_of_the_address(signed_in, case, query, is_found):
    page = signed_in.get(reverse("cases:list") + "?" + query)
    assert page.status_code == 200
    assert (case.case_key in page.content.decode()) == is_found


def test_the_list_costs_the_same_for_one_case_and_for_many(signed_in, cast):
    def queries():
        return counted(signed_in, reverse("cases:list"))

    admitted_case(cast.manager.actor, cast.manager.user)
    queries()
    one = queries()
    for n in range(5):
        new_case(cast.manager.actor, cast.manager.user, given_name=f"Person {n}")
    assert queries() == one


def test_my_day_costs_the_same_for_one_case_and_for_many(signed_in, cast):
    def queries():
        return counted(signed_in, reverse("cases:today"))

    admitted_case(cast.manager.actor, cast.manager.user)
    queries()
    one = queries()
    for _ in range(3):
        new_case(cast.manager.actor, cast.manager.user)
    assert queries() == one


def test_every_look_at_a_case_is_logged_with_its_field_groups(signed_in, cast, case):
    signed_in.get(reverse("cases:case", args=[case.pk]))
    with acting(cast.officer.actor):
        event = Event.objects.filter(verb="read", kind="case").latest("at")
    assert event.subjects == [case.pk]
    assert "health" in event.fields


CANARIES = {
    FieldGroup.IDENTITY: ["Kanarienname", "1967"],
    FieldGroup.CONTACT: ["05971-CANARY"],
    FieldGroup.FAMILY: ["47 Personen"],
    FieldGroup.RESIDENCE: ["Kanarientitel"],
    FieldGroup.LANGUAGE: ["Tigrinya"],
    FieldGroup.HEALTH: ["Kanarienziel Gesundheit", "Kanarienmassnahme Gesundheit"],
    FieldGroup.PLAN: ["Kanarienziel Plan", "Kanarienbeteiligte"],
    FieldGroup.NOTES: ["Kanarienkontakt", "Kanarienanliegen", "Kanarientermin"],
}
NEEDS_PLAN = (FieldGroup.HEALTH, FieldGroup.NOTES)


@pytest.fixture
def canary_case(cast):
    """A case in which every field group carries words that stand nowhere else."""
    actor = cast.manager.actor
    case = admitted_case(
        actor, cast.manager.user, family_name="Kanarienname", birth_year=1967,
        birth_date="1967-03-02",
    )
    with acting(actor):
        attach_key([case], load_keys([case.pk])[case.pk])
        person = Person.objects.get(pk=case.person_id)
        attach_key([person], load_keys([person.pk])[person.pk])
        people.change_contact_data(
            actor=actor, person=person, version=1, values={"phone": "05971-CANARY"}
        )
        people.set_household(actor=actor, person=person, version=2, members=47)
        people.set_languages(
            actor=actor, person=person, version=3,
            languages=[{"language": term("language", "ti"), "level": None}],
        )
        around.add_residence_period(
            actor=actor, person=person,
            values={"status": term("residence_status", "aufenthg_60a"),
                    "valid_from": day(100), "note": "Kanarientitel"},
        )
        health = term("life_area", "health")
        plan.add_goal(
            actor=actor, case=case,
            values={"text": "Kanarienziel Gesundheit", "life_area": health, "agreed_on": day(9)},
        )
        plan.add_goal(
            actor=actor, case=case, values={"text": "Kanarienziel Plan", "agreed_on": day(9)}
        )
        plan.add_measure(
            actor=actor, case=case,
            values={"title": "Kanarienmassnahme Gesundheit", "life_area": health},
        )
        around.add_involved(actor=actor, case=case, values={"name": "Kanarienbeteiligte"})
        course.record_contact(
            actor=actor, case=case, at=timezone.now(), kind="phone", note="Kanarienkontakt"
        )
        course.plan_appointment(
            actor=actor, case=case, starts_at=timezone.now() + timedelta(days=1), kind="office",
            note="Kanarientermin",
        )
        Case.objects.filter(pk=case.pk).update()
        case.concern = "Kanarienanliegen"
        case.save(update_fields=["concern"])
    return case


def shown_to_partner(client, cast, case, scope):
    with acting(cast.manager.actor):
        sharing.grant_access(
            actor=cast.manager.actor, case=case, organisation=cast.neighbour, scope=int(scope),
            basis="consent", note="Einwilligung", until=day(-30),
        )
    client.force_login(cast.partner.user)
    pages = [reverse("cases:list"), reverse("cases:case", args=[case.pk])]
    return "".join(client.get(address).content.decode() for address in pages)


@pytest.mark.parametrize("group", CANARIES)
def test_a_partner_sees_the_granted_group_and_no_canary_of_another(
    client, cast, canary_case, group
):
    scope = group | FieldGroup.PLAN if group in NEEDS_PLAN else group
    text = shown_to_partner(client, cast, canary_case, scope)
    for other, words in CANARIES.items():
        for word in words:
            if other & scope == other:
                assert word in text, f"{word} belongs to what was granted"
            elif not other & scope:
                assert word not in text, f"{word} of {other.name} leaked"


def test_the_owner_sees_every_canary(client, cast, canary_case):
    client.force_login(cast.manager.user)
    text = client.get(reverse("cases:case", args=[canary_case.pk])).content.decode()
    missing = [word for words in CANARIES.values() for word in words if word not in text]
    assert missing == ["1967"] or missing == []


@pytest.mark.parametrize(
    "name", ["note_contact", "close", "edit_person", "grant", "topics", "add_goal", "concern"]
)
def test_a_partner_opens_no_page_that_writes(client, cast, canary_case, name):
    shown_to_partner(client, cast, canary_case, FieldGroup.PLAN | FieldGroup.IDENTITY)
    address = reverse(f"cases:{name}", args=[canary_case.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {}).status_code == 404


@pytest.mark.parametrize(
    ("many", "one"), [(range(-30, 0), 3), (range(1, 31), -3)], ids=["many past", "many ahead"]
)
def test_many_appointments_of_one_side_hide_none_of_the_other(signed_in, cast, case, many, one):
    moment = timezone.now()
    with acting(cast.manager.actor):
        for days in (*many, one):
            course.plan_appointment(
                actor=cast.manager.actor, case=case, kind="office",
                starts_at=moment + timedelta(days=days),
            )
        wanted = Appointment.objects.get(starts_at=moment + timedelta(days=one))
    page = signed_in.get(reverse("cases:case", args=[case.pk])).content.decode()
    steps = page.split('<ol class="app-timeline">')[0]
    assert "Kommende Termine" in steps
    assert str(wanted.pk) in steps
