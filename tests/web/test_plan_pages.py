# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Assessment, plan and surroundings through the client: what is kept, shown, hidden, printed."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.cases.actions import assessments, goals, plan, sharing, surroundings
from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.models import (
    Assessment,
    AssessmentArea,
    Case,
    CaseTopic,
    FamilyMember,
    Goal,
    GoalAssessment,
    LanguageLevel,
    Measure,
    NetworkTie,
    PersonLanguage,
    PlanAgreement,
    ScaleText,
)
from stellwerk.cases.queries.facts import fact_differences
from tests.cases.casts import admitted_case, day, term

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


def to(name, case, *more):
    return reverse(f"cases:{name}", args=[case.pk, *more])


def goal_of(case):
    goal = Goal.objects.get(case=case)
    open_keys([goal])
    return goal


def assess(actor, case, percent, days_ago, **more):
    with acting(actor):
        goal = goal_of(case)
        plan.assess_goal(
            actor=actor, case=case, goal=goal, version=goal.version,
            attainment=None if percent is None else Decimal(percent),
            assessed_on=None if days_ago is None else day(days_ago), **more,
        )


def standing(actor, case):
    with acting(actor):
        goal = Goal.objects.get(case=case)
        return goal.attainment, goal.assessed_on


def counted(client, address):
    seen = []

    def count(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        assert client.get(address).status_code == 200
    return len(seen)


# --- goals ---


def test_every_assessment_stays_and_the_goal_keeps_the_latest_day(cast, case):
    actor = cast.manager.actor
    assess(actor, case, 0, 20)
    assess(actor, case, 60, 3)
    assess(actor, case, 30, 10)
    assert standing(actor, case) == (60, day(3))
    with acting(actor):
        rows = GoalAssessment.objects.filter(case=case)
        assert [(row.attainment, row.assessed_on) for row in rows] == [
            (0, day(20)), (30, day(10)), (60, day(3)),
        ]
        latest = rows.get(attainment=60)
        goals.withdraw_assessment(actor=actor, case=case, assessment=latest, version=1)
    assert standing(actor, case) == (30, day(10))
    with acting(actor):
        assert fact_differences(case.organisation_id, today=day(0)) == []
    assess(actor, case, None, None)
    assert standing(actor, case) == (None, None)
    with acting(actor):
        assert GoalAssessment.objects.filter(case=case).count() == 3


def test_what_was_imported_becomes_the_first_row_of_the_history(cast, case):
    actor = cast.manager.actor
    with acting(actor):
        Goal.objects.filter(case=case).update(attainment=40, assessed_on=day(9))
    assess(actor, case, 20, 30)
    assert standing(actor, case) == (40, day(9))
    with acting(actor):
        assert GoalAssessment.objects.filter(case=case).count() == 2


def test_a_level_alone_says_something_and_no_percentage(cast, case, signed_in):
    actor = cast.manager.actor
    with acting(actor):
        goal = goal_of(case)
    address = to("goal_scale", case, goal.pk)
    assert signed_in.post(address, {"expected": "Zusage", "weight": "3", "baseline": "-1"}
                          ).status_code == 302
    page = signed_in.get(to("assess_goal", case, goal.pk)).content.decode()
    assert "Zusage" in page
    sent = {"version": "1", "level": "1", "assessed_on": day(0).isoformat()}
    assert signed_in.post(to("assess_goal", case, goal.pk), sent).status_code == 302
    assert standing(actor, case) == (None, None)
    shown = signed_in.get(to("plan", case)).content.decode()
    assert "60,00" in shown, "T = 50 + 10 · 3 / 3"
    assert "40,00" in shown
    empty = {"version": "1", "assessed_on": day(0).isoformat()}
    assert signed_in.post(to("assess_goal", case, goal.pk), empty).status_code == 422


def test_the_plan_shows_letters_numbers_and_waiting(cast, case, signed_in):
    assess(cast.manager.actor, case, 100, 1)
    page = signed_in.get(to("plan", case)).content.decode()
    assert "konkret" in page
    assert "messbar" in page
    assert "Eine Wohnung finden" in page
    assert re.search(r"1 / 1", page)
    assert "wartet seit 20 Tagen" in page or "20 Tage" in page


def test_the_state_of_a_measure_cannot_be_entered(cast, case, signed_in):
    with acting(cast.manager.actor):
        row = Measure.objects.get(case=case)
    address = to("edit_measure", case, row.pk)
    page = signed_in.get(address).content.decode()
    assert 'name="state"' not in page
    sent = {"version": "1", "title": "WBS", "asked_on": day(20).isoformat(), "state": "completed"}
    assert signed_in.post(address, sent).status_code == 302
    with acting(cast.manager.actor):
        assert Measure.objects.get(case=case).state == "asked", "the days say so"
    sent |= {"version": "2", "began_on": day(9).isoformat(), "ended_on": day(2).isoformat()}
    assert signed_in.post(address, sent).status_code == 422, "how did it end?"
    sent |= {"ending": "dropped", "reason": "waiting", "outcome_reason": "zu lange"}
    assert signed_in.post(address, sent).status_code == 302
    with acting(cast.manager.actor):
        row = Measure.objects.get(case=case)
        assert (row.state, row.reason) == ("dropped", "waiting")


def agreed(cast, case):
    actor = cast.manager.actor
    with acting(actor):
        return goals.agree_on_plan(
            actor=actor, case=case, values={"agreed_on": day(1), "review_on": day(-60)}
        )


def test_the_plan_prints_as_an_agreement_in_two_languages(cast, case, signed_in):
    row = agreed(cast, case)
    answer = signed_in.get(to("agreement_pdf", case, row.pk, "uk"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert b"Mohamed" not in answer["Content-Disposition"].encode()
    assert signed_in.get(to("agreement_pdf", case, row.pk, "xx")).status_code == 404


def test_an_agreement_is_changed_by_its_version(cast, case, signed_in):
    row = agreed(cast, case)
    address = to("edit_agreement", case, row.pk)
    sent = {"agreed_on": day(1).isoformat(), "review_on": day(2).isoformat(), "version": "1"}
    assert signed_in.post(address, sent).status_code == 422, "looked at before it was agreed on"
    sent |= {"review_on": day(-30).isoformat()}
    assert signed_in.post(address, sent).status_code == 302
    with acting(cast.manager.actor):
        assert PlanAgreement.objects.get(pk=row.pk).review_on == day(-30)


# --- assessment ---


def area_fields(key, **values):
    area = term("life_area", key)
    return {f"{name}_{area.pk}": value for name, value in values.items()}


def test_only_what_was_said_becomes_part_of_an_assessment(cast, case, signed_in):
    sent = {
        "assessed_on": day(5).isoformat(), "kind": "first", "set_topics": "on",
        **area_fields("health", need="0", client_need=""),
        **area_fields("debts", need="3", situation="Mahnungen"),
        **area_fields("work", need="", client_view="  "),
    }
    assert signed_in.post(to("take_assessment", case), sent).status_code == 302
    with acting(cast.manager.actor):
        rows = {row.life_area.key: row for row in AssessmentArea.objects.filter(case=case)}
        assert set(rows) == {"health", "debts"}
        assert (rows["health"].need, rows["health"].client_need) == (0, None)
        assert rows["health"].groups == FieldGroup.PLAN | FieldGroup.HEALTH
        topics = {row.life_area.key: row.is_central for row in CaseTopic.objects.filter(case=case)}
        assert topics == {"work": False, "housing": True, "debts": True}
        assert fact_differences(case.organisation_id, today=day(0)) == []
    page = signed_in.get(to("assessment", case)).content.decode()
    assert "Mahnungen" in page
    assert "app-drawing--needs" in page


def test_an_assessment_of_nothing_is_refused_and_two_editors_meet(cast, case, signed_in):
    empty = {"assessed_on": day(5).isoformat(), "kind": "first"}
    assert signed_in.post(to("take_assessment", case), empty).status_code == 422
    sent = empty | area_fields("work", need="2")
    signed_in.post(to("take_assessment", case), sent)
    with acting(cast.manager.actor):
        row = Assessment.objects.get(case=case)
    address = to("edit_assessment", case, row.pk)
    again = sent | area_fields("work", need="1") | {"version": "1"}
    assert signed_in.post(address, again).status_code == 302
    assert signed_in.post(address, again | area_fields("work", need="4")).status_code == 422
    with acting(cast.manager.actor):
        assert AssessmentArea.objects.get(case=case).need == 1


def test_a_team_lead_says_what_the_levels_mean(client, cast, case):
    client.force_login(cast.lead.user)
    address = reverse("cases:scale", args=["housing"])
    assert client.post(address, {"level_0": "alles gut"}).status_code == 302
    assert "alles gut" in client.get(reverse("cases:scales")).content.decode()
    assert "alles gut" in client.get(to("take_assessment", case)).content.decode()
    assert client.post(address, {"level_0": ""}).status_code == 302
    with acting(cast.lead.actor):
        assert ScaleText.objects.count() == 0
    client.force_login(cast.manager.user)
    assert client.get(address).status_code == 404


def test_strengths_end_and_stay_readable(cast, case, signed_in):
    sent = {"text": "Spricht vier Sprachen", "noted_on": day(9).isoformat()}
    assert signed_in.post(to("add_strength", case), sent).status_code == 302
    with acting(cast.manager.actor):
        row = case.strength_set.get()
    sent |= {"until": day(1).isoformat(), "version": "1"}
    assert signed_in.post(to("edit_strength", case, row.pk), sent).status_code == 302
    page = signed_in.get(to("assessment", case)).content.decode()
    assert "1 frühere Stärke" in page
    assert "Spricht vier Sprachen" in page


def test_the_present_language_level_follows_the_history(cast, case, signed_in):
    german = term("language", "de")
    for level, days in (("b1", 10), ("a2", 200)):
        sent = {
            "language": german.pk, "level": term("cefr_level", level).pk,
            "reached_on": day(days).isoformat(), "certificate": f"Zertifikat {level}",
        }
        assert signed_in.post(to("add_language_level", case), sent).status_code == 302
    with acting(cast.manager.actor):
        present = PersonLanguage.objects.get(person=case.person, language=german)
        assert present.level.key == "b1"
        assert LanguageLevel.objects.filter(person=case.person).count() == 2
    assert "Zertifikat a2" in signed_in.get(to("assessment", case)).content.decode()


# --- surroundings ---


def test_the_network_card_is_drawn_and_listed(cast, case, signed_in):
    base = {"closeness": "1", "noted_on": day(1).isoformat()}
    for name, sector, effect, formal in (
        ("Tante", "family", "2", ""), ("Amt", "offices", "-2", "on"),
        ("Praxis", "health", "", "on"),
    ):
        sent = {**base, "name": name, "sector": sector, "effect": effect}
        sent |= {"is_formal": formal} if formal else {}
        assert signed_in.post(to("add_tie", case), sent).status_code == 302
    page = signed_in.get(to("surroundings", case)).content.decode()
    drawing = page[page.index("<svg class=\"app-drawing app-drawing--card") :].split("</svg>")[0]
    assert drawing.count("app-drawing__tie ") == 3
    assert all(sign in drawing for sign in (">+2<", ">−2<", ">?<"))
    with acting(cast.manager.actor):
        groups = dict(NetworkTie.objects.filter(case=case).values_list("sector", "groups"))
    assert groups == {"family": 260, "offices": 256, "health": 384}


def test_the_family_does_not_change_what_figures_count(cast, case, signed_in):
    sent = {"relation": "child", "name": "Kind", "born_year": "2019", "in_household": "on"}
    assert signed_in.post(to("add_family", case), sent).status_code == 302
    page = signed_in.get(to("surroundings", case)).content.decode()
    assert "Liste und Zahl weichen voneinander ab" in page
    with acting(cast.manager.actor):
        row = FamilyMember.objects.get(person=case.person)
        open_keys([row])
        assert (row.born, row.in_household) == ("2019", True)
        assert Case.objects.get(pk=case.pk).person.household is None
        assert fact_differences(case.organisation_id, today=day(0)) == []
    unknown = sent | {"client_number": "K-does-not-exist", "version": "1"}
    assert signed_in.post(to("edit_family", case, row.pk), unknown).status_code == 422
    assert signed_in.post(to("remove_family", case, row.pk)).status_code == 302
    with acting(cast.manager.actor):
        assert not FamilyMember.objects.exists()


# --- what partners see, and how much is asked for ---


def filled(cast, case):
    """A word of its own for every field group that these sections know."""
    actor = cast.manager.actor
    with acting(actor):
        open_keys([case, case.person])
        areas = {term("life_area", "health"): {"need": 2, "situation": "Kanarie-Gesundheit"},
                 term("life_area", "housing"): {"need": 2, "situation": "Kanarie-Wohnen"}}
        assessments.take_assessment(
            actor=actor, case=case, areas=areas,
            values={"assessed_on": day(2), "kind": "first", "note": "Kanarie-Plan"},
        )
        assessments.add_strength(
            actor=actor, case=case,
            values={"text": "Kanarie-Gesundheit", "noted_on": day(2),
                    "life_area": term("life_area", "health")},
        )
        for sector, word in (("family", "Familie"), ("health", "Gesundheit"), ("offices", "Plan")):
            surroundings.add_tie(
                actor=actor, case=case,
                values={"name": f"Kanarie-{word}", "sector": sector, "closeness": 1,
                        "is_formal": False, "noted_on": day(2)},
            )
        surroundings.add_family_member(
            actor=actor, person=case.person,
            values={"relation": "child", "name": "Kanarie-Familie", "in_household": True},
        )
        surroundings.add_language_level(
            actor=actor, person=case.person,
            values={"language": term("language", "de"), "level": term("cefr_level", "b1"),
                    "reached_on": day(2), "certificate": "Kanarie-Sprache"},
        )
    agreed(cast, case)


WORDS = {
    "Plan": FieldGroup.PLAN, "Familie": FieldGroup.PLAN | FieldGroup.FAMILY,
    "Gesundheit": FieldGroup.PLAN | FieldGroup.HEALTH,
    "Wohnen": FieldGroup.PLAN | FieldGroup.HOUSING, "Sprache": FieldGroup.LANGUAGE,
}


@pytest.mark.parametrize(
    "scope",
    [FieldGroup.LANGUAGE, FieldGroup.PLAN | FieldGroup.HEALTH,
     FieldGroup.IDENTITY | FieldGroup.PLAN | FieldGroup.FAMILY],
)
def test_a_partner_sees_just_the_granted_groups(client, cast, case, scope):
    filled(cast, case)
    with acting(cast.manager.actor):
        sharing.grant_access(
            actor=cast.manager.actor, case=case, organisation=cast.neighbour, scope=int(scope),
            basis="consent", note="Einwilligung", until=day(-30),
        )
    client.force_login(cast.partner.user)
    text = "".join(
        client.get(to(name, case)).content.decode()
        for name in ("assessment", "plan", "surroundings")
    )
    shown = {word for word in WORDS if f"Kanarie-{word}" in text}
    assert shown == {word for word, needed in WORDS.items() if needed in scope}


def test_the_sections_ask_as_much_for_many_rows_as_for_one(cast, case, signed_in):
    filled(cast, case)
    sections = [to(name, case) for name in ("assessment", "plan", "surroundings")]
    for address in sections:
        signed_in.get(address)
    before = [counted(signed_in, address) for address in sections]
    actor = cast.manager.actor
    for n in range(4):
        filled(cast, case)
        with acting(actor):
            plan.add_goal(
                actor=actor, case=case,
                values={"text": f"Ziel {n}", "life_area": term("life_area", "work")},
            )
            plan.add_measure(actor=actor, case=case, values={"title": f"Schritt {n}"})
    assert [counted(signed_in, address) for address in sections] == before
