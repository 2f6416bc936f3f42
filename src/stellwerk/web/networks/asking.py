# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What is asked of a map: read from the address, kept in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from stellwerk.exchange.process_maps.faces import Measure
from stellwerk.networks.choices import LogKind, ResidenceGroup
from stellwerk.networks.models import Activity, EventLog
from stellwerk.networks.queries.logs import logs_of
from stellwerk.networks.queries.maps.names import (
    activities_of,
    activity_name,
    parties_of,
    party_name,
)
from stellwerk.networks.rules.choosing import (
    FIRST_STATIONS,
    FIRST_WAYS,
    MOST_STATIONS,
    MOST_WAYS,
)
from stellwerk.networks.rules.filters import MapFilter
from stellwerk.networks.rules.layout import Direction
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import terms

BY = [("events", _("what happened in it")), ("courses", _("courses that began in it"))]
MEASURES = [
    (Measure.MEDIAN, _("median")), (Measure.MEAN, _("mean")),
    (Measure.P90, _("9 of 10 within")), (Measure.MOST, _("longest")),
]
DIRECTIONS = [
    ("", _("as it fits")), (Direction.DOWN, _("downwards")), (Direction.ACROSS, _("to the right")),
]
#: Filters that speak of a group or a period; a comparison may set them anew for its second side.
SIDES = ("since", "until", "field", "target", "residence", "sphere", "party")


#: The log knows no other times.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput,
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )


def _choice(label: Any, choices: Sequence[Any] = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


class MapForm(forms.Form):
    """Never refuses: what cannot be read narrows nothing."""

    log = _choice(_("Log"))
    since = _day(_("From"))
    until = _day(_("Until"))
    by = _choice(_("The period is about"), BY)
    field = _choice(_("Field of action"))
    target = _choice(_("Target group"))
    residence = _choice(_("Group of residence statuses"))
    sphere = _choice(_("Legal sphere"))
    party = _choice(_("Organisation"))
    contains = _choice(_("Contains the step"))
    without = _choice(_("Does not contain the step"))
    measure = _choice(_("Waiting time"), MEASURES)
    stations = forms.IntegerField(
        label=_("Steps on the map"), required=False, min_value=1, max_value=MOST_STATIONS,
        help_text=_("the most frequent, at most 40"),
    )
    ways = forms.IntegerField(
        label=_("Lines on the map"), required=False, min_value=0, max_value=MOST_WAYS,
        help_text=_("the most frequent, at most 150"),
    )
    direction = _choice(_("Direction"), DIRECTIONS)
    exact = forms.BooleanField(label=_("Count exactly (takes longer)"), required=False)
    whole = forms.BooleanField(label=_("Fit the map into the window"), required=False)
    variant = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, logs: Sequence[EventLog], log: EventLog | None) -> None:
        super().__init__(data)
        self.fields["log"].choices = [(str(row.pk), _name(row)) for row in logs]
        if log is not None:
            self._choose_words(log)
        self.is_valid()

    def _choose_words(self, log: EventLog) -> None:
        spheres = [(str(t.pk), str(t)) for t in terms(ListKey.LEGAL_SPHERE)]
        self._choose("field", [(str(t.pk), str(t)) for t in terms(ListKey.FIELD_OF_ACTION)])
        self._choose("target", [(str(t.pk), str(t)) for t in terms(ListKey.TARGET_GROUP)])
        self._choose("residence", ResidenceGroup.choices)
        self._choose("sphere", spheres)
        self._choose("party", [(str(p.pk), party_name(p)) for p in parties_of(log.pk)])
        self.activities = own_activities(log)
        steps = [(str(code), name) for name, code in self.activities.items()]
        self._choose("contains", steps)
        self._choose("without", steps)

    def _choose(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].choices = [("", "–"), *choices]

    def got(self, name: str) -> Any:
        return getattr(self, "cleaned_data", {}).get(name) or None

    def number(self, name: str) -> int | None:
        value = self.got(name)
        return int(value) if value is not None else None

    def chosen(self, log: EventLog) -> MapFilter:
        """What the queries understand."""
        contains, without = self.number("contains"), self.number("without")
        return MapFilter(
            log_id=log.pk,
            since=self.got("since"),
            until=self.got("until"),
            by_start=self.got("by") == "courses",
            field_of_action=self.number("field"),
            target_group=self.number("target"),
            residence_group=self.got("residence") or "",
            legal_sphere=self.number("sphere"),
            party=self.number("party"),
            variant=self.number("variant"),
            contains=(contains,) if contains else (),
            without=(without,) if without else (),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is set beyond log and period: the further filters stand open."""
        names = ("field", "target", "residence", "sphere", "party", "contains", "without")
        return any(self.got(name) for name in names)

    @property
    def chosen_measure(self) -> Measure:
        return Measure(self.got("measure") or Measure.MEDIAN)

    @property
    def chosen_direction(self) -> Direction | None:
        value = self.got("direction")
        return Direction(value) if value else None

    @property
    def limits(self) -> tuple[int, int]:
        """How many stations and ways are drawn."""
        ways = getattr(self, "cleaned_data", {}).get("ways")
        return self.number("stations") or FIRST_STATIONS, FIRST_WAYS if ways is None else ways

    def narrowed_by(self) -> list[str]:
        """Every filter that is set, in words, for the head of a file."""
        words = []
        for name in (*SIDES, "contains", "without"):
            value = self.got(name)
            if value is not None:
                words.append(f"{self.fields[name].label}: {self._word(name, value)}")
        return words

    def _word(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return f"{value:%d.%m.%Y}"
        return str(dict(self.fields[name].choices).get(str(value), value))


def own_activities(log: EventLog) -> dict[str, int]:
    """Name -> code of what may happen in the log: a file's own words, else the catalogue."""
    is_file = log.kind == LogKind.IMPORTED
    rows: list[Activity] = [
        row for row in activities_of(log.pk) if (row.log_id is not None) == is_file
    ]
    return {activity_name(row): row.pk for row in rows}


def _name(log: EventLog) -> str:
    return str(log.name) or str(log.get_kind_display())


@dataclass
class Asked:
    """A request about a log of the actor's organisation: which log, which filters."""

    request: HttpRequest

    @cached_property
    def logs(self) -> list[EventLog]:
        organisation = self.request.actor.organisation_id
        return list(logs_of(organisation)) if organisation else []

    @cached_property
    def log(self) -> EventLog | None:
        """The log that was asked for; without a word the first (one's own)."""
        wanted = _uuid(self.request.GET.get("log", ""))
        for row in self.logs:
            if row.pk == wanted:
                return row
        return self.logs[0] if self.logs else None

    @cached_property
    def form(self) -> MapForm:
        return MapForm(self.request.GET, logs=self.logs, log=self.log)

    def query(self, **changes: Any) -> str:
        """The address of now with some parameters changed; None takes one away."""
        query = self.request.GET.copy()
        for name, value in changes.items():
            if value is None:
                query.pop(name, None)
            else:
                query[name] = str(value)
        return f"?{query.urlencode()}" if query else ""


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
