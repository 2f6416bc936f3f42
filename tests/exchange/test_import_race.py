# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Two imports at once, an import that breaks in the middle, and what the log keeps of one."""

import threading

import pytest
from django.db import connection, connections

from stellwerk.audit.models import Event
from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.cases.actions import import_writing
from stellwerk.cases.models import Appointment, Case, Goal, Person
from stellwerk.exchange.importing import import_uploads
from tests.exchange.support import case, goal, tables, uploads, xlsx


def book(size: int = 40) -> bytes:
    return xlsx(
        tables(
            cases=[case(f"F-{n}", family_name="Kanarienvogel") for n in range(size)],
            goals=[goal(f"F-{n}", text="Geheimtext") for n in range(size)],
        )
    )


def test_two_imports_at_once_leave_each_record_once(own_database, make_cast):
    cast = make_cast()
    data = book()
    results, gate = [], threading.Barrier(3)

    def work() -> None:
        try:
            actor = system_actor("import", cast.home.pk)
            gate.wait()
            with acting(actor):
                preview = import_uploads(uploads(data), organisation=cast.home, actor=actor)
            results.append(preview.counts["cases"]["new"])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(results) == [0, 0, 40]
    with acting(system_actor("test", cast.home.pk)):
        assert (Case.objects.count(), Person.objects.count(), Goal.objects.count()) == (40, 40, 40)


def test_a_break_in_the_middle_leaves_nothing(own_database, make_cast, monkeypatch):
    cast = make_cast()
    actor = system_actor("import", cast.home.pk)
    monkeypatch.setattr("stellwerk.cases.actions.importing.CHUNK", 10)
    real, calls = import_writing.Batch.write, []

    def breaks(self) -> None:
        calls.append(1)
        if len(calls) == 3:
            raise ZeroDivisionError
        real(self)

    monkeypatch.setattr(import_writing.Batch, "write", breaks)
    with pytest.raises(ZeroDivisionError), acting(actor):
        import_uploads(uploads(book()), organisation=cast.home, actor=actor)
    with acting(actor):
        assert Case.objects.count() == 0
        assert Appointment.objects.count() == 0
        assert Event.objects.filter(verb="imported").count() == 0


def test_the_log_names_records_and_fields_but_no_values(cast):
    actor = system_actor("import", cast.home.pk)
    with acting(actor):
        import_uploads(uploads(book(3)), organisation=cast.home, actor=actor)
        events = list(Event.objects.filter(organisation_id=cast.home.pk))
        created = {pk for e in events if e.kind == "case" for pk in e.subjects}
        assert created == set(Case.objects.values_list("pk", flat=True))
        people = {pk for e in events if e.kind == "person" for pk in e.subjects}
        assert people == set(Person.objects.values_list("pk", flat=True))
        (summary,) = [e for e in events if e.verb == "imported"]
        assert summary.note == "cases +3 ~0 =0; appointments +0 ~0 =0; goals +3 ~0 =0"
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(t::text, ' ') FROM audit_event t")
            text = cursor.fetchone()[0]
        assert "Kanarienvogel" not in text
        assert "Geheimtext" not in text


def test_nothing_at_rest_is_readable(cast):
    actor = system_actor("import", cast.home.pk)
    with acting(actor):
        import_uploads(uploads(book(2)), organisation=cast.home, actor=actor)
        with connection.cursor() as cursor:
            for table in ("cases_identity", "cases_goal", "cases_case", "cases_person_token"):
                cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
                text = cursor.fetchone()[0].casefold()
                for word in ("kanarienvogel", "geheimtext"):
                    assert word not in text
                    assert word.encode().hex() not in text
