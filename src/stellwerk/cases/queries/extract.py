# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What of a case is sent to another organisation: the chosen field groups as plain sections."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.cases.choices import ENTRUSTED, FIELD_GROUP_LABELS, FieldGroup
from stellwerk.cases.models import Appointment, Case, Contact, Goal, Measure
from stellwerk.cases.queries.casefile import (
    CaseFile,
    appointments_of,
    case_file,
    contacts_of,
    opened,
)

# More than this of one kind is no extract any more.
_MOST = 200

#: Rows that can be marked as entrusted, by the word in addresses and in the log.
ENTRUSTABLE: Mapping[str, Any] = {
    "contact": Contact, "appointment": Appointment, "goal": Goal, "measure": Measure,
}


@dataclass(frozen=True)
class EntrustedRow:
    """An entrusted row as a choice: what it is, and one line of it."""

    kind: str
    row: Any

    @property
    def row_id(self) -> UUID:
        found: UUID = self.row.pk
        return found

    @property
    def label(self) -> str:
        """Kind, day and the words of the row."""
        return " · ".join(part for part in row_words(self.row) if part)


def entrusted_rows(case: Case) -> list[EntrustedRow]:
    """All entrusted rows of an own case with its key."""
    found: list[EntrustedRow] = []
    for kind, model in ENTRUSTABLE.items():
        rows = model.objects.alias(mark=F("groups").bitand(ENTRUSTED)).filter(case=case, mark__gt=0)
        found += [EntrustedRow(kind, row) for row in opened(rows, case)]
    return found


def row_words(row: Any) -> tuple[str, str]:
    """What a row is, and what it says."""
    if isinstance(row, Contact):
        head = f"{_('Contact')}: {row.get_kind_display()}, {_moment(row.at)}"
        return head, row.note or ""
    if isinstance(row, Appointment):
        head = f"{_('Appointment')}: {row.get_kind_display()}, {_moment(row.starts_at)}"
        return f"{head}, {row.get_outcome_display()}", row.note or ""
    if isinstance(row, Goal):
        return _("Goal"), row.text
    return f"{_('Measure')} ({row.get_state_display()})", row.title


def extract_of(case: Case, scope: int, entrusted: Iterable[EntrustedRow]) -> str:
    """The content of a transmission as JSON: sections with their rows, nothing else.

    Entrusted rows are not within any scope; they come as a section of their own.
    """
    granted = FieldGroup(scope)
    file = case_file(case, granted)
    sections = [
        {"group": str(group.name).lower(), "title": str(FIELD_GROUP_LABELS[group]), "rows": rows}
        for group, rows in _rows(case, granted, file).items()
        if group in granted
    ]
    shown = [list(row_words(row.row)) for row in entrusted]
    if shown:
        sections.append({"group": "entrusted", "title": _("Entrusted"), "rows": shown})
    return json.dumps({"format": 1, "sections": sections}, ensure_ascii=False)


def sections_of(content: str) -> list[dict[str, Any]]:
    """The sections of a stored content; empty when it cannot be read."""
    try:
        found = json.loads(content)["sections"]
    except (ValueError, KeyError, TypeError):
        return []
    return list(found)


def _rows(case: Case, scope: FieldGroup, file: CaseFile) -> dict[FieldGroup, list[list[str]]]:
    """Every field group with its rows; life areas stand in the plan and need both groups."""
    return {
        FieldGroup.IDENTITY: _identity(file),
        FieldGroup.CONTACT: _contact(file),
        FieldGroup.FAMILY: _household(file),
        FieldGroup.RESIDENCE: [
            [period.status.label, _span(period.valid_from, period.valid_until)]
            for period in file.person.residence
        ],
        FieldGroup.LANGUAGE: [
            [row.language.label, row.level.label if row.level else ""]
            for row in file.person.languages
        ],
        FieldGroup.PLAN: _plan(case, scope, file),
        FieldGroup.NOTES: _notes(case, scope),
    }


def _notes(case: Case, scope: FieldGroup) -> list[list[str]]:
    if FieldGroup.NOTES not in scope:
        return []
    concern = [[_("Concern"), case.concern]] if case.concern else []
    return concern + [list(row_words(row)) for row in contacts_of(case, scope, _MOST)]


def _identity(file: CaseFile) -> list[list[str]]:
    known = file.person.identity
    if known is None:
        return []
    born = file.person.birth_date
    rows = [
        [_("Name"), file.person.name],
        [_("Date of birth"), _day(born) if born else str(known.birth_year or "")],
        [_("Gender"), known.get_gender_display() if known.gender else ""],
        [_("Nationality"), known.nationality.label if known.nationality else ""],
    ]
    return [row for row in rows if row[1]]


def _contact(file: CaseFile) -> list[list[str]]:
    known = file.person.contact
    if known is None:
        return []
    rows = [
        [_("Phone"), known.phone], [_("E-mail"), known.email], [_("Address"), known.address],
    ]
    return [[label, value] for label, value in rows if value]


def _household(file: CaseFile) -> list[list[str]]:
    home = file.person.household
    if home is None or home.members is None:
        return []
    return [[_("People in the household"), str(home.members)]]


def _plan(case: Case, scope: FieldGroup, file: CaseFile) -> list[list[str]]:
    if FieldGroup.PLAN not in scope:
        return []
    rows = [[_("Topic"), str(topic.life_area)] for topic in file.topics]
    rows += [list(row_words(goal)) for goal in file.goals]
    rows += [list(row_words(measure)) for measure in file.measures]
    # As everywhere: what is planned belongs to the plan, what is written about it to the notes.
    with_notes = FieldGroup.NOTES in scope
    for row in appointments_of(case, scope, _MOST):
        head, note = row_words(row)
        rows.append([head, note if with_notes else ""])
    return rows


def _day(value: date | None) -> str:
    return f"{value:%d.%m.%Y}" if value else ""


def _moment(value: datetime) -> str:
    return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"


def _span(start: date | None, end: date | None) -> str:
    return " – ".join(part for part in (_day(start), _day(end)) if part)
