# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A large JSON object piece by piece: its members, and the elements of its lists one at a time."""

import codecs
import json
import re
from collections.abc import Iterator
from json import JSONDecodeError
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal
from stellwerk.exchange.eventlogs.opening import MOST_ELEMENT, Unpacked

_BLANKS = re.compile(r"[ \t\r\n]*")


def members(content: Unpacked) -> Iterator[tuple[str, int, Any]]:
    """Of the one object of the file: (key, line, element) for each element of a list, and
    (key, line, value) for any other value. Raises `Refusal` where it is no JSON.
    """
    text = _Text(content)
    text.expect("{")
    if text.peek() == "}":
        text.skip(1)
    else:
        while True:
            _line, key = text.value()
            if not isinstance(key, str):
                raise text.malformed()
            text.expect(":")
            if text.peek() == "[":
                for line, value in _elements(text):
                    yield key, line, value
            else:
                line, value = text.value()
                yield key, line, value
            if text.peek() != ",":
                break
            text.skip(1)
        text.expect("}")
    if text.peek():
        raise text.malformed()


def _elements(text: "_Text") -> Iterator[tuple[int, Any]]:
    text.expect("[")
    if text.peek() == "]":
        text.skip(1)
        return
    while True:
        yield text.value()
        if text.peek() != ",":
            break
        text.skip(1)
    text.expect("]")


class _Text:
    """A window on the text that moves forward; knows the line it stands on."""

    def __init__(self, content: Unpacked) -> None:
        self._content = content
        self._decode = codecs.getincrementaldecoder("utf-8-sig")()
        self._scan = json.JSONDecoder().raw_decode
        self._text = ""
        self._at = 0
        self._line = 1
        self._is_over = False

    def _more(self) -> bool:
        """Read on; what lies behind is forgotten."""
        if self._is_over:
            return False
        if len(self._text) - self._at > MOST_ELEMENT:
            raise Refusal(
                "file_element",
                _("Line %(line)d: an element is larger than %(most)d MB. The file is not read.")
                % {"line": self._line, "most": MOST_ELEMENT // 2**20},
            )
        piece = self._content.read(max(256 * 1024, len(self._text) - self._at))
        self._is_over = not piece
        try:
            read = self._decode.decode(piece, not piece)
        except UnicodeDecodeError:
            raise Refusal(
                "file_encoding", _("Line %(line)d: the file is not written in UTF-8.")
                % {"line": self._line},
            ) from None  # fmt: skip
        self._text = self._text[self._at :] + read
        self._at = 0
        return True

    def peek(self) -> str:
        """The next sign that is no blank; "" at the end."""
        while True:
            match = _BLANKS.match(self._text, self._at)
            end = match.end() if match else self._at
            self._line += self._text.count("\n", self._at, end)
            self._at = end
            if end < len(self._text):
                return self._text[end]
            if not self._more():
                return ""

    def skip(self, count: int) -> None:
        self._at += count

    def expect(self, sign: str) -> None:
        if self.peek() != sign:
            raise self.malformed()
        self._at += 1

    def value(self) -> tuple[int, Any]:
        """The next value whole, and the line on which it begins."""
        if not self.peek():
            raise self.malformed()
        while True:
            try:
                value, end = self._scan(self._text, self._at)
            except JSONDecodeError:
                if self._more():
                    continue
                raise self.malformed() from None
            except (ValueError, RecursionError):  # a number of thousands of digits
                raise self.malformed() from None
            # a number at the end of the window may go on
            if end == len(self._text) and self._more():
                continue
            line = self._line
            self._line += self._text.count("\n", self._at, end)
            self._at = end
            return line, value

    def malformed(self) -> Refusal:
        return Refusal(
            "file_malformed",
            _("Line %(line)d: the JSON is not well-formed or is cut off. It is not read.")
            % {"line": self._line},
        )
