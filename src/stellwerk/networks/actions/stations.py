# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Editing the draft of a chain station by station; what is agreed on is refused."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Refusal, refuse_if
from stellwerk.networks.actions.chains import conflict, locked_draft
from stellwerk.networks.choices import MOST_STATIONS, StationKind
from stellwerk.networks.models import ChainVersion, Station, StationLink
from stellwerk.networks.queries.chains import links_of, station_plan, stations_of
from stellwerk.networks.rules.chains import station_blockers
from stellwerk.networks.rules.keeping import keeper_blockers
from stellwerk.networks.rules.observing import personal_blockers

STATION_FIELDS = (
    "name", "kind", "responsible", "responsible_words", "activity", "legal_sphere", "max_days",
    "trigger", "standard", "handed_over", "feedback", "fallback", "legal_basis", "offers",
)
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "ae", "Ö": "oe", "Ü": "ue"}
)

#: Next station -> condition in words.
Onward = Mapping[UUID, str]


@transaction.atomic
def add_station(
    *,
    actor: Actor,
    chain_version: ChainVersion,
    values: Mapping[str, Any],
    onward: Onward,
    before: Iterable[UUID] = (),
    after: UUID | None = None,
    between: bool = False,
) -> Station:
    """A new station below ``after`` in the list (otherwise before the last), with its ways.

    ``values`` are keyed by ``STATION_FIELDS``. ``before`` are the stations it follows; with
    ``between`` their direct ways to its next ones go.
    """
    refuse_if(keeper_blockers(actor))
    draft = locked_draft(chain_version)
    rows = stations_of(draft)
    if len(rows) >= MOST_STATIONS:
        text = _("A chain has at most %(n)s stations: split it.") % {"n": MOST_STATIONS}
        raise Refusal("too_many", text)
    station = Station(chain_version=draft, key=_new_key(values.get("name"), rows))
    _take_over(station, values)
    refuse_if([*station_blockers(station_plan(station)), *_condition_blockers(onward)])
    place = next((i + 1 for i, row in enumerate(rows) if row.pk == after), max(len(rows) - 1, 0))
    rows.insert(place, station)
    station.position = place
    station.save(force_insert=True)
    _number(rows)
    known = {row.pk: row for row in rows}
    sources = [known[pk] for pk in before if pk in known]
    if between:
        StationLink.objects.filter(source__in=sources, target__in=list(onward)).delete()
    for source in sources:
        _link(draft, source, station, "")
    _set_ways(draft, station, onward, known)
    _touch(draft)
    record(
        actor=actor, verb=Verb.CREATED, kind="station", subjects=[station.pk],
        fields=[*STATION_FIELDS, "links"],
    )
    return station


@transaction.atomic
def change_station(
    *,
    actor: Actor,
    station: Station,
    version: int | None,
    values: Mapping[str, Any],
    onward: Onward,
) -> list[str]:
    """Change a station and its ways on; raises ``Conflict`` when somebody was quicker."""
    refuse_if(keeper_blockers(actor))
    draft = locked_draft(station.chain_version)
    rows = stations_of(draft)
    row = next((each for each in rows if each.pk == station.pk), None)
    if row is None:
        raise Refusal("gone", _("Somebody else has removed this station in the meantime."))
    before = {name: getattr(row, name) for name in STATION_FIELDS}
    if row.version != version:
        raise conflict(row, _in_words(before), _in_words(values))
    _take_over(row, values)
    refuse_if([*station_blockers(station_plan(row)), *_condition_blockers(onward)])
    changed = [name for name, value in before.items() if getattr(row, name) != value]
    if _set_ways(draft, row, onward, {each.pk: each for each in rows}):
        changed.append("links")
    if changed:
        row.version += 1
        row.save()
        _touch(draft)
        record(
            actor=actor, verb=Verb.CHANGED, kind="station", subjects=[row.pk], fields=changed
        )
    return changed


