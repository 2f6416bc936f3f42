# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping levers: entering and changing them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.refusal import Conflict, refuse_if
from stellwerk.networks.models import Lever
from stellwerk.networks.rules.keeping import keeper_blockers
from stellwerk.networks.rules.levers import lever_blockers

LEVER_FIELDS = (
    "issue", "title", "point", "power_words", "across_spheres", "effort", "effect", "figure",
    "figure_words", "from_activity", "to_activity", "state",
)
_TEXTS = {"title", "point", "power_words", "effort", "effect", "figure", "figure_words"}


@transaction.atomic
def add_lever(*, actor: Actor, values: Mapping[str, Any]) -> Lever:
    """Enter a lever; ``values`` are keyed by ``LEVER_FIELDS``, with ``powers`` (organisations)."""
    refuse_if(keeper_blockers(actor))
    refuse_if(lever_blockers(values))
    lever = Lever.objects.create(
        organisation_id=certain(actor.organisation_id, "who keeps levers has one"),
        **_cleaned(values),
    )
    lever.powers.set(values.get("powers") or ())
    record(
        actor=actor, verb=Verb.CREATED, kind="lever", subjects=[lever.pk],
        fields=[*LEVER_FIELDS, "powers"],
    )
    return lever


@transaction.atomic
def change_lever(
    *, actor: Actor, lever: Lever, version: int | None, values: Mapping[str, Any]
) -> list[str]:
    """Change a lever; raises ``Conflict`` when somebody else was quicker."""
    refuse_if(keeper_blockers(actor))
    row = Lever.objects.select_for_update(of=("self",)).get(pk=lever.pk)
    cleaned = _cleaned(values)
    before = {name: getattr(row, name) for name in cleaned}
    if row.version != version:
        raise Conflict(
            _("Somebody else has changed this record in the meantime."),
            version=row.version, theirs=before, yours=cleaned, subject_id=row.pk,
        )
    refuse_if(lever_blockers(values, state=row.state))
    changed = [name for name, value in cleaned.items() if before[name] != value]
    powers = {one.pk for one in values.get("powers") or ()}
    if powers != set(row.powers.values_list("pk", flat=True)):
        row.powers.set(powers)
        changed.append("powers")
    if changed:
        for name in changed:
            if name in cleaned:
                setattr(row, name, cleaned[name])
        row.version += 1
        row.save()
        record(actor=actor, verb=Verb.CHANGED, kind="lever", subjects=[row.pk], fields=changed)
    return changed


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: values.get(name) for name in LEVER_FIELDS}
    for name in _TEXTS:
        found[name] = str(found[name] or "").strip()
    found["state"] = found["state"] or Lever._meta.get_field("state").default
    return found
