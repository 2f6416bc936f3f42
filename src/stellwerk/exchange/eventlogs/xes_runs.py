# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The short way through XES: events in their plainest form are read without the XML parser.

A run of plain events (nothing but attributes with key and value, no entities, nothing nested) is
well-formed by its very form. It is cut out of what the parser gets and replaced by one empty
element that nobody can foresee, and by its line breaks. Where the parser meets that element, the
events of the run stand; inside of a comment it never meets it. So the parser still judges the file
and every other event, and line numbers stay true.
"""

import re
import secrets
from collections.abc import Iterator

from stellwerk.exchange.eventlogs.opening import Unpacked

_BLANK = rb"[ \t\r\n]"
_VALUE = rb'[^"<&\x00-\x1f]*+'
_ATTRIBUTE = (
    rb"<(?:string|date|int|float|boolean|id) key=\"" + _VALUE + rb"\" value=\"" + _VALUE
    + rb"\" ?/>" + _BLANK + rb"*+"
)  # fmt: skip
_EVENT = rb"<event>" + _BLANK + rb"*+(?:" + _ATTRIBUTE + rb")*+</event>" + _BLANK + rb"*+"
_RUN = re.compile(rb"(?:" + _EVENT + rb")++")
_END = b"</event>"
_DECLARED = re.compile(rb"^<\?xml[^>]*?encoding=[\"']([A-Za-z0-9._-]+)[\"']")
#: Noncharacters that XML forbids; the parser says so better.
_FORBIDDEN = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
#: Without the end of an event for so long the ordinary way is taken.
_MOST_WAITING = 4 * 2**20


def is_plain(head: bytes, keys: list[str]) -> bool:
    """Whether the file is UTF-8 and the wanted keys are written as they are."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:4]:
        return False
    declared = _DECLARED.match(head)
    encoding = declared[1].decode().lower() if declared else "utf-8"
    return encoding in ("utf-8", "utf8", "us-ascii") and not re.search(r'["<&]', "".join(keys))


class Runs:
    """Runs that were cut out of one piece, by the number that their stand-in carries."""

    def __init__(self) -> None:
        self.name = "run" + secrets.token_hex(16)
        self._tag = b"<" + self.name.encode() + b' n="%d"/>'
        self.cut: list[bytes] = []

    def skeletons(self, content: Unpacked, size: int) -> Iterator[bytes]:
        """The file for the parser, piece by piece; the runs of a piece lie in ``cut``."""
        waiting = b""
        while piece := content.read(size):
            looked = max(len(waiting) - len(_END), 0)
            waiting += piece
            end = waiting.rfind(_END, looked) + len(_END)
            if end < len(_END):
                if len(waiting) > _MOST_WAITING:
                    self.cut = []
                    yield waiting
                    waiting = b""
                continue
            yield self._without_runs(waiting[:end])
            waiting = waiting[end:]
        self.cut = []
        if waiting:
            yield waiting

    def _without_runs(self, piece: bytes) -> bytes:
        self.cut = []
        try:
            piece.decode()
        except UnicodeDecodeError:
            return piece
        if any(sign in piece for sign in _FORBIDDEN):
            return piece
        parts: list[bytes] = []
        at = 0
        for found in _RUN.finditer(piece):
            run = found[0]
            parts += (piece[at : found.start()], self._tag % len(self.cut))
            parts.append(b"\n" * run.count(b"\n"))
            self.cut.append(run)
            at = found.end()
        parts.append(piece[at:])
        return b"".join(parts)
