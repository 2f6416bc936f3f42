# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Kept questions answer as the QuerySets they were made from, below the same walls."""

import gc
import threading
import weakref
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import (
    DatabaseError,
    DataError,
    ProgrammingError,
    connection,
    connections,
    transaction,
)
from django.db.models.functions import Length
from django.test.utils import CaptureQueriesContext

from stellwerk.access.visible import visible_access
from stellwerk.base.actor import Actor
from stellwerk.base.context import acting, set_context
from stellwerk.cases.models import CaseAccess
from stellwerk.directory.models import Membership, User
from stellwerk.questions.kept import STAND_IN, Questions, fetch, fetch_all, fetch_rows
from tests.access.world import Builder
from tests.cases.casts import new_case
from tests.cast import Cast

CASES = "SELECT case_key FROM cases_case"


def people_of(_key: object) -> dict[str, object]:
    members = Membership.objects.filter(user_id=STAND_IN, valid_from__gte=date.min)
    return {
        "roles": members.select_related("organisation").order_by("role"),
        "names": User.objects.filter(pk=STAND_IN).values_list("name", "email"),
    }


def test_answers_are_those_of_the_querysets(cast: Cast) -> None:
    kept = Questions(people_of)  # type: ignore[arg-type]
    for user in (cast.manager.user, cast.lead.user):
        for _again in range(3):
            found = kept.ask("", {"roles": user.pk, "names": user.pk}, {date.min: date(2001, 1, 1)})
            members = Membership.objects.filter(user=user).order_by("role")
            assert found["roles"] == list(members)
            assert found["names"] == [(user.name, user.email)]
            with CaptureQueriesContext(connection) as asked:
                names = [m.organisation.name for m in found["roles"]]
            assert names == [m.organisation.name for m in members.select_related("organisation")]
            assert len(asked) == 0, "the organisation came with the row"


def test_only_what_is_asked_for_is_answered(cast: Cast) -> None:
    kept = Questions(people_of)  # type: ignore[arg-type]
    assert set(kept.ask("", {"names": cast.manager.user.pk})) == {"names"}
    assert kept.ask("", {}) == {}


def test_values_with_names_cannot_be_kept() -> None:
    kept = Questions(lambda _key: {"all": User.objects.values("name")})
    with pytest.raises(TypeError):
        kept.ask("", {"all": STAND_IN})


@pytest.mark.parametrize("in_order", [False, True])
def test_rows_are_those_of_the_queryset(cast: Cast, in_order: bool) -> None:
    for number in range(4):
        new_case(cast.manager.actor, cast.manager.user, 10 + number)
    with acting(cast.manager.actor):
        rows = visible_access(cast.manager.actor).annotate(length=Length("basis_note"))
        rows = rows.values("length", "case_id", "scope", "sort_at")
        rows = rows.order_by("-sort_at", "case_id")
        assert fetch_rows(rows[:3], in_order=in_order) == list(rows[:3])
        assert len(fetch_rows(rows[:3], in_order=in_order)) == 3
        assert fetch("SELECT current_setting('enable_sort')", []) == [("on",)]
        assert fetch("SELECT current_setting('enable_bitmapscan')", []) == [("on",)]


def test_moments_are_those_of_other_questions(cast: Cast) -> None:
    moments = ("2024-03-31 01:00:00.12+00", "2024-10-27 02:30:00+02", "1883-04-01 00:00:00+00")
    for moment in moments:
        sql = "SELECT %s::timestamptz, ARRAY[%s::timestamptz]"
        (kept,) = fetch(sql, [moment, moment])
        with connection.cursor() as cursor:
            cursor.execute(sql, [moment, moment])
            assert kept == cursor.fetchone()
        assert kept[0].utcoffset() == timedelta(0)


def test_what_can_match_nothing_is_not_asked(cast: Cast) -> None:
    rows = CaseAccess.objects.filter(pk__in=[]).values("case_id")
    with CaptureQueriesContext(connection) as asked:
        assert fetch_rows(rows) == []
    assert len(asked) == 0


def test_one_plan_for_all_organisations_shows_each_only_its_own(
    own_database: str, make_cast: Callable[[], Cast]
) -> None:
    """The plan stays when the context changes; what it shows must not."""
    cast = make_cast()
    Builder(cast.home, None, "eins").build()
    Builder(cast.neighbour, None, "zwei").build()
    own = {"F-eins": cast.home, "F-zwei": cast.neighbour}
    for _again in range(8):
        for key, organisation in own.items():
            with acting(Actor("somebody", organisation_id=organisation.pk)):
                assert fetch(CASES, []) == [(key,)]
            with transaction.atomic():
                set_context(None)
                assert fetch(CASES, []) == []
    with transaction.atomic():
        found = fetch("SELECT count(*) FROM pg_prepared_statements WHERE statement = %s", [CASES])
        assert found == [(1,)], "it was one plan"


def test_guards_around_statements_see_them(cast: Cast) -> None:
    seen = []

    def guard(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        seen.append((sql, list(params)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(guard):
        fetch_all([("SELECT %s::int", [1]), ("SELECT %s::text", ["a"])])
    assert seen == [("SELECT %s::int; SELECT %s::text", [1, "a"])]


def test_only_questions_travel_together(cast: Cast) -> None:
    """A guard looks at the first word: a writing statement must not hide behind a question."""
    with pytest.raises(ValueError, match="only questions"):
        fetch_all([("SELECT 1", []), ("UPDATE directory_user SET name = '' RETURNING 1", [])])


def test_no_connection_is_held_by_who_asked_first(
    own_database: str, make_cast: Callable[[], Cast]
) -> None:
    user = make_cast().manager.user
    kept = Questions(people_of)  # type: ignore[arg-type]
    seen: list[weakref.ref[object]] = []

    def ask(key: str) -> None:
        assert kept.ask(key, {"roles": user.pk, "names": user.pk})["names"]
        seen.append(weakref.ref(connections["default"]))

    for key in ("a", "b"):
        thread = threading.Thread(target=ask, args=(key,))
        thread.start()
        thread.join()
    gc.collect()
    assert [one() for one in seen] == [None, None]
    assert kept.ask("a", {"roles": user.pk})["roles"]


def test_a_question_that_nothing_can_answer_is_not_asked(cast: Cast) -> None:
    kept = Questions(lambda _key: {"none": User.objects.filter(pk__in=[])})
    with CaptureQueriesContext(connection) as asked:
        assert kept.ask("", {"none": STAND_IN}) == {"none": []}
    assert len(asked) == 0


def test_a_guard_may_refuse(cast: Cast) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError

    with connection.execute_wrapper(refuse), pytest.raises(PermissionError):
        fetch("SELECT 1", [])


def test_errors_are_those_of_django_and_end_the_transaction(own_database: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        fetch("SELECT nothing_of_that_name", [])
    with pytest.raises(DatabaseError), transaction.atomic():
        fetch_all([("SELECT 1", []), ("SELECT 1 / %s::int", [0]), ("SELECT 2", [])])
    with pytest.raises(DataError), transaction.atomic():
        fetch("SELECT 'infinity'::date", [])
    with transaction.atomic():
        assert fetch_all([("SELECT 1", []), ("SELECT 2", [])]) == [[(1,)], [(2,)]]
