# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Writing ordered case records, in the worker. Arguments hold identities only.

The orderer's rights are asked for anew (promise 7), before the first case and after the last one.
"""

import logging
from io import BytesIO
from itertools import islice
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from stellwerk.access.exporting import record_cases, waiting_export, who_ordered
from stellwerk.access.visible import still_allowed
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor, system_actor
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions.exports import fail_export, keep_export, note_progress
from stellwerk.cases.models import CaseExport
from stellwerk.cases.queries.exporting import SheetRows
from stellwerk.exchange import parcels
from stellwerk.exchange.case_files import FORMS, Mark
from stellwerk.exchange.words import load_words
from stellwerk.vault.fields import opened_key

logger = logging.getLogger(__name__)
#: Cases per step; between two the page learns how far it is.
CHUNK = 200


class NoLongerVisible(Exception):  # noqa: N818 - an answer to the orderer
    """The orderer may not see all of it any more."""


@task()
def write_case_export(export_id: str, organisation_id: str) -> None:
    """Write one ordered file, or note why not."""
    place = system_actor("case export", UUID(organisation_id))
    with acting(place):
        order = waiting_export(UUID(export_id), UUID(organisation_id))
        actor = who_ordered(order) if order else None
    if order is None:
        return
    try:
        if actor is None:
            raise NoLongerVisible
        _write(order, actor)
    except NoLongerVisible:
        _failed(order, place, "no_longer_visible")
    except Exception as problem:  # the order must say that it failed, whatever it was
        code = problem.code if isinstance(problem, Refusal) else type(problem).__name__
        logger.error("Case export %s failed: %s", order.pk, code)
        _failed(order, place, code)


def _failed(order: CaseExport, place: Actor, code: str) -> None:
    parcels.EXPORTS.drop(order.pk)
    with acting(place):
        fail_export(order=order, code=code)


def _write(order: CaseExport, actor: Actor) -> None:
    """Read step by step, write, seal; the slow part at the end holds no transaction."""
    with acting(actor):
        _require_visible(actor, order)
        open_keys([order])
        key = opened_key(order) or b""
        mark = Mark(
            order.number, order.ordered_by.split(" <")[0], timezone.now(), order.purpose or ""
        )
        rows = SheetRows(order.sheets, with_entrusted=order.with_entrusted)
        words = load_words()
    cases = iter(order.wanted.items())
    done = 0
    while chunk := dict(islice(cases, CHUNK)):
        with acting(actor):
            record_cases(actor, Verb.READ, order, list(chunk))
            rows.read(chunk)
            done += len(chunk)
            note_progress(order=order, done=done)
    form = FORMS[order.file_format]
    content = form.write(rows.rows, words, mark)
    parcels.EXPORTS.put(order.pk, key, BytesIO(content))
    with acting(actor):
        _require_visible(actor, order)
        name = f"stellwerk-{order.number.lower()}.{form.ending}"
        keep_export(order=order, name=name, size=len(content))


def _require_visible(actor: Actor, order: CaseExport) -> None:
    if not still_allowed(actor, order.wanted):
        raise NoLongerVisible
