# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Arithmetic of courses on arrays: neighbours, variants, exact percentiles, block by block.

Events arrive sorted by case, time and place in the file, in blocks that may cut a case anywhere.
Activities and organisations are codes from 0; -1 is no organisation. Times are microseconds.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Rows = NDArray[Any]

#: What follows what (a code of two) and the time between.
WAIT = np.dtype([("code", "i8"), ("wait", "i8")])
#: A course by the hash of its activities: its length, its place in the file, its first row.
COURSE = np.dtype([("hash", "i8"), ("length", "i8"), ("position", "i8"), ("start", "i8")])

_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


@dataclass
class _Open:
    """The case that the end of a block cut."""

    case: int
    at: int
    activity: int
    party: int
    length: int
    hash: int
    start: int
    position: int


class Neighbours:
    """Counts what follows what; hands waiting times and courses to whoever sorts them."""

    def __init__(
        self, activities: int, parties: int,
        waits: Callable[[Rows], None], handovers: Callable[[Rows], None],
        courses: Callable[[Rows], None],
    ) -> None:  # fmt: skip
        self._width, self._parties = max(activities, 1), max(parties, 1)
        self._waits, self._handovers, self._courses = waits, handovers, courses
        # chosen anew each time: nobody can write a file whose courses collide
        chance = np.random.default_rng()
        self._seeds = chance.integers(0, 2**64, self._width, dtype=np.uint64)
        self._open: _Open | None = None
        self.events = self.cases = self.unknown = 0
        self.activities = np.zeros(self._width, np.int64)
        self.start, self.end = self.activities.copy(), self.activities.copy()
        self.edges: dict[int, int] = {}
        self.handovers: dict[int, int] = {}
        self.work = np.zeros(self._parties, np.int64)
        # activity and organisation (0: none) -> events
        self.performers: dict[int, int] = {}

    def add(self, case: Whole, at: Whole, position: Whole, activity: Whole, party: Whole) -> None:
        """One block, at least one row."""
        before = self._open
        is_new = np.empty(len(case), bool)
        is_new[0] = before is None or before.case != case[0]
        np.not_equal(case[1:], case[:-1], out=is_new[1:])
        self.activities += np.bincount(activity, minlength=self._width)
        self.start += np.bincount(activity[is_new], minlength=self._width)
        count_codes(self.performers, activity * (self._parties + 1) + party + 1)
        self._pairs(is_new, at, activity, party)
        last = self._open = self._follow_courses(is_new, position, activity)
        last.case, last.at = int(case[-1]), int(at[-1])
        last.activity, last.party = int(activity[-1]), int(party[-1])
        self.events += len(case)

    def finish(self) -> None:
        """All blocks were given: the last case is over."""
        if self._open is not None:
            self._close(self._open)
            self._open = None

    def _pairs(self, is_new: NDArray[np.bool_], at: Whole, activity: Whole, party: Whole) -> None:
        before = self._open
        follows = ~is_new
        earlier = _shifted(activity, before.activity if before else 0)[follows]
        wait = (at - _shifted(at, before.at if before else 0))[follows]
        codes = earlier * self._width + activity[follows]
        count_codes(self.edges, codes)
        self._waits(_rows(codes, wait))
        source = _shifted(party, before.party if before else -1)[follows]
        target = party[follows]
        known = (source >= 0) & (target >= 0)
        self.unknown += int(len(known) - np.count_nonzero(known))
        same = known & (source == target)
        self.work += np.bincount(target[same], minlength=self._parties)
        other = known & (source != target)
        pairs = source[other] * self._parties + target[other]
        count_codes(self.handovers, pairs)
        self._handovers(_rows(pairs, wait[other]))

    def _follow_courses(
        self, is_new: NDArray[np.bool_], position: Whole, activity: Whole
    ) -> _Open:
        """The hash of a course is the sum of a random number per activity and place in it."""
        before = self._open
        starts = np.flatnonzero(is_new)
        if before is not None and is_new[0]:
            self._close(before)
            before = None
        if before is not None:
            starts = np.concatenate(([0], starts))
        lengths = np.diff(np.append(starts, len(activity)))
        index = np.arange(len(activity)) - np.repeat(starts, lengths)
        if before is not None:
            index[: lengths[0]] += before.length
        hashes = np.add.reduceat(_mixed(self._seeds[activity], index), starts)
        ends = activity[starts + lengths - 1]
        done = np.empty(len(starts), COURSE)
        done["hash"] = hashes.view(np.int64)
        done["length"], done["position"] = lengths, position[starts]
        done["start"] = starts + self.events
        if before is not None:
            total = (int(hashes[0]) + before.hash) % 2**64
            done["hash"][0] = np.array([total], np.uint64).view(np.int64)[0]
            done["length"][0] += before.length
            done["position"][0], done["start"][0] = before.position, before.start
        self.cases += len(done) - 1
        self.end += np.bincount(ends[:-1], minlength=self._width)
        if len(done) > 1:
            self._courses(done[:-1])
        rest = done[-1]
        return _Open(
            0, 0, 0, -1, int(rest["length"]), int(rest["hash"]) % 2**64, int(rest["start"]),
            int(rest["position"]),
        )  # fmt: skip

    def _close(self, case: _Open) -> None:
        row = np.empty(1, COURSE)
        row["hash"] = np.array([case.hash], np.uint64).view(np.int64)
        row["length"], row["position"], row["start"] = case.length, case.position, case.start
        self._courses(row)
        self.cases += 1
        self.end[case.activity] += 1


