# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""German words that a page in English must not show: those of our own catalogues and lists."""

import re
from functools import cache
from html.parser import HTMLParser

from stellwerk.directory.models import Organisation
from stellwerk.exchange.papers.languages import LANGUAGES
from stellwerk.vocabulary.models import Term
from tests.house.catalogues import catalogues, entries, forms

_SHORTEST = 4
#: Letters around what is put in; a single "nach" stands in many a sentence of somebody's own.
_SHORTEST_SHAPE = 6
_PLACEHOLDER = re.compile(r"%\\?\((\w+)\\?\)[sd]|\\\{\w*\\\}")
# Where a number is put in, no words stand: "%(n)s beginnen" is no goal of somebody's own.
_NUMBER, _ANYTHING = r"[^A-Za-zÀ-ž]+", ".+"
# Names of languages stand in their own language, and data are data.
_SILENT = {"script", "style", "textarea", "template"}
_EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}


class _Texts(HTMLParser):
    """What a page says: its texts, the names of its parts for screen readers, its title."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: set[str] = set()
        self.lang = ""
        self._open: list[tuple[str, bool]] = []
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_text()
        given = dict(attrs)
        if tag == "html":
            self.lang = given.pop("lang", None) or ""
        silent = tag in _SILENT or "lang" in given or "data-own-words" in given
        if given.get("aria-label") and not (silent or self._is_silent):
            self.found.add(str(given["aria-label"]))
        if tag not in _EMPTY:
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        self._end_text()
        if any(tag == known for known, _silent in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._text += data

    def _end_text(self) -> None:
        text = re.sub(r"\s+", " ", self._text).strip()
        self._text = ""
        if text and not self._is_silent:
            self.found.add(text)

    @property
    def _is_silent(self) -> bool:
        return any(silent for _tag, silent in self._open)


@cache
def _translations() -> tuple[frozenset[str], frozenset[str], tuple[re.Pattern[str], ...]]:
    """Texts said in English; those said in German only: plain ones, and with something put in."""
    messages = [message for path in catalogues() for message in entries(path)]
    english = {form for message in messages for form in forms(message.id)}
    # Pages begin a label with a capital letter, in whichever language.
    english |= {form[:1].upper() + form[1:] for form in english}
    german = {form for message in messages for form in forms(message.string)} - english
    plain = {text for text in german if not _open(text) and len(text) >= _SHORTEST}
    shapes = tuple(
        re.compile(_PLACEHOLDER.sub(_put_in, re.escape(text)))
        for text in german
        if _open(text) and len(re.findall(r"[^\W\d_]", _open_parts(text))) >= _SHORTEST_SHAPE
    )
    return frozenset(english), frozenset(plain), shapes


def _put_in(found: re.Match[str]) -> str:
    return _NUMBER if found[1] == "n" else _ANYTHING


def _open(text: str) -> bool:
    return bool(re.search(r"%\(\w+\)[sd]|\{\w*\}", text))


def _open_parts(text: str) -> str:
    return re.sub(r"%\(\w+\)[sd]|\{\w*\}", "", text)


@cache
def _terms() -> frozenset[str]:
    """Words of the lists that have another one in English."""
    rows = Term.objects.values_list("label_de", "label_en")
    both = {english for _, english in rows}
    return frozenset(german for german, english in rows if english and german not in both)


def _names() -> set[str]:
    """Proper names: of organisations, and of languages in those languages."""
    offices = Organisation.objects.values_list("name", flat=True)
    return {*offices, *(language.name for language in LANGUAGES.values())}


def german_left(html: str) -> list[str]:
    """Texts of a page that our catalogues say in German only, and whether it says it is English."""
    own_names, terms = _names(), _terms()
    texts = _Texts()
    texts.feed(html)
    found = [] if texts.lang == "en" else [f"lang is {texts.lang}, not en"]
    return found + [
        f"German left: {text}"
        for text in sorted(texts.found)
        if text not in own_names and (text in terms or is_german(text))
    ]


def is_german(text: str) -> bool:
    """Whether our catalogues say this in German, and none says it in English."""
    english, plain, shapes = _translations()
    return text in plain or (text not in english and any(shape.fullmatch(text) for shape in shapes))
