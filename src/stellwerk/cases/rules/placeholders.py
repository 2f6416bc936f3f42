# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The fixed list of placeholders that a template may hold: plain words, never expressions.

The words are German whatever language the pages speak: they stand in the organisations' own files.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import FieldGroup


@dataclass(frozen=True)
class Placeholder:
    """``word`` stands in the template between double braces; ``groups`` is what it opens."""

    word: str
    meaning: Any
    groups: int = 0
    needs_case: bool = True


PLACEHOLDERS: tuple[Placeholder, ...] = (
    Placeholder("Anrede", _("salutation with the family name"), FieldGroup.IDENTITY),
    Placeholder("Name", _("given name and family name of the client"), FieldGroup.IDENTITY),
    Placeholder("Vorname", _("given name of the client"), FieldGroup.IDENTITY),
    Placeholder("Nachname", _("family name of the client"), FieldGroup.IDENTITY),
    Placeholder("Geburtsdatum", _("date of birth of the client"), FieldGroup.IDENTITY),
    Placeholder("Anschrift", _("address of the client, several lines"), FieldGroup.CONTACT),
    Placeholder("Telefon", _("phone number of the client"), FieldGroup.CONTACT),
    Placeholder("E-Mail", _("e-mail address of the client"), FieldGroup.CONTACT),
    Placeholder("Aufenthalt", _("residence status in force"), FieldGroup.RESIDENCE),
    Placeholder("Aufenthalt bis", _("day on which it expires"), FieldGroup.RESIDENCE),
    Placeholder("Sprachen", _("languages of the client"), FieldGroup.LANGUAGE),
    Placeholder("Anliegen", _("the concern in the case"), FieldGroup.NOTES),
    Placeholder("Ziele", _("goals of the case, one per line"), FieldGroup.PLAN),
    Placeholder("Maßnahmen", _("measures that run, one per line"), FieldGroup.PLAN),
    Placeholder("Nächster Termin", _("next planned appointment"), FieldGroup.PLAN),
    Placeholder("Fallnummer", _("number of the case")),
    Placeholder("Fallbeginn", _("day on which the case was opened")),
    Placeholder("Fallmanagement", _("name of the case manager")),
    Placeholder("Organisation", _("name of your organisation"), needs_case=False),
    Placeholder("Datum", _("the day on which it is issued"), needs_case=False),
)

_BY_WORD = {placeholder.word.casefold(): placeholder for placeholder in PLACEHOLDERS}


def placeholder_named(word: str) -> Placeholder | None:
    """Upper and lower case and spaces do not matter."""
    return _BY_WORD.get(" ".join(word.split()).casefold())


def salutation(gender: str | None, family_name: str | None, full_name: str) -> str | None:
    """How a letter begins; without a name there is none."""
    if gender == "w" and family_name:
        return f"Sehr geehrte Frau {family_name}"
    if gender == "m" and family_name:
        return f"Sehr geehrter Herr {family_name}"
    return f"Guten Tag {full_name}" if full_name else None


def missing_words(used: list[str], values: Mapping[str, str | None]) -> list[str]:
    """The placeholders used for which the case has nothing, in the list's order."""
    return [p.word for p in PLACEHOLDERS if p.word in used and not values.get(p.word)]


def groups_of(used: Iterable[str], of_rows: Mapping[str, int]) -> int:
    """The field groups that a text with these placeholders opens.

    ``of_rows``: by word, what the rows told there need beyond it (a goal about health, say).
    """
    found, words = 0, set(used)
    for placeholder in PLACEHOLDERS:
        if placeholder.word in words:
            found |= int(placeholder.groups) | of_rows.get(placeholder.word, 0)
    return found
