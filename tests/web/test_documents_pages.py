# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Documents and letters through the pages. All people are invented."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from stellwerk.audit.models import Event
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.cases.actions import course, entrusting, people, plan
from stellwerk.cases.actions.sharing import grant_access
from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.models import Document, LetterTemplate
from stellwerk.cases.queries.casefile import person_view
from stellwerk.cases.queries.documents import signed_copies
from tests.cases.casts import admitted_case, term
from tests.exchange.docx import docx, paragraph, texts_of
from tests.exchange.test_documents import PDF, filed, picture
from tests.web.test_cases_pages import counted

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


def upload(client, case, content, name="Bescheid.pdf", **more):
    sent = {"title": "Ein Bescheid", "kind": "notice", "groups": ["512"], **more}
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return client.post(reverse("cases:add_document", args=[case.pk]), {**sent, "file": file})


def only_document(cast, case):
    with acting(cast.manager.actor):
        return Document.objects.get(case=case)


def test_a_document_is_filed_looked_at_and_saved(signed_in, cast, case):
    answer = upload(signed_in, case, PDF, "../Bescheid.html")
    assert (answer.status_code, answer.url) == (302, reverse("cases:documents", args=[case.pk]))
    row = only_document(cast, case)
    page = signed_in.get(reverse("cases:documents", args=[case.pk])).content.decode()
    assert "Ein Bescheid" in page
    assert "kein Virenscanner eingerichtet" in page
    file = signed_in.get(reverse("cases:document_file", args=[case.pk, row.pk]))
    assert file.content == PDF
    assert file["Content-Disposition"] == 'attachment; filename="Bescheid.pdf"'
    assert file["Content-Type"] == "application/pdf"
    assert (file["X-Content-Type-Options"], file["X-Frame-Options"]) == ("nosniff", "DENY")
    assert "no-store" in file["Cache-Control"]
    assert file["Content-Security-Policy"] == "default-src 'none'; sandbox"
    shown = signed_in.get(reverse("cases:document_view", args=[case.pk, row.pk]))
    assert shown["Content-Disposition"].startswith("inline")
    with acting(cast.manager.actor):
        taken = Event.objects.filter(verb="exported", kind="document")
        assert [event.subjects for event in taken] == [[case.pk, row.pk]] * 2


def test_a_signed_consent_is_filed_from_the_consents_page(signed_in, cast, case):
    """Another page leads here and names the document afterwards."""
    address = reverse("cases:add_document", args=[case.pk]) + "?kind=consent&title=Einwilligung"
    page = signed_in.get(address).content.decode()
    assert re.search(r'value="consent" selected', page)
    assert 'value="Einwilligung"' in page
    upload(signed_in, case, PDF, kind="consent")
    upload(signed_in, case, PDF, kind="notice")
    with acting(cast.manager.actor):
        open_keys([case])
        found = signed_copies(case, FieldGroup(1023))
        assert [row.kind for row in found] == ["consent"]
        assert found[0].title == "Ein Bescheid"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90\0\1", "nicht angenommen"),
        (b"", "leer"),
        (b"<html><body>", "nicht angenommen"),
        (PDF + b"x" * 10_000_000, "10 MB"),
    ],
)
def test_what_is_refused_is_said_and_the_rest_stays(signed_in, cast, case, content, words):
    answer = upload(signed_in, case, content, title="Mein Titel")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Mein Titel" in page


def test_a_picture_is_shown_anew(signed_in, cast, case):
    upload(signed_in, case, picture("PNG"), "foto.png")
    row = only_document(cast, case)
    shown = signed_in.get(reverse("cases:document_view", args=[case.pk, row.pk]))
    assert shown["Content-Type"] == "image/jpeg"
    assert shown.content.startswith(b"\xff\xd8")
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_text_is_shown_as_text(signed_in, cast, case):
    upload(signed_in, case, b"Zeile mit <b>Klammern</b>", "notiz.txt")
    row = only_document(cast, case)
    page = signed_in.get(reverse("cases:document", args=[case.pk, row.pk])).content.decode()
    assert "Zeile mit &lt;b&gt;Klammern&lt;/b&gt;" in page
    view = reverse("cases:document_view", args=[case.pk, row.pk])
    assert signed_in.get(view).status_code == 404


