# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Deciding for the own organisation."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Conflict, Refusal
from stellwerk.cases.models import OrganisationSetting
from stellwerk.cases.queries.settings import settings_of, settings_version
from stellwerk.cases.rules.settings import default_of


@transaction.atomic
def change_settings(
    *, actor: Actor, values: Mapping[str, Any], version: int | None = None
) -> list[str]:
    """Write what differs from before; the keys changed are audited, the values are not.

    ``version`` is ``settings_version`` of the same keys as the form saw it; None decides
    without looking. Raises ``Conflict`` when somebody else was quicker.
    """
    organisation_id = _organisation(actor)
    before = settings_of(organisation_id, *values)
    now = settings_version(organisation_id, *values)
    if version is not None and version != now:
        raise Conflict(
            _("Somebody else has changed this record in the meantime."),
            version=now, theirs=before, yours=dict(values),
        )
    changed = [key for key, value in values.items() if before[key] != value]
    for key in changed:
        _write(organisation_id, key, values[key])
    if changed:
        record(actor=actor, verb=Verb.CONFIGURED, kind="setting", fields=changed)
    return changed


def _organisation(actor: Actor) -> UUID:
    if actor.organisation_id is None:
        raise Refusal("no_organisation", _("You act for no organisation at the moment."))
    return actor.organisation_id


def _write(organisation_id: UUID, key: str, value: Any) -> None:
    default_of(key)
    rows = OrganisationSetting.objects.select_for_update()
    row = rows.filter(organisation_id=organisation_id, key=key).first()
    if row is None:
        OrganisationSetting.objects.create(
            organisation_id=organisation_id, key=key, value=value
        )
        return
    row.value, row.version = value, row.version + 1
    row.save(update_fields=["value", "version", "updated_at"])
