# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The blind index in the database: found by spelling, telling nothing. All people are invented."""

import pytest
from django.db import connection
from tests.cases.casts import new_person
from tests.cast import Cast, Member

from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.cases.actions.people import change_identity
from stellwerk.cases.models import Identity, Person, PersonToken
from stellwerk.cases.queries.search import people_by_name

NAMES = [
    ("Yıldız", "Mohammed"), ("Щербаков", "Олександр"), ("Müller", "Kateryna"),
    ("Al-Khatib", "Abd al-Rahman"), ("حسيني", "محمد"), ("Karimi", "Shirin"),
]  # fmt: skip


@pytest.fixture
def people(cast: Cast) -> dict[str, Person]:
    return {
        family: new_person(cast.manager.actor, family_name=family, given_name=given)
        for family, given in NAMES
    }


def found(who: Member, typed: str) -> set[str]:
    with acting(who.actor):
        rows = list(people_by_name(who.organisation.pk, typed))
        open_keys(rows)
        return {str(row.family_name) for row in rows}


@pytest.mark.parametrize(
    ("typed", "family"),
    [
        ("Yildiz", "Yıldız"), ("Muhammad Yıldız", "Yıldız"), ("yil moh", "Yıldız"),
        ("محمد Yildis", "Yıldız"), ("Schtscherbakow", "Щербаков"), ("Alexander Shch", "Щербаков"),
        ("Oleksandr", "Щербаков"), ("Mueller", "Müller"), ("Ekaterina Muller", "Müller"),
        ("Катерина", "Müller"), ("Khatib Abdurrahman", "Al-Khatib"), ("عبد الرحمن", "Al-Khatib"),
        ("Hosseini", "حسيني"), ("Schirin", "Karimi"), ("كريمي", "Karimi"),
    ],
)  # fmt: skip
def test_person_is_found_by_another_spelling(
    people: dict[str, Person], cast: Cast, typed: str, family: str
) -> None:
    assert found(cast.manager, typed) == {family}


@pytest.mark.parametrize("typed", ["Yilmaz", "Mohammed Müller", "Mariam", "x", "", "4711"])
def test_nobody_else_is_found(people: dict[str, Person], cast: Cast, typed: str) -> None:
    assert found(cast.manager, typed) == set()


def test_search_costs_one_query(
    people: dict[str, Person], cast: Cast, django_assert_num_queries
) -> None:
    with acting(cast.manager.actor), django_assert_num_queries(1):
        list(people_by_name(cast.home.pk, "Muhammad Yildiz"))


def test_another_organisation_finds_nobody_and_has_other_tokens(
    people: dict[str, Person], cast: Cast
) -> None:
    assert found(cast.foreign_manager, "Yildiz") == set()
    new_person(cast.foreign_manager.actor, family_name="Yıldız", given_name="Mohammed")
    tokens: dict[str, set[int]] = {}
    for who in (cast.manager, cast.foreign_manager):
        with acting(who.actor):
            rows = PersonToken.objects.filter(organisation_id=who.organisation.pk)
            tokens[who.user.email] = set(rows.values_list("token", flat=True))
    one, two = tokens.values()
    assert one
    assert two
    assert one.isdisjoint(two)


def test_changed_name_is_found_under_the_new_one_only(
    people: dict[str, Person], cast: Cast
) -> None:
    person = people["Karimi"]
    with acting(cast.manager.actor):
        person = Person.objects.get(pk=person.pk)
        open_keys([person])
        change_identity(
            actor=cast.manager.actor, person=person, version=person.version,
            values={"family_name": "Rostami"},
        )  # fmt: skip
    assert found(cast.manager, "Karimi") == set()
    assert found(cast.manager, "Rostamy") == {"Rostami"}


def test_index_and_names_hold_no_clear_letters(people: dict[str, Person], cast: Cast) -> None:
    with acting(cast.manager.actor), connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM cases_person_token t")
        stored = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT family_name, given_name FROM cases_identity")
        sealed = b"".join(bytes(value) for row in cursor.fetchall() for value in row)
        count = Identity.objects.count()
    for family, given in NAMES:
        for name in (family, given, family.lower(), given.lower()):
            assert name not in stored
            assert name.encode() not in sealed
    assert stored.count("\n") + 1 <= 20 * count