def test_a_partner_sees_documents_within_her_groups_only(client, cast, case):
    shared = filed(cast, case, groups=int(FieldGroup.PLAN))
    hidden = filed(cast, case, groups=int(FieldGroup.PLAN | FieldGroup.HEALTH), title="Befund")
    with acting(cast.manager.actor):
        grant_access(
            actor=cast.manager.actor, case=case, organisation=cast.neighbour,
            scope=int(FieldGroup.PLAN), basis="consent", note="x",
            until=timezone.localdate() + timedelta(days=9),
        )
    client.force_login(cast.partner.user)
    page = client.get(reverse("cases:documents", args=[case.pk])).content.decode()
    assert "Ein Bescheid" in page
    assert "Befund" not in page
    for row, status in ((shared, 200), (hidden, 404)):
        for name in ("document", "document_file", "document_view"):
            address = reverse(f"cases:{name}", args=[case.pk, row.pk])
            assert client.get(address).status_code == status, name
    for name in ("edit_document", "remove_document"):
        address = reverse(f"cases:{name}", args=[case.pk, shared.pk])
        assert client.post(address).status_code == 404
    with acting(cast.manager.actor):
        notes = Event.objects.filter(verb="exported", organisation_id=cast.home.pk)
        assert set(notes.values_list("note", flat=True)) == {"granted"}


def test_a_document_of_another_case_is_missing(signed_in, cast, case):
    row = filed(cast, case)
    other = admitted_case(cast.manager.actor, cast.manager.user, family_name="Andere")
    for name in ("document", "document_file", "document_view"):
        assert signed_in.get(reverse(f"cases:{name}", args=[other.pk, row.pk])).status_code == 404
        assert signed_in.get(reverse(f"cases:{name}", args=[case.pk, uuid4()])).status_code == 404


def test_the_list_asks_as_often_for_many_as_for_one(signed_in, cast, case):
    filed(cast, case)
    address = reverse("cases:documents", args=[case.pk])
    counted(signed_in, address)
    few = counted(signed_in, address)
    for _number in range(5):
        filed(cast, case)
    assert counted(signed_in, address) == few


# ── letters ──────────────────────────────────────────────────────────────────────────────────

LETTER = docx(
    paragraph("{{ Anrede }},"), paragraph("{{ Anschrift }}"), paragraph("{{ Fallnummer }}"),
    paragraph("{{ Organisation }}, {{ Datum }}"),
)


@pytest.fixture
def template(client, cast):
    client.force_login(cast.lead.user)
    send(client, LETTER)
    with acting(cast.lead.actor):
        return LetterTemplate.objects.get()


def send(client, content, name="Anschreiben"):
    file = SimpleUploadedFile("x.docx", content)
    sent = {"name": name, "kind": "letter", "file": file}
    return client.post(reverse("cases:add_template"), sent)


def test_a_letter_says_what_is_missing_and_is_kept_as_issued(template, signed_in, cast, case):
    address = reverse("cases:issue_template", args=[case.pk, template.pk])
    page = signed_in.get(address).content.decode()
    assert "Sehr geehrter Herr Yıldız" in page
    missing = page.split("Das fehlt im Fall")[1]
    assert "Anschrift" in missing
    sent = {"title": "Einladung", "dated_on": "2026-03-02", "groups": ["1", "2"]}
    answer = signed_in.post(address, sent)
    row = only_document(cast, case)
    assert answer.url == reverse("cases:document", args=[case.pk, row.pk])
    assert (row.kind, row.template_id, row.groups) == ("letter", template.pk, 3)
    file = signed_in.get(reverse("cases:document_file", args=[case.pk, row.pk]))
    said = texts_of(file.content)
    assert "Sehr geehrter Herr Yıldız," in said
    assert case.case_key in said
    assert "Stelle home" in said
    assert "____" in said
    for name in ("edit_document", "remove_document"):
        change = reverse(f"cases:{name}", args=[case.pk, row.pk])
        refused = signed_in.post(change, {"title": "Anders", "kind": "other", "groups": ["1"]})
        assert refused.status_code in (409, 422)
    assert only_document(cast, case).kind == "letter"


