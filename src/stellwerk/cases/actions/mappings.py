# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Saved mappings of foreign lists: kept under a name, forgotten."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.models import ImportMapping


@transaction.atomic
def save_mapping(
    *, actor: Actor, name: str, columns: Mapping[str, str], words: Mapping[str, Mapping[str, str]]
) -> ImportMapping:
    """Keep a mapping under its name; one of the same name is replaced."""
    found, _made = ImportMapping.objects.update_or_create(
        organisation_id=certain(actor.organisation_id, "who imports has one"),
        name=name.strip()[:80],
        defaults={"columns": dict(columns), "words": {k: dict(v) for k, v in words.items()}},
    )
    record(actor=actor, verb=Verb.CHANGED, kind="import_mapping", subjects=[found.pk])
    return found


@transaction.atomic
def forget_mapping(*, actor: Actor, mapping_id: UUID) -> None:
    """Forget a mapping of the own organisation."""
    found = mappings_of(actor).filter(pk=mapping_id).first()
    if found is None:
        raise NotVisible
    record(actor=actor, verb=Verb.DELETED, kind="import_mapping", subjects=[found.pk])
    found.delete()


def mappings_of(actor: Actor) -> QuerySet[ImportMapping]:
    """The mappings of the actor's organisation, by name."""
    if actor.organisation_id is None:
        return ImportMapping.objects.none()
    return ImportMapping.objects.filter(organisation_id=actor.organisation_id)
