# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The biography's page: one line over everything, filters in the address, paging, scopes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from stellwerk.base.context import acting
from stellwerk.base.keys import attach_key, load_keys, open_keys
from stellwerk.cases.actions import course, intake, legal, phases, plan, sharing
from stellwerk.cases.actions.transmitting import transmit
from stellwerk.cases.choices import ENTRUSTED, Basis, FieldGroup, Phase
from stellwerk.cases.models import Case, Contact, Person
from tests.cases.casts import admitted_case, day, new_case, term
from tests.web.test_cases_pages import counted
from tests.web.test_legal_pages import one_factor, opened_person, signed_in, two_papers

__all__ = ["one_factor", "signed_in"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return admitted_case(cast.manager.actor, cast.manager.user, days_ago=900)


def text_of(client, case, **query):
    return client.get(reverse("cases:biography", args=[case.pk]), query).content.decode()


def waited_for(cast, case, days: int = 365):
    with acting(cast.manager.actor):
        plan.add_measure(
            actor=cast.manager.actor, case=case,
            values={
                "title": "Integrationskurs", "asked_on": day(500), "began_on": day(500 - days),
                "state": "running", "provider": cast.neighbour,
                "legal_sphere": term("legal_sphere", "sgb_2"),
            },
        )


def note(cast, case, days_ago: int, text: str):
    with acting(cast.manager.actor):
        attach_key([case], load_keys([case.pk])[case.pk])
        return course.record_contact(
            actor=cast.manager.actor, case=case, at=timezone.now() - timedelta(days=days_ago),
            kind="phone", note=text,
        )


def test_a_transmission_says_what_it_was_for(signed_in, cast, case):
    """It is sealed with a key of its own, not with that of the case."""
    with acting(cast.manager.actor):
        attach_key([case], load_keys([case.pk])[case.pk])
        attach_key([case.person], load_keys([case.person_id])[case.person_id])
        transmit(
            actor=cast.manager.actor, case=case, recipient=cast.neighbour, basis=Basis.STATUTE,
            provision="§ 69 SGB X", purpose="Platz im Sprachkurs", scope=FieldGroup.IDENTITY,
        )
    text = text_of(signed_in, case)
    assert "Platz im Sprachkurs" in text
    assert "nicht lesbar" not in text


def test_one_line_over_all_sources_with_its_gaps(signed_in, cast, case):
    two_papers(cast, case)
    waited_for(cast, case)
    note(cast, case, 10, "Angerufen")
    with acting(cast.manager.actor):
        legal.add_legal_sphere(
            actor=cast.manager.actor, person=opened_person(cast, case),
            values={"sphere": term("legal_sphere", "asylblg"), "valid_from": day(800)},
        )
    text = text_of(signed_in, case)
    for word in (
        "Lücke, 365 Tage: Wartezeit – Integrationskurs", "Widerspruch:", "AsylbLG",
        "Angerufen", "Fallmanagement: Aufgenommen", "Berechtigungsschein Integrationskurs",
        "<svg class=\"app-lanes__drawing\"", str(cast.neighbour),
    ):
        assert word in text, word


def test_filters_stand_in_the_address(signed_in, cast, case):
    waited_for(cast, case)
    note(cast, case, 10, "Angerufen")
    assert "Angerufen" not in text_of(signed_in, case, kind="measure")
    assert "Angerufen" in text_of(signed_in, case, kind=["measure", "contact"])
    assert "Angerufen" not in text_of(signed_in, case, sphere="sgb_2")
    assert "Angerufen" not in text_of(signed_in, case, until=f"{day(100):%d.%m.%Y}")
    assert "Angerufen" in text_of(signed_in, case, since="kein Tag", page="x" * 9)


def test_a_hundred_entries_to_a_page_and_all_for_printing(signed_in, cast, case):
    address = reverse("cases:biography", args=[case.pk])
    signed_in.get(address)
    before = counted(signed_in, address)
    for number in range(120):
        note(cast, case, 120 - number, f"Kontakt-{number}-")
    assert counted(signed_in, address) == before
    assert "Kontakt-119-" not in text_of(signed_in, case)
    assert "Kontakt-119-" in text_of(signed_in, case, page="2")
    whole = text_of(signed_in, case, all="1")
    assert all(f"Kontakt-{number}-" in whole for number in range(120))


def test_former_episodes_belong_to_the_line(signed_in, cast):
    actor = cast.manager.actor
    first = new_case(actor, cast.manager.user, 600)
    note(cast, first, 590, "Aus der ersten Episode")
    with acting(actor):
        ended = phases.move_case(
            actor=actor, case=first, to=Phase.DECLINED, on=day(580), version=first.version,
            reason="Kein Bedarf",
        )
        person = Person.objects.get(pk=ended.person_id)
        open_keys([person])
        again = intake.open_case(
            actor=actor, person=person, opened_on=day(50), manager=cast.manager.user,
            previous=Case.objects.get(pk=ended.pk),
        )
    assert "Aus der ersten Episode" in text_of(signed_in, again)
    text = text_of(signed_in, again)
    assert "Lücke, 529 Tage: nichts vermerkt" in text
    assert first.case_key in text


def test_a_partner_reads_only_her_part_and_nothing_entrusted(client, cast, case):
    two_papers(cast, case)
    waited_for(cast, case)
    kept = note(cast, case, 10, "Nicht für andere")
    open_note = note(cast, case, 11, "Für alle im Fall")
    with acting(cast.lead.actor):
        Contact.objects.filter(pk=kept.pk).update(groups=int(FieldGroup.NOTES) | ENTRUSTED)
        attach_key([case], load_keys([case.pk])[case.pk])
        sharing.grant_access(
            actor=cast.lead.actor, case=case, organisation=cast.neighbour,
            scope=int(FieldGroup.NOTES), basis="consent", note="Probe",
            until=timezone.localdate() + timedelta(days=9),
        )
    client.force_login(cast.partner.user)
    text = text_of(client, case)
    assert open_note.note in text
    assert "Nicht für andere" not in text
    assert "Berechtigungsschein Integrationskurs" not in text.split('id="biography"')[1]
    assert "Lücke, 365" not in text
