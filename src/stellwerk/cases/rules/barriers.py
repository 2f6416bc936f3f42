# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a sentence about offices names the person after all."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.base.refusal import Blocker
from stellwerk.cases.rules.name_letters import folds, tidy

_WORDS = re.compile(r"[^\W\d_]+")
_SHORTEST = 3
#: Small words that names hold as well as every sentence.
_SMALL = frozenset(
    {
        "von", "van", "vom", "zum", "zur", "der", "den", "die", "das", "del", "bin", "ben", "und",
        "frau", "herr", "herrn", "familie",
    }
)  # fmt: skip


def spelled(text: str) -> dict[str, frozenset[str]]:
    """Each word of a sentence as written -> the stored forms that would be the same name.

    The genitive counts ("Mohameds Antrag"); sounds do not: too many German words sound like
    some name.
    """
    found: dict[str, frozenset[str]] = {}
    for written in _WORDS.findall(text):
        word = tidy(written)
        if len(word) < _SHORTEST or word in _SMALL:
            continue
        stems = {word, word[:-1] if word.endswith("s") and len(word) > _SHORTEST else word}
        found[written] = frozenset(f"f:{fold}" for stem in stems for fold in folds(stem))
    return found


def name_words(names: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    """Forms of the words of people's names, without words that offices bear in theirs."""
    harmless = {form for text in known for forms in spelled(text).values() for form in forms}
    forms = {form for name in names for word in spelled(name).values() for form in word}
    return frozenset(forms - harmless)


def words_among(text: str, forms: frozenset[str]) -> list[str]:
    """The words of a sentence that are one of these names."""
    return [word for word, own in spelled(text).items() if own & forms]


def naming_blockers(words: Mapping[str, list[str]]) -> list[Blocker]:
    """``words``: field -> the names found in it."""
    found = []
    for field, names in words.items():
        if names:
            text = ngettext(
                "This sentence goes to the network without the person: please write it without "
                "the name %(names)s. The note below stays in the case.",
                "This sentence goes to the network without the person: please write it without "
                "the names %(names)s. The note below stays in the case.",
                len(names),
            ) % {"names": ", ".join(names)}
            found.append(Blocker("names_somebody", text, field))
    return found


def since_blockers(since: date | None, today: date) -> list[Blocker]:
    if since is None:
        return [Blocker("since_missing", _("The day is missing."), "since")]
    if since > today:
        return [Blocker("since_ahead", _("The day lies in the future."), "since")]
    return []
