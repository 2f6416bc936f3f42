# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""One's own draft of a form, who else has it open, what a record can go back to."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from stellwerk.base.keys import share_key
from stellwerk.cases.models import Case, OpenForm, UndoStep
from stellwerk.cases.rules.drafts import PRESENT_FOR, UNDO_KEPT


@dataclass(frozen=True)
class Present:
    """Somebody else who has the same form open."""

    name: str
    since: datetime


@dataclass(frozen=True)
class FormState:
    """What is known of a form besides what it asks: an own draft, and others who have it open."""

    draft: str = ""
    draft_at: datetime | None = None
    others: tuple[Present, ...] = ()


def form_state(case: Case, form: str, user_id: UUID | None) -> FormState:
    """One query for the draft and the others; a draft that cannot be opened is none."""
    rows = list(OpenForm.objects.filter(case=case, form=form))
    earliest = timezone.now() - PRESENT_FOR
    others = tuple(
        Present(row.user_name, row.since)
        for row in rows
        if row.user_id != user_id and row.seen_at is not None and row.seen_at > earliest
    )
    mine = next((row for row in rows if row.user_id == user_id and row.draft_at), None)
    if mine is None:
        return FormState(others=others)
    share_key(case, [mine])
    # An unreadable text holds no "=": nothing is restored from it.
    text = str(mine.draft or "")
    return FormState(text if "=" in text else "", mine.draft_at, others)


def undo_step_of(row: Any) -> UndoStep | None:
    """The step that would take back the newest change of a record, while that is possible."""
    return (
        UndoStep.objects.filter(
            row_id=row.pk, version=row.version, created_at__gt=timezone.now() - UNDO_KEPT
        )
        .order_by("-created_at")
        .first()
    )


def replaced_values(case: Case, row_id: UUID, version: int | str) -> dict[str, Any]:
    """What the change that made this version of a record replaced, by column, as stored in JSON.

    Empty when that is not known. The keys of the case and of its person must be opened.
    """
    step = UndoStep.objects.filter(row_id=row_id, version=version).order_by("-created_at").first()
    subject: Any = case if step and step.case_id == case.pk else case.person
    if step is None or step.key_subject_id != subject.pk:
        return {}
    share_key(subject, [step])
    try:
        found: dict[str, Any] = json.loads(str(step.values))
    except ValueError:
        return {}
    return found


def undo_step(case: Case, step_id: UUID) -> UndoStep | None:
    """One step of the case or of its person."""
    rows = UndoStep.objects.filter(pk=step_id, organisation_id=case.organisation_id)
    step = rows.first()
    if step is None or (case.pk != step.case_id and case.person_id != step.person_id):
        return None
    return step
