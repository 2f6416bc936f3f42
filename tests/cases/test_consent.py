# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Consent with its access, alliance, entrusted rows, transmissions with their receipts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.casts import admitted_case, day, term
from tests.cast import member, organisation

from stellwerk.access.received import open_received, received_list
from stellwerk.access.visible import open_case, still_allowed, visible_access
from stellwerk.audit.models import Event
from stellwerk.base.context import acting
from stellwerk.base.refusal import NotVisible, Refusal
from stellwerk.cases.actions import (
    alliance,
    assessments,
    consent,
    course,
    entrusting,
    plan,
    sharing,
)
from stellwerk.cases.actions.transmitting import transmit
from stellwerk.cases.choices import ALL_GROUPS, ENTRUSTED, OWN_SCOPE, FieldGroup
from stellwerk.cases.models import Alliance, Consent, Contact, Goal, Strength, Transmission
from stellwerk.cases.queries.consent import consents_of
from stellwerk.cases.queries.extract import entrusted_rows, sections_of
from stellwerk.cases.queries.receipts import code_of, verdict_on
from stellwerk.cases.rules.consent import (
    ConsentDraft,
    Sending,
    chosen_scope,
    consent_blockers,
    names_provision,
    sending_blockers,
)
from stellwerk.cases.rules.receipts import (
    ReceiptFacts,
    is_genuine,
    read_code,
    receipt_code,
    signature,
)
from stellwerk.directory.choices import Role

TODAY = date(2026, 11, 22)
DRAFT = ConsentDraft(
    purpose="coordination", own_words="", scope=int(FieldGroup.PLAN), health_ticked=False,
    explained_in="uk", refusal_explained=True, form="written", guardian="", given_on=TODAY,
    valid_until=TODAY + timedelta(days=365), recipients=1, age=30,
)
SENDING = Sending(
    basis="consent", consent_in_force=True, allowed=ALL_GROUPS, provision="", purpose="Kurs",
    scope=256, entrusted=frozenset(), entrusted_again=frozenset(), to_immigration_office=False,
)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"purpose": ""}, "purpose"),
        ({"purpose": "other"}, "own_words"),
        ({"scope": 0}, "scope"),
        ({"scope": 1024}, "scope"),
        ({"scope": int(FieldGroup.HEALTH)}, "health"),
        ({"recipients": 0}, "recipients"),
        ({"explained_in": "xx"}, "language"),
        ({"refusal_explained": False}, "refusal"),
        ({"form": ""}, "form"),
        ({"age": 14}, "guardian"),
        ({"given_on": None}, "given_on"),
        ({"given_on": TODAY + timedelta(days=1)}, "given_ahead"),
        ({"valid_until": None}, "until"),
        ({"valid_until": TODAY}, "until_past"),
        ({"valid_until": TODAY + timedelta(days=4 * 366)}, "until_far"),
    ],
)
def test_what_a_consent_lacks_is_named(change: dict[str, Any], code: str) -> None:
    assert [b.code for b in consent_blockers(replace(DRAFT, **change), TODAY)] == [code]


def test_a_whole_consent_is_free_of_blockers() -> None:
    assert consent_blockers(DRAFT, TODAY) == []
    assert consent_blockers(replace(DRAFT, age=None), TODAY) == []
    assert consent_blockers(replace(DRAFT, age=15), TODAY) == []
    assert consent_blockers(replace(DRAFT, age=14, guardian="Mutter"), TODAY) == []
    health = replace(DRAFT, scope=int(FieldGroup.HEALTH), health_ticked=True)
    assert consent_blockers(health, TODAY) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"purpose": " "}, "purpose"),
        ({"scope": 0}, "nothing"),
        ({"consent_in_force": False}, "no_consent"),
        ({"allowed": 1}, "beyond_consent"),
        ({"basis": ""}, "basis"),
        ({"basis": "statute"}, "provision"),
        ({"basis": "statute", "provision": "auf Anfrage"}, "provision"),
        ({"entrusted": frozenset({1})}, "entrusted"),
        ({"entrusted_again": frozenset({1})}, "entrusted"),
        ({"entrusted": frozenset({1}), "entrusted_again": frozenset({2})}, "entrusted"),
    ],
)
def test_what_a_transmission_lacks_is_named(change: dict[str, Any], code: str) -> None:
    assert [b.code for b in sending_blockers(replace(SENDING, **change))] == [code]


def test_an_immigration_office_gets_a_sentence_of_its_own() -> None:
    asked = replace(SENDING, basis="statute", provision="weil", to_immigration_office=True)
    [blocker] = sending_blockers(asked)
    assert "§ 88 AufenthG" in blocker.message
    assert sending_blockers(replace(asked, provision="§ 71 Abs. 2 SGB X")) == []


