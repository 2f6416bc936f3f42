# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""DOCX templates: checked at upload, filled by replacing words. Nothing in them is ever run.

The XML is not written anew: placeholders are found by a parser and replaced in place, byte by
byte, so that everything else of the organisation's letterhead stays as it is. A text program may
cut a placeholder into several runs; it is put together per paragraph.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker, Refusal
from stellwerk.cases.choices import FileType
from stellwerk.cases.rules.placeholders import placeholder_named
from stellwerk.exchange import outside
from stellwerk.exchange.file_types import detect, open_package

MOST_BYTES = 5_000_000
MOST_PART_BYTES = 16_000_000
_MOST_FAULTS = 20
_TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_MARK = re.compile(r"\{\{([^{}]*)\}\}")
_HALF = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass
class _Run:
    """One ``w:t``: where it stands in the part's bytes, and its text."""

    start: int
    end: int = 0
    text: str = ""


@dataclass
class _Part:
    """What the parser saw of one part: numbered paragraphs with their runs."""

    paragraphs: list[tuple[int, list[_Run]]] = field(default_factory=list)


def check_template(content: bytes) -> list[str]:
    """The placeholders used in a template. Raises one `Refusal` that names everything wrong."""
    if len(content) > MOST_BYTES:
        raise _refusal("file_too_large", _("A template may have 5 MB at most."))
    if detect(content) != FileType.DOCX:
        raise _refusal("file_type", _("A template is a .docx file."))
    used: dict[str, None] = {}
    faults: list[str] = []
    with open_package(content) as package:
        _check_outside(package)
        for name in _text_parts(package):
            for number, runs in _parse(package.read(name)).paragraphs:
                _look_at(runs, _where(name, number), used, faults)
    if faults:
        blockers = [Blocker("placeholder", text, "file") for text in faults[:_MOST_FAULTS]]
        raise Refusal("placeholder", faults[0], blockers=blockers)
    return list(used)


def fill(content: bytes, values: Mapping[str, str]) -> bytes:
    """The template with every placeholder replaced by its value; line breaks stay line breaks."""

    def value_of(word: str) -> str:
        placeholder = placeholder_named(word)
        return values.get(placeholder.word, "") if placeholder else ""

    written = io.BytesIO()
    with open_package(content) as package, zipfile.ZipFile(written, "w") as filled:
        texts = set(_text_parts(package))
        for info in package.infolist():
            raw = package.read(info)
            if info.filename in texts:
                raw = _replaced(raw, _parse(raw), value_of)
            copy = zipfile.ZipInfo(info.filename, info.date_time)
            copy.compress_type = zipfile.ZIP_DEFLATED
            filled.writestr(copy, raw)
    return written.getvalue()


def _refusal(code: str, message: str) -> Refusal:
    return Refusal(code, message, field="file")


# ── looking ──────────────────────────────────────────────────────────────────────────────────


def _text_parts(package: zipfile.ZipFile) -> list[str]:
    return [name for name in package.namelist() if _TEXT_PARTS.fullmatch(name)]


def _where(name: str, number: int) -> str:
    if "header" in name:
        return _("header, paragraph %(n)s") % {"n": number}
    if "footer" in name:
        return _("footer, paragraph %(n)s") % {"n": number}
    if "notes" in name:
        return _("notes, paragraph %(n)s") % {"n": number}
    return _("text, paragraph %(n)s") % {"n": number}


def _look_at(runs: list[_Run], where: str, used: dict[str, None], faults: list[str]) -> None:
    """Note the placeholders of one paragraph and what is wrong with them."""
    text = "".join(run.text for run in runs)
    for mark in _MARK.finditer(text):
        placeholder = placeholder_named(mark[1])
        if placeholder:
            used[placeholder.word] = None
        else:
            faults.append(
                _("%(where)s: unknown placeholder “%(mark)s”.")
                % {"where": where, "mark": mark[0][:60]}
            )
    half = _HALF.search(_MARK.sub("", text))
    if half:
        at = max(text.find(half[0]), 0)
        faults.append(
            _("%(where)s: broken placeholder at “%(text)s”.")
            % {"where": where, "text": text[at : at + 40]}
        )


