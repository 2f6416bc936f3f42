# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Typical cases as far as they need the case base: made of cases, counted, released, withdrawn."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from stellwerk.base.actor import Actor
from stellwerk.base.refusal import refuse_if
from stellwerk.cases.models import Case, TypicalSource
from stellwerk.cases.queries.reidentification import evidence_for
from stellwerk.cases.queries.typical_drafts import Draft
from stellwerk.networks.actions.typical import (
    add_typical_case,
    release_typical_case,
    withdraw_if_too_few,
)
from stellwerk.networks.models import TypicalCase
from stellwerk.networks.queries.typical import released_by
from stellwerk.networks.rules.reidentification import risk_blockers


@transaction.atomic
def draft_from_cases(
    *, actor: Actor, cases: Sequence[Case], draft: Draft, values: Mapping[str, Any]
) -> TypicalCase:
    """Keep what was drafted from these cases; which ones stays behind the own wall."""
    made = add_typical_case(
        actor=actor, values={**draft.values, **values}, stations=draft.station_values,
        source_count=len(cases),
    )
    TypicalSource.objects.bulk_create(
        TypicalSource(organisation_id=made.organisation_id, case=case, typical_case=made)
        for case in cases
    )
    return made


@transaction.atomic
def release_to_group(*, actor: Actor, typical: TypicalCase, version: int | None) -> TypicalCase:
    """Ask the case base and release; refused when fewer than five people share what is said.

    The releases of an organisation wait for each other: two typical cases of the same people,
    released at the same moment, would otherwise each be counted without the other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"typical_release {typical.organisation_id}"],
        )
    evidence = evidence_for(typical)
    refuse_if(risk_blockers(evidence))
    return release_typical_case(
        actor=actor, typical=typical, version=version, evidence=evidence
    )


@transaction.atomic
def recount_released(*, actor: Actor, organisation_id: UUID) -> int:
    """Withdraw what too few people share by now (erased cases, corrected facts); how many."""
    return sum(
        withdraw_if_too_few(
            actor=actor, typical=typical, evidence=evidence_for(typical, again=True)
        )
        for typical in released_by(organisation_id)
    )
