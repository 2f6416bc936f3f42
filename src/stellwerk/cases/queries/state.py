# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the rules of the phases need to know of one case."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from stellwerk.cases.choices import OPEN_PHASES, AppointmentOutcome, Phase
from stellwerk.cases.models import Appointment, Case, CaseTopic, Goal, Measure
from stellwerk.cases.queries.clarification import criteria_of
from stellwerk.cases.rules.clarification import Criteria
from stellwerk.cases.rules.phases import CaseState

BEFORE_ADMISSION = (Phase.APPROACHED, Phase.CLARIFICATION)


def case_state(case: Case, today: date | None = None) -> CaseState:
    """The state of a case as it stands in the database (counts, one query each).

    The checklist is asked for only where an admission may come next.
    """
    now = timezone.now()
    planned = Q(outcome=AppointmentOutcome.PLANNED)
    appointments = Appointment.objects.filter(case=case).aggregate(
        past=Count("pk", filter=planned & Q(starts_at__lte=now)),
        ahead=Count("pk", filter=planned & Q(starts_at__gt=now)),
    )
    goals = Goal.objects.filter(case=case).aggregate(
        all=Count("pk"), unassessed=Count("pk", filter=Q(attainment__isnull=True))
    )
    return CaseState(
        phase=case.phase,
        phase_since=case.phase_since,
        opened_on=case.opened_on,
        today=today or timezone.localdate(),
        has_manager=case.manager_id is not None,
        has_concern=case.concern is not None,
        topics=CaseTopic.objects.filter(case=case).count(),
        goals=goals["all"],
        goals_unassessed=goals["unassessed"],
        measures=Measure.objects.filter(case=case).count(),
        appointments_without_outcome=appointments["past"],
        appointments_ahead=appointments["ahead"],
        criteria=criteria_of(case) if case.phase in BEFORE_ADMISSION else Criteria(),
    )


def has_open_case(person_id: UUID, organisation_id: UUID) -> bool:
    """Whether the person has a running or waiting case in this organisation."""
    return Case.objects.filter(
        person_id=person_id, organisation_id=organisation_id, phase__in=OPEN_PHASES
    ).exists()