def test_provisions_have_a_number() -> None:
    assert all(map(names_provision, ("§ 69 SGB X", "§69 SGB X", "Art. 6 DSGVO", "Artikel 6")))
    assert not any(map(names_provision, ("", "§", "SGB X", "auf Anfrage des Amtes")))


def test_groups_chosen_twice_count_once() -> None:
    assert chosen_scope([1, 1, 256]) == 257


@settings(max_examples=30)
@given(st.uuids(), st.binary(min_size=32, max_size=32), st.text(max_size=20), st.integers(0, 1023))
def test_a_receipt_is_genuine_only_as_it_was_signed(one, key, provision, scope) -> None:
    facts = ReceiptFacts(
        transmission=one, number="UE-1", sender=uuid4(), recipient=uuid4(),
        sent_at=datetime(2026, 11, 22, tzinfo=UTC), basis="statute", provision=provision,
        consent=None, scope=scope, entrusted=0, digest="0" * 64,
    )
    signed = signature(facts, key)
    assert is_genuine(facts, signed, key)
    assert not is_genuine(replace(facts, scope=scope ^ 1), signed, key)
    assert not is_genuine(replace(facts, digest="1" * 64), signed, key)
    assert not is_genuine(facts, signed, bytes(32) if key != bytes(32) else b"1" * 32)
    assert read_code(receipt_code(one, signed).upper()) == (one, signed)
    assert read_code(receipt_code(one, signed)[:-1]) is None


# --- on the database -----------------------------------------------------------------------------

VALUES: dict[str, Any] = {
    "purpose": "placement", "own_words": "Sprachkurs", "scope": int(FieldGroup.PLAN),
    "explained_in": "uk", "refusal_explained": True, "form": "written", "guardian": "",
}


@pytest.fixture
def case(cast):
    return admitted_case(cast.manager.actor, cast.manager.user)


def give(cast, case, *offices, replaces=False, **more):
    values = {
        **VALUES, "given_on": timezone.localdate(), "valid_until": day(-365), **more,
    }
    with acting(cast.manager.actor):
        return consent.give_consent(
            actor=cast.manager.actor, case=case, recipients=offices or [cast.neighbour],
            values=values, replaces=replaces,
        )


def seen(partner, case) -> int | None:
    """The scope with which the partner sees the case now."""
    with acting(partner.actor):
        row = visible_access(partner.actor).filter(case_id=case.pk).first()
        return row.scope if row else None


def states(cast, case) -> list[str]:
    with acting(cast.manager.actor):
        return [view.state for view in consents_of(case)]


@pytest.mark.django_db
def test_access_follows_the_consent_and_ends_with_its_revocation(cast, case):
    made = give(cast, case)
    assert seen(cast.partner, case) == FieldGroup.PLAN
    assert states(cast, case) == ["in_force"]
    with acting(cast.partner.actor):
        assert still_allowed(cast.partner.actor, {case.pk: int(FieldGroup.PLAN)})
        assert not still_allowed(cast.partner.actor, {case.pk: int(FieldGroup.NOTES)})
    with acting(cast.manager.actor):
        assert still_allowed(cast.lead.actor, {case.pk: OWN_SCOPE})
        assert not still_allowed(cast.lead.actor, {case.pk: OWN_SCOPE, uuid4(): 0})
        consent.revoke_consent(actor=cast.manager.actor, case=case, consent=made)
    with acting(cast.partner.actor):
        assert not still_allowed(cast.partner.actor, {case.pk: int(FieldGroup.PLAN)})
    assert seen(cast.partner, case) is None
    assert states(cast, case) == ["revoked"]
    with acting(cast.manager.actor), pytest.raises(Refusal) as refused:
        consent.revoke_consent(
            actor=cast.manager.actor, case=case, consent=Consent.objects.get(pk=made.pk)
        )
    assert refused.value.code == "not_in_force"


@pytest.mark.django_db
def test_a_consent_that_lacks_something_grants_nothing(cast, case):
    with pytest.raises(Refusal) as refused:
        give(cast, case, scope=int(FieldGroup.HEALTH), refusal_explained=False)
    assert {b.code for b in refused.value.blockers} == {"health", "refusal"}
    assert seen(cast.partner, case) is None
    assert states(cast, case) == []


@pytest.mark.django_db
def test_a_second_consent_for_the_same_office_must_say_that_it_replaces(cast, case):
    give(cast, case)
    with pytest.raises(Refusal) as refused:
        give(cast, case, scope=int(FieldGroup.IDENTITY))
    assert [b.code for b in refused.value.blockers] == ["in_force"]
    assert seen(cast.partner, case) == FieldGroup.PLAN
    give(cast, case, scope=int(FieldGroup.IDENTITY), replaces=True)
    assert seen(cast.partner, case) == FieldGroup.IDENTITY
    assert sorted(states(cast, case)) == ["in_force", "replaced"]


