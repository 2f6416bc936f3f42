# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The course of a case as one line of entries, newest first."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone

from stellwerk.base.certain import certain
from stellwerk.base.keys import key_of
from stellwerk.cases.choices import (
    ENTRUSTED,
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
from stellwerk.cases.queries.casefile import AppointmentRow, CaseFile, ContactRow
from stellwerk.vault.fields import sealed_field

#: More than these are not shown at once; the biography holds all of them, page by page.
MOST_ENTRIES = 1000


class Entry(NamedTuple):
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
    is_entrusted: bool = False

    @property
    def sort_key(self) -> datetime:
        return _moment(self.when)


class Timeline(NamedTuple):
    """``next_limit``: how many to ask for next; 0 when no more are shown at once."""

    entries: list[Entry]
    has_more: bool
    next_limit: int


def timeline_of(case: Case, scope: FieldGroup, file: CaseFile, *, limit: int) -> Timeline:
    """Merge the parts of a case into at most ``limit`` entries.

    ``file`` was asked for with ``entries=limit``. Only what is shown is opened and put in words.
    """
    tell = _Teller(key_of(case), with_notes=bool(scope & FieldGroup.NOTES))
    found: list[tuple[datetime, Callable[[Any], Entry], Any]] = [
        *((row.at, tell.contact, row) for row in file.contacts),
        *((row.at, tell.appointment, row) for row in file.appointments),
        *((_moment(row.entered_on), tell.phase, row) for row in file.phases),
        *((_moment(on), made, goal) for goal in file.goals for on, made in _of_goal(goal)),
        *(
            (_moment(row.valid_from), _residence, row)
            for row in file.person.residence
            if row.valid_from
        ),
    ]
    found.sort(key=lambda one: one[0], reverse=True)
    shown = [made(row) for _at, made, row in found[:limit]]
    more = min(limit * 3, MOST_ENTRIES) if limit < MOST_ENTRIES else 0
    return Timeline(shown, len(found) > limit, more)


def _moment(when: date | datetime) -> datetime:
    if isinstance(when, datetime):
        return when
    return timezone.make_aware(datetime.combine(when, time()))


class _Teller:
    """Makes entries of rows; every word is translated once."""

    def __init__(self, key: bytes, *, with_notes: bool) -> None:
        self.key, self.with_notes = key, with_notes
        self.contact_kind = cache(lambda kind: str(ContactKind(kind).label))
        # an imported one may come without its kind
        self.appointment_kind = cache(
            lambda kind: str(AppointmentKind(kind).label) if kind else ""
        )
        self.outcome = cache(lambda outcome: str(AppointmentOutcome(outcome).label))
        self.contact_note = sealed_field(Contact, "note")
        self.appointment_note = sealed_field(Appointment, "note")

    def contact(self, row: ContactRow) -> Entry:
        return Entry(
            "contact", row.at, self.contact_kind(row.kind),
            self.contact_note.open_value(self.key, row.id, row.note) or "", _short(row.by),
            row_id=row.id, is_entrusted=bool(row.groups & ENTRUSTED),
        )

    def appointment(self, row: AppointmentRow) -> Entry:
        """What is planned belongs to the plan; what is written about it to the notes."""
        note = self.with_notes and self.appointment_note.open_value(self.key, row.id, row.note)
        return Entry(
            "appointment", row.at, self.appointment_kind(row.kind), note or "",
            state=row.outcome, state_label=self.outcome(row.outcome), row_id=row.id,
            is_entrusted=bool(row.groups & ENTRUSTED),
        )

    def phase(self, row: PhaseChange) -> Entry:
        return Entry(
            "phase", row.entered_on, str(Phase(row.phase).label),
            (row.reason or "") if self.with_notes else "", _short(row.by),
        )


def _of_goal(goal: Goal) -> list[tuple[date, Callable[[Goal], Entry]]]:
    """Agreed and assessed are two entries, each on its day."""
    days = ((goal.agreed_on, _agreed), (goal.assessed_on, _assessed))
    return [(on, made) for on, made in days if on]


def _agreed(goal: Goal) -> Entry:
    on = certain(goal.agreed_on, "the caller has filtered")
    return Entry("goal", on, goal.text, row_id=goal.pk)


def _assessed(goal: Goal) -> Entry:
    on = certain(goal.assessed_on, "the caller has filtered")
    return Entry("goal_assessed", on, goal.text, value=goal.attainment, row_id=goal.pk)


def _residence(row: ResidencePeriod) -> Entry:
    since = certain(row.valid_from, "the caller has filtered")
    return Entry("residence", since, row.status.label, row.note or "", row_id=row.pk)


def _short(label: str) -> str:
    """The name without the address; the log keeps both."""
    return label.split(" <")[0]
