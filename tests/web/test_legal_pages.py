# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Residence and law: the section, its forms, the rules that an administrator changes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from stellwerk.access.visible import visible_access
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.base.refusal import Conflict, Refusal
from stellwerk.cases.actions import around, legal, sharing
from stellwerk.cases.actions.deadline_rules import change_rule, load_rules
from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.models import DeadlineRule, Entitlement, LegalSpherePeriod, Person
from stellwerk.cases.queries.deadline_watch import due_findings
from stellwerk.cases.queries.legal import legal_record, watch
from tests.cases.casts import admitted_case, day, term
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


def opened_person(cast, case) -> Person:
    person = Person.objects.get(pk=case.person_id)
    open_keys([person])
    return person


def two_papers(cast, case):
    """An entitlement from either office, both in force."""
    with acting(cast.manager.actor):
        person = opened_person(cast, case)
        for office, days_ago in ((cast.home, 200), (cast.neighbour, 40)):
            legal.add_entitlement(
                actor=cast.manager.actor, person=person,
                values={
                    "kind": "integration_course", "issued_by": office,
                    "issued_on": day(days_ago), "state": "issued",
                },
            )
        return person


def sphere_values():
    return {
        "sphere": term("legal_sphere", "sgb_2").pk, "valid_from": "2026-01-01",
        "precision": "about", "note": "Bescheid liegt vor",
    }


def test_a_legal_sphere_is_added_and_ended_on_its_page(signed_in, cast, case):
    address = reverse("cases:add_legal_sphere", args=[case.pk])
    answer = signed_in.post(address, sphere_values())
    assert (answer.status_code, answer.url) == (302, reverse("cases:legal", args=[case.pk]))
    with acting(cast.manager.actor):
        row = LegalSpherePeriod.objects.get()
    edit = reverse("cases:edit_legal_sphere", args=[case.pk, row.pk])
    sent = {**sphere_values(), "valid_until": "2026-06-30", "version": row.version}
    assert signed_in.post(edit, sent).status_code == 302
    text = signed_in.get(reverse("cases:legal", args=[case.pk])).content.decode()
    assert "SGB II" in text
    assert "ca." in text
    assert "Bescheid liegt vor" in text
    backwards = {**sent, "valid_until": "2025-01-01", "version": row.version + 1}
    assert signed_in.post(edit, backwards).status_code == 422


def test_an_entitlement_says_where_it_lies(signed_in, cast, case):
    address = reverse("cases:add_entitlement", args=[case.pk])
    sent = {"kind": "housing", "issued_on": "2026-02-01", "state": "handed_in"}
    assert signed_in.post(address, sent).status_code == 422  # where was it handed in?
    sent["handed_in_at"] = cast.neighbour.pk
    assert signed_in.post(address, sent).status_code == 302
    with acting(cast.manager.actor):
        row = Entitlement.objects.get()
    assert row.groups == FieldGroup.HOUSING
    edit = reverse("cases:edit_entitlement", args=[case.pk, row.pk])
    changed = {**sent, "kind": "training_voucher", "version": row.version}
    assert signed_in.post(edit, changed).status_code == 302
    with acting(cast.manager.actor):
        assert Entitlement.objects.get().groups == FieldGroup.WORK_EDUCATION


def test_two_entitlements_are_found_on_the_page_and_for_my_day(signed_in, cast, case):
    person = two_papers(cast, case)
    text = signed_in.get(reverse("cases:legal", args=[case.pk])).content.decode()
    assert "Zwei Berechtigungen gleicher Art von zwei Stellen" in text
    assert str(cast.neighbour) in text
    with acting(cast.manager.actor):
        found = watch(legal_record(person, FieldGroup(1023)))
        assert found.urgent[0].rule.key == "two_entitlements"
        due = due_findings(visible_access(cast.manager.actor))
    assert due[0].finding.rule.key == "two_entitlements"
    assert due[0].case_id == case.pk


def test_a_birthday_is_found_for_my_day_from_the_sealed_date(cast):
    today = timezone.localdate()
    born = (today + timedelta(days=20)).replace(year=today.year - 18)
    case = admitted_case(
        cast.manager.actor, cast.manager.user, birth_date=born.isoformat(), birth_year=born.year
    )
    with acting(cast.manager.actor):
        due = due_findings(visible_access(cast.manager.actor))
    assert ("birthday_18", case.pk) in {(row.finding.rule.key, row.case_id) for row in due}


