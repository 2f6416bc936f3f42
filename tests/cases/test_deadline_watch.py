# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The deadline watch: pure rules over invented facts. Missing data is never a guess."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stellwerk.cases.choices import RuleEffect, Trigger
from stellwerk.cases.rules.calendar import add_months, birthday, month_end
from stellwerk.cases.rules.deadline_rules import rule_blockers, shipped_rules
from stellwerk.cases.rules.deadline_watch import (
    Paper,
    PersonFacts,
    Rule,
    Sphere,
    Status,
    evaluate,
    urgent,
)
from stellwerk.cases.rules.people import age_on
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.rules import read_list

TODAY = date(2026, 11, 22)
OFFICE, CENTRE = UUID(int=1), UUID(int=2)
DAYS = st.dates(date(1940, 1, 1), date(2060, 12, 31))
FEW = settings(max_examples=60, deadline=None)


def shipped() -> list[Rule]:
    return [
        Rule(
            key, values["trigger"], values["effect"], values["title_de"], values["meaning_de"],
            values["actor_kind"], values["legal_sphere"], values["source"],
            lead_days=tuple(values["lead_days"]), keep_days=values["keep_days"],
            parameters=values["parameters"],
        )
        for key, values in shipped_rules().items()
    ]


RULES = shipped()


def found(facts: PersonFacts, today: date = TODAY) -> dict[str, object]:
    return {finding.rule.key: finding for finding in evaluate(facts, RULES, today)}


def due(facts: PersonFacts, today: date = TODAY) -> dict[str, date]:
    return {f.rule.key: f.on for f in urgent(evaluate(facts, RULES, today))}


# --- the shipped rules ---------------------------------------------------------------------------


def test_every_shipped_rule_is_complete_and_names_its_source():
    for key, values in shipped_rules().items():
        assert not rule_blockers({**values, "change_note": "x"}), key
        assert values["trigger"] in Trigger.values
        assert values["effect"] in RuleEffect.values
        assert "§" in values["source"] or "Gültigkeitsdatum" in values["source"], key


def test_shipped_rules_speak_of_words_that_the_lists_have():
    keys = {name: {row.key for row in read_list(name)} for name in ListKey}
    groups = {row.attributes.get("group") for row in read_list(ListKey.RESIDENCE_STATUS)}
    for key, values in shipped_rules().items():
        assert values["actor_kind"] in keys[ListKey.ORGANISATION_KIND] | {""}, key
        assert values["legal_sphere"] in keys[ListKey.LEGAL_SPHERE] | {""}, key
        for name in ("holds", "except", "since", "before", "after"):
            for status in values["parameters"].get(name, ()):
                known = status[1:] in groups if status[0] == "@" else (
                    status in keys[ListKey.RESIDENCE_STATUS]
                )
                assert known, f"{key}: {status}"


def test_the_rules_that_the_practice_asks_for_are_there():
    assert {
        "birthday_18", "birthday_27", "gestattung_end", "recognition_sgb2", "duldung_end",
        "fiktion_end", "temporary_protection_end", "two_entitlements", "residence_duty_end",
        "work_permit_change", "title_end", "entitlement_unused",
    } <= set(shipped_rules())


# --- days as the law counts them -----------------------------------------------------------------


def test_born_on_29_february_comes_of_age_on_1_march():
    born = date(2008, 2, 29)
    assert birthday(born, 18) == date(2026, 3, 1)
    assert birthday(born, 20) == date(2028, 2, 29)


@FEW
@given(born=DAYS, years=st.integers(0, 110))
def test_a_birthday_is_the_first_day_of_that_age(born, years):
    day = birthday(born, years)
    assert day is not None
    assert age_on(day, born, None) == years
    if years:
        assert age_on(day - timedelta(days=1), born, None) == years - 1


@FEW
@given(day=DAYS, months=st.integers(0, 240))
def test_months_keep_the_day_or_end_with_the_month(day, months):
    end = add_months(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end.day < day.day and end == month_end(end))


# --- single rules --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (Status("asylg_55", "asylum"), "gestattung_end"),
        (Status("aufenthg_60a", "toleration"), "duldung_end"),
        (Status("aufenthg_81_4", "provisional"), "fiktion_end"),
        (Status("aufenthg_24", "protection"), "temporary_protection_end"),
        (Status("aufenthg_25_2_alt1", "protection"), "title_end"),
        (Status("aufenthg_18a", "work"), "title_end"),
    ],
)
def test_the_end_of_a_title_is_found_by_exactly_one_rule(status, key):
    ends = TODAY + timedelta(days=20)
    results = evaluate(PersonFacts(statuses=(replace(status, ends=ends),)), RULES, TODAY)
    titles = [row for row in results if row.rule.trigger == Trigger.TITLE_END]
    assert [(row.rule.key, row.on, row.level) for row in titles] == [(key, ends, "30")]


def test_a_title_without_end_or_with_a_later_one_gives_nothing():
    old = Status("aufenthg_60a", "toleration", date(2024, 1, 1), date(2025, 1, 1))
    new = Status("aufenthg_9", "settlement", date(2025, 1, 1))
    assert "duldung_end" not in found(PersonFacts(statuses=(old, new)))
    assert "duldung_end" in found(PersonFacts(statuses=(old,)))


def test_an_expired_title_stays_until_it_is_replaced():
    old = Status("aufenthg_60a", "toleration", date(2020, 1, 1), date(2021, 1, 1))
    assert found(PersonFacts(statuses=(old,)))["duldung_end"].level == "past"


RECOGNISED = (
    Status("asylg_55", "asylum", date(2026, 1, 10), date(2026, 11, 9)),
    Status("aufenthg_25_2_alt1", "protection", date(2026, 11, 10)),
)