def test_what_was_missing_can_be_written_for_this_letter(template, signed_in, cast, case):
    address = reverse("cases:issue_template", args=[case.pk, template.pk])
    field = re.search(r'name="(missing_\d)"', signed_in.get(address).content.decode()).group(1)
    signed_in.post(address, {"title": "x", "groups": ["1"], field: "Weg 1\n48429 Rheine"})
    row = only_document(cast, case)
    file = signed_in.get(reverse("cases:document_file", args=[case.pk, row.pk]))
    assert "48429 Rheine" in texts_of(file.content)
    with acting(cast.manager.actor):
        open_keys([case.person])
        known = person_view(case.person, FieldGroup.CONTACT)
        assert not known.contact.address  # the case itself was not changed


def test_the_address_of_the_case_is_put_in(template, signed_in, cast, case):
    with acting(cast.manager.actor):
        open_keys([case.person])
        people.change_contact_data(
            actor=cast.manager.actor, person=case.person, version=case.person.version,
            values={"address": "Kanalweg 3\n48429 Rheine", "phone": None, "email": None},
        )
    address = reverse("cases:issue_template", args=[case.pk, template.pk])
    page = signed_in.get(address).content.decode()
    assert "Das fehlt im Fall" not in page
    assert "Kanalweg 3<br>48429 Rheine" in page


def plan_letter(client, cast, case):
    """The address where a letter of goals, measures and the next appointment is issued."""
    client.force_login(cast.lead.user)
    marks = ("Ziele", "Maßnahmen", "Nächster Termin")
    send(client, docx(*(paragraph(f"{{{{ {mark} }}}}") for mark in marks)), name="Plan")
    with acting(cast.lead.actor):
        template = LetterTemplate.objects.get(name="Plan")
    client.force_login(cast.manager.user)
    return reverse("cases:issue_template", args=[case.pk, template.pk])


def with_goal(cast, case, text, life_area):
    with acting(cast.manager.actor):
        return plan.add_goal(
            actor=cast.manager.actor, case=case,
            values={"text": text, "life_area": term("life_area", life_area)},
        )


def test_nothing_entrusted_gets_into_a_letter(client, cast, case):
    actor, areas = cast.manager.actor, {"life_area": term("life_area", "housing")}
    with_goal(cast, case, "Offenes Ziel", "housing")
    goal = with_goal(cast, case, "Anvertrautes Ziel", "housing")
    with acting(actor):
        measure = plan.add_measure(
            actor=actor, case=case, values={"title": "Anvertraute Beratung", **areas}
        )
        meeting = course.plan_appointment(
            actor=actor, case=case, starts_at=timezone.now() + timedelta(days=1), kind="office"
        )
        for row, kind in ((goal, "goal"), (measure, "measure"), (meeting, "appointment")):
            entrusting.set_entrusted(
                actor=actor, case=case, row=row, kind=kind, is_entrusted=True
            )
    address = plan_letter(client, cast, case)
    page = client.get(address).content.decode()
    assert "Offenes Ziel" in page
    assert "Anvertraut" not in page.split("<form method")[0].split("Das wird eingesetzt")[1]
    client.post(address, {"title": "Plan", "groups": ["256"]})
    row = only_document(cast, case)
    file = client.get(reverse("cases:document_file", args=[case.pk, row.pk]))
    said = texts_of(file.content)
    assert "Offenes Ziel" in said
    assert "Anvertraut" not in said
    assert "Uhr" not in said
    assert row.groups == FieldGroup.PLAN | FieldGroup.HOUSING


