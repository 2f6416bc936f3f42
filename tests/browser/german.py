# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""German words that a page in English must not show: those of our own catalogues and lists."""

import re
from functools import cache
from typing import Any

from stellwerk.vocabulary.models import Term
from tests.house.catalogues import catalogues, entries, forms

_SHORTEST = 4
_PLACEHOLDER = re.compile(r"%\\?\((\w+)\\?\)[sd]|\\\{\w*\\\}")
# Names of languages stand in their own language, and data are data.
_TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement, text = walker.currentNode.data.trim();
    if (text && !e.closest('[lang], script, textarea, [data-own-words]'))
      found.add(text.replace(/\\s+/g, ' '));
  }
  for (const e of document.querySelectorAll('[aria-label]')) found.add(e.ariaLabel);
  found.add(document.title);
  return [...found];
}"""


@cache
def _translations() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Texts that are said in German only: plain ones, and those with something put in."""
    messages = [message for path in catalogues() for message in entries(path)]
    english = {form for message in messages for form in forms(message.id)}
    german = {form for message in messages for form in forms(message.string)} - english
    plain = {text for text in german if not _open(text) and len(text) >= _SHORTEST}
    shapes = tuple(
        re.compile(_PLACEHOLDER.sub(".+", re.escape(text)))
        for text in german
        if _open(text) and len(re.findall(r"[^\W\d_]", _open_parts(text))) >= _SHORTEST
    )
    return frozenset(plain), shapes


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


def german_left(page: Any) -> list[str]:
    """Texts of the open page that our catalogues say in German only."""
    plain, shapes = _translations()
    words = plain | _terms()
    return [
        f"German left: {text}"
        for text in page.evaluate(_TEXTS)
        if text in words or any(shape.fullmatch(text) for shape in shapes)
    ]
