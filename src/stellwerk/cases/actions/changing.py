# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Plain edits: one generic, audited way that loses nobody's change."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.db import models, transaction
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import attach_key, opened_key
from stellwerk.base.models import VersionedRow
from stellwerk.base.refusal import Conflict, Refusal
from stellwerk.cases.actions.steps import remember_step, stored_values


def field_value(row: models.Model, name: str) -> Any:
    """What a form compares: the identity of a related row, otherwise the value itself."""
    field = cast("models.Field[Any, Any]", row._meta.get_field(name))
    return getattr(row, field.attname)


def _plain(value: Any) -> Any:
    """Related rows by identity; an empty text is the same as missing, 0 is a value."""
    value = value.pk if isinstance(value, models.Model) else value
    return None if value == "" else value


def changed_values(row: models.Model, values: Mapping[str, Any]) -> list[str]:
    """The names under which ``values`` says something else than the row."""
    return [
        name
        for name, value in values.items()
        if _plain(field_value(row, name)) != _plain(value)
    ]


def take_over(row: models.Model, values: Mapping[str, Any], names: Iterable[str]) -> None:
    """Write the named values and save just them."""
    fields = list(names)
    for name in fields:
        setattr(row, name, values[name])
    if any(f.name == "updated_at" for f in row._meta.concrete_fields):
        fields.append("updated_at")
    row.save(update_fields=fields)


def check_version(
    locked: VersionedRow, version: int | None, theirs: Mapping[str, Any], yours: Mapping[str, Any]
) -> None:
    """Compare the version that the form was opened with; raises ``Conflict`` with both sides."""
    if version is None:
        raise Refusal("version_missing", _("The form is incomplete: please open it again."))
    if locked.version != version:
        raise Conflict(
            _("Somebody else has changed this record in the meantime."),
            version=locked.version,
            theirs=theirs,
            yours=yours,
            subject_id=locked.pk,
        )


def lock_version(
    locked: VersionedRow, version: int | None, row: models.Model, values: Mapping[str, Any]
) -> None:
    """``check_version`` for values that are fields of ``row``."""
    check_version(
        locked,
        version,
        {name: field_value(row, name) for name in values},
        {name: _plain(value) for name, value in values.items()},
    )


def locked_row(row: Any, *, key: bytes | None = None) -> Any:
    """The row as it stands now, locked until the transaction ends, with the same opened key."""
    fresh = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    opened = key if key is not None else opened_key(row)
    if opened is not None:
        attach_key([fresh], opened)
    return fresh


@transaction.atomic
def update_fields(
    *,
    actor: Actor,
    row: Any,
    version: int | None,
    values: Mapping[str, Any],
    kind: str,
    subjects: Iterable[Any] = (),
) -> list[str]:
    """Change plain fields of a versioned row; names of what really changed are audited.

    Raises ``Conflict`` when the row was changed since ``version``. ``row`` is brought up to date.
    """
    fresh = locked_row(row)
    lock_version(fresh, version, fresh, values)
    changed = changed_values(fresh, values)
    if changed:
        before = stored_values(fresh, changed)
        fresh.version += 1
        take_over(fresh, {**values, "version": fresh.version}, [*changed, "version"])
        fresh.undo_step = remember_step(actor=actor, row=fresh, kind=kind, before=before)
        record(
            actor=actor, verb=Verb.CHANGED, kind=kind, subjects=[*subjects, row.pk],
            fields=changed,
        )
    row.__dict__.update(fresh.__dict__)
    return changed
