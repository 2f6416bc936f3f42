# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who looked into a case, shown on the case itself to those who work on it (row G5).

The data-protection officer has the whole log (``access.log``); here stands one own case.
"""

from datetime import datetime

from django.db.models import QuerySet

from stellwerk.access.visible import OpenedCase
from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.audit.models import Event
from stellwerk.audit.queries import LogFilter, events_of
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import NotVisible


def reads_of_case(
    actor: Actor, opened: OpenedCase, *, since: datetime, verb: str = ""
) -> QuerySet[Event]:
    """Rows of the log about an own case since a moment, unordered; looking is a row as well."""
    if not opened.may_write:
        raise NotVisible
    record(actor=actor, verb=Verb.READ, kind="log", subjects=[opened.case.pk])
    wanted = LogFilter(since=since, subject=opened.case.pk, verb=verb)
    return events_of(opened.case.organisation_id, wanted)
