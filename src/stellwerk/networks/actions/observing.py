# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Noting what was observed between two offices; keeping the known issues."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import refuse_if
from stellwerk.networks.models import Observation
from stellwerk.networks.rules.observing import month_of, observation_blockers

OBSERVATION_FIELDS = (
    "kind", "from_organisation_id", "from_words", "to_organisation_id", "to_words",
    "field_of_action",
    "delay_days", "sentence", "known_issue",
)


@transaction.atomic
def add_observation(
    *, actor: Actor, organisation_id: UUID, person_token: int, since: date,
    values: Mapping[str, Any],
) -> Observation:
    """Hand down the structural half; ``values`` are keyed by ``OBSERVATION_FIELDS``.

    The caller has made sure that the words name nobody it knows.
    """
    refuse_if(observation_blockers(values))
    row = Observation(
        organisation_id=organisation_id, person_token=person_token, month=month_of(since)
    )
    _take_over(row, values)
    row.save(force_insert=True)
    record(
        actor=actor, verb=Verb.CREATED, kind="observation", subjects=[row.pk],
        fields=list(OBSERVATION_FIELDS),
    )
    return row


@transaction.atomic
def add_observations(
    *, actor: Actor, organisation_id: UUID, rows: Sequence[tuple[int, date, Mapping[str, Any]]]
) -> list[UUID]:
    """Hand down many at once (person token, since, values each), as ``add_observation`` does.

    Their identities, in the same order.
    """
    made = []
    for person_token, since, values in rows:
        refuse_if(observation_blockers(values))
        row = Observation(
            organisation_id=organisation_id, person_token=person_token, month=month_of(since)
        )
        _take_over(row, values)
        made.append(row)
    Observation.objects.bulk_create(made)
    ids = [row.pk for row in made]
    if ids:
        record(
            actor=actor, verb=Verb.CREATED, kind="observation", subjects=ids,
            fields=list(OBSERVATION_FIELDS),
        )
    return ids


@transaction.atomic
def change_observation(
    *, actor: Actor, observation: Observation, since: date, values: Mapping[str, Any]
) -> list[str]:
    """Correct the structural half together with the note that it belongs to."""
    refuse_if(observation_blockers(values))
    row = Observation.objects.select_for_update(of=("self",)).get(pk=observation.pk)
    before = {name: getattr(row, name) for name in (*OBSERVATION_FIELDS, "month")}
    _take_over(row, values)
    row.month = month_of(since)
    changed = [name for name, value in before.items() if getattr(row, name) != value]
    if changed:
        row.version += 1
        row.save()
        record(
            actor=actor, verb=Verb.CHANGED, kind="observation", subjects=[row.pk], fields=changed
        )
    return changed


@transaction.atomic
def remove_observation(*, actor: Actor, observation_id: UUID) -> None:
    """Take the structural half away: what was noted by mistake is not counted either."""
    gone, _each = Observation.objects.filter(pk=observation_id).delete()
    if gone:
        record(actor=actor, verb=Verb.DELETED, kind="observation", subjects=[observation_id])


def _take_over(row: Observation, values: Mapping[str, Any]) -> None:
    row.kind = values.get("kind") or ""
    row.sentence = str(values.get("sentence") or "").strip()
    for name in ("from_organisation_id", "to_organisation_id", "field_of_action", "known_issue"):
        setattr(row, name, values.get(name))
    for name in ("from_words", "to_words"):
        setattr(row, name, str(values.get(name) or "").strip())
    row.delay_days = values.get("delay_days")