def _shifted(values: Whole, first: int) -> Whole:
    return np.concatenate((np.array([first], np.int64), values[:-1]))


def _rows(codes: Whole, waits: Whole) -> Rows:
    rows = np.empty(len(codes), WAIT)
    rows["code"], rows["wait"] = codes, waits
    return rows


def _mixed(seeds: NDArray[np.uint64], index: Whole) -> NDArray[np.uint64]:
    """A number that looks random for each pair of seed and index (splitmix64)."""
    mixed: NDArray[np.uint64] = seeds + index.astype(np.uint64) * _STEP
    mixed ^= mixed >> np.uint64(30)
    mixed *= _MIX_1
    mixed ^= mixed >> np.uint64(27)
    mixed *= _MIX_2
    mixed ^= mixed >> np.uint64(31)
    return mixed


def count_codes(into: dict[int, int], codes: Whole) -> None:
    """Add how often each code occurs."""
    if len(codes) == 0:
        return
    found, counts = np.unique(codes, return_counts=True)
    for code, count in zip(found.tolist(), counts.tolist(), strict=True):
        into[code] = into.get(code, 0) + count


@dataclass(frozen=True)
class Spread:
    """Statistics of waiting times in seconds."""

    count: int
    mean_s: float
    median_s: float
    p90_s: float
    min_s: float
    max_s: float


def spreads(blocks: Iterable[Rows], counts: Mapping[int, int]) -> dict[int, Spread]:
    """Exact statistics per code of rows (code, wait) that arrive sorted, in blocks.

    ``counts`` says how many rows each code has: so the rank of every median is known beforehand.
    """
    codes = np.array(sorted(counts), np.int64)
    number = np.array([counts[code] for code in codes.tolist()], np.int64)
    first = np.cumsum(number) - number
    middle = (number - 1) * 0.9
    low, high = np.floor(middle).astype(np.int64), np.ceil(middle).astype(np.int64)
    ranks = first + np.stack(
        [np.zeros_like(number), number - 1, (number - 1) // 2, number // 2, low, high]
    )
    values = np.zeros(ranks.shape, np.int64)
    # sums of 64-bit numbers in two halves: exact however many there are
    upper, lower = np.zeros(len(codes), np.int64), np.zeros(len(codes), np.int64)
    passed = 0
    for block in blocks:
        wait = np.ascontiguousarray(block["wait"])
        inside = (ranks >= passed) & (ranks < passed + len(block))
        values[inside] = wait[ranks[inside] - passed]
        starts = np.flatnonzero(np.diff(block["code"], prepend=block["code"][0] - 1))
        which = np.searchsorted(codes, block["code"][starts])
        upper[which] += np.add.reduceat(wait >> 32, starts)
        lower[which] += np.add.reduceat(wait & 0xFFFFFFFF, starts)
        passed += len(block)
    mean = (upper * 2.0**32 + lower) / np.maximum(number, 1)
    median = (values[2] + values[3]) / 2
    p90 = values[4] + (values[5] - values[4]) * (middle - low)
    seconds = np.stack([mean, median, p90, values[0], values[1]]) / 1e6
    return {
        code: Spread(count, *row)
        for code, count, row in zip(
            codes.tolist(), number.tolist(), seconds.T.tolist(), strict=True
        )
    }


@dataclass(frozen=True)
class Kind:
    """Courses with the same activities: how many, and where one of them lies."""

    count: int
    length: int
    position: int
    start: int


def kinds_of_course(blocks: Iterable[Rows], most: int) -> tuple[int, list[Kind]]:
    """How many variants there are, and the most frequent ones; of equals the earliest first.

    Courses arrive sorted by hash, length and place in the file, in blocks.
    """
    total = 0
    best: list[Kind] = []
    cut: Rows | None = None
    cut_count = 0
    for block in blocks:
        differs = (block["hash"][1:] != block["hash"][:-1]) | (
            block["length"][1:] != block["length"][:-1]
        )
        starts = np.concatenate(([0], np.flatnonzero(differs) + 1))
        counts = np.diff(np.append(starts, len(block)))
        heads = block[starts]
        if cut is not None:
            if cut["hash"] == heads["hash"][0] and cut["length"] == heads["length"][0]:
                counts[0] += cut_count
                heads[0] = cut
            else:
                total += 1
                best = _best([*best, _kind(cut, cut_count)], most)
        cut, cut_count = heads[-1].copy(), int(counts[-1])
        total += len(heads) - 1
        order = np.lexsort((heads["position"][:-1], -counts[:-1]))[:most]
        best = _best([*best, *(_kind(heads[at], int(counts[at])) for at in order)], most)
    if cut is not None:
        total += 1
        best = _best([*best, _kind(cut, cut_count)], most)
    return total, best


def _kind(row: Any, count: int) -> Kind:
    return Kind(count, int(row["length"]), int(row["position"]), int(row["start"]))


def _best(kinds: list[Kind], most: int) -> list[Kind]:
    return sorted(kinds, key=lambda kind: (-kind.count, kind.position))[:most]
