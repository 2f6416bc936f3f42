# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The cases behind a figure: the same definition that counts them leads to them."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from stellwerk.cases.choices import DUE_OUTCOMES, AppointmentOutcome, ClosedBy, ClosingKind
from stellwerk.cases.models import Appointment, CaseFact
from stellwerk.indicators.choices import CaseSet
from stellwerk.indicators.queries.facts import midnight
from stellwerk.indicators.rules.definitions import definition_of
from stellwerk.indicators.rules.report import Period
from stellwerk.indicators.rules.words import in_both
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term

Filter = Callable[[Period], Q]


def cases_behind(key: str, organisation_id: UUID, period: Period) -> QuerySet[CaseFact] | None:
    """The facts of the cases that the figure ``key`` counts; None when there is no such figure."""
    definition = definition_of(key)
    if definition is None:
        return None
    found = CaseFact.objects.filter(organisation_id=organisation_id).filter(_belongs(period))
    if definition.behind in (CaseSet.TOPIC, CaseSet.CENTRAL):
        return _with_topic(found, key, definition.behind)
    return found.filter(_FILTERS[definition.behind](period))


def _belongs(period: Period) -> Q:
    condition = Q()
    if period.end:
        condition &= Q(opened_on__lte=period.end)
    if period.start:
        condition &= Q(closed_on__isnull=True) | Q(closed_on__gte=period.start)
    return condition


def _ended(period: Period) -> Q:
    return Q(closed_on__lte=period.end) if period.end else Q(closed_on__isnull=False)


def _running(period: Period) -> Q:
    still_open = Q(closed_on__isnull=True)
    return still_open | Q(closed_on__gt=period.end) if period.end else still_open


def _of_kind(kind: ClosingKind, **more: object) -> Filter:
    return lambda period: _ended(period) & Q(closing_kind=kind, **more)


def _by_others(period: Period) -> Q:
    alone = Q(closed_by__in=(ClosedBy.CLIENT, ClosedBy.CASE_MANAGER))
    named = Q(closed_by__isnull=False) & alone
    return _ended(period) & Q(closing_kind=ClosingKind.UNPLANNED) & ~named


def _with_appointments(period: Period, *outcomes: str) -> Exists:
    """Whether the case has such an appointment in the period."""
    found = Appointment.objects.filter(case_id=OuterRef("case_id"), outcome__in=outcomes)
    if period.start:
        found = found.filter(starts_at__gte=midnight(period.start))
    if period.end:
        found = found.filter(starts_at__lt=midnight(period.end + timedelta(days=1)))
    return Exists(found)


def _due(period: Period) -> Q:
    if period.is_everything:
        return Q(due__gt=0)
    return Q(_with_appointments(period, *DUE_OUTCOMES))


def _all_kept(period: Period) -> Q:
    if period.is_everything:
        return Q(due__gt=0, kept=F("due"))
    missed = (AppointmentOutcome.NO_SHOW, AppointmentOutcome.CANCELLED_BY_CLIENT)
    return Q(_with_appointments(period, AppointmentOutcome.KEPT)) & ~Q(
        _with_appointments(period, *missed)
    )


def _other_appointments(outcome: AppointmentOutcome) -> Filter:
    column = str(outcome)

    def condition(period: Period) -> Q:
        if period.is_everything:
            return Q(**{f"{column}__gt": 0})
        return Q(_with_appointments(period, outcome))

    return condition


_FILTERS: dict[CaseSet, Filter] = {
    CaseSet.ALL: lambda period: Q(),
    CaseSet.RUNNING: _running,
    CaseSet.ENDED: _ended,
    CaseSet.PLANNED: _of_kind(ClosingKind.PLANNED),
    CaseSet.UNPLANNED: _of_kind(ClosingKind.UNPLANNED),
    CaseSet.BY_CLIENT: _of_kind(ClosingKind.UNPLANNED, closed_by=ClosedBy.CLIENT),
    CaseSet.BY_CASE_MANAGER: _of_kind(ClosingKind.UNPLANNED, closed_by=ClosedBy.CASE_MANAGER),
    CaseSet.BY_OTHERS: _by_others,
    CaseSet.KIND_MISSING: lambda period: _ended(period) & Q(closing_kind__isnull=True),
    CaseSet.ASSESSED_PLANNED: _of_kind(ClosingKind.PLANNED, goals_assessed__gt=0),
    CaseSet.ASSESSED_UNPLANNED: _of_kind(ClosingKind.UNPLANNED, goals_assessed__gt=0),
    CaseSet.DUE: _due,
    CaseSet.ALL_KEPT: _all_kept,
    CaseSet.STILL_PLANNED: _other_appointments(AppointmentOutcome.PLANNED),
    CaseSet.CANCELLED_BY_US: _other_appointments(AppointmentOutcome.CANCELLED_BY_US),
}


def _with_topic(found: QuerySet[CaseFact], key: str, which: CaseSet) -> QuerySet[CaseFact] | None:
    area = Term.objects.filter(list=ListKey.LIFE_AREA, key=key.partition(".")[2]).first()
    if area is None or area.bit is None:
        return None
    column = "topics" if which == CaseSet.TOPIC else "central"
    return found.annotate(bits=F(column).bitand(1 << area.bit)).exclude(bits=0)


def facts_by_case(case_ids: list[UUID]) -> dict[UUID, CaseFact]:
    """The coded facts of the cases that a page lists."""
    return {fact.case_id: fact for fact in CaseFact.objects.filter(case_id__in=case_ids)}


def name_of_figure(key: str) -> str:
    """The figure's name in the active language; a topic's name comes from the vocabulary."""
    definition = definition_of(key)
    if definition is None:
        return key
    if definition.behind in (CaseSet.TOPIC, CaseSet.CENTRAL):
        area = Term.objects.filter(list=ListKey.LIFE_AREA, key=key.partition(".")[2]).first()
        return area.label if area else key
    return str(in_both(definition.name))