@transaction.atomic
def move_station(*, actor: Actor, station: Station, up: bool) -> bool:
    """One place up or down in the list; whether it moved. Its ways stay."""
    refuse_if(keeper_blockers(actor))
    draft = locked_draft(station.chain_version)
    rows = stations_of(draft)
    place = next((i for i, row in enumerate(rows) if row.pk == station.pk), None)
    goal = None if place is None else place + (-1 if up else 1)
    if place is None or goal is None or not 0 <= goal < len(rows):
        return False
    rows[place], rows[goal] = rows[goal], rows[place]
    _number(rows)
    _touch(draft)
    record(
        actor=actor, verb=Verb.CHANGED, kind="station", subjects=[station.pk],
        fields=["position"],
    )
    return True


@transaction.atomic
def remove_station(*, actor: Actor, station: Station) -> None:
    """Take a station out; the stations before it lead on to those after it."""
    refuse_if(keeper_blockers(actor))
    draft = locked_draft(station.chain_version)
    rows = {row.pk: row for row in stations_of(draft)}
    if station.pk not in rows:
        return
    ways = links_of(draft)
    sources = [way for way in ways if way.target_id == station.pk != way.source_id]
    targets = [way for way in ways if way.source_id == station.pk != way.target_id]
    rows.pop(station.pk).delete()
    for way in sources:
        for onward in targets:
            source, target = rows[way.source_id], rows[onward.target_id]
            _link(draft, source, target, way.condition or onward.condition)
    _number(list(rows.values()))
    _touch(draft)
    record(actor=actor, verb=Verb.DELETED, kind="station", subjects=[station.pk])


def _new_key(name: Any, rows: Iterable[Station]) -> str:
    """A key from the name that no station of this version has."""
    taken = {row.key for row in rows}
    stem = slugify(str(name or "").translate(_UMLAUTS))[:56] or "station"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


def _take_over(row: Station, values: Mapping[str, Any]) -> None:
    for name in STATION_FIELDS:
        value = values.get(name)
        if name in {"responsible", "activity", "legal_sphere", "max_days"}:
            setattr(row, name, value)
        else:
            setattr(row, name, str(value or "").strip())
    if row.responsible is not None:
        row.responsible_words = ""


def _in_words(values: Mapping[str, Any]) -> dict[str, str]:
    """Both sides of a clash as people read them."""
    said = {name: values.get(name) for name in STATION_FIELDS}
    said["kind"] = StationKind(said["kind"] or StationKind.STEP).label
    return {name: "" if value is None else str(value) for name, value in said.items()}


def _condition_blockers(onward: Onward) -> list[Any]:
    return [each for text in onward.values() for each in personal_blockers(text, "condition")]


def _set_ways(
    draft: ChainVersion, station: Station, onward: Onward, known: Mapping[UUID, Station]
) -> bool:
    """The ways from one station, as asked for; whether anything changed."""
    wanted = {pk: text.strip() for pk, text in onward.items() if pk in known}
    here = {way.target_id: way for way in StationLink.objects.filter(source=station)}
    is_changed = {pk: way.condition for pk, way in here.items()} != wanted
    for pk, way in here.items():
        if pk not in wanted:
            way.delete()
        elif way.condition != wanted[pk]:
            way.condition = wanted[pk]
            way.save(update_fields=["condition", "updated_at"])
    for pk in wanted.keys() - here.keys():
        _link(draft, station, known[pk], wanted[pk])
    return is_changed


def _link(draft: ChainVersion, source: Station, target: Station, condition: str) -> None:
    StationLink.objects.get_or_create(
        source=source, target=target,
        defaults={
            "chain_version": draft, "condition": condition, "position": target.position,
        },
    )


def _number(rows: Iterable[Station]) -> None:
    """Write the order of the list down where it changed."""
    moved = []
    for place, row in enumerate(rows):
        if row.position != place:
            row.position = place
            moved.append(row)
    Station.objects.bulk_update(moved, ["position"])


def _touch(draft: ChainVersion) -> None:
    """The draft as a whole has changed: who agrees on it must have seen this state."""
    draft.version += 1
    draft.save(update_fields=["version", "updated_at"])
