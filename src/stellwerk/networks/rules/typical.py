# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold of a typical case before it goes on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.networks.choices import TYPICAL_STEPS, CourseKind, TypicalState
from stellwerk.networks.rules.generalising import (
    CERTAIN,
    Kind,
    Known,
    kind_label,
    leads_to_somebody,
)
from stellwerk.networks.rules.reidentification import is_half_year

#: Words of the whole, and of one station, that the group reads.
CASE_TEXTS = ("title", "called", "about", "profile", "target_group")
STATION_TEXTS = (
    "interval", "actor_words", "action", "legal_basis", "input", "output", "waiting_time",
    "consequence", "client_view", "evidence", "lever",
)
VIEW_TEXTS = ("words", "lever")
#: In a legal basis numbers are articles, in an interval they are months.
_NUMBERS_BELONG = ("legal_basis", "interval", "waiting_time")
#: Fields -> kinds that lead to nobody there: a law is of some year, one waits for so many years.
_BELONGS = {
    Kind.NUMBER: _NUMBERS_BELONG, Kind.YEAR: ("legal_basis",),
    Kind.AGE: ("interval", "waiting_time"),
}


@dataclass(frozen=True)
class Found:
    """Something in a text that leads, or may lead, to a person. ``field`` is where."""

    field: str
    kind: Kind
    words: str
    is_certain: bool


def findings(texts: Mapping[str, str], known: Known | None = None) -> list[Found]:
    """Field -> text: all that should be looked at; what is certain stands in the way."""
    return [
        Found(field, one.kind, one.was, one.kind in CERTAIN)
        for field, text in texts.items()
        for one in leads_to_somebody(text, known)
        if field.rpartition(".")[2] not in _BELONGS.get(one.kind, ())
    ]


def text_blockers(found: Iterable[Found]) -> list[Blocker]:
    """What is certain to lead to a person, each with its words."""
    text = _("“%(words)s” (%(kind)s) leads to a person: write it more generally or leave it out.")
    return [
        Blocker(f"text_{one.kind}", text % {"words": one.words, "kind": kind_label(one.kind)},
                one.field)
        for one in found
        if one.is_certain
    ]


def texts_of(case: Any, stations: Iterable[Any], views: Iterable[Any]) -> dict[str, str]:
    """All words by field: "title", and "actual.3.consequence" for the third station of its course.

    The ``views`` count as well, whoever wrote them: the group reads them beside the station.
    """
    texts = {name: str(getattr(case, name)) for name in CASE_TEXTS}
    places = {}
    for station in stations:
        places[station.pk] = f"{station.course}.{station.position + 1}"
        for name in STATION_TEXTS:
            texts[f"{station.course}.{station.position + 1}.{name}"] = str(getattr(station, name))
    for view in views:
        for name in VIEW_TEXTS:
            # Two offices may see the same station: whose view it is keeps them apart.
            field = f"{places[view.station_id]}.{view.organisation_id}.{name}"
            texts[field] = str(getattr(view, name))
    return {field: text for field, text in texts.items() if text}


def beyond_blockers(words: Mapping[str, Iterable[str]]) -> list[Blocker]:
    """``words``: field -> what tells more of the person than was released."""
    text = _(
        "These words tell more of the person than the typical case itself: %(words)s. Please "
        "leave them out."
    )
    return [
        Blocker("tells_more", text % {"words": ", ".join(some)}, field)
        for field, some in words.items()
    ]


def value_blockers(values: Mapping[str, Any]) -> list[Blocker]:
    """A typical case has a title; a half-year is one."""
    found = []
    if not str(values.get("title") or "").strip():
        found.append(
            Blocker("title_missing", _("Please give the typical case a title."), "title")
        )
    half = str(values.get("half_year") or "")
    if half and not is_half_year(half):
        found.append(
            Blocker("half_year", _("Please give a half-year (2017-1) or a year."), "half_year")
        )
    return found


def station_blockers(values: Mapping[str, Any]) -> list[Blocker]:
    """A station says what happens."""
    if str(values.get("action") or "").strip():
        return []
    return [Blocker("action_missing", _("Please say what happens at this station."), "action")]


def step_blockers(state: str, to: str) -> list[Blocker]:
    """Whether the table of states knows this step."""
    if to in TYPICAL_STEPS[state]:
        return []
    text = _("From “%(state)s” there is no way to “%(to)s”.")
    labels = {"state": TypicalState(state).label, "to": TypicalState(to).label}
    return [Blocker("step", text % labels)]


def edit_blockers(state: str) -> list[Blocker]:
    """Only a draft is written on: what was checked or released is what stands."""
    if state == TypicalState.DRAFT:
        return []
    return [
        Blocker("not_a_draft", _("Only a draft can be changed. Please take it back to the draft."))
    ]


def check_blockers(
    case: Any, stations: Iterable[Any], views: Iterable[Any]
) -> list[Blocker]:
    """All that stands in the way of calling a draft checked."""
    rows = list(stations)
    found = value_blockers({"title": case.title, "half_year": case.half_year})
    if not any(row.course == CourseKind.ACTUAL for row in rows):
        found.append(Blocker("no_station", _("The course has no station yet.")))
    return [*found, *text_blockers(findings(texts_of(case, rows, views)))]


def place_in_words(field: str) -> str:
    """Where something was found: "Station 3"; nothing for words of the whole."""
    course, _dot, rest = field.partition(".")
    number, _dot, _name = rest.partition(".")
    if not number:
        return ""
    if course == CourseKind.POSITIVE:
        return _("Station no. %(n)s of the positive course") % {"n": number}
    return _("Station no. %(n)s") % {"n": number}