@pytest.mark.django_db
def test_one_of_two_recipients_can_be_taken_back_alone(cast, case):
    other = organisation("dritte", cast.home.municipality)
    third = member("drittes", other, Role.PARTNER)
    made = give(cast, case, cast.neighbour, other)
    with acting(cast.manager.actor):
        consent.revoke_consent(
            actor=cast.manager.actor, case=case, consent=made, recipient_id=other.pk
        )
    assert seen(cast.partner, case) == FieldGroup.PLAN
    assert seen(third, case) is None
    assert states(cast, case) == ["in_force"]


@pytest.mark.django_db
def test_the_old_page_of_grants_ends_the_consent_with_the_access(cast, case):
    give(cast, case)
    with acting(cast.manager.actor):
        access = case.access_rows.get(organisation=cast.neighbour, revoked_at=None)
        sharing.revoke_access(actor=cast.manager.actor, case=case, access=access)
    assert states(cast, case) == ["revoked"]


@pytest.mark.django_db
def test_a_consent_is_never_given_to_oneself(cast, case):
    with pytest.raises(Refusal) as refused:
        give(cast, case, cast.home)
    assert [b.code for b in refused.value.blockers] == ["own"]


@pytest.mark.django_db
def test_an_alliance_is_agreed_corrected_ended(cast, case):
    values = {"agreed_on": timezone.localdate(), "content": "Deutsch lernen"}
    with acting(cast.manager.actor):
        row = alliance.add_alliance(actor=cast.manager.actor, case=case, values=values)
        with pytest.raises(Refusal):
            alliance.change_alliance(
                actor=cast.manager.actor, case=case, alliance=row, version=1,
                values={**values, "ended_on": day(1)},
            )
        alliance.change_alliance(
            actor=cast.manager.actor, case=case, alliance=row, version=1,
            values={**values, "ended_on": timezone.localdate()},
        )
        assert Alliance.objects.get(pk=row.pk).ended_on == timezone.localdate()


@pytest.mark.django_db
def test_an_entrusted_row_stays_so_when_it_is_changed(cast, case):
    with acting(cast.manager.actor):
        goal = plan.add_goal(
            actor=cast.manager.actor, case=case,
            values={"text": "Anvertrautes", "life_area": term("life_area", "housing")},
        )
        assert entrusting.set_entrusted(
            actor=cast.manager.actor, case=case, row=goal, kind="goal", is_entrusted=True
        )
        assert not entrusting.set_entrusted(
            actor=cast.manager.actor, case=case, row=goal, kind="goal", is_entrusted=True
        )
        plan.change_goal(
            actor=cast.manager.actor, case=case, goal=goal, version=goal.version,
            values={"text": "Anders", "life_area": term("life_area", "health")},
        )
        stored = Goal.objects.get(pk=goal.pk)
        assert stored.groups == ENTRUSTED | FieldGroup.PLAN | FieldGroup.HEALTH
        assert [row.kind for row in entrusted_rows(case)] == ["goal"]


@pytest.mark.django_db
def test_strengths_stay_entrusted_when_they_are_changed(cast, case):
    actor, housing = cast.manager.actor, term("life_area", "housing")
    with acting(actor):
        strength = assessments.add_strength(
            actor=actor, case=case,
            values={"text": "Hört gut zu", "life_area": housing, "noted_on": TODAY},
        )
        Strength.objects.filter(pk=strength.pk).update(groups=strength.groups | ENTRUSTED)
        assessments.change_strength(
            actor=actor, case=case, strength=strength, version=strength.version,
            values={"text": "Hört sehr gut zu", "life_area": housing, "noted_on": TODAY},
        )
        assert Strength.objects.get(pk=strength.pk).groups & ENTRUSTED


def send(cast, case, **more):
    asked = {
        "recipient": cast.neighbour, "basis": "consent", "provision": "", "purpose": "Kursplatz",
        "scope": int(FieldGroup.PLAN), **more,
    }
    with acting(cast.manager.actor):
        return transmit(actor=cast.manager.actor, case=case, **asked)


@pytest.mark.django_db
def test_without_a_basis_in_force_nothing_can_be_sent(cast, case):
    with pytest.raises(Refusal) as refused:
        send(cast, case)
    assert [b.code for b in refused.value.blockers] == ["no_consent"]
    made = give(cast, case)
    with acting(cast.manager.actor):
        consent.revoke_consent(actor=cast.manager.actor, case=case, consent=made)
    with pytest.raises(Refusal):
        send(cast, case)
    with acting(cast.manager.actor):
        assert not Transmission.objects.exists()


