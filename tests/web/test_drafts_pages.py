# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing typed is lost: drafts, presence, undo. All people are invented."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from stellwerk.audit.models import Event
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.cases.actions.drafts import forget_old_drafts
from stellwerk.cases.models import Case, Contact, Goal, Measure, OpenForm, ResidencePeriod, UndoStep
from tests.cases.casts import admitted_case, term
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


def mark_of(page):
    """Where the page's script keeps the draft."""
    found = re.search(r'data-keeps="([^"]+)"', page.content.decode())
    return html.unescape(found.group(1))


def test_what_was_typed_comes_back_and_goes_when_saved(signed_in, cast, case):
    address = reverse("cases:note_contact", args=[case.pk])
    keeps = mark_of(signed_in.get(address))
    typed = {"kind": "office", "note": "Zaunkönigentwurf & mehr"}
    kept = signed_in.post(keeps, {"act": "keep", **typed})
    assert kept.status_code == 200
    assert kept.json()["said"].startswith("Entwurf gesichert um ")
    page = signed_in.get(address).content.decode()
    assert "Zaunkönigentwurf &amp; mehr" in page
    assert re.search(r"Entwurf von \d\d:\d\d wiederhergestellt", page)
    assert re.search(r'value="office"[^>]*checked', page)
    signed_in.post(address, {"kind": "office", "at": "2026-01-05T10:00", "note": "Fertig"})
    assert "wiederhergestellt" not in signed_in.get(address).content.decode()
    with acting(cast.manager.actor):
        assert not OpenForm.objects.filter(case=case).exists()


def test_a_draft_lies_sealed_and_belongs_to_one_person_and_one_form(signed_in, client, cast, case):
    address = reverse("cases:note_contact", args=[case.pk])
    signed_in.post(mark_of(signed_in.get(address)), {"act": "keep", "note": "Zaunkönigentwurf"})
    with acting(cast.manager.actor), connection.cursor() as cursor:
        cursor.execute("SELECT draft FROM cases_openform")
        assert "Zaunkönig".encode() not in bytes(cursor.fetchone()[0])
    other = reverse("cases:add_goal", args=[case.pk])
    assert "Zaunkönig" not in signed_in.get(other).content.decode()
    client.force_login(cast.lead.user)
    assert "Zaunkönig" not in client.get(address).content.decode()


def test_a_draft_is_thrown_away_with_one_click(signed_in, case):
    address = reverse("cases:add_goal", args=[case.pk])
    signed_in.post(mark_of(signed_in.get(address)), {"act": "keep", "text": "Zaunkönigziel"})
    page = signed_in.get(address).content.decode()
    form = page.split('class="app-restored"')[0].rsplit("<form", 1)[1]
    discards = html.unescape(re.search(r'action="([^"]+)"', form).group(1))
    answer = signed_in.post(discards, {"next": address})
    assert (answer.status_code, answer.url) == (302, address)
    assert "Zaunkönig" not in signed_in.get(address).content.decode()


def test_a_draft_of_an_older_version_is_a_conflict_when_saved(signed_in, cast, case):
    with acting(cast.manager.actor):
        goal = Goal.objects.get(case=case)
    address = reverse("cases:edit_goal", args=[case.pk, goal.pk])
    page = signed_in.get(address)
    sent = goal_form(signed_in, address, "Mein Entwurf")
    signed_in.post(mark_of(page), {**sent, "act": "keep"})
    signed_in.post(address, {**sent, "text": "Anders gespeichert", "version": "1"})
    signed_in.post(mark_of(page), {**sent, "act": "keep", "version": "1"})
    again = signed_in.get(address)
    assert "Mein Entwurf" in again.content.decode()
    refused = signed_in.post(address, {**sent, "version": fields_of(again)["version"]})
    assert refused.status_code == 422
    assert "Anders gespeichert" in refused.content.decode()


def test_two_people_see_each_other_until_one_leaves(signed_in, client, cast, case):
    address = reverse("cases:note_contact", args=[case.pk])
    keeps = mark_of(signed_in.get(address))
    signed_in.post(keeps, {"act": "here"})
    client.force_login(cast.lead.user)
    assert "Manager bearbeitet diesen Eintrag seit " in client.get(address).content.decode()
    assert client.post(keeps, {"act": "here"}).json()["others"][0].startswith("Manager bearbeitet")
    client.force_login(cast.manager.user)
    assert "Lead bearbeitet" in client.get(address).content.decode()
    client.post(keeps, {"act": "leave"})
    client.force_login(cast.lead.user)
    assert "Manager bearbeitet" not in client.get(address).content.decode()


