# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Alliance, consents, transmissions through the browser's eyes."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from stellwerk.base.context import acting
from stellwerk.cases.actions import course
from stellwerk.cases.actions.consent import give_consent
from stellwerk.cases.actions.transmitting import transmit
from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.models import Consent, Contact, Document, Transmission
from tests.cases.casts import admitted_case

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


def consent_form(cast, **more):
    today = timezone.localdate()
    return {
        "purpose": "placement", "own_words": "Kurs ab Januar", "groups": [1, 256],
        "recipients": [str(cast.neighbour.pk)], "explained_in": "ar", "refusal_explained": "on",
        "form": "written", "given_on": today.isoformat(),
        "valid_until": (today + timedelta(days=100)).isoformat(), **more,
    }


def given(cast, case, **more):
    today = timezone.localdate()
    values = {
        "purpose": "placement", "scope": int(FieldGroup.PLAN), "explained_in": "uk",
        "refusal_explained": True, "form": "written", "given_on": today,
        "valid_until": today + timedelta(days=90), **more,
    }
    with acting(cast.manager.actor):
        return give_consent(
            actor=cast.manager.actor, case=case, recipients=[cast.neighbour], values=values,
            replaces=True,
        )


def counted(client, address):
    seen = []

    def count(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        assert client.get(address).status_code == 200
    return len(seen)


def test_a_consent_is_noted_printed_signed_and_revoked(signed_in, cast, case):
    place = reverse("cases:consents", args=[case.pk])
    assert "Keine Einwilligung erfasst" in signed_in.get(place).content.decode()
    answer = signed_in.post(reverse("cases:add_consent", args=[case.pk]), consent_form(cast))
    assert (answer.status_code, answer.url) == (302, place)
    with acting(cast.manager.actor):
        row = Consent.objects.get()
        assert row.scope == 257
    page = signed_in.get(place).content.decode()
    assert "Stelle neighbour" in page
    assert "PDF: Deutsch und Arabisch" in page
    paper = signed_in.get(reverse("cases:consent_paper", args=[case.pk, row.pk, "html"]))
    assert 'dir="rtl"' in paper.content.decode()
    assert "Yıldız" in paper.content.decode()
    assert f'filename="einwilligung-{case.case_key}.html"' in paper["Content-Disposition"]
    none = reverse("cases:consent_paper", args=[case.pk, row.pk, "exe"])
    assert signed_in.get(none).status_code == 404
    signed = {"version": 1, "signed_on": timezone.localdate().isoformat(), "signed_where": "Akte 7"}
    sign = reverse("cases:sign_consent", args=[case.pk, row.pk])
    assert signed_in.post(sign, signed).status_code == 302
    page = signed_in.get(place).content.decode()
    assert "Akte 7" in page
    assert "Unterschriebene Kopie" not in page
    doubtful = SimpleUploadedFile("scan.exe", b"MZ\x90\x00 nothing we take")
    answer = signed_in.post(sign, {**signed, "version": 2, "file": doubtful})
    assert answer.status_code == 422
    copy = SimpleUploadedFile("scan.pdf", b"%PDF-1.4\n%%EOF\n")
    assert signed_in.post(sign, {**signed, "version": 1, "file": copy}).status_code == 422
    copy.seek(0)
    assert signed_in.post(sign, {**signed, "version": 2, "file": copy}).status_code == 302
    with acting(cast.manager.actor):
        document = Document.objects.get()
        assert (document.kind, document.groups) == ("consent", 1 | 512 | 1024)
    link = reverse("cases:document", args=[case.pk, document.pk])
    assert link in signed_in.get(place).content.decode()
    assert signed_in.get(link).status_code == 200
    signed_in.post(reverse("cases:remove_document", args=[case.pk, document.pk]))
    assert link not in signed_in.get(place).content.decode()
    revoke = reverse("cases:revoke_consent", args=[case.pk, row.pk])
    assert signed_in.post(revoke, {"recipient": str(cast.home.pk)}).status_code == 404
    assert signed_in.post(revoke).url == place
    assert "widerrufen" in signed_in.get(place).content.decode()


def test_all_that_is_missing_is_said_at_once(signed_in, cast, case):
    asked = consent_form(cast, groups=[128], refusal_explained="")
    answer = signed_in.post(reverse("cases:add_consent", args=[case.pk]), asked)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Art. 9 DSGVO" in page
    assert "Die Folgen einer Ablehnung müssen vorher erklärt sein." in page
    assert "Kurs ab Januar" in page, "what was entered stays"


def test_the_page_of_grants_leads_to_the_consent(signed_in, case):
    page = signed_in.get(reverse("cases:grant", args=[case.pk])).content.decode()
    assert reverse("cases:add_consent", args=[case.pk]) in page
    assert 'name="basis"' not in page


def test_an_alliance_is_noted_and_printed(signed_in, cast, case):
    asked = {
        "agreed_on": timezone.localdate().isoformat(), "content": "Deutsch lernen",
        "client_side": "Kurs besuchen", "explained_in": "uk",
    }
    assert signed_in.post(reverse("cases:add_alliance", args=[case.pk]), asked).status_code == 302
    page = signed_in.get(reverse("cases:consents", args=[case.pk])).content.decode()
    assert "Kurs besuchen" in page
    paper = re.search(r'href="(/faelle/[^"]*/papier/html/)"', page)[1]
    text = signed_in.get(paper).content.decode()
    assert "Домовленість про співпрацю" in text
    assert "Arbeitsbündnis" in text


def test_from_ticks_to_the_recipients_page(signed_in, cast, case, client):
    given(cast, case)
    asked = {
        "recipient": str(cast.neighbour.pk), "basis": "consent", "purpose": "Platz klären",
        "groups": [256],
    }
    answer = signed_in.post(reverse("cases:transmit", args=[case.pk]), asked)
    assert answer.status_code == 302
    receipt = signed_in.get(answer.url).content.decode()
    assert "UE-00001" in receipt
    assert "Platz klären" in receipt
    with acting(cast.manager.actor):
        sent = Transmission.objects.get()
    code = re.search(r"Prüfcode</dt><dd><code>([^<]+)", receipt)[1]
    page = signed_in.get(reverse("cases:receipt", args=[case.pk, sent.pk, "html"]))
    assert code in page.content.decode()
    client.force_login(cast.partner.user)
    assert "UE-00001" in client.get(reverse("cases:inbox")).content.decode()
    assert "Platz klären" in client.get(reverse("cases:received", args=[sent.pk])).content.decode()
    verdict = client.post(reverse("cases:verify"), {"code": code}).content.decode()
    assert "Der Beleg ist echt, der Inhalt ist unverändert" in verdict
    forged = client.post(reverse("cases:verify"), {"code": code[:-8] + "00000000"})
    assert "nicht echt" in forged.content.decode()
    client.force_login(cast.colleague.user)
    assert client.get(reverse("cases:received", args=[sent.pk])).status_code == 404


def test_without_a_basis_the_page_says_why_not(signed_in, cast, case):
    asked = {
        "recipient": str(cast.neighbour.pk), "basis": "consent", "purpose": "x", "groups": [256],
    }
    answer = signed_in.post(reverse("cases:transmit", args=[case.pk]), asked)
    assert answer.status_code == 422
    assert "Keine geltende Einwilligung" in answer.content.decode()


def test_an_entrusted_contact_bears_its_mark_and_hides_from_the_partner(
    signed_in, cast, case, client
):
    given(cast, case, scope=1023, health_ticked=True)
    with acting(cast.manager.actor):
        row = course.record_contact(
            actor=cast.manager.actor, case=case, at=timezone.now(), kind="phone", note="Kanarie"
        )
    address = reverse("cases:case", args=[case.pk])
    client.force_login(cast.partner.user)
    assert "Kanarie" in client.get(address).content.decode()
    client.force_login(cast.manager.user)
    edit = client.get(reverse("cases:edit_contact", args=[case.pk, row.pk])).content.decode()
    mark = reverse("cases:entrust", args=[case.pk, "contact", row.pk])
    assert mark in edit
    assert client.post(mark, {"is_entrusted": "on"}).status_code == 302
    assert "anvertraut" in client.get(address).content.decode()
    assert "Kanarie" in (
        client.get(reverse("cases:transmissions", args=[case.pk])).content.decode()
    )
    client.force_login(cast.partner.user)
    assert "Kanarie" not in client.get(address).content.decode()
    with acting(cast.partner.actor):
        assert not Contact.objects.filter(pk=row.pk).exists()


def test_lists_ask_as_often_for_many_as_for_one(signed_in, cast, case):
    places = [reverse(f"cases:{name}", args=[case.pk]) for name in ("consents", "transmissions")]
    given(cast, case)
    ask = {
        "actor": cast.manager.actor, "case": case, "recipient": cast.neighbour,
        "basis": "consent", "provision": "", "purpose": "x", "scope": int(FieldGroup.PLAN),
    }
    with acting(cast.manager.actor):
        transmit(**ask)
    for place in places:
        signed_in.get(place)  # what is kept from the first time on
    one = [counted(signed_in, place) for place in places]
    for _more in range(4):
        given(cast, case)
    with acting(cast.manager.actor):
        for _more in range(4):
            transmit(**ask)
    assert [counted(signed_in, place) for place in places] == one
