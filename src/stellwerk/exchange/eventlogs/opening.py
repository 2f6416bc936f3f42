# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Opening an event log: what it is by its content, and whether it may be opened at all.

Whatever can be told from the first bytes is refused there: document type declarations, files
packed beyond reason, files over the limit, things that are no event log.
"""

import gzip
import io
import re
import zlib
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from django.conf import settings
from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal

XES, OCEL_JSON, OCEL_XML, CSV = "xes", "ocel_json", "ocel_xml", "csv"
CHUNK = 256 * 1024
#: What a file inflates to by honest means; only bombs reach deflate's own limit of 1,032.
MOST_RATIO = 400
RATIO_MATTERS_ABOVE = 2 * 2**20
#: The root of an XML file stands near its beginning.
MOST_PROLOGUE = 2**20
#: One element with its attributes, one line of a table, one event of a JSON file.
MOST_ELEMENT = 8 * 2**20
MOST_DEPTH = 200

_GZIP = b"\x1f\x8b"
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_OCEL_PARTS = {"object-types", "event-types", "objects", "events"}
_XES_PARTS = {"extension", "global", "classifier", "trace", "event"}


class Source:
    """A file that can be read from its beginning more than once."""

    def __init__(
        self, file: Path | IO[bytes], most_bytes: int | None = None, *, trusts_tail: bool = False
    ) -> None:
        self._file = file
        self.most = settings.EVENT_LOG_MOST_BYTES if most_bytes is None else most_bytes
        with self.raw() as raw:
            size = raw.seek(0, 2)
            raw.seek(0)
            self.is_packed = raw.read(2) == _GZIP
            unpacked = _said_size(raw) if self.is_packed and trusts_tail else 0
        if size == 0:
            raise Refusal("file_empty", _("The file is empty."))
        if max(size, unpacked) > self.most:
            raise too_large(self.most)
        #: The first bytes, unpacked; without the mark of UTF-8.
        self.beginning = self.head()
        self.format = _format_of(self.beginning)

    def raw(self) -> IO[bytes]:
        """The file as it is, packed or not."""
        if isinstance(self._file, Path):
            try:
                return self._file.open("rb")
            except OSError as problem:
                raise Refusal(
                    "file_gone",
                    _("The file cannot be opened: %(why)s.") % {"why": problem.strerror},
                ) from None
        return _Kept(self._file)

    def open(self) -> "Unpacked":
        """The content from the beginning, unpacked, within the limits."""
        return Unpacked(self.raw(), self.is_packed, self.most)

    def head(self) -> bytes:
        with self.open() as content:
            head = content.read(CHUNK)
            if head[:3] == b"\xef\xbb\xbf":
                head = head[3:]
            # an XML file may begin with a long comment
            while head.lstrip()[:1] == b"<" and _has_no_root(head) and len(head) < MOST_PROLOGUE:
                more = content.read(CHUNK)
                if not more:
                    break
                head += more
            return head


class Unpacked:
    """Bytes of a file, inflated where it is packed; every limit is a `Refusal`."""

    def __init__(self, raw: IO[bytes], is_packed: bool, most: int) -> None:
        self._raw, self._most = raw, most
        self._stream: IO[bytes] = gzip.GzipFile(fileobj=raw) if is_packed else raw  # type: ignore[assignment]
        self._is_packed = is_packed
        self.passed = 0

    def read(self, size: int = CHUNK) -> bytes:
        try:
            piece = self._stream.read(size)
        except (EOFError, zlib.error, OSError) as problem:
            raise Refusal(
                "file_damaged", _("The packed file is damaged or cut off; it is not read.")
            ) from problem
        self.passed += len(piece)
        if self.passed > RATIO_MATTERS_ABOVE and self._grows_too_much():
            raise Refusal(
                "file_bomb", _("Unpacked, the file would become far too large. It is not opened.")
            )
        if self.passed > self._most:
            raise too_large(self._most)
        return piece

    def _grows_too_much(self) -> bool:
        return self._is_packed and self.passed > MOST_RATIO * self._raw.tell()

    def __enter__(self) -> "Unpacked":
        return self

    def __exit__(self, *_problem: object) -> None:
        self._stream.close()
        self._raw.close()


def _said_size(raw: IO[bytes]) -> int:
    """What a packed file says of its unpacked size at its end (it may be more, not less)."""
    if raw.seek(0, 2) < 18:
        return 0
    raw.seek(-4, 2)
    return int.from_bytes(raw.read(4), "little")


class _Kept(io.BufferedReader):
    """A stream of the caller's, read from its beginning and left open."""

    def __init__(self, stream: IO[bytes]) -> None:
        stream.seek(0)
        super().__init__(_Unclosed(stream))


