# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Taking records in: all or nothing, twice is once, what changed is updated."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.cases.models import (
    Appointment,
    Case,
    CaseFact,
    CaseTopic,
    Goal,
    Identity,
    Person,
    PersonToken,
    PhaseChange,
    ResidencePeriod,
)
from stellwerk.cases.queries.facts import fact_differences
from stellwerk.exchange.importing import check_uploads, import_once, import_uploads
from tests.exchange.support import case as case_row
from tests.exchange.support import csv_files, goal, ods, tables, uploads, xlsx

BERLIN = ZoneInfo("Europe/Berlin")


def book(**changes: object) -> object:
    """Two cases with all that can be in one; ``changes`` go to the first case's row."""
    first = {
        "client_key": "K-1", "birth_year": 1990, "gender": "w", "nationality": "SY",
        "residence_status": "Duldung", "topics": "housing;health", "central_topics": "health",
        "household_members": 4, "family_name": "Yıldız", "given_name": "Ayşe",
        "closed_on": date(2024, 9, 1), "closing_kind": "planned", "closed_by": "both",
        "access_channel": "self",
    } | changes  # fmt: skip
    return tables(
        cases=[case_row("F-1", **first), case_row("F-2", topics="work")],
        appointments=[
            ["F-1", datetime(2024, 2, 1, 10, 30), "office", "kept"],
            ["F-1", datetime(2024, 2, 8, 10, 30), "home_visit", "no_show"],
            ["F-2", datetime(2024, 2, 9, 9, 0), None, "planned"],
        ],
        goals=[
            goal("F-1", text="Eine Wohnung finden", attainment=0, assessed_on=date(2024, 8, 1)),
            goal("F-1", life_area="health", text="Hausarzt", attainment="33,3"),
            goal("F-2", life_area="work", text="Praktikum"),
        ],
    )  # fmt: skip


@pytest.mark.parametrize("form", [xlsx, ods, csv_files], ids=["xlsx", "ods", "csv"])
def test_everything_arrives_in_each_form(take, cast, form):
    preview = take(book(), form)
    assert not preview.is_refused, preview.checked.findings.faults
    assert [preview.counts[s]["new"] for s in ("cases", "appointments", "goals")] == [2, 3, 3]
    first = Case.objects.get(case_key="F-1")
    assert (first.phase, first.closing_kind, first.closed_by) == ("closed", "planned", "both")
    assert first.access_channel.key == "self"
    assert first.last_contact_on == date(2024, 2, 1)
    assert first.person.client_key == "K-1"
    assert first.person.household.members == 4
    identity = Identity.objects.get(person=first.person)
    open_keys([identity])
    assert (identity.family_name, identity.given_name) == ("Yıldız", "Ayşe")
    assert (identity.birth_year, identity.gender, identity.nationality.key) == (1990, "w", "sy")
    assert PersonToken.objects.filter(person=first.person).count() > 5
    topics = CaseTopic.objects.filter(case=first).values_list("life_area__key", "is_central")
    assert dict(topics) == {"housing": False, "health": True}
    at = Appointment.objects.filter(case=first).earliest("starts_at").starts_at
    assert at == datetime(2024, 2, 1, 10, 30, tzinfo=BERLIN)
    goals = list(Goal.objects.filter(case=first).order_by("attainment"))
    open_keys(goals)
    assert [(g.text, g.attainment) for g in goals] == [
        ("Eine Wohnung finden", Decimal(0)), ("Hausarzt", Decimal("33.3")),
    ]  # fmt: skip
    second = Case.objects.get(case_key="F-2")
    assert (second.phase, second.closed_on, second.person.client_key) == ("admitted", None, "F-2")
    assert ResidencePeriod.objects.get().status.label_de == "Duldung"
    phases = PhaseChange.objects.filter(case=first).values_list("phase", "entered_on", "left_on")
    assert list(phases) == [
        ("admitted", date(2024, 1, 15), date(2024, 9, 1)), ("closed", date(2024, 9, 1), None),
    ]  # fmt: skip


def test_facts_are_kept(take, cast):
    take(book())
    assert fact_differences(cast.home.pk, today=date.today()) == []
    fact = CaseFact.objects.get(case_id=Case.objects.get(case_key="F-1").pk)
    assert (fact.due, fact.kept, fact.goals, fact.goals_assessed) == (2, 1, 2, 2)
    assert fact.attainment_sum == Decimal("33.3")
    assert fact.household_members == 4


def dump() -> dict[str, list[tuple]]:
    """All rows of the cases, their times and versions included."""
    tables_ = (
        "cases_case", "cases_person", "cases_identity", "cases_goal", "cases_appointment",
        "cases_casetopic", "cases_residenceperiod", "cases_phasechange", "cases_fact",
        "cases_household", "cases_access", "cases_person_token", "base_data_key",
    )  # fmt: skip
    found = {}
    with connections["default"].cursor() as cursor:
        for name in tables_:
            cursor.execute(f"SELECT t::text FROM {name} t ORDER BY 1")
            found[name] = cursor.fetchall()
    return found


@pytest.mark.parametrize("form", [xlsx, ods, csv_files], ids=["xlsx", "ods", "csv"])
def test_twice_is_once(take, form):
    take(book())
    before = dump()
    again = take(book(), form)
    assert dump() == before
    assert not again.changes_anything
    assert again.result == "unchanged"
    assert [c["unchanged"] for c in again.counts.values()] == [2, 3, 3]


def test_rows_in_another_order_change_nothing(take):
    sheets = book()
    take(sheets)
    before = dump()
    turned = {name: [rows[0], *reversed(rows[1:])] for name, rows in sheets.items()}
    assert not take(turned).changes_anything
    assert dump() == before


