# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Encrypted columns on the real rows of a person. All people are invented."""

import copy
import logging
import pickle

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, transaction
from django.forms import modelform_factory
from tests.cast import Cast

from stellwerk.base.context import set_context
from stellwerk.base.keys import attach_key, create_keys, open_keys, opened_key
from stellwerk.base.models import DataKey
from stellwerk.cases.models import Identity, Person
from stellwerk.vault.crypto import Unreadable
from stellwerk.vault.fields import (
    EncryptedTextField,
    KeyNotOpened,
    UnreadableText,
    passing_sealed,
    seal_for,
    seal_pending,
    sealed_field,
    sealed_fields,
)

CANARY = "Zeisigkanarie"


@pytest.fixture
def people(cast: Cast) -> list[Identity]:
    """Three people of the home organisation with opened keys."""
    set_context(cast.manager.actor)
    found = []
    for number in range(3):
        person = Person.objects.create(organisation=cast.home, client_key=f"K{number}")
        opened = create_keys([(person.pk, cast.home.pk)])
        row = Identity(person=person, organisation=cast.home)
        attach_key([row], opened[person.pk])
        row.family_name = f"{CANARY}{number}"
        row.given_name = ""
        row.save()
        found.append(row)
    return found


def again(row: Identity) -> Identity:
    """The same row as another request would load it."""
    found = Identity.objects.get(pk=row.pk)
    open_keys([found])
    return found


def raw(row: Identity, column: str = "family_name") -> bytes | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM cases_identity WHERE person_id = %s", [row.pk])
        value = cursor.fetchone()[0]
    return None if value is None else bytes(value)


def test_text_comes_back_and_only_sealed_bytes_are_stored(people: list[Identity]) -> None:
    row = again(people[0])
    assert (row.family_name, row.given_name, row.birth_date) == (f"{CANARY}0", "", None)
    assert CANARY.encode() not in raw(row)
    assert raw(row, "given_name")  # an empty text is sealed as well
    assert raw(row, "birth_date") is None


def test_a_value_without_its_row_opens_the_same(people: list[Identity]) -> None:
    row, other = again(people[0]), again(people[1])
    column, key = sealed_field(Identity, "family_name"), opened_key(row)
    assert column.open_value(key, row.pk, raw(row)) == row.family_name
    assert column.open_value(key, row.pk.hex, raw(row)) == row.family_name
    assert column.open_value(key, row.pk, None) is None
    for wrong in (
        column.open_value(b"", row.pk, raw(row)),
        column.open_value(opened_key(other), row.pk, raw(row)),
        column.open_value(key, other.pk, raw(row)),
        sealed_field(Identity, "given_name").open_value(key, row.pk, raw(row)),
    ):
        assert isinstance(wrong, UnreadableText)
    with pytest.raises(FieldError):
        sealed_field(Identity, "gender")


def test_reading_without_an_opened_key_is_an_error(people: list[Identity]) -> None:
    row = Identity.objects.get(pk=people[0].pk)
    with pytest.raises(KeyNotOpened):
        _ = row.family_name
    fresh = Identity(person=people[0].person, organisation=people[0].organisation)
    fresh.family_name = "x"
    assert fresh.family_name == "x"
    with pytest.raises(KeyNotOpened):
        fresh.save(force_update=True)


def test_opening_a_page_of_rows_takes_one_query(
    people: list[Identity], django_assert_num_queries
) -> None:
    rows = list(Identity.objects.order_by("pk"))
    with django_assert_num_queries(1):
        open_keys(rows)
        assert sorted(row.family_name for row in rows) == [f"{CANARY}{n}" for n in range(3)]


def test_ciphertext_moved_to_another_row_or_column_is_refused(
    people: list[Identity], caplog: pytest.LogCaptureFixture
) -> None:
    one, two, three = people
    Identity.objects.filter(pk=two.pk).update(family_name=raw(one))
    Identity.objects.filter(pk=three.pk).update(given_name=raw(three))
    with caplog.at_level(logging.WARNING):
        moved, swapped = again(two).family_name, again(three).given_name
    assert isinstance(moved, UnreadableText)
    assert isinstance(swapped, UnreadableText)
    assert moved
    assert CANARY not in caplog.text
    assert again(three).family_name == f"{CANARY}2"


def test_ciphertext_moved_together_with_the_key_is_refused(people: list[Identity]) -> None:
    one, two, _ = people
    stolen = DataKey.objects.get(pk=one.pk).wrapped
    Identity.objects.filter(pk=two.pk).update(family_name=raw(one))
    DataKey.objects.filter(pk=two.pk).update(wrapped=stolen)
    assert isinstance(again(two).family_name, UnreadableText)


def test_bytes_of_another_row_are_not_inserted(people: list[Identity], cast: Cast) -> None:
    person = Person.objects.create(organisation=cast.home, client_key="K9")
    row = Identity(person=person, organisation=cast.home)
    attach_key([row], create_keys([(person.pk, cast.home.pk)])[person.pk])
    row.family_name = raw(people[0])
    with pytest.raises(Unreadable):
        row.save(force_insert=True)


def test_erased_key_makes_texts_unreadable_for_ever(people: list[Identity]) -> None:
    before = raw(people[0])
    DataKey.objects.filter(pk=people[0].pk).delete()
    row = again(people[0])
    assert isinstance(row.family_name, UnreadableText)
    row.family_name = row.family_name  # a form that was sent back unchanged
    row.birth_year = 1990
    row.save()
    assert raw(row) == before
    row.family_name = "new"
    with pytest.raises(Unreadable):
        row.save()