def test_who_was_not_heard_of_has_gone(signed_in, client, cast, case):
    address = reverse("cases:note_contact", args=[case.pk])
    signed_in.post(mark_of(signed_in.get(address)), {"act": "here"})
    with acting(cast.manager.actor):
        OpenForm.objects.update(seen_at=timezone.now() - timedelta(minutes=3))
    client.force_login(cast.lead.user)
    assert "bearbeitet diesen" not in client.get(address).content.decode()


@pytest.mark.parametrize("who", ["colleague", "partner", "foreign_lead", "administrator"])
def test_nobody_else_learns_or_leaves_anything(client, cast, case, who):
    client.force_login(getattr(cast, who).user)
    address = reverse("cases:draft", args=[case.pk]) + "?form=cases:note_contact"
    assert client.post(address, {"act": "keep", "note": "x"}).status_code == 404
    with acting(cast.manager.actor):
        assert not OpenForm.objects.exists()


@pytest.mark.parametrize("form", ["", "directory:index", "cases:x'y", "cases:" + "a" * 200])
def test_a_made_up_form_is_none(signed_in, case, form):
    address = reverse("cases:draft", args=[case.pk])
    answer = signed_in.post(f"{address}?form={form}", {"act": "keep", "note": "x"})
    assert answer.status_code == 422


def test_old_drafts_and_steps_are_forgotten_at_night(signed_in, cast, case):
    address = reverse("cases:note_contact", args=[case.pk])
    signed_in.post(mark_of(signed_in.get(address)), {"act": "keep", "note": "x"})
    with acting(cast.manager.actor):
        now = timezone.now()
        assert forget_old_drafts(actor=cast.manager.actor, now=now) == 0
        assert forget_old_drafts(actor=cast.manager.actor, now=now + timedelta(days=15)) >= 1
        assert not OpenForm.objects.exists()


def goal_form(client, address, text):
    sent = fields_of(client.get(address))
    return {**sent, "text": text, "life_area": term("life_area", "housing").pk}


# ── undo ─────────────────────────────────────────────────────────────────────────────────────


def undo_of(client, address, sent):
    """Save a form and return the address that the success message offers."""
    answer = client.post(address, sent, follow=True)
    found = re.search(r'action="([^"]*/rueckgaengig/[^"]*)"', answer.content.decode())
    return found.group(1) if found else ""


def test_a_change_is_taken_back_from_the_message(signed_in, cast, case):
    with acting(cast.manager.actor):
        goal = Goal.objects.get(case=case)
        token = goal.text_token
    address = reverse("cases:edit_goal", args=[case.pk, goal.pk])
    undo = undo_of(
        signed_in, address,
        {
            **fields_of(signed_in.get(address)), "text": "Neuer Wortlaut",
            "life_area": term("life_area", "health").pk,
        },
    )
    with acting(cast.manager.actor):
        assert Goal.objects.get(pk=goal.pk).groups != goal.groups
    page = signed_in.post(undo, follow=True).content.decode()
    assert "Die Änderung wurde rückgängig gemacht." in page
    with acting(cast.manager.actor):
        back = Goal.objects.get(pk=goal.pk)
        open_keys([back])
        assert (back.text, back.life_area_id) == ("Eine Wohnung finden", goal.life_area_id)
        assert (back.groups, back.text_token) == (goal.groups, token)
        last = Event.objects.filter(verb="changed", kind="goal").order_by("-at").first()
        assert last.route == "cases:undo_change"


def test_the_row_offers_it_too_and_the_undo_is_undone(signed_in, cast, case):
    with acting(cast.manager.actor):
        goal = Goal.objects.get(case=case)
    address = reverse("cases:edit_goal", args=[case.pk, goal.pk])
    undo_of(signed_in, address, goal_form(signed_in, address, "Neu"))
    for expected in ("Eine Wohnung finden", "Neu"):
        page = signed_in.get(address).content.decode()
        undo = re.search(r'action="([^"]*/rueckgaengig/[^"]*)"', page).group(1)
        signed_in.post(undo)
        assert expected in signed_in.get(address).content.decode()


def test_nobodys_later_change_is_taken_back(signed_in, cast, case):
    with acting(cast.manager.actor):
        goal = Goal.objects.get(case=case)
    address = reverse("cases:edit_goal", args=[case.pk, goal.pk])
    undo = undo_of(signed_in, address, goal_form(signed_in, address, "Eins"))
    undo_of(signed_in, address, goal_form(signed_in, address, "Zwei"))
    page = signed_in.post(undo, follow=True).content.decode()
    assert "inzwischen noch einmal geändert" in page
    assert "Zwei" in signed_in.get(address).content.decode()


