# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the shipped lists say, and how a word that somebody wrote is recognised. No database."""

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Generic, Protocol, TypeVar

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.vocabulary.choices import ListKey

MOST_BITS = 63  # a set of topics is one signed 64-bit integer
_KEY = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_PLAIN = ("key", "code", "label_de", "label_en")


@dataclass(frozen=True)
class TermData:
    """One line of a shipped list."""

    list: ListKey
    key: str
    code: str
    label_de: str
    label_en: str
    attributes: dict[str, Any] = field(default_factory=dict)


@cache
def read_list(list_key: ListKey) -> tuple[TermData, ...]:
    """The shipped terms of one list in their order (`data/<list>.csv`).

    A column ``name[]`` holds several values separated by ``|``; empty cells are left out.
    """
    source = files(__package__).joinpath("data", f"{list_key}.csv").read_text(encoding="utf-8")
    return tuple(
        TermData(
            list=list_key,
            key=row["key"],
            code=row["code"],
            label_de=row["label_de"],
            label_en=row["label_en"],
            attributes=_attributes(row),
        )
        for row in csv.DictReader(source.splitlines(), delimiter=";")
    )


def _attributes(row: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, cell in row.items():
        if name in _PLAIN or not cell:
            continue
        if name.endswith("[]"):
            found[name[:-2]] = cell.split("|")
        else:
            found[name] = cell
    return found


def spaced(text: str) -> str:
    """Small letters and digits; everything between them is one space."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def folded(text: str) -> str:
    """A word as it is compared: Türkei = TÜRKEI = Tuerkei; signs and spaces count as one space."""
    text = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    bare = "".join(c for c in text if not unicodedata.combining(c))
    for pair, letter in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        bare = bare.replace(pair, letter)
    return spaced(bare)


class Named(Protocol):
    """What `Words` needs to know of a term."""

    list: Any
    key: Any
    code: Any
    label_de: Any
    label_en: Any
    attributes: Any


T = TypeVar("T", bound=Named)


class Words(Generic[T]):
    """Finds the term that a written word means, without asking the database again.

    Key and official code come before labels, labels before further words. A word that fits two
    terms of the same rank means neither: nothing is guessed.
    """

    def __init__(self, terms: Iterable[T]) -> None:
        # Keys are compared as they are: "VAE" folded would be "va", the Vatican's key.
        self._keys: dict[str, T | None] = {}
        labels: dict[str, T | None] = {}
        further: dict[str, T | None] = {}
        for term in terms:
            keys, names, others = _spellings(term)
            _enter(self._keys, {spaced(w) for w in keys if w}, term)
            _enter(labels, {folded(w) for w in names if w}, term)
            _enter(further, {folded(w) for w in others if w}, term)
        self._words: dict[str, T | None] = further | labels

    def find(self, text: object) -> T | None:
        """The term that ``text`` means; None when no term or more than one fits."""
        key = spaced(str(text))
        if key in self._keys:
            return self._keys[key]
        if key.isdigit() and key.zfill(3) in self._keys:
            return self._keys[key.zfill(3)]  # spreadsheets drop the zeros of an official key
        return self._words.get(folded(str(text)))


def _enter(table: dict[str, T | None], words: set[str], term: T) -> None:
    for word in words:
        table[word] = term if table.get(word, term) is term else None


def _spellings(term: Named) -> tuple[list[str], list[str], list[str]]:
    attributes = term.attributes or {}
    also = list(attributes.get("also", []))
    also += [str(attributes[name]) for name in ("adjective_de", "paragraph") if name in attributes]
    return [term.key, term.code], [term.label_de, term.label_en], also


def blockers_to_add(
    *, key: str, label_de: str, label_en: str, taken_keys: set[str]
) -> list[Blocker]:
    """Why a term may not be added."""
    found = _blockers_of_labels(label_de, label_en)
    if not _KEY.fullmatch(key):
        found.append(
            Blocker("key_form", _("A key has small letters, digits and underscores."), "key")
        )
    elif key in taken_keys:
        found.append(Blocker("key_taken", _("This list already has a term with this key."), "key"))
    return found


def blockers_to_change(*, label_de: str, label_en: str) -> list[Blocker]:
    """Why labels may not become these."""
    return _blockers_of_labels(label_de, label_en)


def _blockers_of_labels(label_de: str, label_en: str) -> list[Blocker]:
    return [
        Blocker("label_missing", _("Both languages need a label."), name)
        for name, label in (("label_de", label_de), ("label_en", label_en))
        if not label.strip()
    ]


def blockers_to_retire(*, retired_on: date | None) -> list[Blocker]:
    """Why a term may not be retired."""
    if retired_on is not None:
        return [Blocker("already_retired", _("This term is retired already."))]
    return []


def blockers_to_delete(*, list_key: str, key: str, bit: int | None) -> list[Blocker]:
    """Why a term may not be deleted, apart from being used."""
    if any(term.key == key for term in read_list(ListKey(list_key))):
        return [Blocker("shipped", _("This term belongs to the shipped list. Retire it instead."))]
    if bit is not None:
        # A number that was given away once must never mean another life area in old figures.
        return [
            Blocker("numbered", _("A life area keeps its place in figures. Retire it instead."))
        ]
    return []
