# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What in a DOCX file draws on something elsewhere: relations and field codes.

Read as a text program reads it: by a parser, whatever the encoding, the prefixes and the cuts.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

#: Field codes that fetch something from elsewhere when the letter is opened.
_FETCHING = re.compile(
    r"\s*(INCLUDETEXT|INCLUDEPICTURE|INCLUDE|DDEAUTO|DDE|LINK|DATABASE|IMPORT|RD|MACROBUTTON)\b",
    re.IGNORECASE,
)
# A code whose first word stands before anything is computed inside it.
_NAMED = re.compile(r"\s*(=|[A-Za-z]+[\s\"\\]|IF\b)", re.IGNORECASE)
_FOREIGN = ("/attachedtemplate", "/oleobject", "/afchunk", "/subdocument", "/frame")
_SAFE_LINKS = ("http:", "https:", "mailto:", "tel:")
_WORDS = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_TEXTS = ("instrText", "delInstrText", "t", "delText")
_GAPS = ("p", "br", "cr", "tab", "ptab")
_DELETED = ("del", "moveFrom")


class Damaged(Exception):  # noqa: N818 - what the file is
    """A part that no text program wrote."""


def draws_on_others(package: zipfile.ZipFile) -> bool:
    """Whether anything is fetched from elsewhere when the file is opened. Raises `Damaged`."""
    types = _types(package)
    for info in package.infolist():
        name = info.filename.casefold()
        if name.endswith(".rels"):
            if any(map(_leads_out, _relations(package.read(info)))):
                return True
        elif _is_marked_up(name, types) and _Fields(package.read(info)).are_fetching():
            return True
    return False


def _types(package: zipfile.ZipFile) -> dict[str, str]:
    """Media types by a part's name (with its slash) or by its ending, in small letters."""
    found: dict[str, str] = {}

    def start(tag: str, said: dict[str, str]) -> None:
        key = said.get("PartName") or "." + said.get("Extension", "")
        found[key.casefold()] = said.get("ContentType", "").casefold()

    _read(package.read("[Content_Types].xml"), start)
    return found


def _is_marked_up(name: str, types: dict[str, str]) -> bool:
    kind = types.get(f"/{name}") or types.get("." + name.rpartition(".")[2], "")
    return name.endswith(".xml") or (kind.endswith("xml") and not kind.startswith("image/"))


def _relations(raw: bytes) -> Iterator[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(tag: str, said: dict[str, str]) -> None:
        if tag.rpartition(" ")[2] == "Relationship":
            found.append({name: value.strip() for name, value in said.items()})

    _read(raw, start)
    return iter(found)


def _leads_out(relation: dict[str, str]) -> bool:
    kind, target = relation.get("Type", "").casefold(), relation.get("Target", "").casefold()
    is_link = kind.endswith("/hyperlink") and target.startswith(_SAFE_LINKS)
    is_outside = relation.get("TargetMode", "").casefold() == "external"
    return kind.endswith(_FOREIGN) or (is_outside and not is_link)


def _read(raw: bytes, start: Any, end: Any = None, characters: Any = None) -> None:
    """Names come with their namespace before a space."""

    def refuse(*_said: object) -> None:
        raise Damaged

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, ValueError, LookupError) as problem:
        raise Damaged from problem


@dataclass
class _Field:
    """A field that is open: the pieces of its code, deleted ones too, until its result begins."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    has_result: bool = False
    is_simple: bool = False

    def codes(self) -> list[str]:
        """Its code with what is marked as deleted, and without."""
        whole = "".join(text for text, _is_deleted in self.pieces)
        return [whole, "".join(text for text, is_deleted in self.pieces if not is_deleted)]


class _Fields:
    """The field codes of one part. A field may be cut into runs and may hold others."""

    def __init__(self, raw: bytes) -> None:
        self.codes: list[str] = []
        self.open: list[_Field] = []
        self.text = ""
        self.deleted = 0
        self.is_unclear = False
        _read(raw, self.start, self.end, self.characters)
        for left in self.open:
            self.codes += left.codes()

    def are_fetching(self) -> bool:
        """Also when the code's first word would only be computed: nobody can tell which it is."""
        return self.is_unclear or any(map(_FETCHING.match, self.codes))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _blank, name = tag.rpartition(" ")
        if name == "AlternateContent" and self.is_in_code():
            self.is_unclear = True
        if space not in _WORDS:
            return
        self.deleted += name in _DELETED
        if name in _TEXTS:
            self.text = name
            if "nstrText" in name and not self.is_in_code():
                self.codes.append("")  # outside of a field each stands for itself
        elif name == "fldChar":
            self.mark(attributes.get(f"{space} fldCharType", "").strip())
        elif name == "fldSimple":
            code = [(attributes.get(f"{space} instr", ""), False)]
            self.begin(_Field(code, has_result=True, is_simple=True))
        elif name in _GAPS and self.is_in_code():
            self.open[-1].pieces.append((" ", False))

    def mark(self, kind: str) -> None:
        if kind == "begin":
            self.begin(_Field())
        elif kind == "separate" and self.open:
            self.open[-1].has_result = True
        elif kind == "end" and self.open:
            self.finish(is_simple=False)

    def begin(self, inner: _Field) -> None:
        if self.is_in_code() and not all(map(_NAMED.match, self.open[-1].codes())):
            self.is_unclear = True
        self.open.append(inner)

    def finish(self, *, is_simple: bool) -> None:
        done = self.open.pop()
        self.codes += done.codes()
        self.is_unclear |= done.is_simple != is_simple

    def is_in_code(self) -> bool:
        return bool(self.open) and not self.open[-1].has_result

    def characters(self, text: str) -> None:
        if self.text and self.is_in_code():
            is_deleted = bool(self.deleted) or self.text.startswith("del")
            self.open[-1].pieces.append((text, is_deleted))
        elif "nstrText" in self.text:
            self.codes[-1] += text

    def end(self, tag: str) -> None:
        space, _blank, name = tag.rpartition(" ")
        if space not in _WORDS:
            return
        self.deleted -= name in _DELETED
        if name in _TEXTS:
            self.text = ""
        elif name == "fldSimple" and self.open:
            self.finish(is_simple=True)
