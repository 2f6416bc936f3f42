# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The case list: one page of rows from the access table downward, never a count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from stellwerk.cases.choices import OPEN_PHASES, FieldGroup, Phase
from stellwerk.cases.models import CaseAccess, CaseFact, CaseTopic
from stellwerk.cases.queries.names import open_names
from stellwerk.cases.queries.search import name_condition
from stellwerk.cases.rules.deadlines import Expiry, residence_expiry, silence_days
from stellwerk.questions.kept import fetch

ORDER = ("-sort_at", "case_id")
# What the access table itself holds. Whatever has to be fetched from elsewhere waits until the
# page is cut: a join before that is paid for every case of the organisation.
COLUMNS = (
    "case_id", "person_id", "manager_id", "owner_organisation_id", "scope", "phase", "sort_at"
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


    @property
    def is_wide(self) -> bool:
        """Most rows pass, or an index knows those that do: they are read in their order."""
        narrow = self.text or self.topic or self.residence_status
        return not narrow and self.silent_days is None


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
    found: QuerySet[Any, dict[str, Any]] = rows.values(*COLUMNS)
    return found


def _silent_since(today: date, days: int) -> Q:
    limit = today - timedelta(days=days)
    return Q(case__last_contact_on__lte=limit) | Q(
        case__last_contact_on__isnull=True, case__opened_on__lte=limit
    )


# What hangs on the rows of a page, for all of them in one statement: the case's and the person's
# own columns, the next appointment, the central topics with the field groups they need, the end of
# the latest residence title.
_DETAILS = """
SELECT l.case_id, c.case_key, c.phase_since, c.opened_on, c.last_contact_on, u.name,
    i.family_name, i.given_name, k.wrapped,
    (SELECT min(ap.starts_at) FROM cases_appointment ap
        WHERE ap.case_id = l.case_id AND ap.outcome = 'planned' AND ap.starts_at >= now()),
    (SELECT array_agg(ct.groups || ' ' || t.{label} ORDER BY ct.id) FROM cases_casetopic ct
        JOIN vocabulary_term t ON t.id = ct.life_area_id
        WHERE ct.case_id = l.case_id AND ct.is_central),
    (SELECT rp.valid_until FROM cases_residenceperiod rp WHERE rp.person_id = l.person_id
        ORDER BY rp.valid_from DESC NULLS LAST, rp.created_at DESC LIMIT 1)
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS l (case_id, person_id, manager_id)
JOIN cases_case c ON c.id = l.case_id
LEFT JOIN directory_user u ON u.id = l.manager_id
LEFT JOIN cases_identity i ON i.person_id = l.person_id
LEFT JOIN base_data_key k ON k.subject_id = l.person_id
"""


class _Detail(NamedTuple):
    """One row of ``_DETAILS``."""

    case_id: UUID
    number: str
    phase_since: date
    opened_on: date
    last_contact_on: date | None
    manager: str | None
    family_name: Any
    given_name: Any
    wrapped: Any
    next_appointment: datetime | None
    topics: list[str] | None
    valid_until: date | None


def presented(rows: Sequence[dict[str, Any]], organisation_id: UUID) -> list[ListedCase]:
    """Turn one page of values into rows to show: one query for 1 and for 50."""
    today = timezone.localdate()
    details = _details(rows)
    shown = [
        (row["person_id"], details[row["case_id"]])
        for row in rows
        if row["scope"] & FieldGroup.IDENTITY.value and row["case_id"] in details
    ]
    names = open_names(
        {person: (found.family_name, found.given_name) for person, found in shown},
        {person: found.wrapped for person, found in shown},
    )
    return [
        _presented(
            row, details[row["case_id"]], names.get(row["person_id"], ""), organisation_id, today
        )
        for row in rows
        if row["case_id"] in details
    ]


def _details(rows: Sequence[dict[str, Any]]) -> dict[UUID, _Detail]:
    if not rows:
        return {}
    english = (get_language() or "").startswith("en")
    columns = ([row[name] for row in rows] for name in ("case_id", "person_id", "manager_id"))
    found = fetch(_DETAILS.format(label="label_en" if english else "label_de"), list(columns))
    return {row[0]: _Detail(*row) for row in found}


def _topic(text: str) -> tuple[int, str]:
    groups, _space, label = text.partition(" ")
    return int(groups), label


def _presented(
    row: dict[str, Any], found: _Detail, name: str, organisation_id: UUID, today: date
) -> ListedCase:
    scope, is_open = row["scope"], row["phase"] in OPEN_PHASES
    shows_plan = bool(scope & FieldGroup.PLAN.value)
    shows_notes = bool(scope & FieldGroup.NOTES.value)
    until = found.valid_until if scope & FieldGroup.RESIDENCE.value else None
    silence = silence_days(found.last_contact_on, found.opened_on, today)
    return ListedCase(
        id=row["case_id"],
        number=found.number,
        name=name if scope & FieldGroup.IDENTITY.value else "",
        phase=row["phase"],
        phase_days=max((today - found.phase_since).days, 0),
        is_open=is_open,
        is_granted=row["owner_organisation_id"] != organisation_id,
        manager=found.manager or "",
        topics=[
            label
            for groups, label in map(_topic, found.topics or ())
            if scope & groups == groups
        ],
        last_contact_on=found.last_contact_on if shows_notes else None,
        silence=silence if shows_notes else None,
        next_appointment=found.next_appointment if shows_plan else None,
        expiry=residence_expiry(until, today) if is_open else None,
    )
