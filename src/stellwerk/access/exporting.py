# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What of an ordered file its orderer may see: asked at the order, at the run, at every download.

A grant that was revoked or narrowed in between, a role that ended, a case that went to somebody
else: then the whole file is refused, not a part of it silently left out.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from stellwerk.access.matrix import Need, may
from stellwerk.access.visible import GRANTED, still_allowed, visible_access, visible_cases
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions.exports import MOST_CASES, log_cases
from stellwerk.cases.choices import ExportState
from stellwerk.cases.models import CaseExport
from stellwerk.cases.queries.lists import ORDER, CaseFilter, narrowed
from stellwerk.directory.queries import actor_for, user_by_id

#: A worker that has not noted progress for so long has died.
STALLED = timedelta(minutes=15)


def cases_to_export(actor: Actor, chosen: CaseFilter) -> dict[UUID, int]:
    """The cases of the list as it stands, each with the field groups the actor may see.

    One more than fits is found, so that too many can be told.
    """
    if actor.organisation_id is None:
        return {}
    rows = narrowed(visible_access(actor), chosen, actor.organisation_id).order_by(*ORDER)
    return {row["case_id"]: row["scope"] for row in rows[: MOST_CASES + 1]}


def who_ordered(order: CaseExport) -> Actor | None:
    """The orderer with the rights of this moment; None when she may see no cases here any more."""
    user = user_by_id(order.ordered_by_id)
    if user is None or not user.is_active:
        return None
    actor = actor_for(user, timezone.localdate(), order.organisation_id)
    if actor.organisation_id != order.organisation_id or not may(actor, Need.SEE_CASES):
        return None
    return actor


def own_exports(actor: Actor, now: datetime) -> QuerySet[CaseExport]:
    """The actor's own orders in her organisation that have not run out, newest first."""
    if actor.organisation_id is None or actor.user_id is None:
        return CaseExport.objects.none()
    return CaseExport.objects.filter(
        organisation_id=actor.organisation_id, ordered_by_id=actor.user_id, expires_at__gt=now
    ).order_by("-created_at")


def own_export(actor: Actor, export_id: UUID, now: datetime) -> CaseExport:
    """One of the actor's own orders, or ``NotVisible``: missing, somebody else's, or run out."""
    found = own_exports(actor, now).filter(pk=export_id).first()
    if found is None:
        raise NotVisible
    if found.state == ExportState.WAITING and now - found.updated_at > STALLED:
        found.state = ExportState.FAILED
    elif found.state != ExportState.FAILED and not still_allowed(actor, found.wanted):
        found.state, found.code = ExportState.FAILED, "no_longer_visible"
    elif found.state == ExportState.READY and _changed_since(actor, found):
        found.state, found.code = ExportState.FAILED, "changed_since"
    return found


def _changed_since(actor: Actor, order: CaseExport) -> bool:
    """Whether a foreign case was worked on since: a row in the file may be entrusted by now."""
    shared = visible_cases(actor).filter(pk__in=list(order.wanted), sort_at__gt=order.created_at)
    return shared.exclude(organisation_id=order.organisation_id).exists()


def waiting_export(export_id: UUID, organisation_id: UUID) -> CaseExport | None:
    """The order that the worker is to carry out; None when it is done or gone."""
    waiting = CaseExport.objects.select_related("organisation").filter(
        pk=export_id, organisation_id=organisation_id, state=ExportState.WAITING
    )
    return waiting.first()


def record_cases(actor: Actor, verb: Verb, order: CaseExport, ids: Sequence[UUID]) -> None:
    """Note the cases in the actor's log, and granted ones in their owners' logs as well."""
    log_cases(actor=actor, verb=verb, order=order, ids=ids)
    rows = visible_access(actor).filter(case_id__in=ids)
    foreign = rows.exclude(owner_organisation_id=actor.organisation_id)
    owners: dict[UUID, list[UUID]] = {}
    for owner, case_id in foreign.values_list("owner_organisation_id", "case_id"):
        owners.setdefault(owner, []).append(case_id)
    for owner, theirs in owners.items():
        log_cases(
            actor=actor, verb=verb, order=order, ids=theirs, note=GRANTED, organisation_id=owner
        )
