# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Anvertraut: a row that leaves the organisation only by an explicit act of its own."""

from typing import Any

from django.db import transaction

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.cases.actions.changing import locked_row
from stellwerk.cases.actions.goals import regroup
from stellwerk.cases.actions.logging import log_person_rows, log_rows
from stellwerk.cases.actions.parts import touch
from stellwerk.cases.choices import ENTRUSTED
from stellwerk.cases.models import Case, Goal


@transaction.atomic
def set_entrusted(
    *, actor: Actor, case: Case, row: Any, kind: str, is_entrusted: bool
) -> bool:
    """Mark a row as entrusted or take the mark off; whether that changed anything.

    Works on every row of a case that says its field groups. From the next statement on no other
    organisation sees a marked row, whatever was granted to it.
    """
    fresh = locked_row(row)
    groups = fresh.groups | ENTRUSTED if is_entrusted else fresh.groups & ~ENTRUSTED
    if groups == fresh.groups:
        return False
    type(row)._default_manager.filter(pk=row.pk).update(groups=groups)
    row.groups = groups
    if isinstance(row, Goal):
        regroup(row, groups)
    record(
        actor=actor, verb=Verb.CHANGED, kind=kind, subjects=[case.pk, row.pk],
        fields=["entrusted"],
    )
    if hasattr(row, "case_id"):
        log_rows(actor=actor, case=case, rows=[row])
    else:
        log_person_rows(actor=actor, person=case.person, rows=[row])
    touch(case)
    return True
