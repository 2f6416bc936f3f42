# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The hook for a virus scanner: clamd's INSTREAM over a socket, if the environment names one.

Not configured: documents are kept as "not scanned", and the pages say so. Configured but not to be
reached: nothing is taken in, since silence is no finding.
"""

import re
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal
from stellwerk.cases.choices import ScanState

_SECONDS = 30.0
_PIECE = 64 * 1024
_FOUND = re.compile(rb"^stream: (.{1,200}) FOUND")


def is_configured() -> bool:
    return bool(settings.VIRUS_SCANNER)


def scan(content: bytes) -> ScanState:
    """What the scanner says of a file. Raises `Refusal` for a find and for no answer."""
    if not is_configured():
        return ScanState.NOT_SCANNED
    try:
        answer = _ask(settings.VIRUS_SCANNER, content)
    except (OSError, ValueError):
        raise _no_answer() from None
    if _FOUND.match(answer):
        raise Refusal(
            "file_infected",
            _("The virus scanner found something in this file. It was not taken in."),
            field="file",
        )
    if answer != b"stream: OK":
        raise _no_answer()
    return ScanState.CLEAN


def _no_answer() -> Refusal:
    return Refusal(
        "scanner_silent",
        _("The virus scanner gives no answer. The file was not taken in; please try again later."),
        field="file",
    )


def _ask(address: str, content: bytes) -> bytes:
    """``zINSTREAM``: pieces with their length before them, a zero at the end."""
    with _connect(address) as channel:
        channel.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _PIECE):
            piece = content[start : start + _PIECE]
            channel.sendall(struct.pack("!L", len(piece)) + piece)
        channel.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 4096:
            more = channel.recv(4096)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\n")


def _connect(address: str) -> socket.socket:
    """``unix:/path`` or ``tcp://host:port``."""
    if address.startswith("unix:"):
        channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        channel.settimeout(_SECONDS)
        try:
            channel.connect(address.removeprefix("unix:"))
        except OSError:
            channel.close()
            raise
        return channel
    parts = urlsplit(address)
    if parts.scheme != "tcp" or not parts.hostname:
        raise ValueError("the scanner's address is unix:/path or tcp://host:port")
    return socket.create_connection((parts.hostname, parts.port or 3310), timeout=_SECONDS)
