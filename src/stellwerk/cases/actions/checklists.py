# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Publishing an organisation's admission criteria: a version is never changed, only followed."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.refusal import Refusal, refuse_if
from stellwerk.cases.actions.people import own_organisation
from stellwerk.cases.models import Checklist, ChecklistItem
from stellwerk.cases.rules.checklist_sets import Criterion
from stellwerk.cases.rules.clarification import (
    MOST_CRITERIA,
    checklist_blockers,
    criterion_key,
)

CHECKLIST_FIELDS = ("name", "valid_from", "criteria")


@transaction.atomic
def publish_checklist(
    *,
    actor: Actor,
    name: str,
    valid_from: date | None,
    criteria: Sequence[Criterion],
    based_on: str = "",
) -> Checklist:
    """The next version of the organisation's checklist; the one before ends when it begins.

    Clarifications that were begun keep the version they were answered with. A criterion without a
    key gets one from its words.
    """
    organisation_id = own_organisation(actor)
    kept = [one for one in criteria if one.text.strip()]
    earlier = Checklist.objects.select_for_update().filter(organisation_id=organisation_id)
    latest = earlier.order_by("-version").first()
    refuse_if(
        checklist_blockers(
            name, [one.text for one in kept], valid_from,
            latest.valid_from if latest and latest.retired_on is None else None,
        )
    )
    if len(kept) > MOST_CRITERIA:
        raise Refusal("too_many", _("A checklist has at most 20 criteria."))
    begins = certain(valid_from, "the blockers ask for it")
    Checklist.objects.filter(organisation_id=organisation_id, retired_on__isnull=True).update(
        retired_on=begins
    )
    made = Checklist.objects.create(
        organisation_id=organisation_id, name=name.strip(), valid_from=begins,
        version=(earlier.aggregate(last=Max("version"))["last"] or 0) + 1, based_on=based_on,
    )
    taken: set[str] = set()
    for position, one in enumerate(kept):
        key = one.key if one.key and one.key not in taken else criterion_key(one.text, taken)
        taken.add(key)
        ChecklistItem.objects.create(
            organisation_id=organisation_id, checklist=made, key=key, text=one.text.strip(),
            is_required=one.is_required, position=position,
        )
    record(
        actor=actor, verb=Verb.CREATED, kind="checklist", subjects=[made.pk],
        fields=list(CHECKLIST_FIELDS), note=str(made.version),
    )
    return made


@transaction.atomic
def retire_checklist(*, actor: Actor, checklist: Checklist, on: date) -> None:
    """From ``on`` no checklist asks before an admission, until a next version is published."""
    fresh = Checklist.objects.select_for_update().get(pk=checklist.pk)
    if fresh.retired_on is not None and fresh.retired_on <= on:
        raise Refusal("retired", _("This version is no longer in force."))
    fresh.retired_on = max(on, fresh.valid_from)
    fresh.save(update_fields=["retired_on", "updated_at"])
    record(
        actor=actor, verb=Verb.CHANGED, kind="checklist", subjects=[fresh.pk],
        fields=["retired_on"], note=str(fresh.version),
    )
