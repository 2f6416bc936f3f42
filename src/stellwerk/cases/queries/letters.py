# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What a case has to say for each placeholder of a template. Missing is missing."""

from datetime import date

from django.utils import timezone

from stellwerk.cases.choices import FieldGroup, MeasureState
from stellwerk.cases.models import Case
from stellwerk.cases.queries.casefile import CaseFile, case_file
from stellwerk.cases.rules.placeholders import salutation


def _day(value: date | None) -> str | None:
    return value.strftime("%d.%m.%Y") if value else None


def placeholder_values(case: Case, scope: FieldGroup) -> dict[str, str | None]:
    """Every placeholder's value by its word; what is not known or not granted is None."""
    file = case_file(case, scope)
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
        **_residence_and_languages(file),
        **_plan(file),
    }


def _residence_and_languages(file: CaseFile) -> dict[str, str | None]:
    newest = next(iter(file.person.residence), None)
    spoken = ", ".join(row.language.label_de for row in file.person.languages)
    return {
        "Aufenthalt": newest.status.label_de if newest else None,
        "Aufenthalt bis": _day(newest.valid_until) if newest else None,
        "Sprachen": spoken or None,
    }


def _plan(file: CaseFile) -> dict[str, str | None]:
    running = (MeasureState.PLANNED, MeasureState.ASKED, MeasureState.RUNNING)
    now = timezone.now()
    ahead = next((row for row in file.planned if row.starts_at >= now), None)
    at = timezone.localtime(ahead.starts_at).strftime("%d.%m.%Y, %H:%M Uhr") if ahead else None
    return {
        "Ziele": "\n".join(goal.text for goal in file.goals) or None,
        "Maßnahmen": "\n".join(m.title for m in file.measures if m.state in running) or None,
        "Nächster Termin": at,
    }
