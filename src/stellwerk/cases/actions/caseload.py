# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Noting hours for case work and what the team's caseload is measured with."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.refusal import refuse_if
from stellwerk.cases.actions.people import own_organisation
from stellwerk.cases.actions.settings import change_settings
from stellwerk.cases.actions.transitions import is_worker
from stellwerk.cases.choices import NEED_LEVELS, OPEN_PHASES
from stellwerk.cases.models import WorkTime
from stellwerk.cases.rules.caseload import (
    DAYS_KEY,
    NEEDS_KEY,
    SILENCE_KEY,
    STEP_KEY,
    WEIGHTS_KEY,
    work_time_blockers,
)
from stellwerk.directory.models import User

WORK_TIME_FIELDS = ("user", "hours_per_week", "valid_from")


@transaction.atomic
def set_work_time(
    *, actor: Actor, user: User | None, hours_per_week: Decimal | None, valid_from: date | None
) -> WorkTime:
    """Hours per week for case work from a day on; the same day again corrects its row."""
    organisation_id = own_organisation(actor)
    refuse_if(
        work_time_blockers(
            hours=hours_per_week, valid_from=valid_from,
            is_worker=is_worker(organisation_id, user.pk if user else None),
        )
    )
    whose, hours = certain(user, "a worker"), certain(hours_per_week, "the blockers ask for it")
    since = certain(valid_from, "the blockers ask for it")
    rows = WorkTime.objects.select_for_update(of=("self",))
    row = rows.filter(organisation_id=organisation_id, user=whose, valid_from=since).first()
    verb = Verb.CREATED if row is None else Verb.CHANGED
    if row is None:
        row = WorkTime(organisation_id=organisation_id, user=whose, valid_from=since)
    else:
        row.version += 1
    row.hours_per_week = hours
    row.save()
    record(
        actor=actor, verb=verb, kind="work_time", subjects=[whose.pk, row.pk],
        fields=list(WORK_TIME_FIELDS),
    )
    return row


def change_yardstick(
    *, actor: Actor, version: int | None, weights: Mapping[str, float],
    need_weights: Mapping[int, float], usual_days: Mapping[str, int], topic_step: float,
    silence_days: int,
) -> list[str]:
    """What the organisation measures its caseload with; keyed by open phases, levels of need."""
    values: dict[str, Any] = {
        WEIGHTS_KEY: {phase.value: float(weights[phase]) for phase in OPEN_PHASES},
        NEEDS_KEY: {str(level): float(need_weights[level]) for level in NEED_LEVELS},
        DAYS_KEY: {phase.value: int(usual_days[phase]) for phase in OPEN_PHASES},
        STEP_KEY: float(topic_step),
        SILENCE_KEY: int(silence_days),
    }
    return change_settings(actor=actor, values=values, version=version)
