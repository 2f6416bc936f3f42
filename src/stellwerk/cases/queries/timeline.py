# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The course of a case as one line of entries, newest first."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone

from stellwerk.base.certain import certain
from stellwerk.cases.choices import (
    AppointmentKind,
    AppointmentOutcome,
    ContactKind,
    FieldGroup,
    Phase,
)
from stellwerk.cases.models import (
    Appointment,
    Case,
    Contact,
    Goal,
    PhaseChange,
    ResidencePeriod,
)
from stellwerk.cases.queries.casefile import FEW, CaseFile, appointments_of, contacts_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; ``when`` is a day or a moment, ``kind`` says what it is.

    ``state`` is the outcome of an appointment; ``value`` the attainment of a goal.
    """

    kind: str  # contact, appointment, phase, residence, goal, goal_assessed
    when: date | datetime
    title: str
    text: str = ""
    by: str = ""
    state: str = ""
    state_label: str = ""
    value: object = None
    row_id: UUID | None = None
    version: int = 0
    is_entrusted: bool = False

    @property
    def sort_key(self) -> datetime:
        if isinstance(self.when, datetime):
            return self.when
        return timezone.make_aware(datetime.combine(self.when, time()))


@dataclass(frozen=True)
class Timeline:
    entries: list[Entry]
    has_more: bool
    next_limit: int


def timeline_of(case: Case, scope: FieldGroup, file: CaseFile, *, limit: int) -> Timeline:
    """Merge the parts of a case into at most ``limit`` entries; more are fetched when asked."""
    contacts, appointments = file.contacts, file.appointments
    if limit >= FEW:
        contacts = contacts and contacts_of(case, scope, limit + 1)
        appointments = appointments and appointments_of(case, scope, limit + 1)
    with_notes = bool(scope & FieldGroup.NOTES)
    entries = [
        *map(_contact, contacts),
        *(_appointment(row, with_notes) for row in appointments),
        *(_phase(row, with_notes) for row in file.phases),
        *(entry for goal in file.goals for entry in _goal(goal)),
        *(_residence(row) for row in file.person.residence if row.valid_from),
    ]
    entries.sort(key=lambda entry: entry.sort_key, reverse=True)
    return Timeline(entries[:limit], len(entries) > limit, limit * 3)


def _contact(row: Contact) -> Entry:
    return Entry(
        "contact", row.at, str(ContactKind(row.kind).label), row.note or "", _short(row.by),
        row_id=row.pk, version=row.version, is_entrusted=row.is_entrusted,
    )


def _appointment(row: Appointment, with_notes: bool) -> Entry:
    """What is planned belongs to the plan; what is written about it to the notes."""
    return Entry(
        "appointment", row.starts_at,
        # an imported one may come without its kind
        str(AppointmentKind(row.kind).label) if row.kind else "",
        (row.note or "") if with_notes else "",
        state=row.outcome, state_label=str(AppointmentOutcome(row.outcome).label), row_id=row.pk,
        version=row.version, is_entrusted=row.is_entrusted,
    )


def _phase(row: PhaseChange, with_notes: bool) -> Entry:
    return Entry(
        "phase", row.entered_on, str(Phase(row.phase).label),
        (row.reason or "") if with_notes else "", _short(row.by),
    )


def _goal(goal: Goal) -> list[Entry]:
    found = []
    if goal.agreed_on:
        found.append(Entry("goal", goal.agreed_on, goal.text, row_id=goal.pk))
    if goal.assessed_on:
        found.append(
            Entry("goal_assessed", goal.assessed_on, goal.text, value=goal.attainment,
                  row_id=goal.pk)
        )
    return found


def _residence(row: ResidencePeriod) -> Entry:
    since = certain(row.valid_from, "the caller has filtered")
    return Entry("residence", since, row.status.label, row.note or "", row_id=row.pk)


def _short(label: str) -> str:
    """The name without the address; the log keeps both."""
    return label.split(" <")[0]
