# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The sheets of what hangs on a case: all arrives, twice is once, faults name their cell."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.utils import translation

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.cases import models as m
from stellwerk.cases.choices import ENTRUSTED, FieldGroup
from stellwerk.cases.queries.facts import fact_differences
from stellwerk.cases.queries.part_kinds import KINDS
from stellwerk.exchange.importing import check_uploads, import_uploads
from stellwerk.exchange.part_columns import PART_SHEETS
from tests.exchange.support import case as case_row
from tests.exchange.support import checked, codes, csv_files, ods, tables, uploads, xlsx

CONTACTS = ["case_key", "row_key", "at", "kind", "note", "by", "entrusted"]
MEASURES = ["Fallnummer", "Maßnahmen-Nr.", "Maßnahme", "Lebensbereich", "Zuständige Stelle",
            "Stand", "Begonnen am"]  # fmt: skip
RESIDENCE = ["case_key", "status", "valid_from", "valid_until", "note"]
LANGUAGES = ["Fallnummer", "Sprache", "Niveau", "Dolmetschen nötig"]


def book(**sheets):
    """Two cases of two people with something on each sheet."""
    found = dict(tables(cases=[case_row("F-1", topics="housing"), case_row("F-2")]))
    found |= {
        "contacts": [
            CONTACTS,
            ["F-1", "K1", "02.02.2024 10:15", "phone", "Anruf", "Ada", None],
            ["F-1", "K2", datetime(2024, 2, 3, 9, 0), "Hausbesuch", "@kein Formelwort", None, "ja"],
            [None] * 7,
            ["F-2", None, "2024-02-04T09:00:01.250000+01:00", "office", None, None, None],
        ],
        "Maßnahmen": [
            MEASURES,
            ["F-1", "M1", "Wohnungssuche", "housing", "neighbour", "läuft", "01.03.2024"],
            ["F-1", None, "Sprachkurs", None, None, None, None],
        ],
        "residence": [
            RESIDENCE,
            ["F-1", "Duldung", "01.05.1979", "31.12.2040", "Papier liegt vor"],
            ["F-1", "aufenthg_24", "01.02.2024", None, None],
        ],
        "languages": [LANGUAGES, ["F-1", "ar", "A1", "ja"], ["F-2", "de", "B1", None]],
        "phases": [
            ["case_key", "phase", "entered_on", "left_on", "reason"],
            ["F-1", "admitted", "15.01.2024", "01.02.2024", None],
            ["F-1", "assessment", "01.02.2024", None, "Gespräch geführt"],
        ],
        "involved": [["case_key", "provider", "name"], ["F-1", "neighbour", "Frau Beispiel"]],
        "contact_data": [["case_key", "phone"], ["F-1", "05971 1"]],
        "case_details": [["case_key", "concern", "episode"], ["F-1", "Wohnung", 1]],
    }  # fmt: skip
    return found | sheets


@pytest.mark.parametrize("form", [xlsx, ods, csv_files], ids=["xlsx", "ods", "csv"])
def test_everything_arrives_in_each_form(take, cast, form):
    preview = take(book(), form)
    assert not preview.is_refused, preview.checked.findings.faults
    first = m.Case.objects.get(case_key="F-1")
    assert (first.phase, first.phase_since) == ("assessment", date(2024, 2, 1))
    assert first.last_contact_on == date(2024, 2, 3)
    contacts = list(m.Contact.objects.filter(case=first).order_by("at"))
    open_keys(contacts)
    assert [(c.note, c.by, c.groups) for c in contacts] == [
        ("Anruf", "Ada", FieldGroup.NOTES),
        ("@kein Formelwort", "import", FieldGroup.NOTES | ENTRUSTED),
    ]  # fmt: skip
    exact = datetime(2024, 2, 4, 8, 0, 1, 250000, tzinfo=UTC)
    assert m.Contact.objects.get(case__case_key="F-2").at == exact
    measures = list(m.Measure.objects.order_by("created_at"))
    open_keys(measures)
    assert [(one.title, one.state) for one in measures] == [
        ("Wohnungssuche", "running"), ("Sprachkurs", "planned"),
    ]  # fmt: skip
    assert measures[0].groups == FieldGroup.PLAN | FieldGroup.HOUSING
    assert measures[0].provider_id == cast.neighbour.pk
    periods = list(m.ResidencePeriod.objects.order_by("valid_from"))
    open_keys(periods)
    assert [(p.valid_from, p.note) for p in periods] == [
        (date(1979, 5, 1), "Papier liegt vor"), (date(2024, 2, 1), None),
    ]  # fmt: skip
    spoken = m.PersonLanguage.objects.get(person=first.person)
    assert (spoken.language.key, spoken.level.key, spoken.needs_interpreter) == ("ar", "a1", True)
    history = list(m.PhaseChange.objects.filter(case=first))
    open_keys(history)
    assert [(p.phase, p.left_on, p.reason) for p in history] == [
        ("admitted", date(2024, 2, 1), None), ("assessment", None, "Gespräch geführt"),
    ]  # fmt: skip
    assert m.PhaseChange.objects.filter(case__case_key="F-2").count() == 1
    reach = m.ContactData.objects.get(person=first.person)
    open_keys([reach, first])
    assert (reach.phone, first.concern) == ("05971 1", "Wohnung")
    assert fact_differences(first.organisation_id, today=date.today()) == []