def test_a_letter_needs_the_groups_of_all_that_is_in_it(client, cast, case):
    with_goal(cast, case, "Therapieplatz", "health")
    address = plan_letter(client, cast, case)
    page = client.get(address).content.decode()
    assert re.search(r'value="128"[^>]*checked', page), "preset by the rows, not by words alone"
    client.post(address, {"title": "Plan", "groups": ["1"]})
    row = only_document(cast, case)
    of_goals = FieldGroup.PLAN | FieldGroup.HOUSING | FieldGroup.HEALTH
    assert row.groups == FieldGroup.IDENTITY | of_goals


def test_what_is_written_by_hand_needs_its_group_too(template, signed_in, cast, case):
    address = reverse("cases:issue_template", args=[case.pk, template.pk])
    field = re.search(r'name="(missing_\d)"', signed_in.get(address).content.decode()).group(1)
    signed_in.post(address, {"title": "x", "groups": ["512"], field: "Weg 1"})
    needed = FieldGroup.NOTES | FieldGroup.IDENTITY | FieldGroup.CONTACT
    assert only_document(cast, case).groups == needed


def test_a_broken_template_is_refused_with_places(client, cast, template):
    answer = send(client, docx(paragraph("{{ Kontostand }}"), paragraph("{{ Name")))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Text, Absatz 1: unbekannter Platzhalter" in page
    assert "Text, Absatz 2: unvollständiger Platzhalter" in page


def test_versions_stay_and_letters_name_theirs(template, signed_in, cast, case):
    client = signed_in
    client.post(
        reverse("cases:issue_template", args=[case.pk, template.pk]),
        {"title": "x", "groups": ["1"]},
    )
    client.force_login(cast.lead.user)
    address = reverse("cases:template", args=[template.pk])
    same = client.post(address, {"file": SimpleUploadedFile("x.docx", LETTER)})
    assert same.status_code == 422
    newer = docx(paragraph("Neu: {{ Name }}"))
    assert client.post(address, {"file": SimpleUploadedFile("x.docx", newer)}).status_code == 302
    with acting(cast.lead.actor):
        assert list(LetterTemplate.objects.values_list("number", flat=True)) == [2, 1]
    chosen = client.get(reverse("cases:new_letter", args=[case.pk])).content.decode()
    assert "Fassung 2" in chosen
    assert "Fassung 1" not in chosen
    row = only_document(cast, case)
    page = client.get(reverse("cases:document", args=[case.pk, row.pk])).content.decode()
    assert "„Anschreiben“, Fassung 1" in page


def test_a_retired_template_is_offered_no_longer(template, client, cast, case):
    client.force_login(cast.lead.user)
    client.post(reverse("cases:retire_template", args=[template.pk]))
    assert "Anschreiben" not in client.get(
        reverse("cases:new_letter", args=[case.pk])
    ).content.decode()
    issue = reverse("cases:issue_template", args=[case.pk, template.pk])
    assert client.post(issue, {"title": "x", "groups": ["1"]}).status_code == 422
    client.post(reverse("cases:retire_template", args=[template.pk]))
    assert client.get(issue).status_code == 200


def test_a_template_prints_without_a_case(template, signed_in):
    file = signed_in.get(reverse("cases:template_print", args=[template.pk]))
    said = texts_of(file.content)
    assert "Stelle home" in said
    assert "____" in said
    assert "{{" not in said


def test_templates_belong_to_one_organisation(template, client, cast):
    client.force_login(cast.foreign_lead.user)
    assert "Anschreiben" not in client.get(reverse("cases:templates")).content.decode()
    for name in ("template", "template_file", "template_print"):
        assert client.get(reverse(f"cases:{name}", args=[template.pk])).status_code == 404
