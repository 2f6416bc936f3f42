# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The maintained sentences of the papers: one file per paper and language.

`phrases/<paper>/<language>.toml` holds tables; the phrase `title` of the table `consent` is
``consent.title``. A key stands once in all papers.
"""

import tomllib
from functools import cache
from pathlib import Path

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from stellwerk.exchange.papers.languages import Language, language_of

PLACE = Path(__file__).with_name("phrases")
# First-strong isolate and its end: a German name inside Arabic text does not turn it round.
_ISOLATE, _END = "\u2068", "\u2069"
# A line that begins inside such a name knows nothing of the isolate: brackets keep their side.
_MARK = "\u200e"


@cache
def catalogue(language: str) -> dict[str, str]:
    """All phrases of one language by key."""
    found: dict[str, str] = {}
    for path in sorted(PLACE.glob(f"*/{language}.toml")):
        for table, phrases in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for name, text in phrases.items():
                key = f"{table}.{name}"
                if key in found:
                    raise ValueError(f"{key} stands twice ({path.name})")
                found[key] = text
    return found


def phrase(key: str, language: str, /, **values: object) -> str:
    """The sentence in this language with its values; ``KeyError`` for a key without one."""
    known = language_of(language)
    return catalogue(known.key)[key].format_map(
        {name: _isolated(str(value), known) for name, value in values.items()}
    )


def safe_phrase(key: str, language: str, /, **values: object) -> SafeString:
    """The same for a page: everything is escaped."""
    return mark_safe(escape(phrase(key, language, **values)))  # noqa: S308


def _isolated(value: str, language: Language) -> str:
    if language.direction == "ltr":
        return value
    if value[:1] and value[0] < "\u0590":
        value = value.replace("(", f"{_MARK}(").replace(")", f"){_MARK}")
    return f"{_ISOLATE}{value}{_END}"
