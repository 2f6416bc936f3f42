# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Noting barriers: the note stays in the case, a sentence without any person is handed down."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Blocker, refuse_if
from stellwerk.cases.actions.changing import lock_version, locked_row, update_fields
from stellwerk.cases.actions.logging import log_rows
from stellwerk.cases.actions.parts import add_part, touch
from stellwerk.cases.actions.tokens import person_token
from stellwerk.cases.models import Barrier, Case
from stellwerk.cases.queries.barriers import names_in, observation_of
from stellwerk.cases.rules.barriers import naming_blockers, since_blockers
from stellwerk.networks.actions.observing import (
    add_observation,
    change_observation,
    remove_observation,
)
from stellwerk.networks.queries.offices import sides
from stellwerk.networks.rules.observing import observation_blockers

#: Keys of ``values``; an office is named by its name in the directory or by other words.
BARRIER_FIELDS = (
    "sentence", "known_issue", "from_office", "to_office", "kind", "since", "delay_days",
    "field_of_action", "note",
)


@transaction.atomic
def record_barrier(*, actor: Actor, case: Case, values: Mapping[str, Any]) -> Barrier:
    """Note what stood in the way; ``values`` are keyed by ``BARRIER_FIELDS``.

    Refuses words that name the client, her household or somebody involved.
    """
    structural = _structural(values)
    refuse_if(_blockers(case, structural, values))
    observation = add_observation(
        actor=actor, organisation_id=case.organisation_id, since=values["since"],
        person_token=person_token(case.organisation_id, case.person_id), values=structural,
    )
    barrier = Barrier(
        observation=observation, since=values["since"], by=actor.label, by_user_id=actor.user_id
    )
    barrier.note = values.get("note") or None
    add_part(actor=actor, case=case, row=barrier, kind="barrier", fields=["since", "note"])
    touch(case)
    return barrier


@transaction.atomic
def change_barrier(
    *, actor: Actor, case: Case, barrier: Barrier, version: int | None,
    values: Mapping[str, Any],
) -> list[str]:
    """Correct both halves together."""
    structural = _structural(values)
    refuse_if(_blockers(case, structural, values))
    changed = update_fields(
        actor=actor, row=barrier, version=version, kind="barrier", subjects=[case.pk],
        values={"since": values["since"], "note": values.get("note") or None},
    )
    below = change_observation(
        actor=actor, observation=observation_of(barrier), since=values["since"],
        values=structural,
    )
    barrier.observation = observation_of(barrier)
    log_rows(actor=actor, case=case, rows=[barrier])
    if below and not changed:
        Barrier.objects.filter(pk=barrier.pk).update(version=F("version") + 1)
    return [*changed, *below]


@transaction.atomic
def remove_barrier(*, actor: Actor, case: Case, barrier: Barrier, version: int | None) -> None:
    """Erase a barrier that was noted by mistake; its observation is no longer counted."""
    row = locked_row(barrier)
    lock_version(row, version, row, {})
    observation_id = row.observation_id
    log_rows(actor=actor, case=case, removed=[row])
    row.delete()
    remove_observation(actor=actor, observation_id=observation_id)
    record(actor=actor, verb=Verb.DELETED, kind="barrier", subjects=[case.pk, barrier.pk])


def _structural(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is handed down, with each office as an organisation or in words."""
    names = ("sentence", "known_issue", "kind", "delay_days", "field_of_action")
    return {**{name: values.get(name) for name in names}, **sides(values)}


def _blockers(
    case: Case, structural: Mapping[str, Any], values: Mapping[str, Any]
) -> list[Blocker]:
    texts = {
        "sentence": str(structural["sentence"] or ""),
        "from_office": structural["from_words"],
        "to_office": structural["to_words"],
    }
    return [
        *observation_blockers(structural),
        *naming_blockers(names_in(case, texts)),
        *since_blockers(values.get("since"), timezone.localdate()),
    ]

