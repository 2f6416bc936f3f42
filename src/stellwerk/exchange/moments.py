# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading dates and times from cells.

Day first, as in Germany, and only where the notation says so (dots). "03/04/2019" has two
readings and is asked back; a two-digit year is understood when only one century is possible.
Times are local (Europe/Berlin); an hour that the clock change skips or repeats is named.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from stellwerk.base.certain import certain
from stellwerk.exchange.cells import Broken, Cell, Misread
from stellwerk.exchange.values import _as_text, read_count

LOCAL = ZoneInfo("Europe/Berlin")
_DOTS = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SLASHES = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})")
_NAMED = re.compile(r"(\d{1,2})\. ?([^\W\d]+)\.? (\d{4})")
_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.](\d{2})(?:\.(\d{1,6}))?)?(?: ?Uhr)?", re.IGNORECASE
)
_OFFSET = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan january jänner", "februar feb february", "märz mär mrz march mar maerz",
            "april apr", "mai may", "juni jun june", "juli jul july", "august aug",
            "september sep sept", "oktober okt october oct", "november nov",
            "dezember dez december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


def read_date(cell: Cell, earliest: date, latest: date) -> date:
    """A day between ``earliest`` and ``latest``."""
    if isinstance(cell, datetime):
        if cell.time() != time(0):
            raise Misread("time_in_date", _("a date without a time"))
        return _within(cell.date(), earliest, latest)
    if isinstance(cell, date):
        return _within(cell, earliest, latest)
    return _date_of_text(_date_text(cell), earliest, latest)


def read_moment(cell: Cell, earliest: date, latest: date) -> datetime:
    """A date with a time of day, as an aware time. Without a time: 0:00 of that day."""
    if isinstance(cell, datetime):
        # Spreadsheets count days as floats: 10:30 comes as 10:29:59.999997.
        rounded = (cell + timedelta(milliseconds=500)).replace(microsecond=0)
        _within(rounded.date(), earliest, latest)
        return _local(rounded)
    if isinstance(cell, date):
        return _local(datetime.combine(_within(cell, earliest, latest), time(0)))
    text = _date_text(cell)
    day, _space, clock = text.replace("T", " ").replace(",", " ").partition(" ")
    if clock and not re.match(r"\d{4}\b", text) and re.fullmatch(r"\d{1,2}\.(\d{1,2}\.)?", day):
        # "3. April 2019 10:30" and "3. 4. 2019 10:30": the day itself holds spaces.
        match = _NAMED.match(text) or _DOTS.match(text)
        if match:
            day, clock = match.group(), text[match.end() :].lstrip(" ,")
    on = _date_of_text(day, earliest, latest)
    if not clock.strip():
        return _local(datetime.combine(on, time(0)))
    offset = _OFFSET.search(clock.strip())
    hour = _time_of_text(_OFFSET.sub("", clock.strip()).strip() if offset else clock.strip())
    if offset:
        stamp = f"{on.isoformat()}T{hour.isoformat()}{offset.group().replace('Z', '+00:00')}"
        return datetime.fromisoformat(stamp)
    return _local(datetime.combine(on, hour))


def read_year(cell: Cell, earliest: int, latest: int) -> int:
    """A year of four digits."""
    if isinstance(cell, date):
        raise Misread("not_a_year", _("a year of four digits, not a date"))
    return read_count(cell, earliest, latest)


def _date_text(cell: Cell) -> str:
    if isinstance(cell, Broken | str):
        text = _as_text(cell).strip()
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        text = _as_text(cell)
        if not _COMPACT.fullmatch(text):
            raise Misread(
                "number_for_date",
                _("a date such as 31.12.2019; the cell holds a bare number"),
            )
    else:
        raise Misread("not_a_date", _("a date such as 31.12.2019"))
    return text


def _date_of_text(text: str, earliest: date, latest: date) -> date:
    if match := _ISO.fullmatch(text):
        return _within(_day(match[1], match[3], match[4]), earliest, latest)
    if match := _COMPACT.fullmatch(text):
        return _within(_day(match[1], match[2], match[3]), earliest, latest)
    if match := _NAMED.fullmatch(text):
        month = _MONTHS.get(match[2].casefold())
        if month:
            return _within(_day(match[3], str(month), match[1]), earliest, latest)
    if match := _DOTS.fullmatch(text):
        return _one_of(text, [(match[3], match[2], match[1])], earliest, latest)
    if match := _SLASHES.fullmatch(text):
        first, second, year = match[1], match[3], match[4]
        return _one_of(text, [(year, second, first), (year, first, second)], earliest, latest)
    if re.fullmatch(r"\d{4}|\d{1,2}[./]\d{4}|[^\W\d]+ \d{4}", text):
        raise Misread("incomplete_date", _("a whole date with its day, such as 01.03.2019"))
    raise Misread("not_a_date", _("a date such as 31.12.2019"))


def _one_of(text: str, orders: list[tuple[str, str, str]], earliest: date, latest: date) -> date:
    """The only possible reading; asked back when there are several, refused without any."""
    possible: list[date] = []
    trouble: Misread | None = None
    for year, month, day in orders:
        for whole in (year,) if len(year) == 4 else ("19" + year, "20" + year):
            try:
                possible.append(_within(_day(whole, month, day), earliest, latest))
            except Misread as problem:
                trouble = trouble or problem
    possible = sorted(set(possible))
    if len(possible) == 1:
        return possible[0]
    if possible:
        readings = [reading.strftime("%d.%m.%Y") for reading in possible]
        raise Misread(
            "ambiguous_date",
            _("write %(readings)s") % {"readings": _(" or ").join(readings)},
            readings=readings,
        )
    raise certain(trouble, "without a reading each one was refused")


def _day(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Misread("no_such_day", _("a day that the calendar has, such as 30.06.2019")) from None


def _within(on: date, earliest: date, latest: date) -> date:
    if not earliest <= on <= latest:
        raise Misread(
            "date_out_of_range",
            _("a date from %(earliest)s to %(latest)s")
            % {
                "earliest": earliest.strftime("%d.%m.%Y"),
                "latest": latest.strftime("%d.%m.%Y"),
            },
        )
    return on


def _time_of_text(text: str) -> time:
    match = _CLOCK.fullmatch(text)
    if match and (match[2] or "uhr" in text.casefold()):
        try:
            fraction = int((match[4] or "").ljust(6, "0"))
            return time(int(match[1]), int(match[2] or 0), int(match[3] or 0), fraction)
        except ValueError:
            pass
    raise Misread("no_such_time", _("a time of day such as 14:30"))


def _local(naive: datetime) -> datetime:
    """Local time made aware; the hour of the clock change is asked back."""
    if naive.tzinfo is not None:
        return naive
    first, second = naive.replace(tzinfo=LOCAL), naive.replace(tzinfo=LOCAL, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    utc = ZoneInfo("UTC")
    if first.astimezone(utc).astimezone(LOCAL).replace(tzinfo=None) != naive:
        raise Misread(
            "skipped_hour",
            _("a time that exists: the clocks go forward from 2:00 to 3:00 in this night"),
        )
    readings = [reading.isoformat(timespec="minutes") for reading in (first, second)]
    raise Misread(
        "repeated_hour",
        _("write %(readings)s: this hour happens twice in this night")
        % {"readings": _(" or ").join(readings)},
        readings=readings,
    )
