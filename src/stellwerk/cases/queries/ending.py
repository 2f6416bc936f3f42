# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What an ending needs to know, and what comes after it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from stellwerk.cases.choices import Phase
from stellwerk.cases.models import Case, CaseAccess, ClientEvaluation, Goal
from stellwerk.cases.queries.casefile import opened
from stellwerk.cases.queries.today import Due

_MOST = 50


def open_goals(case: Case) -> list[Goal]:
    """Goals without an assessment, in the order in which they were agreed."""
    return opened(Goal.objects.filter(case=case, attainment__isnull=True), case)


def evaluations_of(case: Case) -> list[ClientEvaluation]:
    """What the client has said, the latest first."""
    return opened(ClientEvaluation.objects.filter(case=case), case)


def evaluated_cases(organisation_id: UUID) -> set[UUID]:
    """The cases of an organisation whose client has looked back."""
    rows = ClientEvaluation.objects.filter(organisation_id=organisation_id)
    return set(rows.values_list("case_id", flat=True))


def aftercare_due(access: QuerySet[CaseAccess], day: date) -> list[Due]:
    """Ended cases whose day of after-care has come and of whom nothing was heard since.

    A contact on that day or later settles it. ``detail`` stays empty; ``days`` counts from the
    agreed day on. One query.
    """
    mine: Any = access.filter(phase=Phase.CLOSED).values("case_id")
    unheard = Q(last_contact_on__isnull=True) | Q(last_contact_on__lt=F("aftercare_on"))
    rows = (
        Case.objects.filter(pk__in=mine, aftercare_on__lte=day)
        .filter(unheard)
        .order_by("aftercare_on", "pk")
        .values_list("pk", "case_key", "person_id", "aftercare_on")[:_MOST]
    )
    return [
        Due("aftercare", pk, number, person, on=on, days=(day - on).days)
        for pk, number, person, on in rows
        if on is not None
    ]