def test_changed_rows_update(take):
    take(book())
    sheets = book(closing_kind="unplanned", closed_by="client", topics="housing;work",
                  central_topics="work", household_members=5, family_name="Yildiz")  # fmt: skip
    sheets["appointments"][2][3] = "cancelled_by_client"
    sheets["goals"][1][5] = 100
    sheets["goals"][2][5] = None
    preview = take(sheets)
    assert [c["changed"] for c in preview.counts.values()] == [1, 1, 2]
    assert sum(c["new"] for c in preview.counts.values()) == 0
    fields = {change.sheet: set(change.fields) for change in preview.outcome.changes}
    assert fields["cases"] == {
        "closing_kind", "closed_by", "topics", "household_members", "family_name",
    }  # fmt: skip
    first = Case.objects.get(case_key="F-1")
    assert (first.closing_kind, first.closed_by, first.version) == ("unplanned", "client", 2)
    identity = Identity.objects.get(person=first.person)
    open_keys([identity])
    assert identity.family_name == "Yildiz"
    assert first.person.household.members == 5
    topics = CaseTopic.objects.filter(case=first).values_list("life_area__key", "is_central")
    assert dict(topics) == {"housing": False, "work": True}
    at = datetime(2024, 2, 8, 10, 30, tzinfo=BERLIN)
    changed = Appointment.objects.get(case=first, starts_at=at)
    assert (changed.outcome, changed.version) == ("cancelled_by_client", 2)
    assert set(Goal.objects.filter(case=first).values_list("attainment", flat=True)) == {
        Decimal(100), None,
    }  # fmt: skip
    assert fact_differences(first.organisation_id, today=date.today()) == []
    assert not take(sheets).changes_anything


def test_a_case_that_ends_and_one_that_goes_on_again(take):
    take(book(closed_on=None, closing_kind=None, closed_by=None))
    first = Case.objects.get(case_key="F-1")
    assert first.phase == "admitted"
    take(book())
    first.refresh_from_db()
    assert (first.phase, first.closed_on) == ("closed", date(2024, 9, 1))
    assert PhaseChange.objects.filter(case=first).count() == 2
    take(book(closed_on=None, closing_kind=None, closed_by=None))
    first.refresh_from_db()
    assert (first.phase, first.closed_on, first.closing_kind) == ("admitted", None, None)
    assert list(PhaseChange.objects.filter(case=first).values_list("left_on", flat=True)) == [None]


def test_empty_person_cells_erase_nothing(take):
    take(book())
    preview = take(book(family_name=None, given_name=None, birth_year=None, gender=None))
    assert not preview.changes_anything


def test_missing_columns_leave_what_is_stored(take, cast, actor):
    take(book())
    small = {"cases": [["case_key", "opened_on"], ["F-1", "15.01.2024"], ["F-2", "15.01.2024"]]}
    assert not take(small).changes_anything


def test_rows_missing_in_the_file_stay(take):
    take(book())
    sheets = book()
    sheets["cases"] = sheets["cases"][:2]
    sheets["appointments"] = sheets["appointments"][:2]
    sheets["goals"] = sheets["goals"][:2]
    preview = take(sheets)
    assert not preview.changes_anything
    assert preview.counts["appointments"]["only_stored"] == 1
    assert preview.counts["cases"]["only_stored"] == 1
    assert Appointment.objects.count() == 3
    assert Case.objects.count() == 2


def test_equal_appointments_all_count(take):
    sheets = book()
    sheets["appointments"].append(list(sheets["appointments"][1]))
    take(sheets)
    assert Appointment.objects.count() == 4
    assert not take(sheets).changes_anything


def test_one_fault_refuses_everything(take):
    before = dump()
    sheets = book()
    sheets["goals"][3][5] = 101
    preview = take(sheets)
    assert preview.is_refused
    assert preview.outcome is None
    assert dump() == before


def test_two_cases_of_one_person(take):
    sheets = tables(cases=[
        case_row("F-1", client_key="K", gender="m", residence_status="Duldung",
                 closed_on=date(2024, 3, 1), closing_kind="planned", closed_by="both"),
        case_row("F-2", date(2025, 1, 1), client_key="K", birth_year=1980,
                 residence_status="§ 25 Abs. 5 AufenthG"),
    ])  # fmt: skip
    take(sheets)
    person = Person.objects.get()
    assert Identity.objects.get(person=person).birth_year == 1980
    assert ResidencePeriod.objects.filter(person=person).count() == 2
    facts = CaseFact.objects.order_by("opened_on").values_list("residence_status_id", flat=True)
    assert len(set(facts)) == 2
    assert not take(sheets).changes_anything


def test_another_organisation_keeps_its_own_numbers(cast, take):
    take(book())
    other = system_actor("import", cast.neighbour.pk)
    with acting(other):
        preview = import_uploads(uploads(xlsx(book())), organisation=cast.neighbour, actor=other)
        assert preview.counts["cases"]["new"] == 2
        assert Case.objects.count() == 2  # below the wall nobody sees the others


def test_preview_writes_nothing(cast, actor):
    before = dump()
    preview = check_uploads(uploads(xlsx(book())), organisation=cast.home, actor=actor)
    assert preview.changes_anything
    assert preview.result == "checked"
    assert dump() == before


def test_import_once_leaves_no_trace_the_second_time(cast, actor):
    import_once(uploads(xlsx(book())), organisation=cast.home, actor=actor)
    before = dump()
    import_once(uploads(xlsx(book())), organisation=cast.home, actor=actor)
    assert dump() == before
