# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Out and in again: into the same installation nothing changes; into an empty one all is back.

Figures and the whole course of every case are compared, of random records and of odd ones.
"""

import json
import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.base.keys import attach_key, load_keys, open_keys
from stellwerk.cases import models as m
from stellwerk.cases.actions.facts import refresh_facts
from stellwerk.cases.actions.tokens import goal_token
from stellwerk.cases.choices import ENTRUSTED, OWN_SCOPE, FieldGroup
from stellwerk.cases.queries.casefile import case_file
from stellwerk.cases.queries.exporting import SheetRows
from stellwerk.cases.queries.timeline import timeline_of
from stellwerk.exchange.case_files import FORMS, Mark
from stellwerk.exchange.columns import SHEETS
from stellwerk.exchange.importing import Preview, import_uploads
from stellwerk.exchange.words import load_words
from stellwerk.indicators.queries.reports import case_management
from stellwerk.indicators.rules.report import Period, freeze
from tests.exchange import random_workbook
from tests.exchange.support import uploads
from tests.indicators import random_records

EVERY = [sheet.key for sheet in SHEETS]
TEXTS = ("=1+1", "'=1+1", "@Ada", "Zeile eins\nZeile zwei", "ü ß — „Zitat“", "0", "ja; nein",
         "\u202everkehrt", "a,b;c\td", "+49 5971 0")  # fmt: skip
#: The hour that the clock shows twice, seconds, and fractions of them.
MOMENTS = (
    datetime(2024, 10, 27, 0, 30, tzinfo=UTC), datetime(2024, 10, 27, 1, 30, tzinfo=UTC),
    datetime(2024, 3, 31, 1, 0, tzinfo=UTC), datetime(2024, 5, 1, 8, 15, 42, 123456, tzinfo=UTC),
    datetime(2024, 5, 2, 22, 0, tzinfo=UTC),
)  # fmt: skip


def enrich(chance: random.Random) -> None:
    """Let happen in the cases what pages can enter: texts, odd times, what is entrusted."""
    for case in m.Case.objects.all():
        key = load_keys([case.pk])[case.pk]
        common = {"case_id": case.pk, "organisation_id": case.organisation_id}

        def add(row: Any, key: bytes = key) -> None:
            attach_key([row], key)
            row.save(force_insert=True)

        for moment in chance.sample(MOMENTS, 2):
            contact = m.Contact(**common, at=moment, kind=chance.choice(["phone", "third_party"]))
            contact.note, contact.by = chance.choice([None, *TEXTS]), "Ada B. <ada@home.example>"
            contact.groups = FieldGroup.NOTES | chance.choice([0, ENTRUSTED])
            add(contact)
        measure = m.Measure(**common, state=chance.choice(["planned", "running"]))
        measure.title, measure.began_on = chance.choice(TEXTS), date(2024, 1, 2)
        add(measure)
        appointment = m.Appointment(**common, starts_at=chance.choice(MOMENTS), kind="office")
        appointment.note = chance.choice(TEXTS)
        add(appointment)
        goal = m.Goal(**common, attainment=chance.choice([Decimal(0), Decimal("33.3"), None,
                                                          Decimal("0.5")]))  # fmt: skip
        goal.text = chance.choice(TEXTS)
        if goal.attainment is not None:
            goal.assessed_on = date(2024, 4, 1)
        goal.agreed_on = date(2024, 3, 1)
        goal.text_token = goal_token(case.organisation_id, goal.text)
        add(goal)
        attach_key([case], key)
        case.concern = chance.choice([None, *TEXTS])
        case.save(update_fields=["concern"])
    refresh_facts(m.Case.objects.values_list("pk", flat=True))


def read_out() -> dict[str, list[dict[str, Any]]]:
    rows = SheetRows(EVERY, with_entrusted=True)
    rows.read(dict.fromkeys(m.Case.objects.order_by("pk").values_list("pk", flat=True), OWN_SCOPE))
    return rows.rows


def exported(form: str) -> bytes:
    mark = Mark("A-TEST", "Ada", timezone.now(), "Probe")
    return FORMS[form].write(read_out(), load_words(), mark)


def take(cast: Any, content: bytes, form: str) -> Preview:
    actor = system_actor("import", cast.home.pk)
    name = "book.xlsx" if form == "xlsx" else "book.zip"
    preview = import_uploads(uploads(content, name), organisation=cast.home, actor=actor)
    assert not preview.is_refused, preview.checked.findings.faults[:5]
    return preview


def courses() -> dict[str, list[tuple[Any, ...]]]:
    """Every entry of every case as the page shows it, without the rows' identities."""
    found = {}
    for case in m.Case.objects.select_related("person", "organisation"):
        open_keys([case, case.person])
        scope = FieldGroup(OWN_SCOPE)
        line = timeline_of(case, scope, case_file(case, scope, entries=500), limit=500)
        found[case.case_key] = sorted(
            (e.kind, str(e.sort_key), e.title, e.text, e.by, e.state, str(e.value))
            for e in line.entries
        )
    return found


