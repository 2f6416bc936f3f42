# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Taking out of a text what leads to a person: names, days, places, numbers, rare words.

What is taken out stands in brackets ("[Name]", "[etwa 3 Monate später]"), so that whoever goes on
writing sees where something was. The words that only the case file knows (names, rare attributes)
are handed in. A rule of thumb, not a proof: a person reads the draft afterwards.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Kind(StrEnum):
    """Why something was taken out."""

    MAIL = "mail"
    NUMBER = "number"
    DAY = "day"
    YEAR = "year"
    MONEY = "money"
    AGE = "age"
    ADDRESS = "address"
    NAME = "name"
    PLACE = "place"
    FIRM = "firm"
    RARE = "rare"


#: These lead to a person wherever they stand; of the others somebody decides.
CERTAIN = frozenset(
    {Kind.MAIL, Kind.NUMBER, Kind.DAY, Kind.YEAR, Kind.AGE, Kind.ADDRESS, Kind.NAME}
)


@dataclass(frozen=True)
class Replacement:
    """What stood there, and what stands there now."""

    kind: Kind
    was: str
    now: str


@dataclass(frozen=True)
class Generalised:
    """A text without what leads to a person, and everything that was taken out of it."""

    text: str
    replaced: tuple[Replacement, ...] = ()


