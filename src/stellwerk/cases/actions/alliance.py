# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The working alliance: agreed, corrected, ended."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from stellwerk.base.actor import Actor
from stellwerk.base.refusal import refuse_if
from stellwerk.cases.actions.changing import update_fields
from stellwerk.cases.actions.parts import add_part, require_open, touch
from stellwerk.cases.models import Alliance, Case
from stellwerk.cases.rules.consent import alliance_blockers

ALLIANCE_FIELDS = (
    "agreed_on", "content", "client_side", "our_side", "explained_in", "ended_on",
)


def _check(values: Mapping[str, Any]) -> None:
    refuse_if(
        alliance_blockers(
            agreed_on=values.get("agreed_on"), content=str(values.get("content") or ""),
            ended_on=values.get("ended_on"), today=timezone.localdate(),
        )
    )


@transaction.atomic
def add_alliance(*, actor: Actor, case: Case, values: Mapping[str, Any]) -> Alliance:
    """Note what both sides agreed on; ``values`` are keyed by ``ALLIANCE_FIELDS``."""
    require_open(case)
    _check(values)
    alliance = Alliance(by=actor.label)
    for name in ALLIANCE_FIELDS:
        if values.get(name) not in (None, ""):
            setattr(alliance, name, values[name])
    add_part(actor=actor, case=case, row=alliance, kind="alliance", fields=ALLIANCE_FIELDS)
    touch(case)
    return alliance


@transaction.atomic
def change_alliance(
    *, actor: Actor, case: Case, alliance: Alliance, version: int | None,
    values: Mapping[str, Any],
) -> list[str]:
    """Correct what was agreed, or say that it has ended."""
    _check(values)
    changed = update_fields(
        actor=actor, row=alliance, version=version, kind="alliance", subjects=[case.pk],
        values=values,
    )
    if changed:
        touch(case)
    return changed
