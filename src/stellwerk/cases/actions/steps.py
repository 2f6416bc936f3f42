# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Remembering what a plain edit replaced, so that it can be taken back (`undo`)."""

import json
from collections.abc import Mapping
from typing import Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from stellwerk.base.actor import Actor
from stellwerk.base.ids import new_id
from stellwerk.base.keys import attach_key, opened_key
from stellwerk.cases.models import UndoStep
from stellwerk.cases.rules.drafts import UNDOABLE


def stored_values(row: models.Model, names: list[str]) -> dict[str, Any]:
    """The values that stand in a row now, by column; with the field groups that follow them."""
    fields = [cast("models.Field[Any, Any]", row._meta.get_field(name)) for name in names]
    found = {field.attname: getattr(row, field.attname) for field in fields}
    if hasattr(row, "groups"):
        found.setdefault("groups", row.groups)
    return found


def remember_step(
    *, actor: Actor, row: Any, kind: str, before: Mapping[str, Any], version: int | None = None
) -> UndoStep | None:
    """One insert: what stood there, sealed under the row's own key. None where it is not meant.

    ``version`` is said for a row that counts none of its own (the parts of a person).
    """
    key = opened_key(row)
    if kind not in UNDOABLE or not key:
        return None
    step = UndoStep(
        id=new_id(), organisation_id=row.organisation_id, kind=kind, model=row._meta.label,
        row_id=row.pk, version=row.version if version is None else version,
        user_id=actor.user_id, by=actor.label,
        case_id=getattr(row, "case_id", None),
        person_id=None if hasattr(row, "case_id") else getattr(row, "person_id", None),
    )
    if step.key_subject_id is None:
        return None
    attach_key([step], key)
    step.values = json.dumps(dict(before), cls=DjangoJSONEncoder)
    step.save(force_insert=True)
    return step
