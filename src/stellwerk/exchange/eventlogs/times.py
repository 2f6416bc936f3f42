# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Times in event logs: ISO 8601 as it is really written, exact to the microsecond.

A time with an offset is an instant. Without one it is local (Europe/Berlin); an hour that the
clock shows twice is its first one, and how often that was needed is counted. Nothing is guessed:
what cannot be read is a ValueError.
"""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Berlin")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_SPACED_OFFSET = re.compile(r"(.*\d) +([Zz]|[+-]\d{2}(?::?\d{2})?)", re.ASCII)
_END_OF_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})T24:00(?::00(?:\.0+)?)?(.*)", re.ASCII)
_GERMAN = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4})"
    r"(?:(?:,? +|T)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?: *Uhr)?)?"
    r"(?: *([Zz]|[+-]\d{2}(?::?\d{2})?))?",
    re.ASCII,
)


class Clock:
    """Reads times and counts what the reader of the result should know."""

    def __init__(self, *, is_german: bool = False) -> None:
        self.is_german = is_german
        #: without an offset; days without a time; hours shown twice or never
        self.local = self.days = self.doubtful = 0

    def instant(self, text: str) -> int:
        """Microseconds since 1970 UTC. Raises ValueError."""
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment, text = self._otherwise(text)
        if moment.tzinfo is None:
            if len(text) <= 10:
                self.days += 1
            moment = self._local(moment)
        passed = moment - EPOCH
        return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds

    def _local(self, moment: datetime) -> datetime:
        self.local += 1
        first = moment.replace(tzinfo=LOCAL)
        if first.utcoffset() != first.replace(fold=1).utcoffset():
            self.doubtful += 1
        return first

    def _otherwise(self, text: str) -> tuple[datetime, str]:
        """Notations that the standard allows and ``fromisoformat`` does not; German ones."""
        text = text.strip()
        if self.is_german and (found := _GERMAN.fullmatch(text)):
            return _german(found), text
        if found := _SPACED_OFFSET.fullmatch(text):
            text = found[1] + found[2]
        if text.endswith("z"):
            text = text[:-1] + "Z"
        if found := _END_OF_DAY.fullmatch(text):
            try:
                return datetime.fromisoformat(f"{found[1]}T00:00{found[2]}") + _DAY, text
            except OverflowError as problem:
                raise ValueError(text) from problem
        return datetime.fromisoformat(text), text


def _german(found: re.Match[str]) -> datetime:
    day, month, year, hour, minute, second, fraction, offset = found.groups()
    clock = f"{int(hour or 0):02}:{minute or '00'}:{second or '00'}.{(fraction or '0')[:6]:0<6}"
    zone = (offset or "").upper()
    return datetime.fromisoformat(f"{year}-{int(month):02}-{int(day):02}T{clock}{zone}")
