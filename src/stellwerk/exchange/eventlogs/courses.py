# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Courses for the installation's own log: case by case, in a bounded amount of memory."""

from collections.abc import Iterator
from typing import IO, Any

import numpy as np

from stellwerk.exchange.eventlogs.collecting import Collected
from stellwerk.networks.rules.courses import ReadEvent, ReadTrace


def courses_of(collected: Collected) -> Iterator[ReadTrace]:
    """The courses of a file that was read with its labels; events in order of time and place."""
    activities, parties = list(collected.activities), list(collected.parties)
    column = collected.party_column
    labels = _Labels(collected, collected.label_text)
    current: ReadTrace | None = None
    last: int | None = None
    for block in collected.events.blocks():
        rows = zip(
            block["case"].tolist(), block["at"].tolist(), block["position"].tolist(),
            block["activity"].tolist(), block[column].tolist(), strict=True,
        )  # fmt: skip
        for case, at, position, activity, party in rows:
            if current is None or case != last:
                if current is not None:
                    yield current
                current, last = labels.course(case), case
            current.events.append(
                ReadEvent(
                    activities[activity], at, parties[party] if party >= 0 else None, position,
                    collected.is_whole_day(position),
                )
            )
    if current is not None:
        yield current


class _Labels:
    """Names of cases, read alongside: both are sorted by the key of the case."""

    def __init__(self, collected: Collected, text: IO[bytes]) -> None:
        self._rows = self._each(collected)
        self._next: Any = next(self._rows, None)
        self._text = text

    @staticmethod
    def _each(collected: Collected) -> Iterator[tuple[int, int, int, int]]:
        names = ("case", "position", "start", "length")
        for block in collected.labels.blocks():
            # the first of a case tells its place in the file
            is_first = np.diff(block["case"], prepend=block["case"][0] - 1) != 0
            first = block[is_first]
            yield from zip(*(first[name].tolist() for name in names), strict=True)

    def course(self, case: int) -> ReadTrace:
        while self._next is not None and self._next[0] < case:
            self._next = next(self._rows, None)
        if self._next is None or self._next[0] != case:
            return ReadTrace("", 0)
        _case, position, start, length = self._next
        self._text.seek(start)
        label = self._text.read(length).decode("utf-8", "surrogatepass")
        return ReadTrace(label, position)
