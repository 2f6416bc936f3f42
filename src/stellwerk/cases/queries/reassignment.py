# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Bulk reassignments: which cases, what came of each."""

from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from stellwerk.cases.choices import TransitionState
from stellwerk.cases.models import (
    CaseAccess,
    Reassignment,
    ReassignmentItem,
    Transition,
)
from stellwerk.cases.queries.caseload import Known, OpenRow, known_of, open_case_rows
from stellwerk.cases.rules.caseload import Yardstick

SHOWN = 500


def reassignments(organisation_id: UUID) -> list[Reassignment]:
    """The newest runs of an organisation."""
    rows = Reassignment.objects.filter(organisation_id=organisation_id)
    return list(rows.select_related("from_user")[:20])


def reassignment_by_id(organisation_id: UUID, row_id: UUID) -> Reassignment | None:
    rows = Reassignment.objects.filter(organisation_id=organisation_id, pk=row_id)
    return rows.select_related("from_user").first()


def items_of(run: Reassignment) -> list[ReassignmentItem]:
    """The first lines of a run with what its page shows of their cases."""
    rows = ReassignmentItem.objects.filter(reassignment=run).select_related("case", "to_user")
    return list(rows.order_by("case__case_key")[:SHOWN])


def counts_of(run: Reassignment) -> dict[str, int]:
    """How many cases by outcome."""
    rows = ReassignmentItem.objects.filter(reassignment=run).order_by().values("outcome")
    return {row["outcome"]: row["n"] for row in rows.annotate(n=Count("pk"))}


def cases_to_move(
    access: QuerySet[CaseAccess], organisation_id: UUID, from_user: UUID | None, phase: str,
    measure: Yardstick,
) -> list[tuple[UUID, float]]:
    """The open own cases of somebody (of nobody for None) with their weights."""
    rows = access.filter(owner_organisation_id=organisation_id, manager_id=from_user)
    if from_user is None:
        rows = access.filter(owner_organisation_id=organisation_id, manager__isnull=True)
    rows = rows.filter(phase=phase) if phase else rows
    known = known_of(organisation_id, timezone.localdate())
    found = map(OpenRow._make, open_case_rows(rows, organisation_id))
    return [
        (row.case_id, known.get(row.case_id, Known()).weight(measure, row.phase)) for row in found
    ]


def asked_cases(organisation_id: UUID) -> set[UUID]:
    """Cases about which a colleague has been asked and has not answered."""
    rows = Transition.objects.filter(
        organisation_id=organisation_id, state=TransitionState.PROPOSED,
        to_organisation__isnull=True,
    )
    return set(rows.values_list("case_id", flat=True))


def next_items(run: Reassignment, outcome: str, most: int) -> list[ReassignmentItem]:
    """The next lines to be worked through."""
    rows = ReassignmentItem.objects.filter(reassignment=run, outcome=outcome)
    return list(rows.order_by("id").select_related("to_user")[:most])


def newest_settled(case_id: UUID) -> UUID | None:
    """The transition that last decided who carries a case."""
    rows = Transition.objects.filter(
        case_id=case_id, state=TransitionState.ACCEPTED, to_organisation__isnull=True
    )
    return rows.order_by("-answered_at", "-created_at").values_list("pk", flat=True).first()