def test_save_with_update_fields_writes_only_those(people: list[Identity]) -> None:
    row = again(people[0])
    before = raw(row, "given_name")
    row.family_name = "Anders"
    row.given_name = "Nicht"
    row.save(update_fields=["family_name"])
    assert again(row).family_name == "Anders"
    assert raw(row, "given_name") == before


def test_refresh_defer_and_only(people: list[Identity], django_assert_num_queries) -> None:
    row = again(people[0])
    row.family_name = "draft"
    row.refresh_from_db()
    assert row.family_name == f"{CANARY}0"
    slim = Identity.objects.only("birth_year").get(pk=row.pk)
    open_keys([slim])
    with django_assert_num_queries(1):
        assert slim.family_name == f"{CANARY}0"
    slim = Identity.objects.defer("family_name").get(pk=row.pk)
    slim.birth_year = 1980
    attach_key([slim], b"")
    slim.save()
    assert again(row).family_name == f"{CANARY}0"


def test_values_are_sealed_bytes(people: list[Identity]) -> None:
    values = Identity.objects.values_list("family_name", flat=True)
    assert all(isinstance(value, bytes) and CANARY.encode() not in value for value in values)
    assert CANARY not in repr(list(values))


def test_bulk_create_and_bulk_update(people: list[Identity], cast: Cast) -> None:
    persons = [Person(organisation=cast.home, client_key=f"B{n}") for n in range(4)]
    Person.objects.bulk_create(persons)
    opened = create_keys([(person.pk, cast.home.pk) for person in persons])
    rows = [Identity(person=p, organisation=cast.home, family_name=p.client_key) for p in persons]
    for row in rows:
        attach_key([row], opened[row.key_subject_id])
    Identity.objects.bulk_create(rows)
    assert [again(row).family_name for row in rows] == ["B0", "B1", "B2", "B3"]
    rows[0].family_name = "B0 neu"
    with pytest.raises(TypeError, match="clear text"), transaction.atomic():
        Identity.objects.bulk_update(rows, ["family_name"])
    seal_pending(rows)
    with passing_sealed():
        Identity.objects.bulk_update(rows, ["family_name"])
    assert [again(row).family_name for row in rows] == ["B0 neu", "B1", "B2", "B3"]


def test_update_takes_a_sealed_value_and_no_clear_text(people: list[Identity]) -> None:
    row = again(people[0])
    some = Identity.objects.filter(pk=row.pk)
    with pytest.raises(TypeError, match="clear text"), transaction.atomic():
        some.update(family_name="offen")
    some.update(family_name=seal_for(row, "family_name", "zu"), given_name=None)
    assert (again(row).family_name, again(row).given_name) == ("zu", None)
    with pytest.raises(FieldError):
        seal_for(row, "birth_year", "1990")


@pytest.mark.parametrize("lookup", ["", "__exact", "__icontains", "__in", "__gt", "__startswith"])
def test_no_lookup_but_isnull(people: list[Identity], lookup: str) -> None:
    with pytest.raises(FieldError):
        Identity.objects.filter(
            **{f"family_name{lookup}": ["x"] if "in" in lookup else "x"}
        ).count()


def test_isnull_is_allowed(people: list[Identity]) -> None:
    assert Identity.objects.filter(family_name__isnull=False).count() == 3
    assert Identity.objects.filter(birth_date__isnull=False).count() == 0


def test_pickles_and_reprs_hold_no_key_and_no_text(people: list[Identity]) -> None:
    row = again(people[0])
    assert row.family_name == f"{CANARY}0"
    packed = pickle.dumps(row)
    assert CANARY.encode() not in packed
    assert bytes(row.data_key) not in packed
    with pytest.raises(KeyNotOpened):
        _ = pickle.loads(packed).family_name  # noqa: S301 - our own bytes
    assert CANARY not in repr(row.__dict__)
    row.family_name = f"{CANARY} neu"
    assert CANARY not in repr(row.__dict__)
    with pytest.raises(TypeError, match="save the row first"):
        pickle.dumps(row)


def test_copies_in_the_process_keep_reading(people: list[Identity]) -> None:
    row = again(people[0])
    row.given_name = "Kim"
    for twin in (copy.copy(row), copy.deepcopy(row)):
        assert (twin.family_name, twin.given_name) == (f"{CANARY}0", "Kim")


def test_model_form_shows_saves_and_empties(people: list[Identity]) -> None:
    row = again(people[0])
    form_class = modelform_factory(Identity, fields=["family_name", "given_name"])
    assert form_class(instance=row)["family_name"].value() == f"{CANARY}0"
    form = form_class({"family_name": "Neu", "given_name": ""}, instance=row)
    assert form.is_valid()
    form.save()
    assert (again(row).family_name, again(row).given_name) == ("Neu", None)
    row.clean_fields(exclude=["gender"])


def test_length_limit_counts_the_clear_text(people: list[Identity]) -> None:
    field = EncryptedTextField(max_length=5)
    field.set_attributes_from_name("text")
    assert field.clean("12345", None) == "12345"
    with pytest.raises(ValidationError):
        field.clean("123456", None)


def test_sealed_columns_cannot_be_unique_or_indexed() -> None:
    for option in ("unique", "db_index", "primary_key"):
        with pytest.raises(FieldError):
            EncryptedTextField(**{option: True})


def test_names_of_sealed_columns() -> None:
    assert sealed_fields(Identity) == ["family_name", "given_name", "birth_date"]