def _check_outside(package: zipfile.ZipFile) -> None:
    """Nothing that is fetched from elsewhere, nothing packed inside."""
    types = package.read("[Content_Types].xml")
    if b"wordprocessingml.document.main+xml" not in types:
        raise _refusal("file_type", _("Save the template as .docx (not .dotx), please."))
    for info in package.infolist():
        name = info.filename.casefold()
        if info.file_size > MOST_PART_BYTES:
            raise _refusal("file_too_large", _("Unpacked, the template is far too large."))
        if "/embeddings/" in name or name.endswith((".bin", ".ole")):
            raise _refusal(
                "file_nested", _("The template contains further files. Remove them, please.")
            )
    try:
        is_linked = outside.draws_on_others(package)
    except outside.Damaged:
        raise _damaged() from None
    if is_linked:
        raise _refusal(
            "file_links",
            _("The template draws on other files or sources. Cut the links, please."),
        )


def _damaged() -> Refusal:
    return _refusal("file_damaged", _("The template is damaged; it cannot be read."))


# ── parsing and replacing ────────────────────────────────────────────────────────────────────


def _parse(raw: bytes) -> _Part:
    """Paragraphs and runs with their places. Raises `Refusal` for what no text program writes."""
    reader = _Reader(raw)
    try:
        reader.parser.Parse(raw, True)
    except (expat.ExpatError, ValueError):
        raise _damaged() from None
    return reader.part


class _Reader:
    """Collects runs per paragraph; a paragraph inside another (a text box) counts by itself."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self.part = raw, _Part()
        self.open_paragraphs: list[tuple[int, list[_Run]]] = []
        self.count = 0
        self.run: _Run | None = None
        self.is_first = True
        self.parser = expat.ParserCreate("UTF-8")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse

    def refuse(self, *_said: object) -> None:
        raise ValueError("declarations are not read")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.is_first and attributes.get("xmlns:w") != _MAIN:
            raise ValueError("not written by a text program")
        self.is_first = False
        if tag == "w:p":
            self.count += 1
            self.open_paragraphs.append((self.count, []))
            self.part.paragraphs.append(self.open_paragraphs[-1])
        elif tag == "w:t" and self.open_paragraphs:
            self.run = _Run(self.parser.CurrentByteIndex)
        elif tag in ("w:br", "w:tab", "w:cr") and self.open_paragraphs:
            # What stands on two lines is no placeholder.
            self.open_paragraphs[-1] = (self.open_paragraphs[-1][0], [])
            self.part.paragraphs.append(self.open_paragraphs[-1])

    def characters(self, text: str) -> None:
        if self.run is not None:
            self.run.text += text

    def end(self, tag: str) -> None:
        if tag == "w:p" and self.open_paragraphs:
            self.open_paragraphs.pop()
        elif tag == "w:t" and self.run is not None:
            # An empty element ends where it began.
            self.run.end = self.raw.index(b">", self.parser.CurrentByteIndex) + 1
            self.open_paragraphs[-1][1].append(self.run)
            self.run = None


def _replaced(raw: bytes, part: _Part, value_of: Callable[[str], str]) -> bytes:
    edits = [
        (run.start, run.end, text)
        for _number, runs in part.paragraphs
        for run, text in zip(runs, _new_texts(runs, value_of), strict=True)
        if text != run.text
    ]
    for start, end, text in sorted(edits, reverse=True):
        raw = raw[:start] + _as_run(text) + raw[end:]
    return raw


def _new_texts(runs: list[_Run], value_of: Callable[[str], str]) -> list[str]:
    """The text of each run afterwards: a value stands where its placeholder began."""
    whole = "".join(run.text for run in runs)
    pieces = [""] * len(runs)
    owners = [number for number, run in enumerate(runs) for _character in run.text]
    done = 0
    for mark in _MARK.finditer(whole):
        for at in range(done, mark.start()):
            pieces[owners[at]] += whole[at]
        pieces[owners[mark.start()]] += value_of(mark[1])
        done = mark.end()
    for at in range(done, len(whole)):
        pieces[owners[at]] += whole[at]
    return pieces


_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _as_run(text: str) -> bytes:
    lines = _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    said = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines]
    return "<w:br/>".join(said).encode()
