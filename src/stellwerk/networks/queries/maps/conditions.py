# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A filter as conditions of the database. Every value travels as a parameter."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from stellwerk.networks.queries.zone import log_zone
from stellwerk.networks.rules.filters import MapFilter
from stellwerk.networks.rules.weeks import beginning_of

#: What is asked of every event.
ALWAYS = ("e.log_id = %(log)s", "e.counts")


@dataclass
class Conditions:
    """SQL over ``networks_event e`` (and ``networks_trace t`` where courses are asked for)."""

    events: list[str] = field(default_factory=list)
    courses: list[str] = field(default_factory=list)
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """``FROM … WHERE …`` of the events that are meant."""
        join = " JOIN networks_trace t ON t.id = e.trace_id" if self.courses else ""
        where = " AND ".join([*self.events, *self.courses])
        return f"FROM networks_event e{join} WHERE {where}"

    @property
    def of_courses(self) -> str:
        """``FROM … WHERE …`` of the courses, each with an event that is meant."""
        where = ["t.log_id = %(log)s", *self.courses]
        if len(self.events) > len(ALWAYS):
            asked = " AND ".join(self.events)
            where.append(
                f"EXISTS (SELECT 1 FROM networks_event e WHERE e.trace_id = t.id AND {asked})"
            )
        return f"FROM networks_trace t WHERE {' AND '.join(where)}"

    @property
    def whole_courses(self) -> str:
        """``FROM … WHERE …`` of all events of those courses, be they meant or not."""
        if len(self.events) == len(ALWAYS) and not self.courses:
            return self.source
        return (
            "FROM networks_event e WHERE e.log_id = %(log)s AND e.counts "
            f"AND e.trace_id IN (SELECT t.id {self.of_courses})"
        )


def moments(flt: MapFilter) -> tuple[datetime | None, datetime | None]:
    """The period's first moment and the first behind it."""
    zone = log_zone()
    since = beginning_of(flt.since, zone) if flt.since else None
    until = beginning_of(flt.until + timedelta(days=1), zone) if flt.until else None
    return since, until


def conditions(flt: MapFilter) -> Conditions:
    """Everything that the filter asks for."""
    made = Conditions(events=list(ALWAYS), params={"log": flt.log_id})
    since, until = moments(flt)
    period, column = (made.courses, "t.started_at") if flt.by_start else (made.events, "e.at")
    if since is not None:
        period.append(f"{column} >= %(since)s")
    if until is not None:
        period.append(f"{column} < %(until)s")
    made.params |= {"since": since, "until": until}
    if flt.legal_sphere is not None:
        made.events.append("e.legal_sphere_id = %(sphere)s")
    if flt.party is not None:
        made.events.append(
            "(e.party_id = %(party)s OR e.before_party = %(party)s)"
        )
    made.params |= {"sphere": flt.legal_sphere, "party": flt.party}
    _ask_courses(made, flt)
    return made


def _ask_courses(made: Conditions, flt: MapFilter) -> None:
    for name, value in (
        ("field_of_action_id", flt.field_of_action),
        ("target_group_id", flt.target_group),
        ("residence_group", flt.residence_group or None),
        ("variant", flt.variant),
    ):
        if value is not None:
            made.courses.append(f"t.{name} = %({name})s")
            made.params[name] = value
    for word, activities in (("EXISTS", flt.contains), ("NOT EXISTS", flt.without)):
        for activity in activities:
            name = f"activity_{len(made.params)}"
            made.courses.append(
                f"{word} (SELECT 1 FROM networks_event x WHERE x.trace_id = t.id AND x.counts "
                f"AND x.activity_id = %({name})s)"
            )
            made.params[name] = activity