@pytest.mark.parametrize("form", [xlsx, csv_files], ids=["xlsx", "csv"])
def test_the_same_file_twice_changes_nothing(take, form):
    take(book(), form)
    before = versions()
    preview = take(book(), form)
    assert not preview.changes_anything, preview.outcome
    assert versions() == before


def versions():
    models = (m.Contact, m.Measure, m.ResidencePeriod, m.PersonLanguage, m.PhaseChange, m.Involved,
              m.ContactData, m.Case, m.Person)  # fmt: skip
    return {
        model.__name__: sorted(map(str, model.objects.values_list("pk", "updated_at")))
        for model in models
    }


def test_an_older_file_never_lifts_the_mark(take):
    """What was entrusted after the export stays so when the corrected file comes back."""
    sheets = book(
        appointments=[
            ["case_key", "starts_at", "kind", "outcome", "entrusted"],
            ["F-1", "02.02.2024 10:15", "office", "kept", "nein"],
        ],
        goals=[
            ["case_key", "life_area", "text", "entrusted"], ["F-1", "housing", "Ziel", "nein"],
        ],
    )
    take(sheets)
    for model in (m.Contact, m.Appointment, m.Goal, m.Measure):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(groups=row.groups | ENTRUSTED)
    assert not take(sheets).changes_anything
    sheets["contacts"][1][4] = "Anruf, korrigiert"
    sheets["appointments"][1][3] = "no_show"
    sheets["goals"][1][1] = "health"
    assert take(sheets).changes_anything
    for model in (m.Contact, m.Appointment, m.Goal, m.Measure):
        assert all(row.groups & ENTRUSTED for row in model.objects.all()), model
    assert m.Goal.objects.get().groups == ENTRUSTED | FieldGroup.PLAN | FieldGroup.HEALTH


def test_a_changed_row_is_recognised_by_its_key(take):
    take(book())
    sheets = book()
    sheets["contacts"][1] = ["F-1", "K1", "05.02.2024 11:00", "office", None, None, "ja"]
    preview = take(sheets)
    assert preview.counts["contacts"]["changed"] == 1
    assert preview.counts["contacts"]["new"] == 0
    changed = m.Contact.objects.get(kind="office", case__case_key="F-1")
    open_keys([changed])
    assert (changed.note, changed.by, changed.version) == (None, "Ada", 2)
    assert changed.groups == FieldGroup.NOTES | ENTRUSTED
    assert not take(sheets).changes_anything


def test_a_row_is_recognised_by_its_identity_in_the_database(take):
    take(book())
    stored = m.Measure.objects.order_by("created_at").last()
    sheets = book()
    sheets["Maßnahmen"][2] = ["F-1", str(stored.pk), "Deutschkurs", None, None, "geplant", None]
    assert take(sheets).counts["measures"]["changed"] == 1
    assert m.Measure.objects.count() == 2


def test_a_foreign_identity_as_key_makes_a_row_of_ones_own(take, cast):
    take(book())
    theirs = m.Measure.objects.first().pk
    other = system_actor("import", cast.neighbour.pk)
    with acting(other):
        sheets = book()
        sheets["Maßnahmen"][1][1] = str(theirs)
        import_uploads(uploads(xlsx(sheets)), organisation=cast.neighbour, actor=other)
        assert m.Measure.objects.count() == 2
        assert theirs not in set(m.Measure.objects.values_list("pk", flat=True))


def test_a_missing_column_leaves_what_is_stored(take):
    take(book())
    sheets = book(contacts=[CONTACTS[:4], ["F-1", "K2", "03.02.2024 09:00", "home_visit"]])
    assert not take(sheets).changes_anything
    assert m.Contact.objects.filter(groups=FieldGroup.NOTES | ENTRUSTED).count() == 1


