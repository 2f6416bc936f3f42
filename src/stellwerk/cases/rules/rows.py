# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Case records as they come from elsewhere: typed rows, and what must hold between them.

Pure values: nothing here knows files or the database. A missing value is ``None`` (or an empty
text), never 0; 0 is a value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case of the sheet ``cases``; ``row`` is the line that people see in their table.

    Without ``client_key`` the case has a person of its own.
    """

    row: int
    case_key: str
    opened_on: date
    client_key: str = ""
    closed_on: date | None = None
    closing_kind: str = ""
    closed_by: str = ""
    closing_reason: str = ""
    birth_year: int | None = None
    birth_date: date | None = None
    gender: str = ""
    nationality: str = ""
    residence_status: str = ""
    access_channel: str = ""
    organisation: str = ""
    topics: tuple[str, ...] = ()
    central_topics: tuple[str, ...] = ()
    household_members: int | None = None
    family_name: str = ""
    given_name: str = ""
    phase: str = ""


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    row: int
    case_key: str
    starts_at: datetime
    kind: str
    outcome: str
    note: str = ""
    entrusted: bool = False


#: What makes a goal SMART besides, and why it stays open; texts but for who is responsible.
GOAL_DETAILS = ("indicator", "relevance", "responsible", "responsible_name", "open_reason")


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal; ``key`` its own sign (may be empty), ``details`` keyed by ``GOAL_DETAILS``."""

    row: int
    case_key: str
    life_area: str
    text: str
    agreed_on: date | None = None
    due_on: date | None = None
    attainment: Decimal | None = None
    assessed_on: date | None = None
    entrusted: bool = False
    key: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartRow:
    """A row of any other sheet; ``values`` by column, ``key`` the row's own sign (may be empty)."""

    row: int
    case_key: str
    values: Mapping[str, Any]
    key: str = ""


@dataclass(frozen=True)
class CaseRecords:
    """What a workbook says, once nothing in it is in doubt.

    ``columns`` holds, per sheet, the columns that the file has: a column that is missing leaves
    what is stored untouched, an empty cell of a column that is there empties it.
    """

    cases: tuple[CaseRow, ...]
    appointments: tuple[AppointmentRow, ...] = ()
    goals: tuple[GoalRow, ...] = ()
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    parts: Mapping[str, tuple[PartRow, ...]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Rows in all sheets."""
        parts = sum(len(rows) for rows in self.parts.values())
        return len(self.cases) + len(self.appointments) + len(self.goals) + parts


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a row cannot be taken in, seen only beside what is stored already."""

    sheet: str
    row: int
    column: str
    case_key: str
    code: str
    value: str
    expected: str
