# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The languages of papers: what they call themselves, how they are written, their dates."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import dateformat, timezone
from django.utils.formats import number_format
from django.utils.translation import override

from stellwerk.cases.choices import PaperLanguage

# Day and month as spoken; without a year's abbreviation, which would end a sentence twice.
_DAYS = {"de": "j. F Y", "uk": "j E Y", "ru": "j E Y"}


@dataclass(frozen=True)
class Language:
    """``key`` as stored, ``tag`` as browsers and readers know it (BCP 47), ``locale`` for dates."""

    key: str
    name: str
    tag: str
    direction: str = "ltr"

    @property
    def locale(self) -> str:
        return self.tag.split("-")[0]

    @property
    def is_german(self) -> bool:
        return self.key == PaperLanguage.GERMAN

    def day(self, value: date | datetime | None) -> str:
        """A day with the month as a word; in German as on every German letter (21.11.2026).

        Always the Gregorian calendar and the digits that stand on German letters, so that
        the client finds the day again on them.
        """
        if value is None:
            return ""
        if isinstance(value, datetime):
            value = timezone.localtime(value).date()
        if self.is_german:
            return f"{value:%d.%m.%Y}"
        with override(self.locale):
            return dateformat.format(value, _DAYS.get(self.locale, "j F Y"))

    def moment(self, value: datetime | None) -> str:
        """Day and time of day (24 hours), local time."""
        if value is None:
            return ""
        local = timezone.localtime(value)
        return f"{self.day(local)}, {local:%H:%M}"

    def number(self, value: int | float | Decimal | None) -> str:
        """A number as it is written in this language; missing is empty, 0 is 0."""
        if value is None:
            return ""
        with override(self.locale):
            return number_format(value)


_ALL = (
    Language("de", "Deutsch", "de"),
    Language("de-plain", "Deutsch in einfacher Sprache", "de"),
    Language("uk", "українська", "uk"),
    Language("ar", "العربية", "ar", "rtl"),
    Language("fa", "فارسی", "fa", "rtl"),
    Language("tr", "Türkçe", "tr"),
    Language("fr", "français", "fr"),
    Language("ro", "română", "ro"),
    Language("bg", "български", "bg"),
    Language("ru", "русский", "ru"),
    Language("en", "English", "en"),
)
LANGUAGES: dict[str, Language] = {language.key: language for language in _ALL}
GERMAN = LANGUAGES[PaperLanguage.GERMAN]


def language_of(key: str) -> Language:
    """The language of a stored key; German for a key that no list has any more."""
    return LANGUAGES.get(key, GERMAN)