def test_a_preview_says_what_would_happen_and_writes_nothing(cast, actor):
    preview = check_uploads(uploads(xlsx(book())), organisation=cast.home, actor=actor)
    assert {k: preview.counts[k]["new"] for k in ("contacts", "measures", "languages")} == {
        "contacts": 3, "measures": 2, "languages": 2,
    }  # fmt: skip
    assert m.Case.objects.count() == 0


def test_two_cases_of_one_person_share_what_is_hers(take):
    sheets = dict(tables(cases=[
        case_row("F-1", client_key="K", closed_on=date(2024, 3, 1), closing_kind="planned",
                 closed_by="both"),
        case_row("F-2", date(2025, 1, 1), client_key="K"),
    ]))  # fmt: skip
    sheets["languages"] = [LANGUAGES, ["F-1", "ar", "A1", None], ["F-2", "ar", "A1", None]]
    take(sheets)
    assert m.PersonLanguage.objects.count() == 1
    assert not take(sheets).changes_anything


FAULTS = [
    ("case_unknown", "contacts", ["F-9", "K1", "02.02.2024", "phone", None, None, None],
     "case_key"),
    ("unknown_word", "contacts", ["F-1", "K1", "02.02.2024", "Brieftaube", None, None, None],
     "kind"),
    ("value_missing", "contacts", ["F-1", "K1", None, "phone", None, None, None], "at"),
    ("not_yes_or_no", "contacts", ["F-1", "K1", "02.02.2024", "phone", None, None, "etwa"],
     "entrusted"),
    ("contact_in_future", "contacts", ["F-1", "K1", "02.02.2030", "phone", None, None, None], "at"),
    ("days_backwards", "residence", ["F-1", "Duldung", "02.02.2024", "01.02.2024", None],
     "valid_until"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "sheet", "row", "column"), FAULTS, ids=[f[0] for f in FAULTS])
def test_a_fault_names_sheet_row_and_column(code, sheet, row, column):
    head = {"contacts": CONTACTS, "residence": RESIDENCE}[sheet]
    result = checked(csv_files({**tables(), sheet: [head, row]}))
    (fault,) = result.findings.faults
    known = next(one for one in PART_SHEETS if one.key == sheet)
    assert (fault.code, fault.sheet, fault.row) == (code, known.german, 2)
    assert fault.column == known.column(column).german


def test_keys_and_languages_stand_once():
    twice = ["F-1", "K1", "02.02.2024", "phone", None, None, None]
    assert codes(checked(csv_files({**tables(), "contacts": [CONTACTS, twice, twice]}))) == [
        "row_twice"
    ]
    spoken = ["F-1", "ar", None, None]
    assert codes(checked(csv_files({**tables(), "Sprachen": [LANGUAGES, spoken, spoken]}))) == [
        "row_twice"
    ]


def test_a_history_of_phases_ends_where_the_case_stands():
    head = ["case_key", "phase", "entered_on", "left_on"]
    rows = [
        ["F-1", "admitted", "15.01.2024", "01.02.2024"],
        ["F-1", "planning", "01.02.2024", None],
    ]
    assert codes(checked(csv_files({**tables(), "phases": [head, *rows]}))) == []
    assert codes(checked(csv_files({**tables(), "phases": [head, rows[0]]}))) == ["phases_open"]
    contradicting = tables(cases=[case_row(phase="monitoring")])
    result = checked(csv_files({**contradicting, "phases": [head, *rows]}))
    assert codes(result) == ["phase_contradiction"]


@pytest.mark.parametrize("sheet", PART_SHEETS, ids=lambda sheet: sheet.key)
def test_sheets_and_kinds_say_the_same(sheet):
    kind = next(kind for kind in KINDS if kind.sheet == sheet.key)
    own = [c.key for c in sheet.columns if c.key not in ("case_key", "row_key")]
    assert sorted(own) == sorted(kind.columns)
    assert kind.single == (not any(c.key == "row_key" for c in sheet.columns))
    for column in sheet.columns:
        if column.words and kind.lists.get(column.key):
            assert str(kind.lists[column.key]) == column.words
    for name in kind.columns:
        kind.column(name)


def test_headings_speak_english_too(take):
    with translation.override("en"):
        sheets = book()
        sheets["Measures"] = [
            ["Case key", "Measure no.", "Measure", "State"], ["F-1", "M1", "Flat", "running"],
        ]  # fmt: skip
        del sheets["Maßnahmen"]
        assert take(sheets).counts["measures"]["new"] == 1
    assert isinstance(m.Measure.objects.get().pk, UUID)
