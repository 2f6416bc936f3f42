# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Checklists of an organisation, and how far one case has been clarified."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from stellwerk.base.keys import share_key
from stellwerk.cases.choices import CriterionState
from stellwerk.cases.models import (
    Case,
    Checklist,
    ChecklistItem,
    Clarification,
    CriterionAnswer,
)
from stellwerk.cases.rules.clarification import Criteria, standing


@dataclass
class CriterionLine:
    """One criterion with what was found out; ``answer`` is missing while nobody said anything."""

    item: ChecklistItem
    answer: CriterionAnswer | None = None

    @property
    def state(self) -> str:
        return self.answer.state if self.answer else CriterionState.OPEN.value

    @property
    def state_label(self) -> str:
        return str(CriterionState(self.state).label)

    @property
    def note(self) -> str:
        return (self.answer.note or "") if self.answer else ""


@dataclass
class ClarificationView:
    """The clarification of one case; ``row`` is missing until something was saved."""

    row: Clarification | None = None
    checklist: Checklist | None = None
    lines: list[CriterionLine] = field(default_factory=list)

    @property
    def version(self) -> int:
        return self.row.version if self.row else 0

    @property
    def is_decided(self) -> bool:
        return bool(self.row and self.row.result)


def checklist_in_force(organisation_id: UUID, day: date) -> Checklist | None:
    """The latest version that is valid on ``day``."""
    return (
        Checklist.objects.filter(organisation_id=organisation_id, valid_from__lte=day)
        .filter(Q(retired_on__isnull=True) | Q(retired_on__gt=day))
        .order_by("-version")
        .first()
    )


def checklists_of(organisation_id: UUID) -> list[Checklist]:
    """All versions, the newest first, with their criteria."""
    rows = Checklist.objects.filter(organisation_id=organisation_id)
    return list(rows.order_by("-version").prefetch_related("items"))


def checklist_by_id(organisation_id: UUID, checklist_id: UUID) -> Checklist | None:
    rows = Checklist.objects.filter(organisation_id=organisation_id, pk=checklist_id)
    return rows.prefetch_related("items").first()


def clarification_of(case: Case) -> ClarificationView:
    """The case's clarification, with the version it was begun with or else the one in force."""
    return clarifications_of([case])[case.pk]


def clarifications_of(cases: Iterable[Case]) -> dict[UUID, ClarificationView]:
    """The same for several cases of one organisation, keys opened, in as many questions as one."""
    found = {case.pk: case for case in cases}
    rows = {
        row.case_id: row
        for row in Clarification.objects.filter(case_id__in=list(found)).select_related(
            "checklist", "referred_to"
        )
    }
    answers = list(CriterionAnswer.objects.filter(case_id__in=list(rows)))
    views = {
        pk: ClarificationView(row=rows.get(pk), checklist=_checklist(case, rows.get(pk)))
        for pk, case in found.items()
    }
    lists = {view.checklist.pk for view in views.values() if view.checklist}
    items = list(ChecklistItem.objects.filter(checklist_id__in=lists))
    for pk, view in views.items():
        given = {answer.item_id: answer for answer in answers if answer.case_id == pk}
        share_key(found[pk], [*given.values(), *([view.row] if view.row else [])])
        if view.checklist:
            view.lines = [
                CriterionLine(item, given.get(item.pk))
                for item in items
                if item.checklist_id == view.checklist.pk
            ]
    return views


def _checklist(case: Case, row: Clarification | None) -> Checklist | None:
    if row is not None:
        return row.checklist
    if case.closed_on is not None:
        return None
    return checklist_in_force(case.organisation_id, timezone.localdate())


def begun_clarifications(organisation_id: UUID) -> set[UUID]:
    """The cases of an organisation of which something was clarified."""
    rows = Clarification.objects.filter(organisation_id=organisation_id)
    return set(rows.values_list("case_id", flat=True))


def criteria_of(case: Case) -> Criteria:
    """How the case stands to its checklist; nothing open where there is none."""
    row = Clarification.objects.filter(case=case).select_related("checklist").first()
    checklist = _checklist(case, row)
    if checklist is None:
        return Criteria()
    items = ChecklistItem.objects.filter(checklist=checklist).values_list(
        "pk", "text", "is_required"
    )
    states = CriterionAnswer.objects.filter(case=case).values_list("item_id", "state")
    return standing(
        list(items), dict(states),
        has_exception=row is not None and row.__dict__.get("exception_reason") is not None,
    )
