# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Bulk reassignment in the worker. Arguments hold identities only; rights are asked for anew."""

import logging
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from stellwerk.access.matrix import Need, may
from stellwerk.base.actor import Actor, system_actor
from stellwerk.base.context import acting
from stellwerk.cases.actions.reassignment import fail_reassignment, work_on
from stellwerk.cases.models import Reassignment
from stellwerk.cases.queries.reassignment import reassignment_by_id
from stellwerk.directory.queries import actor_for, user_by_id

logger = logging.getLogger(__name__)


@task()
def work_reassignment(run_id: str, organisation_id: str, user_id: str) -> None:
    """Work through a run, a hundred cases per transaction, so that its page shows how far it is."""
    home = UUID(organisation_id)
    with acting(system_actor("reassignment", home)):
        run = reassignment_by_id(home, UUID(run_id))
        actor = _lead(UUID(user_id), home)
    if run is None:
        return
    try:
        if actor is None:
            raise PermissionError
        while _piece(actor, run):
            pass
    except Exception as problem:  # the run must say that it failed, whatever it was
        logger.error("Reassignment %s failed: %s", run.pk, type(problem).__name__)
        with acting(system_actor("reassignment", home)):
            fail_reassignment(run=run)


def _piece(actor: Actor, run: Reassignment) -> bool:
    with acting(actor):
        return work_on(actor=actor, run=run)


def _lead(user_id: UUID, home: UUID) -> Actor | None:
    """Who confirmed, with the rights of this moment; None when she leads the team no more."""
    user = user_by_id(user_id)
    if user is None or not user.is_active:
        return None
    actor = actor_for(user, timezone.localdate(), home)
    return actor if actor.organisation_id == home and may(actor, Need.LEAD_TEAM) else None