class _Unclosed(io.RawIOBase):
    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def too_large(most: int) -> Refusal:
    return Refusal(
        "file_too_large",
        _("The file is larger than %(most)d MB (unpacked); it is not read.")
        % {"most": most // 10**6},
    )


def malformed(problem: expat.ExpatError) -> Refusal:
    """XML that is no XML: the whole file is in doubt."""
    return Refusal(
        "file_malformed",
        _("Line %(line)d: the XML is not well-formed or is cut off (%(why)s). It is not read.")
        % {"line": problem.lineno, "why": expat.errors.messages.get(problem.code, problem.code)},
    )


def declares() -> Refusal:
    return Refusal(
        "file_xml",
        _("The file contains a document type declaration (DTD); no event log needs one. "
          "It is not opened."),
    )  # fmt: skip


def safe_parser() -> expat.XMLParserType:
    """An XML parser that stops at the first declaration, before any entity exists."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.ordered_attributes = True
    parser.buffer_text = True
    return parser


def _refuse_declaration(*_said: object) -> None:
    raise declares()


def _has_no_root(head: bytes) -> bool:
    return _root_and_parts(head)[0] is None


def _format_of(head: bytes) -> str:
    text = head.lstrip()
    if text.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
        text = head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n").encode()[:CHUNK]
    if not text:
        raise Refusal("file_empty", _("The file is empty."))
    if text.startswith(b"<"):
        return _xml_format(head)
    if text.startswith(b"{"):
        return OCEL_JSON
    if text.startswith(b"SQLite format 3"):
        raise Refusal(
            "file_type",
            _("This is a database file (SQLite). Please export the log as OCEL 2.0 JSON or XML."),
        )
    if text.startswith((b"PK", b"%PDF", b"\xd0\xcf\x11\xe0", b"[")) or _CONTROL.search(text[:4096]):
        raise Refusal(
            "file_type", _("This is no event log: please choose a XES, OCEL 2.0 or CSV file.")
        )
    return CSV


def _xml_format(head: bytes) -> str:
    root, parts = _root_and_parts(head)
    if root == "log" and parts & _OCEL_PARTS and not parts & _XES_PARTS:
        return OCEL_XML
    if root == "log":
        return XES
    if root is None:
        raise Refusal("file_xml", _("The XML file does not begin with an element."))
    raise Refusal(
        "file_type",
        _("The XML file has the root “%(root)s”; a XES or OCEL 2.0 log has the root “log”.")
        % {"root": root[:80]},
    )


def local(name: str) -> str:
    """The name without its prefix."""
    return name.rpartition(":")[2]


class _EnoughSeen(Exception):  # noqa: N818 - no error
    """The format is known."""


def _root_and_parts(head: bytes) -> tuple[str | None, set[str]]:
    """The name of the root and of what lies directly in it, as far as the beginning shows."""
    names: list[str] = []
    parts: set[str] = set()
    depth = 0

    def start(name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth == 1:
            names.append(local(name))
        elif depth == 2:
            parts.add(local(name))
        if parts & (_OCEL_PARTS | _XES_PARTS) or depth > 3:
            raise _EnoughSeen

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = safe_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(head, False)
    except _EnoughSeen:
        pass
    except expat.ExpatError as problem:
        if not names:
            raise malformed(problem) from None
    return (names[0] if names else None), parts
