# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Writing an ordered report, in the worker. Arguments hold identities only.

Her rights are asked for anew here (promise 7): who lost the role since the order gets no file.
"""

import logging
from io import BytesIO
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from stellwerk.access.matrix import Need, may
from stellwerk.base.actor import Actor, system_actor
from stellwerk.base.context import acting
from stellwerk.base.keys import load_keys
from stellwerk.base.refusal import NotVisible, Refusal
from stellwerk.directory.queries import actor_for, user_by_id
from stellwerk.exchange import parcels
from stellwerk.exchange.report_files import FORMATS, file_name
from stellwerk.indicators.actions.ordering import fail_file, keep_file
from stellwerk.indicators.models import ReportFile
from stellwerk.indicators.queries.ordered import ordered_report, waiting_order

logger = logging.getLogger(__name__)
#: PDF is always German: it goes to councils and authorities.
LANGUAGE = "de"


@task()
def write_report_file(file_id: str, organisation_id: str) -> None:
    """Write one ordered file, or note why not."""
    place = system_actor("report file", UUID(organisation_id))
    with acting(place):
        order = waiting_order(UUID(file_id), UUID(organisation_id))
        actor = _who_ordered(order) if order else None
    if order is None:
        return
    if actor is None:
        with acting(place):
            fail_file(order=order, code="rights")
        return
    try:
        _write(order, actor)
    except Exception as problem:  # the order must say that it failed, whatever it was
        code = problem.code if isinstance(problem, Refusal) else type(problem).__name__
        logger.error("Report file %s failed: %s", order.pk, code)
        with acting(place):
            fail_file(order=order, code=code)


def _who_ordered(order: ReportFile) -> Actor | None:
    """The person with the rights of this moment; None when she may not see figures any more."""
    user = user_by_id(order.ordered_by_id)
    if user is None or not user.is_active:
        return None
    actor = actor_for(user, timezone.localdate(), order.organisation_id)
    if actor.organisation_id != order.organisation_id or not may(actor, Need.SEE_FIGURES):
        return None
    return actor


def _write(order: ReportFile, actor: Actor) -> None:
    """Compute, write, seal; the slow part in the middle holds no transaction."""
    with acting(actor):
        report = ordered_report(order, order.organisation)
        key = load_keys([order.pk]).get(order.pk)
    if not key:
        raise NotVisible
    content = FORMATS[order.file_format].write(report, LANGUAGE)
    parcels.REPORTS.put(order.pk, key, BytesIO(content))
    with acting(actor):
        keep_file(order=order, name=file_name(report, order.file_format), size=len(content))
