# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: foreign keys, migrations, the retention list and the walls."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections, models

from stellwerk.access import walls
from stellwerk.privacy.retention import CLIENT_PERIODS, NO_PERSONAL_DATA, RETENTION

FLOORS = [
    "base",
    "audit",
    "duties",
    "vocabulary",
    "directory",
    "offers",
    "networks",
    "participation",
    "cases",
    "steering",
    "indicators",
    "programme",
    "evidence",
    "exchange",
    "privacy",
    "access",
]


def ours() -> list[type[models.Model]]:
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in FLOORS]


def foreign_keys() -> list[models.Field]:
    return [
        field
        for model in ours()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
    ]


def is_other_room(field: models.Field) -> bool:
    return field.related_model._meta.app_label != field.model._meta.app_label


def test_foreign_keys_point_down() -> None:
    up = [
        str(field)
        for field in foreign_keys()
        if is_other_room(field)
        and (
            field.related_model._meta.app_label not in FLOORS
            or FLOORS.index(field.related_model._meta.app_label)
            > FLOORS.index(field.model._meta.app_label)
        )
    ]
    assert not up


def test_foreign_keys_across_rooms_leave_no_back_door() -> None:
    doors = [
        str(field)
        for field in foreign_keys()
        if is_other_room(field) and not field.remote_field.hidden
    ]
    assert not doors


def test_identities_tell_nobody_how_much_happens_elsewhere() -> None:
    """No sequence behind a table with clients' data (promise 4)."""
    counted = [
        label
        for label, period in RETENTION.items()
        if period in CLIENT_PERIODS and isinstance(apps.get_model(label)._meta.pk, models.AutoField)
    ]
    assert not counted


@pytest.mark.django_db
def test_no_migration_is_pending() -> None:
    out = StringIO()
    try:
        call_command(
            "makemigrations",
            *{m._meta.app_label for m in ours()},
            check=True,
            dry_run=True,
            stdout=out,
        )
    except SystemExit:
        pytest.fail(out.getvalue())


def labels() -> set[str]:
    return {
        f"{m._meta.app_label}.{m._meta.object_name}"
        for m in apps.get_models(include_auto_created=True)
    }


def test_every_table_is_on_one_retention_list() -> None:
    listed = set(RETENTION) | NO_PERSONAL_DATA
    assert not set(RETENTION) & NO_PERSONAL_DATA
    assert labels() == listed


def client_tables() -> set[str]:
    """Tables with clients' data that are not empty of meaning without an organisation."""
    return {
        apps.get_model(label)._meta.db_table
        for label, period in RETENTION.items()
        if period in CLIENT_PERIODS
    }


def test_every_table_with_clients_data_is_declared_behind_a_wall() -> None:
    assert client_tables() <= set(walls.expected_policies())


def test_every_table_that_names_an_organisation_is_walled_or_known_as_open() -> None:
    named = {
        m._meta.db_table
        for m in ours()
        if any(f.name in {"organisation", "organisation_id"} for f in m._meta.get_fields())
    }
    assert named - set(walls.expected_policies()) <= set(walls.OPEN_TABLES)


@pytest.mark.django_db(databases=["owner"])
def test_the_database_has_exactly_the_declared_walls() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relrowsecurity AND relforcerowsecurity"
        )
        forced = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'")
        found: dict[str, set[str]] = {}
        for table, policy in cursor.fetchall():
            found.setdefault(table, set()).add(policy)
    expected = {table: set(names) for table, names in walls.expected_policies().items()}
    assert found == expected
    assert forced == set(expected)


@pytest.mark.django_db(databases=["owner"])
def test_no_view_or_materialised_view_looks_over_the_walls() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('v', 'm')"
        )
        assert cursor.fetchall() == []


@pytest.mark.django_db(databases=["owner"])
def test_functions_that_run_as_owner_pin_their_search_path() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
            "AND prosecdef AND NOT coalesce(proconfig::text, '') LIKE '%search_path%'"
        )
        assert cursor.fetchall() == []
