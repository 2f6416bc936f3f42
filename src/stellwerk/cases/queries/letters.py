# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What a case has to say for each placeholder of a template. Missing is missing."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from stellwerk.cases.choices import ALL_GROUPS, FieldGroup, MeasureState
from stellwerk.cases.models import Appointment, Case, Goal, Measure
from stellwerk.cases.queries.casefile import CaseFile, case_file
from stellwerk.cases.rules.placeholders import salutation


def _day(value: date | None) -> str | None:
    return value.strftime("%d.%m.%Y") if value else None


class KnownWords(NamedTuple):
    """What a case says: values by word (None: not known) and the groups of the rows they tell."""

    values: dict[str, str | None]
    groups: dict[str, int]


def placeholder_values(case: Case, scope: FieldGroup) -> KnownWords:
    """Every placeholder's value by its word; what is not known or not granted is None.

    Nothing entrusted is among them, not even for its owner: a letter is a document to be shared.
    """
    file = case_file(case, scope & FieldGroup(ALL_GROUPS))
    rows = _plan_rows(file)
    return KnownWords(
        {**_facts(case, file, scope), **_residence_and_languages(file), **_plan(rows)},
        {"Ziele": _groups(rows.goals), "Maßnahmen": _groups(rows.measures),
         "Nächster Termin": _groups(rows.ahead)},
    )


def _facts(case: Case, file: CaseFile, scope: FieldGroup) -> dict[str, str | None]:
    identity = file.person.identity
    given = identity.given_name if identity else None
    family = identity.family_name if identity else None
    name = " ".join(part for part in (given, family) if part)
    contact = file.person.contact
    return {
        "Anrede": salutation(identity.gender if identity else None, family, name),
        "Name": name or None,
        "Vorname": given,
        "Nachname": family,
        "Geburtsdatum": _day(file.person.birth_date),
        "Anschrift": contact.address if contact else None,
        "Telefon": contact.phone if contact else None,
        "E-Mail": contact.email if contact else None,
        "Anliegen": case.concern if FieldGroup.NOTES & scope else None,
        "Fallnummer": case.case_key,
        "Fallbeginn": _day(case.opened_on),
        "Fallmanagement": case.manager.name if case.manager else None,
        "Organisation": case.organisation.name,
        "Datum": _day(timezone.localdate()),
    }


def _residence_and_languages(file: CaseFile) -> dict[str, str | None]:
    newest = next(iter(file.person.residence), None)
    spoken = ", ".join(row.language.label_de for row in file.person.languages)
    return {
        "Aufenthalt": newest.status.label_de if newest else None,
        "Aufenthalt bis": _day(newest.valid_until) if newest else None,
        "Sprachen": spoken or None,
    }


class _PlanRows(NamedTuple):
    """The rows that a letter tells of; ``ahead`` is the next appointment, if there is one."""

    goals: list[Goal]
    measures: list[Measure]
    ahead: list[Appointment]


def _plan_rows(file: CaseFile) -> _PlanRows:
    running = (MeasureState.PLANNED, MeasureState.ASKED, MeasureState.RUNNING)
    now = timezone.now()
    return _PlanRows(
        goals=file.goals,
        measures=[row for row in file.measures if row.state in running],
        ahead=[row for row in file.planned if row.starts_at >= now][:1],
    )


def _groups(rows: Iterable[Goal | Measure | Appointment]) -> int:
    """The field groups that somebody needs for all of these rows."""
    found = 0
    for row in rows:
        found |= row.groups
    return found


def _plan(rows: _PlanRows) -> dict[str, str | None]:
    days = [timezone.localtime(row.starts_at) for row in rows.ahead]
    return {
        "Ziele": "\n".join(goal.text for goal in rows.goals) or None,
        "Maßnahmen": "\n".join(row.title for row in rows.measures) or None,
        "Nächster Termin": next((at.strftime("%d.%m.%Y, %H:%M Uhr") for at in days), None),
    }