def test_a_name_goes_back_and_is_found_again_by_the_search(signed_in, case):
    address = reverse("cases:edit_person", args=[case.pk])
    before = fields_of(signed_in.get(address))
    undo = undo_of(signed_in, address, {**before, "family_name": "Umbenannt"})
    search = reverse("cases:list")
    assert "Umbenannt" in signed_in.get(search, {"q": "Umbenannt"}).content.decode()
    signed_in.post(undo)
    after = fields_of(signed_in.get(address))
    changing = {"version", "csrfmiddlewaretoken"}
    assert {n: after[n] for n in after.keys() - changing} == {
        n: before[n] for n in before.keys() - changing
    }
    rows = re.compile(r"app-row-link")
    assert not rows.search(signed_in.get(search, {"q": "Umbenannt"}).content.decode())
    assert rows.search(signed_in.get(search, {"q": before["family_name"]}).content.decode())


def test_contact_data_go_back_unless_changed_since(signed_in, case):
    address = reverse("cases:edit_contact_data", args=[case.pk])
    sent = {**fields_of(signed_in.get(address)), "phone": "0151 1"}
    undo = undo_of(signed_in, address, sent)
    signed_in.post(undo)
    assert "0151 1" not in signed_in.get(address).content.decode()
    undo = undo_of(signed_in, address, {**fields_of(signed_in.get(address)), "phone": "0151 2"})
    undo_of(signed_in, address, {**fields_of(signed_in.get(address)), "phone": "0151 3"})
    answer = signed_in.post(undo, follow=True).content.decode()
    assert "inzwischen noch einmal geändert" in answer
    assert "0151 3" in signed_in.get(address).content.decode()


def test_what_was_entrusted_since_stays_entrusted(signed_in, cast, case):
    with acting(cast.manager.actor):
        goal = Goal.objects.get(case=case)
    address = reverse("cases:edit_goal", args=[case.pk, goal.pk])
    undo = undo_of(signed_in, address, goal_form(signed_in, address, "Eins"))
    with acting(cast.manager.actor):
        Goal.objects.filter(pk=goal.pk).update(groups=goal.groups | 1024)
    signed_in.post(undo)
    with acting(cast.manager.actor):
        goal = Goal.objects.get(pk=goal.pk)
        open_keys([goal])
        assert (goal.text, goal.groups & 1024) == ("Eine Wohnung finden", 1024)


def test_a_contacts_day_moves_back_with_it(signed_in, cast, case):
    note = reverse("cases:note_contact", args=[case.pk])
    signed_in.post(note, {"kind": "phone", "at": "2026-01-05T10:00", "note": "x"})
    with acting(cast.manager.actor):
        contact = Contact.objects.get(case=case)
        before = Case.objects.get(pk=case.pk).last_contact_on
    address = reverse("cases:edit_contact", args=[case.pk, contact.pk])
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    sent = {**fields_of(signed_in.get(address)), "at": now, "kind": "phone"}
    undo = undo_of(signed_in, address, sent)
    with acting(cast.manager.actor):
        assert Case.objects.get(pk=case.pk).last_contact_on != before
    signed_in.post(undo)
    with acting(cast.manager.actor):
        assert Case.objects.get(pk=case.pk).last_contact_on == before


def test_what_stood_there_is_sealed_and_closings_leave_no_step(signed_in, cast, case):
    with acting(cast.manager.actor):
        measure = Measure.objects.get(case=case)
    address = reverse("cases:edit_measure", args=[case.pk, measure.pk])
    sent = {**fields_of(signed_in.get(address)), "title": "Zaunkönig", "state": "running"}
    signed_in.post(address, sent)
    with acting(cast.manager.actor), connection.cursor() as cursor:
        cursor.execute("SELECT values FROM cases_undostep")
        assert b"Wohnberechtigung" not in bytes(cursor.fetchone()[0])
        assert UndoStep.objects.exclude(kind="measure").count() == 0
        assert not ResidencePeriod.objects.exists()


def test_foreign_steps_are_not_found(signed_in, client, cast, case):
    with acting(cast.manager.actor):
        goal = Goal.objects.get(case=case)
    address = reverse("cases:edit_goal", args=[case.pk, goal.pk])
    undo = undo_of(signed_in, address, goal_form(signed_in, address, "Eins"))
    for who in ("colleague", "partner", "foreign_lead"):
        client.force_login(getattr(cast, who).user)
        assert client.post(undo).status_code == 404
