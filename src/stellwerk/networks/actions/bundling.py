# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Bundling observations into an issue by hand, and taking them out again."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.refusal import Refusal, refuse_if
from stellwerk.networks.actions.issues import add_known_issue
from stellwerk.networks.choices import NO_LONGER_NOTED
from stellwerk.networks.models import KnownIssue, Observation
from stellwerk.networks.rules.keeping import keeper_blockers


@transaction.atomic
def bundle(
    *, actor: Actor, observation_ids: Iterable[Any], issue: KnownIssue | None = None,
    values: Mapping[str, Any] | None = None,
) -> tuple[KnownIssue, list[UUID]]:
    """Say that these observations of the own organisation are one issue, known or new.

    ``values`` describe a new one as in ``add_known_issue``. What somebody has bundled meanwhile
    stays where it is; the identities of those that were taken come back.
    """
    refuse_if(keeper_blockers(actor))
    rows = Observation.objects.select_for_update(of=("self",)).filter(
        organisation_id=_own(actor), pk__in=identities(observation_ids),
        known_issue__isnull=True,
    )
    taken = [row.pk for row in rows]
    if not taken:
        raise Refusal("nothing", _("Please tick what belongs together."), field="observations")
    if issue is None:
        issue = add_known_issue(actor=actor, **(values or {}))
    elif issue.state in NO_LONGER_NOTED:
        text = _("This issue is done: choose another or enter it anew.")
        raise Refusal("done", text, field="issue")
    Observation.objects.filter(pk__in=taken).update(
        known_issue=issue, bundled_on=timezone.localdate(), version=F("version") + 1,
        updated_at=timezone.now(),
    )
    _noted(actor, taken)
    return issue, taken


@transaction.atomic
def unbundle(
    *, actor: Actor, observation_ids: Iterable[Any], issue: KnownIssue | None = None
) -> list[UUID]:
    """Take observations out of their issue; one without words of its own stays: it has no others.

    The identities of those that were taken out.
    """
    refuse_if(keeper_blockers(actor))
    rows = Observation.objects.select_for_update(of=("self",)).filter(
        organisation_id=_own(actor), pk__in=identities(observation_ids),
        known_issue__isnull=False,
    ).exclude(sentence="")
    taken = [row.pk for row in (rows if issue is None else rows.filter(known_issue=issue))]
    Observation.objects.filter(pk__in=taken).update(
        known_issue=None, bundled_on=None, version=F("version") + 1, updated_at=timezone.now()
    )
    if taken:
        _noted(actor, taken)
    return taken


def identities(given: Iterable[Any]) -> list[UUID]:
    """What can be read as identities of rows; anything else names nothing."""
    found = []
    for one in given:
        try:
            found.append(Observation._meta.pk.to_python(one))
        except ValidationError:
            continue
    return found


def _own(actor: Actor) -> UUID:
    return certain(actor.organisation_id, "who keeps issues has one")


def _noted(actor: Actor, taken: list[UUID]) -> None:
    record(
        actor=actor, verb=Verb.CHANGED, kind="observation", subjects=taken, fields=["known_issue"]
    )