def figures(cast: Any) -> Any:
    said = json.loads(freeze(case_management(cast.home, Period())).content)
    del said["as_of"]  # the moment of asking
    return said


def marks() -> dict[str, list[Any]]:
    """What stands in no timeline: who is entrusted with what, when a case was last met."""
    return {
        "contacts": sorted(m.Contact.objects.values_list("case__case_key", "at", "groups")),
        "goals": sorted(m.Goal.objects.values_list("case__case_key", "groups")),
        "measures": sorted(m.Measure.objects.values_list("case__case_key", "state", "groups")),
        "phases": sorted(m.Case.objects.values_list("case_key", "phase", "phase_since")),
    }  # fmt: skip


def erase() -> None:
    """The organisation's cases are gone with everything that hangs on them."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE cases_case, cases_person, cases_fact, base_data_key CASCADE")


@pytest.mark.parametrize(("form", "seed"), [("xlsx", 1), ("csv", 2)])
def test_out_and_in_again(own_database, form, seed):
    from tests.cast import build_cast

    cast = build_cast()
    book = random_workbook.write(random_records.make(seed, size=8), "xlsx", seed)
    with acting(system_actor("import", cast.home.pk)):
        take(cast, book, "xlsx")
        enrich(random.Random(seed))
    with acting(system_actor("import", cast.home.pk)):
        m_before = figures(cast), courses(), marks()
        content = exported(form)
    with acting(system_actor("import", cast.home.pk)):
        again = take(cast, content, form)
        assert not again.changes_anything, (again.outcome, again.outcome.changes[:5])
    erase()
    with acting(system_actor("import", cast.home.pk)):
        assert m.Case.objects.count() == 0
        preview = take(cast, content, form)
        assert preview.counts["cases"]["new"] == 8
    with acting(system_actor("import", cast.home.pk)):
        for found, before in zip((figures(cast), courses(), marks()), m_before, strict=True):
            assert found == before
        assert not take(cast, content, form).changes_anything


def test_moments_are_written_so_that_they_come_back_exactly(own_database):
    from tests.cast import build_cast

    cast = build_cast()
    book = random_workbook.write(random_records.make(3, size=1), "xlsx", 3)
    actor = system_actor("import", cast.home.pk)
    with acting(actor):
        take(cast, book, "xlsx")
        case = m.Case.objects.get()
        for moment in MOMENTS:
            row = m.Contact(case=case, organisation=cast.home, at=moment, kind="phone")
            attach_key([row], load_keys([case.pk])[case.pk])
            row.save(force_insert=True)
        for form in ("xlsx", "csv"):
            assert not take(cast, exported(form), form).changes_anything
    assert timedelta(0) < MOMENTS[1] - MOMENTS[0]
