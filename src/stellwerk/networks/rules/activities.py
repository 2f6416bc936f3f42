# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The shipped catalogue of activities, and how a file's own words are recognised in it."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import Generic, Protocol, TypeVar

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.networks.choices import ActivityGroup
from stellwerk.vocabulary.rules import folded

LONGEST_NAME = 160
MOST_SYNONYMS = 40
#: From this likeness of the folded words on (0 to 1) something is suggested; never taken over.
_ALIKE = 0.72
_KEY = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")


@dataclass(frozen=True)
class ActivityData:
    """One line of the shipped catalogue; ``legal_sphere`` is a key of that list or empty."""

    key: str
    group: ActivityGroup
    name_de: str
    name_en: str
    paper: str
    is_final: bool
    legal_sphere: str
    synonyms: tuple[str, ...]


@cache
def shipped_activities() -> tuple[ActivityData, ...]:
    """The shipped catalogue in its order, along the course of an integration."""
    source = files("stellwerk.networks").joinpath("data", "activities.csv")
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines(), delimiter=";")
    return tuple(
        ActivityData(
            key=row["key"], group=ActivityGroup(row["group"]), name_de=row["name_de"],
            name_en=row["name_en"], paper=row["paper"], is_final=row["is_final"] == "ja",
            legal_sphere=row["legal_sphere"],
            synonyms=tuple(word for word in row["synonyms[]"].split("|") if word),
        )
        for row in rows
    )


@cache
def shipped_places() -> Mapping[str, int]:
    """Where each shipped activity stands in the catalogue."""
    return {data.key: place for place, data in enumerate(shipped_activities())}


@cache
def usual_spheres() -> Mapping[str, str]:
    """The legal sphere in which a shipped activity usually happens, where there is one."""
    return {data.key: data.legal_sphere for data in shipped_activities() if data.legal_sphere}


class Worded(Protocol):
    """What the search needs to know of an activity."""

    key: str
    name_de: str
    name_en: str
    synonyms: list[str]


def words_of(activity: Worded) -> list[str]:
    """All words for an activity, its own names first, folded."""
    words = (activity.name_de, activity.name_en, *activity.synonyms, activity.key)
    return [folded(word) for word in words if word]


def matches(activity: Worded, wanted: str) -> bool:
    """Whether every word of ``wanted`` begins a word of one of the activity's names."""
    asked = folded(wanted).split()
    return any(
        all(any(part.startswith(word) or word in part for part in name.split()) for word in asked)
        for name in words_of(activity)
    )


def parsed_synonyms(text: str) -> list[str]:
    """One synonym per line; empty and repeated ones are left out."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        word = " ".join(line.split())
        if word:
            found.setdefault(folded(word), word)
    return list(found.values())


def activity_blockers(
    *, name_de: str, name_en: str, group: str, synonyms: Sequence[str], paper: str = ""
) -> list[Blocker]:
    """Why an activity of the catalogue may not say this."""
    found = [
        Blocker("name_missing", _("Both languages need a name."), field)
        for field, name in (("name_de", name_de), ("name_en", name_en))
        if not name.strip()
    ]
    if group not in ActivityGroup.values:
        found.append(Blocker("group", _("This group does not exist."), "group"))
    if len(synonyms) > MOST_SYNONYMS or any(len(word) > LONGEST_NAME for word in synonyms):
        found.append(
            Blocker(
                "synonyms", _("At most 40 synonyms of up to 160 characters each."), "synonyms"
            )
        )
    if paper and not _KEY.fullmatch(paper):
        found.append(
            Blocker("paper", _("A key has small letters, digits and underscores."), "paper")
        )
    return found


def key_blockers(key: str, taken: bool) -> list[Blocker]:
    """Why a new activity may not have this key."""
    if not _KEY.fullmatch(key) or len(key) > 64:
        return [Blocker("key_form", _("A key has small letters, digits and underscores."), "key")]
    if taken:
        return [Blocker("key_taken", _("The catalogue has this key already."), "key")]
    return []


def retiring_blockers(retired_on: date | None) -> list[Blocker]:
    if retired_on is not None:
        return [Blocker("already_retired", _("This activity is retired already."))]
    return []


A = TypeVar("A", bound=Worded)


class Recogniser(Generic[A]):
    """Finds the catalogue's activity that a file's own word may mean.

    The same folded word is certain; a word that fits two activities means neither. Otherwise the
    most alike one is suggested, if it is alike enough.
    """

    def __init__(self, activities: Iterable[A]) -> None:
        self._exact: dict[str, A | None] = {}
        self._names: list[tuple[str, A]] = []
        for activity in activities:
            for word in dict.fromkeys(words_of(activity)):
                known = self._exact.get(word, activity)
                self._exact[word] = activity if known is activity else None
                self._names.append((word, activity))

    def certain(self, word: str) -> A | None:
        """The one activity of exactly this word, however it is spelled."""
        return self._exact.get(folded(word))

    def suggested(self, word: str) -> A | None:
        """The certain one, or the most alike; None when nothing is alike enough."""
        found = self.certain(word)
        if found is not None:
            return found
        asked = folded(word)
        best, likeness = None, _ALIKE
        for name, activity in self._names:
            alike = _likeness(asked, name)
            if alike > likeness:
                best, likeness = activity, alike
        return best


def _likeness(one: str, other: str) -> float:
    """Likeness of two folded texts, 0 to 1; the order of their words says little."""
    ours, theirs = " ".join(sorted(one.split())), " ".join(sorted(other.split()))
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    return matcher.ratio()