def test_my_days_findings_cost_the_same_for_one_case_and_for_many(
    cast, django_assert_max_num_queries
):
    for number in range(4):
        two_papers(cast, admitted_case(cast.manager.actor, cast.manager.user, 90 + number))
        with acting(cast.manager.actor), django_assert_max_num_queries(8):
            due_findings(visible_access(cast.manager.actor))


def test_the_section_costs_the_same_with_many_rows(signed_in, cast, case):
    address = reverse("cases:legal", args=[case.pk])
    signed_in.get(address)
    before = counted(signed_in, address)
    for _again in range(3):
        person = two_papers(cast, case)
    with acting(cast.manager.actor):
        for key in ("asylg_55", "aufenthg_60a"):
            around.add_residence_period(
                actor=cast.manager.actor, person=person,
                values={
                    "status": term("residence_status", key), "valid_from": day(500),
                    "work_permit": "on_request", "residence_duty": "Stadt Rheine",
                },
            )
    assert counted(signed_in, address) == before


def test_a_partner_sees_only_what_was_granted(client, cast, case):
    two_papers(cast, case)
    lead = cast.lead.actor
    with acting(lead):
        sharing.grant_access(
            actor=lead, case=case, organisation=cast.neighbour,
            scope=int(FieldGroup.RESIDENCE), basis="consent", note="Probe",
            until=timezone.localdate() + timedelta(days=9),
        )
        person = opened_person(cast, case)
        around.add_residence_period(
            actor=lead, person=person,
            values={"status": term("residence_status", "asylg_55"), "valid_from": day(90)},
        )
    client.force_login(cast.partner.user)
    text = client.get(reverse("cases:legal", args=[case.pk])).content.decode()
    assert "Aufenthaltsgestattung" in text
    assert "Berechtigungsschein" not in text
    assert client.get(reverse("cases:add_entitlement", args=[case.pk])).status_code == 404


# --- rules ---------------------------------------------------------------------------------------


def test_shipped_rules_are_loaded_once(cast):
    with acting(cast.manager.actor):
        assert load_rules(actor=cast.manager.actor) == 0
        DeadlineRule.objects.filter(key="birthday_18").update(source="alt")
        assert load_rules(actor=cast.manager.actor) == 1
        assert [row.version for row in DeadlineRule.objects.filter(key="birthday_18")] == [1, 2]


def rule_values(rule):
    names = ("title_de", "title_en", "meaning_de", "meaning_en", "effect", "source")
    return {name: getattr(rule, name) for name in names}


def test_an_administrator_changes_a_rule_and_the_former_version_stays(client, cast):
    client.force_login(cast.administrator.user)
    address = reverse("cases:deadline_rule", args=["entitlement_unused"])
    rule = DeadlineRule.objects.get(key="entitlement_unused", is_current=True)
    sent = {
        **rule_values(rule), "amount": "45", "lead_days": "14, 7", "is_active": "on",
        "version": rule.version, "change_note": "Absprache im Netzwerk",
    }
    assert client.post(address, {**sent, "change_note": ""}).status_code == 422
    assert client.post(address, sent).status_code == 302
    versions = DeadlineRule.objects.filter(key="entitlement_unused").order_by("version")
    assert [row.parameters["amount"] for row in versions] == [30, 45]
    assert [row.is_current for row in versions] == [False, True]
    assert "Absprache im Netzwerk" in client.get(address).content.decode()
    assert client.post(address, sent).status_code == 422  # somebody was quicker
    with acting(cast.administrator.actor):
        assert load_rules(actor=cast.administrator.actor) == 0  # changed by hand: it stays
        with pytest.raises(Conflict):
            change_rule(
                actor=cast.administrator.actor, rule=rule, version=1, change_note="x",
                **rule_values(rule),
            )
        with pytest.raises(Refusal):
            change_rule(
                actor=cast.administrator.actor, rule=rule, version=2, change_note="x",
                **{**rule_values(rule), "source": " "},
            )


def test_everybody_may_read_the_rules(signed_in):
    text = signed_in.get(reverse("cases:deadline_rules")).content.decode()
    assert "§ 12a Abs. 1 AufenthG" in text
    assert signed_in.get(reverse("cases:deadline_rule", args=["birthday_18"])).status_code == 404
