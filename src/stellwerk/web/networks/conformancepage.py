# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the page "agreed and real" shows: shares per version, deviations in words, who waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.networks.choices import DeviationKind
from stellwerk.networks.queries.conformance import ChainCheck, VersionCheck
from stellwerk.networks.queries.maps.names import activity_name, party_name
from stellwerk.networks.rules.conformance import KINDS, counted
from stellwerk.networks.rules.shares import shown_count

#: ``was=`` in the address of the courses that are beyond a limit right now.
OVERDUE = "overdue"
#: So many lines stand on the page, and so many cases behind one of them; the rest is counted.
MOST_ROWS = 200


@dataclass(frozen=True)
class VersionRow:
    """One version: courses held against it, and what came of them; None: too few to show."""

    number: int
    valid_from: object
    held: int | None
    # Of those that have ended or are overdue.
    settled: int | None
    conforming: int | None
    share: float | None
    running: int | None
    straddling: int | None
    overdue: int | None


@dataclass(frozen=True)
class DeviationRow:
    """One kind of deviation at one station, in words."""

    kind: str
    tone: str
    words: str
    courses: int | None
    acting: str
    query: str


@dataclass(frozen=True)
class Page:
    """One version's courses in detail."""

    row: VersionRow
    deviations: Sequence[DeviationRow]
    waiting: Sequence[DeviationRow]
    more: int = 0


_TONES = {
    DeviationKind.SKIPPED: "warning", DeviationKind.TOO_LATE: "danger",
    DeviationKind.OUT_OF_ORDER: "warning", DeviationKind.ADDED: "info",
    DeviationKind.REPEATED: "warning", DeviationKind.WRONG_ORGANISATION: "info",
    DeviationKind.ENDED_EARLY: "neutral",
}


def version_row(check: VersionCheck, *, exact: bool) -> VersionRow:
    held = check.held
    whole = int(held.held.sum())

    def part(number: int) -> int | None:
        return shown_count(number, whole, exact=exact)

    late = part(len(check.overdue.course))
    if not exact and (None in _waiting_counts(check, exact=False)):
        late = None
    # Settled is what does not run, and what is overdue: without this number not that one either.
    judged = int(check.settled.sum())
    settled = None if late is None else part(judged)
    conforming = (
        None if settled is None else shown_count(check.as_agreed, judged, exact=exact)
    )
    # Those that ended otherwise follow from held, running and conforming: they may be few.
    if part(whole - int(held.running.sum()) - check.as_agreed) is None:
        conforming = None
    return VersionRow(
        check.version.number, check.version.valid_from, shown_count(whole, whole, exact=exact),
        settled, conforming,
        None if conforming is None or not judged else 100 * conforming / judged,
        part(int(held.running.sum())), part(int(check.straddles.sum())),
        late,
    )


def page_of(check: VersionCheck, found: ChainCheck, *, exact: bool) -> Page:
    whole = int(check.held.held.sum())
    rows = []
    for (kind, station, activity), (courses, acting) in counted(check.held.deviations).items():
        what = KINDS[kind]
        key = check.frame.stations[station].key if station >= 0 else ""
        rows.append(
            DeviationRow(
                str(what.label), _TONES[what], _words(check, found, what, station, activity),
                shown_count(courses, whole, exact=exact),
                _acting(acting, found) if exact else "",
                _query(check, what, key, activity),
            )
        )
    # A count that is not shown must not show in the order either.
    rows.sort(key=lambda row: (row.courses is None, -(row.courses or 0), row.words))
    return Page(
        version_row(check, exact=exact), rows[:MOST_ROWS], _waiting(check, exact),
        max(0, len(rows) - MOST_ROWS),
    )


def _waiting(check: VersionCheck, exact: bool) -> list[DeviationRow]:
    """Courses beyond the limit of what comes next, by that station."""
    numbers = _waiting_counts(check, exact=exact)
    return [
        DeviationRow(
            str(_("waiting too long")), "danger", _late_words(station.name, station.max_days),
            number, station.organisation,
            _query(check, OVERDUE, station.key, -1),
        )
        for station, number in zip(check.frame.stations, numbers, strict=True)
        if number != 0
    ]


def _waiting_counts(check: VersionCheck, *, exact: bool) -> list[int | None]:
    """How many wait, by station; none of those that do where all the others are a small group."""
    running = int(check.held.running.sum())
    found = np.bincount(check.overdue.station, minlength=len(check.frame.stations))
    numbers = [int(number) for number in found]
    if shown_count(sum(numbers), running, exact=exact) is None:
        return [None if number else 0 for number in numbers]
    return [shown_count(number, running, exact=exact) for number in numbers]


def _words(
    check: VersionCheck, found: ChainCheck, kind: DeviationKind, station: int, activity: int
) -> str:
    """A deviation as a sentence without a verb, as in a report."""
    if kind == DeviationKind.ADDED:
        row = found.activities.get(activity)
        return _("»%(name)s« added, which the chain does not know") % {
            "name": activity_name(row) if row else "–"
        }
    name = check.frame.stations[station].name
    if kind == DeviationKind.TOO_LATE:
        return _late_words(name, check.frame.stations[station].max_days)
    said = {
        DeviationKind.SKIPPED: _("Station »%(name)s« skipped"),
        DeviationKind.OUT_OF_ORDER: _("Station »%(name)s« out of order"),
        DeviationKind.REPEATED: _("Station »%(name)s« repeated"),
        DeviationKind.WRONG_ORGANISATION: _("Station »%(name)s« by another organisation"),
        DeviationKind.ENDED_EARLY: _("Ended after »%(name)s«, before an end of the chain"),
    }
    return said[kind] % {"name": name}


def _late_words(name: str, limit: int | None) -> str:
    text = ngettext(
        "Station »%(name)s« later than after %(n)s day",
        "Station »%(name)s« later than after %(n)s days",
        limit or 0,
    )
    return text % {"name": name, "n": limit or 0}


def _acting(acting: Mapping[int, int], found: ChainCheck) -> str:
    """Who acted, most often first: names with the number of courses."""
    named = [
        (number, party_name(found.parties[code]))
        for code, number in acting.items()
        if code in found.parties
    ]
    named.sort(key=lambda row: (-row[0], row[1]))
    return ", ".join(f"{name} ({number})" for number, name in named)


def _query(check: VersionCheck, kind: str, station: str, activity: int) -> str:
    asked = {"fassung": check.version.number, "was": str(kind)}
    if station:
        asked["station"] = station
    if activity >= 0:
        asked["aktivitaet"] = activity
    return urlencode(asked)


def courses_behind(check: VersionCheck, kind: str, station: str, activity: int) -> list[int]:
    """Keys of the courses behind one line of the page."""
    number = next(
        (n for n, each in enumerate(check.frame.stations) if each.key == station), -1
    )
    if kind == OVERDUE:
        chosen = check.overdue.course[check.overdue.station == number]
    else:
        rows = check.held.deviations
        codes = [n for n, each in enumerate(KINDS) if each == kind]
        wanted = np.isin(rows.kind, codes) & (rows.station == number)
        chosen = rows.course[wanted & (rows.activity == activity)]
    return [int(key) for key in check.traces[np.unique(chosen)]]
