# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which texts the code says, and which of them are translated, without the gettext programs."""

import re
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.house.source import SRC, modules, shown

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

#: (context, msgid)
Key = tuple[str | None, str]
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def templates() -> list[Path]:
    return sorted(p for p in SRC.rglob("templates/**/*") if p.suffix in {".html", ".txt", ".xml"})


def said() -> dict[Key, str]:
    """Every text that the sources say, with one place where they say it."""
    found: dict[Key, str] = {}
    for path in modules():
        source = path.read_bytes()
        for key in extracted(source):
            found.setdefault(key, shown(path))
    for path in templates():
        source = templatize(path.read_text(encoding="utf-8"), origin=str(path)).encode()
        for key in extracted(source):
            found.setdefault(key, shown(path))
    return found


def extracted(source: bytes) -> Iterator[Key]:
    for _line, message, _comments, context in extract("python", BytesIO(source), KEYWORDS):
        text = message[0] if isinstance(message, tuple) else message
        if text:
            yield context, text


def catalogues() -> list[Path]:
    return sorted(SRC.rglob("locale/de/LC_MESSAGES/django.po"))


def entries(path: Path) -> list[Message]:
    with path.open("rb") as stream:
        return [message for message in read_po(stream, locale="de") if message.id]


def key_of(message: Message) -> Key:
    return message.context, message.id[0] if isinstance(message.id, tuple) else message.id


def forms(text: object) -> list[str]:
    """All forms of a msgid or msgstr."""
    if isinstance(text, list | tuple):
        return [str(form or "") for form in text]
    return [str(text or "")]


def translated() -> dict[Key, dict[Path, list[str]]]:
    """Every translation that counts (present, not fuzzy), per catalogue."""
    found: dict[Key, dict[Path, list[str]]] = defaultdict(dict)
    for path in catalogues():
        for message in entries(path):
            if not message.fuzzy and all(forms(message.string)):
                found[key_of(message)][path] = forms(message.string)
    return found


def placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))
