# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What all actions on a case share: its key, its log line, its place in the lists."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import attach_key, load_keys, opened_key
from stellwerk.base.refusal import refuse_if
from stellwerk.cases.actions.logging import log_rows
from stellwerk.cases.choices import ENTRUSTED
from stellwerk.cases.models import Case
from stellwerk.cases.rules.course import open_blockers


def case_key(case: Case) -> bytes:
    """The opened data key of a case; jobs that come without one load it."""
    key = opened_key(case)
    if key is None:
        key = load_keys([case.pk]).get(case.pk, b"")
        attach_key([case], key)
    return bytes(key)


def locked_case(case: Case) -> Case:
    """The case as it stands now, locked until the transaction ends, with its key."""
    fresh = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    attach_key([fresh], case_key(case))
    return fresh


def require_open(case: Case) -> None:
    """Nothing new is planned in an ended case; raises one Refusal."""
    phase = Case.objects.values_list("phase", flat=True).get(pk=case.pk)
    refuse_if(open_blockers(phase))


def add_part(*, actor: Actor, case: Case, row: Any, kind: str, fields: Iterable[str]) -> None:
    """Insert a row that hangs on a case under the case's key, record it and tell the event log."""
    row.case_id = case.pk
    row.organisation_id = case.organisation_id
    attach_key([row], case_key(case))
    row.save(force_insert=True)
    record(
        actor=actor, verb=Verb.CREATED, kind=kind, subjects=[case.pk, row.pk],
        fields=list(fields),
    )
    log_rows(actor=actor, case=case, rows=[row], is_new=True)


def still_entrusted(groups: int) -> Any:
    """New field groups of a row; the mark "entrusted" stays until an act of its own lifts it."""
    return F("groups").bitand(ENTRUSTED).bitor(int(groups))


def touch(case: Case, *, contact_on: date | None = None) -> None:
    """Bring a case to the top of the lists; remember the day of a contact if it is the latest."""
    values: dict[str, Any] = {"sort_at": timezone.now()}
    last = case.last_contact_on
    if contact_on is not None and (last is None or contact_on > last):
        values["last_contact_on"] = contact_on
    Case.objects.filter(pk=case.pk).update(**values)
    for name, value in values.items():
        setattr(case, name, value)