@dataclass(frozen=True)
class Known:
    """What the case file and the directory know: names, places, and words few people share.

    ``names`` -> what the person is called here (or nothing); all words in small letters.
    ``rare``: word -> what to say instead. ``since``: the day of the station, for intervals.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    rare: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None


_MONTHS = (
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober",
    "november", "dezember",
)  # fmt: skip
_MONTH_WORD = (
    r"(?:(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|Jan|Feb|Mrz|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)\b\.?)"
)
_MAIL = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+")
_FULL = re.compile(
    rf"\b(?P<d>\d{{1,2}})\.\s?(?:(?P<m>\d{{1,2}})\.|(?P<w>{_MONTH_WORD}))\s?(?P<y>\d{{4}}|\d{{2}})\b",
    re.IGNORECASE,
)
_ISO = re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b")
_DAY = re.compile(
    rf"\b\d{{1,2}}\.\s?(?:\d{{1,2}}\.(?!\d)|{_MONTH_WORD})", re.IGNORECASE
)
_MONTH_YEAR = re.compile(
    rf"\b(?:(?P<w>{_MONTH_WORD})\s(?P<y>\d{{4}})|(?P<m>0?[1-9]|1[0-2])/(?P<z>(?:19|20)\d{{2}}))\b",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b(?P<y>(?:19|20)\d{2})\s?[/–-]\s?(?:(?:19|20)\d{2}|\d{2})\b(?!-)")
_YEAR = re.compile(r"\b(?P<y>(?:19|20)\d{2})\b(?!\s?(?:€|Euro))")
_MONEY = re.compile(r"\b(\d{1,3}(?:[.\s]\d{3})+|\d+)(?:,\d{1,2})?\s?(€|Euro\b|EUR\b)")
#: Up to eleven years are how long something lasts ("nach 2 Jahren", "3-jährige Ausbildung"),
#: unless it says "alt"; more are how old somebody is. Also in words ("achtzehnjährig").
_AGE = re.compile(
    r"\b(?:\d{1,2}\s?Jahre\salt|\d{1,2}[\s-]?jährig\w*(?!\w|\s(?:[a-zäöü]\w*\s)?"
    r"(?:\w*[Aa]usbildung|Lehre|Umschulung|Maßnahme|Studium|\w*[Kk]urs|\w*[Ss]chule|Frist"
    r"|Sperre|Wartezeit|\w*[Ee]rfahrung|Projekt|Vertrag|Tätigkeit))"
    r"|(?:1[2-9]|[2-9]\d)\s?Jahren?"
    r"|\w*(?:zehn|[Ee]lf|[Zz]wölf|zig|ßig)[\s-]?jährig\w*)\b"
)
_AROUND = re.compile(r"\b(Anfang|Mitte|Ende)\s([1-9]0)\b")
_ADDRESS = re.compile(
    r"\b[A-ZÄÖÜ][\wäöüß-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer)"
    r"\s?\d+\s?[a-z]?\b"
)
_POSTCODE = re.compile(r"\b\d{5}\s+[A-ZÄÖÜ][\wäöüß-]+")
#: Letters and digits of a file ("BG 12345//0001", "IV-2016/441"), IBAN, phone.
_FILE = re.compile(
    r"\b(?:[A-Z]{2}\d{2}(?:\s?[\dA-Z]{4}){3,7}(?:\s?[\dA-Z]{1,3})?"
    r"|[A-ZÄÖÜ]{1,5}[-/ ]?\d[\d./-]{3,}\d"
    r"|\+?\d(?:[ /.()-]{0,2}\d){5,})"
)
_TITLE = r"(?:Herrn|Herr|Frau|Familie|Eheleute|Dr\.|Prof\.)"
_TITLED = re.compile(
    rf"\b(?P<t>{_TITLE})\s(?P<n>(?:Dr\.\s|von\s|van\s|al[- ]|El[- ])*[A-ZÄÖÜ][\wäöüß'-]+"
    r"(?:\s[A-ZÄÖÜ][\wäöüß'-]+(?=\s[a-zäöü(,.;]))?)"
)
_FIRM = re.compile(
    r"\bFirma\s[\wÄÖÜäöüß&'-]+(?:\s(?:GmbH|AG|KG|OHG|e\.\s?K\.))?"
    r"|\b[A-ZÄÖÜ][\wäöüß&-]+\s(?:GmbH|AG|KG|OHG)\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def interval_words(span: timedelta | None) -> str:
    """How long after the station before, as roughly as a group needs it."""
    if span is None:
        return ""
    days = max(0, span.days)
    if days <= 3:
        return _("at the same time")
    if days < 12:
        return _("a few days later")
    unit, n = _rough(days)
    if unit == "week":
        return ngettext("after about %(n)s week", "after about %(n)s weeks", n) % {"n": n}
    if unit == "month":
        return ngettext("after about %(n)s month", "after about %(n)s months", n) % {"n": n}
    return ngettext("after about %(n)s year", "after about %(n)s years", n) % {"n": n}


def duration_words(days: int) -> str:
    """A length of time, rounded: "about 8 months"."""
    if days < 12:
        return _("a few days")
    unit, n = _rough(days)
    if unit == "week":
        return ngettext("about %(n)s week", "about %(n)s weeks", n) % {"n": n}
    if unit == "month":
        return ngettext("about %(n)s month", "about %(n)s months", n) % {"n": n}
    return ngettext("about %(n)s year", "about %(n)s years", n) % {"n": n}


def _rough(days: int) -> tuple[str, int]:
    if days < 60:
        return "week", max(2, round(days / 7))
    if days < 700 and not 345 <= days <= 385:
        return "month", round(days / 30.44)
    return "year", round(days / 365.25)


def generalise(text: str, known: Known | None = None) -> Generalised:
    """``text`` without what leads to a person; the order matters (a mail holds names)."""
    known = known or Known()
    gone: list[Replacement] = []

    def swap(kind: Kind, now: Callable[[re.Match[str]], str | None]) -> Callable[..., str]:
        def put(match: re.Match[str]) -> str:
            words = now(match)
            if words is None:
                return match[0]
            gone.append(Replacement(kind, match[0], words))
            return words

        return put

    since = known.since
    steps: list[tuple[re.Pattern[str], Kind, Callable[[re.Match[str]], str | None]]] = [
        (_MAIL, Kind.MAIL, lambda _m: _put(_("address"))),
        (_FULL, Kind.DAY, lambda m: _since(_day_of(m), since, exact=True)),
        (_ISO, Kind.DAY, lambda m: _since(_day_of(m), since, exact=True)),
        (_MONTH_YEAR, Kind.DAY, lambda m: _since(_month_of(m), since, exact=False)),
        (_DAY, Kind.DAY, lambda _m: _put(_("day"))),
        (_ADDRESS, Kind.ADDRESS, lambda _m: _put(_("address"))),
        (_POSTCODE, Kind.ADDRESS, lambda _m: _put(_("place"))),
        (_MONEY, Kind.MONEY, _round_money),
        (_AGE, Kind.AGE, lambda _m: _put(_("age"))),
        (_YEARS, Kind.YEAR, lambda m: _year_words(int(m["y"]), since)),
        (_FILE, Kind.NUMBER, lambda _m: _put(_("number"))),
        (_YEAR, Kind.YEAR, lambda m: _year_words(int(m["y"]), since)),
        (_FIRM, Kind.FIRM, lambda _m: _put(_("firm"))),
        (_TITLED, Kind.NAME, lambda m: _untitled(m, known)),
        (_WORD, Kind.NAME, lambda m: _named(m[0], known.names)),
        (_WORD, Kind.RARE, lambda m: _instead(m[0], known.rare)),
        (_WORD, Kind.PLACE, lambda m: _put(_("place")) if _is(m[0], known.places) else None),
    ]
    for pattern, kind, now in steps:
        text = _outside_brackets(text, pattern, swap(kind, now))
    return Generalised(_tidied(text), tuple(gone))


def leads_to_somebody(text: str, known: Known | None = None) -> list[Replacement]:
    """What of a text that somebody wrote still leads, or may lead, to a person."""
    return list(generalise(text, known).replaced)


def _outside_brackets(text: str, pattern: re.Pattern[str], put: Callable[..., str]) -> str:
    """What stands in brackets was put there by an earlier rule."""
    parts = re.split(r"(\[[^\]]*\])", text)
    return "".join(
        part if part.startswith("[") else pattern.sub(put, part) for part in parts
    )


def _tidied(text: str) -> str:
    """The same thing twice in a row says nothing more ("[Name] [Name]")."""
    return re.sub(r"(\[[^\]]+\])(?:\s+\1)+", r"\1", text)


def _day_of(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year = int(parts["y"])
    year += 2000 if year < 50 else 1900 if year < 100 else 0
    month = int(parts["m"]) if parts.get("m") else _month_number(parts.get("w") or "")
    try:
        return date(year, month, int(parts["d"]))
    except ValueError:
        return None


def _month_of(match: re.Match[str]) -> date | None:
    month = int(match["m"]) if match["m"] else _month_number(match["w"])
    try:
        return date(int(match["y"] or match["z"]), month, 15)
    except ValueError:
        return None


def _month_number(word: str) -> int:
    start = word.casefold().replace("mrz", "mär")[:3]
    return next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(start)), 0)


def _put(words: str) -> str:
    return f"[{words}]"


def _since(day: date | None, since: date | None, *, exact: bool) -> str:
    """A day as an interval from the station; without one only that there was a day."""
    if day is None or since is None:
        return _put(_("day") if exact else _("month"))
    days = (day - since).days
    if abs(days) <= 10:
        return _put(_("at that time"))
    words = duration_words(abs(days))
    said = _("%(time)s later") if days > 0 else _("%(time)s before")
    return _put(said % {"time": words})


def _year_words(year: int, since: date | None) -> str:
    if since is None:
        return _put(_("year"))
    apart = year - since.year
    if apart == 0:
        return _put(_("in the same year"))
    n = abs(apart)
    if apart > 0:
        return "[" + ngettext("%(n)s year later", "%(n)s years later", n) % {"n": n} + "]"
    return "[" + ngettext("%(n)s year before", "%(n)s years before", n) % {"n": n} + "]"


def _round_money(match: re.Match[str]) -> str | None:
    amount = int(re.sub(r"[.\s]", "", match[1]))
    if amount < 100:
        return None
    step = 10 ** max(1, len(str(amount)) - 2)
    rounded = f"{round(amount / step) * step:,}".replace(",", ".")
    return None if match[0].startswith(rounded) and "," not in match[0] else f"[{rounded} €]"


def _untitled(match: re.Match[str], known: Known) -> str | None:
    """"Frau Meier" -> "Frau [Name]"; what the person is called here ("Herr A.") stays."""
    name = match["n"]
    if len(name.rstrip(".")) == 1:
        return None
    first = _WORD.match(name)
    own = _named(first[0], known.names) if first else None
    if own and own != _put(_("name")):
        return own
    hidden = _put(_("name"))
    return f"{match['t']} {hidden}"


def _named(word: str, names: Mapping[str, str]) -> str | None:
    found = _form(word, names)
    return None if found is None else names[found] or _put(_("name"))


def _instead(word: str, rare: Mapping[str, str]) -> str | None:
    found = _form(word, rare)
    return None if found is None else f"[{rare[found]}]"


def _is(word: str, words: Iterable[str]) -> bool:
    return word.casefold() in words


def _form(word: str, words: Mapping[str, str]) -> str | None:
    """The word itself or without the genitive's s."""
    small = word.casefold()
    for form in (small, small.removesuffix("s") if len(small) > 4 else small):
        if form in words:
            return form
    return None


def kind_label(kind: Kind) -> str:
    """What was taken out, in words."""
    return {
        Kind.MAIL: _("e-mail or web address"),
        Kind.NUMBER: _("phone or reference number"),
        Kind.DAY: _("day or month"),
        Kind.YEAR: _("year"),
        Kind.MONEY: _("amount of money"),
        Kind.AGE: _("age"),
        Kind.ADDRESS: _("postal address"),
        Kind.NAME: _("name"),
        Kind.PLACE: _("place"),
        Kind.FIRM: _("name of a firm"),
        Kind.RARE: _("detail that few people share"),
    }[kind]