@pytest.mark.django_db
def test_what_was_sent_is_read_by_the_recipient_and_by_nobody_else(cast, case):
    give(cast, case)
    with acting(cast.manager.actor):
        plan.add_goal(
            actor=cast.manager.actor, case=case,
            values={"text": "B1 erreichen"},
        )
        course.record_contact(
            actor=cast.manager.actor, case=case, at=timezone.now(), kind="phone", note="Vertraulich"
        )
    sent = send(cast, case)
    assert sent.number == "UE-00001"
    with acting(cast.partner.actor):
        assert [row.pk for row in received_list(cast.partner.actor, 10)] == [sent.pk]
        row = open_received(cast.partner.actor, sent.pk)
        assert row.purpose == "Kursplatz"
        assert "B1 erreichen" in row.content
        assert "Vertraulich" not in row.content
        assert [part["group"] for part in sections_of(row.content)] == ["plan"]
    # the reading stands in both logs, the sending once in the sender's
    for actor in (cast.manager.actor, cast.partner.actor):
        with acting(actor):
            reads = Event.objects.filter(kind="transmission", verb="read")
            assert reads.filter(subjects__contains=[sent.pk]).count() == 1
    stranger = member("fremd", organisation("vierte", cast.home.municipality), Role.PARTNER)
    with acting(stranger.actor):
        assert received_list(stranger.actor, 10) == []
        with pytest.raises(NotVisible):
            open_received(stranger.actor, sent.pk)
        assert verdict_on(code_of(sent)).transmission is None


@pytest.mark.django_db
def test_a_transmission_on_statute_needs_no_view_of_the_case(cast, case):
    sent = send(cast, case, basis="statute", provision="§ 69 SGB X", scope=int(FieldGroup.IDENTITY))
    with acting(cast.partner.actor):
        assert "Name" in open_received(cast.partner.actor, sent.pk).content
        with pytest.raises(NotVisible):
            open_case(cast.partner.actor, case.pk)


@pytest.mark.django_db
def test_entrusted_rows_go_only_by_two_ticks_and_each_is_logged(cast, case):
    give(cast, case, scope=ALL_GROUPS, health_ticked=True)
    with acting(cast.manager.actor):
        secret = course.record_contact(
            actor=cast.manager.actor, case=case, at=timezone.now(), kind="phone", note="Anvertraut!"
        )
        entrusting.set_entrusted(
            actor=cast.manager.actor, case=case, row=secret, kind="contact", is_entrusted=True
        )
    everything = send(cast, case, scope=ALL_GROUPS)
    with acting(cast.partner.actor):
        assert "Anvertraut!" not in open_received(cast.partner.actor, everything.pk).content
        assert not Contact.objects.filter(pk=secret.pk).exists()
    with pytest.raises(Refusal):
        send(cast, case, entrusted=[secret.pk])
    both = send(cast, case, entrusted=[secret.pk], entrusted_again=[secret.pk])
    with acting(cast.partner.actor):
        assert "Anvertraut!" in open_received(cast.partner.actor, both.pk).content
        # sent, yet still not visible in the case
        assert not Contact.objects.filter(pk=secret.pk).exists()
    with acting(cast.manager.actor):
        logged = Event.objects.filter(kind="entrusted")
        assert [secret.pk in row.subjects for row in logged] == [True]


@pytest.mark.django_db
def test_a_consent_must_cover_the_entrusted_rows_as_well(cast, case):
    """Otherwise a note would leave on the consent to tell the plan."""
    give(cast, case)
    with acting(cast.manager.actor):
        secret = course.record_contact(
            actor=cast.manager.actor, case=case, at=timezone.now(), kind="phone", note="Geheim"
        )
        entrusting.set_entrusted(
            actor=cast.manager.actor, case=case, row=secret, kind="contact", is_entrusted=True
        )
    chosen = {"entrusted": [secret.pk], "entrusted_again": [secret.pk]}
    for scope in (0, int(FieldGroup.PLAN)):
        with pytest.raises(Refusal) as refused:
            send(cast, case, scope=scope, **chosen)
        assert [b.code for b in refused.value.blockers] == ["beyond_consent"]
    with acting(cast.manager.actor):
        assert not Transmission.objects.exists()
    send(cast, case, basis="statute", provision="§ 69 SGB X", scope=0, **chosen)


@pytest.mark.django_db
def test_a_receipt_is_checked_by_sender_and_recipient(cast, case):
    give(cast, case)
    sent = send(cast, case)
    for actor in (cast.manager.actor, cast.partner.actor):
        with acting(actor):
            verdict = verdict_on(code_of(sent))
            assert verdict.is_genuine
            assert verdict.is_unchanged
            forged = code_of(sent)[:-1] + ("0" if code_of(sent)[-1] != "0" else "1")
            assert not verdict_on(forged).is_genuine
            assert verdict_on("Unsinn").transmission is None