def test_recognition_changes_the_sphere_at_the_end_of_the_month():
    finding = found(PersonFacts(statuses=RECOGNISED))["recognition_sgb2"]
    assert finding.on == date(2026, 11, 30)
    assert (finding.rule.actor_kind, finding.rule.legal_sphere) == ("jobcenter", "sgb_2")
    settled = PersonFacts(statuses=RECOGNISED, spheres=(Sphere("sgb_2", date(2026, 11, 10)),))
    assert "recognition_sgb2" not in found(settled)


def test_recognition_without_a_status_before_is_no_change():
    assert "recognition_sgb2" not in found(PersonFacts(statuses=RECOGNISED[1:]))


def test_the_course_claim_lapses_after_a_year_unless_the_paper_is_there():
    facts = PersonFacts(statuses=RECOGNISED)
    assert found(facts)["course_claim_lapses"].on == date(2027, 11, 10)
    paper = Paper("integration_course", OFFICE, "A", date(2026, 11, 12))
    assert "course_claim_lapses" not in found(replace(facts, papers=(paper,)))


def test_the_residence_requirement_ends_three_years_after_the_title():
    statuses = (replace(RECOGNISED[1], begins=date(2023, 12, 31), has_duty=True),)
    assert due(PersonFacts(statuses=statuses))["residence_duty_end"] == date(2026, 12, 31)
    without = (replace(statuses[0], has_duty=False),)
    assert "residence_duty_end" not in found(PersonFacts(statuses=without))


def test_another_work_permit_is_found():
    statuses = (
        replace(RECOGNISED[0], work_permit="on_request"),
        replace(RECOGNISED[1], work_permit="any"),
    )
    assert due(PersonFacts(statuses=statuses))["work_permit_change"] == date(2026, 11, 10)
    assert "work_permit_change" not in found(PersonFacts(statuses=RECOGNISED))


ONE = Paper("integration_course", OFFICE, "Ausländerbehörde", date(2026, 3, 1))
OTHER = Paper("integration_course", CENTRE, "Jobcenter", date(2026, 9, 1))


def test_two_entitlements_of_one_kind_from_two_offices_contradict_each_other():
    finding = found(PersonFacts(papers=(ONE, OTHER)))["two_entitlements"]
    assert (finding.on, finding.level, finding.tone) == (date(2026, 9, 1), "now", "danger")
    assert finding.names == ("Ausländerbehörde", "Jobcenter")


@pytest.mark.parametrize(
    "papers",
    [
        (ONE,),
        (ONE, replace(OTHER, kind="job_language")),
        (ONE, replace(OTHER, office=OFFICE)),
        (ONE, replace(OTHER, office=None)),
        (ONE, replace(OTHER, issued=None)),
        (replace(ONE, ended=date(2026, 9, 1), in_force=False), OTHER),
        (replace(ONE, in_force=False), OTHER),
        (replace(ONE, valid_until=date(2026, 8, 31)), OTHER),
    ],
)
def test_no_contradiction_without_two_papers_in_force(papers):
    assert "two_entitlements" not in found(PersonFacts(papers=papers))


def test_a_settled_contradiction_keeps_its_days():
    gone = replace(OTHER, ended=date(2026, 10, 1), in_force=False)
    finding = found(PersonFacts(papers=(ONE, gone)))["two_entitlements"]
    assert (finding.level, finding.until) == ("settled", date(2026, 9, 30))


def test_a_paper_that_lies_about_is_found_after_thirty_days():
    assert "entitlement_unused" in due(PersonFacts(papers=(ONE,)))
    handed_in = replace(ONE, handed_in=date(2026, 3, 5))
    assert "entitlement_unused" not in found(PersonFacts(papers=(handed_in,)))


# --- whatever is known ---------------------------------------------------------------------------

_STATUS = st.builds(
    Status, key=st.sampled_from(["asylg_55", "aufenthg_60a", "aufenthg_25_2_alt1", "german"]),
    group=st.sampled_from(["asylum", "toleration", "protection", ""]),
    begins=st.none() | DAYS, ends=st.none() | DAYS,
    work_permit=st.none() | st.sampled_from(["any", "none"]), has_duty=st.booleans(),
)
_PAPER = st.builds(
    Paper, kind=st.sampled_from(["integration_course", "housing"]),
    office=st.none() | st.sampled_from([OFFICE, CENTRE]), issued=st.none() | DAYS,
    valid_until=st.none() | DAYS, handed_in=st.none() | DAYS, ended=st.none() | DAYS,
    in_force=st.booleans(),
)
_FACTS = st.builds(
    PersonFacts, birth_date=st.none() | DAYS,
    statuses=st.lists(_STATUS, max_size=4).map(tuple),
    papers=st.lists(_PAPER, max_size=3).map(tuple),
)


@FEW
@given(facts=_FACTS, today=DAYS)
def test_whatever_is_known_findings_are_in_order_and_never_forgotten_ones(facts, today):
    results = evaluate(facts, RULES, today)
    assert [row.on for row in results] == sorted(row.on for row in results)
    for row in results:
        assert row.days_left == (row.on - today).days
        keep = row.rule.keep_days
        if row.level == "past" and keep is not None:
            assert -row.days_left <= keep
        assert row.is_urgent == (row.level not in ("later", "settled"))


@FEW
@given(facts=_FACTS, today=DAYS)
def test_without_any_day_there_is_no_finding(facts, today):
    blank = PersonFacts(
        None,
        tuple(replace(row, begins=None, ends=None) for row in facts.statuses),
        (),
        tuple(
            replace(row, issued=None, valid_until=None, handed_in=None, ended=None)
            for row in facts.papers
        ),
    )
    assert evaluate(blank, RULES, today) == []
