# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A text in both languages of the interface."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext, override


@dataclass(frozen=True)
class Words:
    """German and English; shown in the language of the page (German unless English is active)."""

    de: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "de").startswith("en") else self.de


@lru_cache(maxsize=2048)
def in_both(message: str) -> Words:
    """The translations of an (English) message."""
    with override("de"):
        german = gettext(message)
    with override("en"):
        english = gettext(message)
    return Words(german, english)


def words_from(value: Any) -> Words:
    """Read what ``as_dict`` wrote."""
    return Words(str(value["de"]), str(value["en"]))


def as_dict(words: Words) -> dict[str, str]:
    return {"de": words.de, "en": words.en}
