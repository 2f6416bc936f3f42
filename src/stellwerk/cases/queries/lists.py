# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The case list: one page of rows from the access table downward, never a count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from stellwerk.cases.choices import OPEN_PHASES, FieldGroup, Phase
from stellwerk.cases.models import CaseAccess, CaseFact, CaseTopic
from stellwerk.cases.queries.names import open_names
from stellwerk.cases.queries.search import name_condition
from stellwerk.cases.rules.deadlines import Expiry, residence_expiry, silence_days

ORDER = ("-sort_at", "case_id")
# Enough of a row to show it; the sealed names are opened for the page alone.
_COLUMNS = (
    "case_id", "person_id", "owner_organisation_id", "scope", "phase", "sort_at",
    "case__case_key", "case__phase_since", "case__opened_on", "case__last_contact_on",
    "manager__name", "person__identity__family_name", "person__identity__given_name",
)


@dataclass(frozen=True)
class CaseFilter:
    """What the list is narrowed to; empty values narrow nothing."""

    text: str = ""
    state: str = "open"  # open, ended, all
    phase: str = ""
    manager: UUID | None = None
    unassigned: bool = False
    topic: int | None = None
    residence_status: int | None = None
    silent_days: int | None = None


@dataclass(frozen=True, slots=True)
class ListedCase:
    """One row of the list, ready to be shown. ``name`` is empty without the identity group."""

    id: UUID
    number: str
    name: str
    phase: str
    phase_days: int
    is_open: bool
    is_granted: bool
    manager: str
    topics: list[str]
    last_contact_on: date | None
    silence: int | None
    next_appointment: datetime | None
    expiry: Expiry | None

    @property
    def phase_label(self) -> str:
        return str(Phase(self.phase).label)


def narrowed(
    access: QuerySet[CaseAccess], chosen: CaseFilter, organisation_id: UUID
) -> QuerySet[Any, dict[str, Any]]:
    """The access rows that pass the filter, as plain values; sort and cut them outside."""
    rows = access
    if chosen.state == "open" and not chosen.phase:
        rows = rows.filter(phase__in=OPEN_PHASES)
    elif chosen.state == "ended" and not chosen.phase:
        rows = rows.exclude(phase__in=OPEN_PHASES)
    if chosen.phase:
        rows = rows.filter(phase=chosen.phase)
    if chosen.unassigned:
        rows = rows.filter(manager__isnull=True)
    elif chosen.manager:
        rows = rows.filter(manager_id=chosen.manager)
    if chosen.topic:
        topics = CaseTopic.objects.filter(case_id=OuterRef("case_id"), life_area_id=chosen.topic)
        rows = rows.filter(Exists(topics))
    if chosen.residence_status:
        facts = CaseFact.objects.filter(
            case_id=OuterRef("case_id"), residence_status_id=chosen.residence_status
        )
        rows = rows.filter(Exists(facts))
    if chosen.silent_days is not None:
        # A filter must not tell what the row hides: contacts belong to the notes.
        rows = rows.annotate(notes=F("scope").bitand(int(FieldGroup.NOTES))).filter(
            _silent_since(timezone.localdate(), chosen.silent_days), notes__gt=0
        )
    if chosen.text:
        number = chosen.text.strip()
        rows = rows.filter(
            name_condition(organisation_id, chosen.text) | Q(case__case_key=number)
            if any(c.isdigit() for c in number)
            else name_condition(organisation_id, chosen.text)
        )
    found: QuerySet[Any, dict[str, Any]] = rows.values(*_COLUMNS)
    return found


def _silent_since(today: date, days: int) -> Q:
    limit = today - timedelta(days=days)
    return Q(case__last_contact_on__lte=limit) | Q(
        case__last_contact_on__isnull=True, case__opened_on__lte=limit
    )


# What hangs on the rows of a page, for all of them in one statement: the next appointment, the
# central topics with the field groups they need, the end of the latest residence title.
_EXTRAS = """
SELECT l.case_id,
    (SELECT min(ap.starts_at) FROM cases_appointment ap
        WHERE ap.case_id = l.case_id AND ap.outcome = 'planned' AND ap.starts_at >= now()),
    (SELECT array_agg(ct.groups || ' ' || t.{label} ORDER BY ct.id) FROM cases_casetopic ct
        JOIN vocabulary_term t ON t.id = ct.life_area_id
        WHERE ct.case_id = l.case_id AND ct.is_central),
    (SELECT rp.valid_until FROM cases_residenceperiod rp WHERE rp.person_id = l.person_id
        ORDER BY rp.valid_from DESC NULLS LAST, rp.created_at DESC LIMIT 1)
FROM unnest(%s::uuid[], %s::uuid[]) AS l (case_id, person_id)
"""


@dataclass(frozen=True, slots=True)
class _Extra:
    next_appointment: datetime | None
    topics: list[tuple[int, str]]
    valid_until: date | None


def presented(rows: Sequence[dict[str, Any]], organisation_id: UUID) -> list[ListedCase]:
    """Turn one page of values into rows to show: the same two queries for 1 and for 50."""
    today = timezone.localdate()
    extras = _extras(rows)
    names = open_names(
        {
            row["person_id"]: (
                row["person__identity__family_name"], row["person__identity__given_name"]
            )
            for row in rows
            if row["scope"] & FieldGroup.IDENTITY.value
        }
    )
    return [
        _presented(
            row, extras[row["case_id"]], names.get(row["person_id"], ""), organisation_id, today
        )
        for row in rows
    ]


def _extras(rows: Sequence[dict[str, Any]]) -> dict[UUID, _Extra]:
    if not rows:
        return {}
    english = (get_language() or "").startswith("en")
    sql = _EXTRAS.format(label="label_en" if english else "label_de")
    with connection.cursor() as cursor:
        cursor.execute(sql, [[r["case_id"] for r in rows], [r["person_id"] for r in rows]])
        return {
            case_id: _Extra(appointment, [_topic(text) for text in topics or ()], until)
            for case_id, appointment, topics, until in cursor.fetchall()
        }


def _topic(text: str) -> tuple[int, str]:
    groups, _space, label = text.partition(" ")
    return int(groups), label


def _presented(
    row: dict[str, Any], extra: _Extra, name: str, organisation_id: UUID, today: date
) -> ListedCase:
    scope, is_open = row["scope"], row["phase"] in OPEN_PHASES
    shows_plan = bool(scope & FieldGroup.PLAN.value)
    shows_notes = bool(scope & FieldGroup.NOTES.value)
    until = extra.valid_until if scope & FieldGroup.RESIDENCE.value else None
    silence = silence_days(row["case__last_contact_on"], row["case__opened_on"], today)
    return ListedCase(
        id=row["case_id"],
        number=row["case__case_key"],
        name=name if scope & FieldGroup.IDENTITY.value else "",
        phase=row["phase"],
        phase_days=max((today - row["case__phase_since"]).days, 0),
        is_open=is_open,
        is_granted=row["owner_organisation_id"] != organisation_id,
        manager=row["manager__name"] or "",
        topics=[label for groups, label in extra.topics if scope & groups == groups],
        last_contact_on=row["case__last_contact_on"] if shows_notes else None,
        silence=silence if shows_notes else None,
        next_appointment=extra.next_appointment if shows_plan else None,
        expiry=residence_expiry(until, today) if is_open else None,
    )
