# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The log for those who may read it: the own organisation's rows, and reading it is logged."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from stellwerk.access.matrix import Need, may
from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.audit.models import Event
from stellwerk.audit.queries import LogFilter, events_of
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.models import Case


def visible_events(actor: Actor, wanted: LogFilter) -> QuerySet[Event]:
    """The rows of the log that the actor may read; opening it is itself a row of the log."""
    if actor.organisation_id is None or not may(actor, Need.READ_LOG):
        raise NotVisible
    used = [name for name, value in vars(wanted).items() if value]
    record(actor=actor, verb=Verb.READ, kind="log", fields=used)
    return events_of(actor.organisation_id, wanted)


def case_numbers(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Numbers of the organisation's own cases among ``ids``; a number names nobody."""
    if actor.organisation_id is None or not may(actor, Need.READ_LOG):
        raise NotVisible
    rows = Case.objects.filter(organisation_id=actor.organisation_id, pk__in=set(ids))
    return dict(rows.values_list("pk", "case_key"))


def case_by_number(actor: Actor, number: str) -> UUID | None:
    """The own case with this number, for looking up who read it."""
    if actor.organisation_id is None or not may(actor, Need.READ_LOG):
        raise NotVisible
    rows = Case.objects.filter(organisation_id=actor.organisation_id, case_key=number)
    return rows.values_list("pk", flat=True).first()
