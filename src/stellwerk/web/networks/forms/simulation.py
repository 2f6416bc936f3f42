# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The levers of a simulation: what holds now and what would be changed, station by station."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stellwerk.networks.rules.plans import ChainPlan, StationKind
from stellwerk.networks.rules.simulation import Spread, is_limited
from stellwerk.networks.rules.simulation_inputs import (
    LEAST_PER_CENT,
    MOST_PLACES,
    Observed,
    Settings,
    Turned,
    duration_of,
    scenario_of,
    share_faults,
    shares_of,
)

_NUMBER = {"class": "kern-form-input__input app-number", "inputmode": "decimal"}


@dataclass(frozen=True)
class StationRow:
    """One station in the table of inputs: its name, what is known of it, its five fields."""

    name: str
    known: str
    count: int
    mean: float
    fields: tuple[Any, ...]


@dataclass(frozen=True)
class WayRow:
    name: str
    share: float
    fields: tuple[Any, ...]


class SimulationForm(forms.Form):
    """Two sides of every input; an empty field of "then" means as now."""

    per_week = forms.FloatField(label=_("New cases per week"), min_value=0.05, max_value=500)
    per_week_then = forms.FloatField(
        label=_("New cases per week, then"), min_value=0.05, max_value=500, required=False,
        help_text=_("Empty: as now."),
    )
    spread = forms.ChoiceField(
        label=_("Durations that are assumed"),
        choices=(
            (Spread.EXPONENTIAL, _("scatter widely (exponential)")),
            (Spread.FIXED, _("are always the same")),
        ),
    )
    seed = forms.IntegerField(
        label=_("Number of the draw"), min_value=0, max_value=999_999,
        help_text=_("The same number gives the same result."),
    )

    def __init__(self, data: Any, *, plan: ChainPlan, observed: Observed) -> None:
        super().__init__(
            data,
            initial={
                "per_week": observed.per_week or 2, "spread": Spread.EXPONENTIAL, "seed": 1,
            },
        )
        self.plan, self.observed = plan, observed
        self.steps = [s for s in plan.stations if s.kind == StationKind.STEP]
        forks = {a for a, _b in self._forks()}
        self.forks = [(link.source, link.target) for link in plan.links if link.source in forks]
        for number, step in enumerate(self.steps):
            self._number(f"d{number}", _("%(name)s: days now") % {"name": step.name})
            self._number(f"p{number}", _("%(name)s: places now") % {"name": step.name}, whole=True)
            self._number(f"dt{number}", _("%(name)s: days then") % {"name": step.name})
            self._number(
                f"pt{number}", _("%(name)s: places then") % {"name": step.name}, whole=True
            )
            self.fields[f"s{number}"] = forms.BooleanField(
                required=False,
                widget=forms.CheckboxInput(
                    attrs={
                        "class": "kern-form-check__checkbox",
                        "aria-label": _("%(name)s: skip then") % {"name": step.name},
                    }
                ),
            )
        names = {station.key: station.name for station in plan.stations}
        for number, (source, target) in enumerate(self.forks):
            said = {"a": names[source], "b": names[target]}
            self._number(f"w{number}", _("%(a)s to %(b)s: per cent now") % said, most=100)
            self._number(f"wt{number}", _("%(a)s to %(b)s: per cent then") % said, most=100)

    def _forks(self) -> list[tuple[str, int]]:
        sources = [link.source for link in self.plan.links]
        return [(one, sources.count(one)) for one in set(sources) if sources.count(one) > 1]

    def _number(self, name: str, label: str, *, whole: bool = False, most: int = 3660) -> None:
        kind = forms.IntegerField if whole else forms.FloatField
        self.fields[name] = kind(
            label=label, required=False, min_value=1 if whole else 0,
            max_value=MOST_PLACES if whole else most,
            widget=forms.TextInput(attrs={**_NUMBER, "aria-label": label}),
        )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        names = {station.key: station.name for station in self.plan.stations}
        for number, (source, target) in enumerate(self.forks):
            for field in (f"w{number}", f"wt{number}"):
                share = said.get(field)
                if share is not None and 0 < share < LEAST_PER_CENT:
                    self.add_error(
                        field,
                        gettext(
                            "%(a)s to %(b)s: so small a share is no way that can be played. "
                            "Please say 0 or at least 1 per cent."
                        )
                        % {"a": names[source], "b": names[target]},
                    )
        if not self.errors:
            now, then = self.now(), self.then()
            self._ask_for_work_alone(now, then)
            for source in {**self._faults(now), **self._faults(then)}:
                self.add_error(None, self._fault(names[source]))
        return said

    def _ask_for_work_alone(self, now: Settings, then: Settings) -> None:
        """Observed days hold the waiting in line; with places it would be waited twice."""
        for side, fields in ((now, "d"), (then, "dt")):
            for number, step in enumerate(self.steps):
                turned = side.stations[step.key]
                used = duration_of(self.plan, step.key, self.observed, side)
                if turned.places and turned.days is None and used.observed:
                    self.add_error(
                        f"{fields}{number}",
                        gettext(
                            "%(name)s: the days from the log hold the waiting in line already, and "
                            "with limited places it would be counted twice. Please say how many "
                            "days the work alone takes, or leave the places empty."
                        )
                        % {"name": step.name},
                    )

    def _faults(self, side: Settings) -> dict[str, float]:
        return share_faults(self.plan, side.shares)

    def _fault(self, name: str) -> str:
        return gettext(
            "The shares of the ways from \"%(name)s\" add up to nothing or to more than 100 per "
            "cent, now or then. Please change them, or leave one empty: it takes what is left."
        ) % {"name": name}

    def now(self) -> Settings:
        return self._side("d", "p", "w", self.cleaned_data["per_week"])

    def then(self) -> Settings:
        """What is not said for then is as now."""
        now, said = self.now(), self.cleaned_data
        per_week = said["per_week_then"] or now.per_week
        then = self._side("dt", "pt", "wt", per_week)
        stations = {}
        for number, step in enumerate(self.steps):
            a, b = now.stations[step.key], then.stations[step.key]
            stations[step.key] = Turned(
                a.days if b.days is None else b.days,
                a.places if b.places is None else b.places,
                bool(said[f"s{number}"]),
            )
        return Settings(per_week, now.spread, stations, {**now.shares, **then.shares})

    def _side(self, days: str, places: str, way: str, per_week: float) -> Settings:
        said = self.cleaned_data
        return Settings(
            per_week, Spread(said["spread"]),
            {
                step.key: Turned(said[f"{days}{number}"], said[f"{places}{number}"])
                for number, step in enumerate(self.steps)
            },
            {
                fork: said[f"{way}{number}"]
                for number, fork in enumerate(self.forks)
                if said[f"{way}{number}"] is not None
            },
        )

    def station_rows(self) -> Iterator[StationRow]:
        settings = Settings(1.0)
        for number, step in enumerate(self.steps):
            used = duration_of(self.plan, step.key, self.observed, settings)
            count = len(used.observed)
            known = _("from the log") if count or not used.mean else _("assumed")
            names = (f"d{number}", f"p{number}", f"dt{number}", f"pt{number}", f"s{number}")
            yield StationRow(
                step.name, str(known), count, used.expected, tuple(self[name] for name in names)
            )

    def way_rows(self) -> Iterator[WayRow]:
        shares = shares_of(self.plan, self.observed)
        names = {station.key: station.name for station in self.plan.stations}
        for number, (source, target) in enumerate(self.forks):
            yield WayRow(
                f"{names[source]} → {names[target]}", 100 * shares[source, target],
                (self[f"w{number}"], self[f"wt{number}"]),
            )

    def limited(self) -> list[tuple[str, str]]:
        """Stations that have limited places now or then: key and name."""
        sides = [scenario_of(self.plan, self.observed, one) for one in (self.now(), self.then())]
        return [
            (step.key, step.name)
            for step in self.steps
            if any(is_limited(side.stations[step.key]) for side in sides)
        ]
