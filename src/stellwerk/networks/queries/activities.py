# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about the catalogue of activities and about the activities of a file."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from stellwerk.networks.choices import ActivityGroup, LogKind
from stellwerk.networks.models import Activity, EventLog
from stellwerk.networks.rules.activities import Recogniser, matches, shipped_places

#: Database -> key -> id: an id is given once and for all, and every entry of a case asks for some.
_codes: dict[str, dict[str, int]] = {}


def catalogue(*, active_on: date | None = None) -> QuerySet[Activity]:
    """The maintained activities; with ``active_on`` only those that can be chosen."""
    found = Activity.objects.filter(organisation__isnull=True, log__isnull=True).exclude(key="")
    if active_on is not None:
        found = found.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=active_on))
    return found


def in_order(activities: QuerySet[Activity], *, wanted: str = "") -> list[Activity]:
    """Along the course of an integration, own additions at the end of their group.

    ``wanted`` narrows by names and synonyms, however they are spelled.
    """
    places = shipped_places()
    groups = {value: place for place, value in enumerate(ActivityGroup.values)}
    rows = [row for row in activities if not wanted.strip() or matches(row, wanted)]
    last = len(places)
    return sorted(
        rows, key=lambda row: (groups[row.group], places.get(row.key, last), row.name_de)
    )


def name_of(activity: Activity) -> str:
    """The name in the language of the page (German unless English is active and known)."""
    english = (get_language() or "de").startswith("en")
    return activity.name_en if english and activity.name_en else activity.name_de


def activity_by_id(activity_id: int) -> Activity | None:
    """One activity of the catalogue."""
    return catalogue().filter(pk=activity_id).first() if activity_id < 2**31 else None


def activity_by_key(key: str) -> Activity | None:
    """One activity of the catalogue by its key."""
    return catalogue().filter(key=key).first()


def activity_codes() -> Mapping[str, int]:
    """Key -> id of the catalogue; asked once per process."""
    name = str(connection.settings_dict["NAME"])
    codes = _codes.get(name)
    if not codes:
        codes = dict(catalogue().values_list("key", "pk"))
        _codes[name] = codes
    return codes


def forget_codes() -> None:
    """The catalogue has changed."""
    _codes.clear()


def stamp(activity: Activity) -> str:
    """A short mark of the row's editable content: it differs when somebody else changed it."""
    parts = (
        activity.name_de, activity.name_en, activity.group, "\x1e".join(activity.synonyms),
        activity.paper, activity.is_final, activity.retired_on,
    )
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class OwnActivity:
    """A file's own activity, what it is said to mean, and what may be meant."""

    activity: Activity
    suggestion: Activity | None
    is_certain: bool


def own_activities(log: EventLog) -> list[OwnActivity]:
    """The activities of an imported log by name, with a suggestion where none was said."""
    recogniser = Recogniser(in_order(catalogue()))
    found = []
    rows = Activity.objects.filter(log=log).select_related("same_as").order_by("name_de", "pk")
    for row in rows:
        suggestion = None if row.same_as_id else recogniser.suggested(row.name_de)
        certain = suggestion is not None and recogniser.certain(row.name_de) is suggestion
        found.append(OwnActivity(row, suggestion, certain))
    return found


def imported_logs(organisation_id: UUID) -> list[EventLog]:
    """The imported logs of an organisation, newest first."""
    rows = EventLog.objects.filter(organisation_id=organisation_id, kind=LogKind.IMPORTED)
    return list(rows.order_by("-created_at", "pk"))


def imported_log(organisation_id: UUID, log_id: UUID) -> EventLog | None:
    """One imported log of the own organisation."""
    rows = EventLog.objects.filter(organisation_id=organisation_id, kind=LogKind.IMPORTED)
    return rows.filter(pk=log_id).first()
