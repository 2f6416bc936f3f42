# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How an organisation sees a station of a typical case: its own words, its own to take back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Blocker, Conflict, NotVisible, refuse_if
from stellwerk.networks.actions.typical import own_organisation
from stellwerk.networks.choices import StationRating, TypicalState
from stellwerk.networks.models import StationView, TypicalCase, TypicalStation
from stellwerk.networks.queries.telling import words_beyond
from stellwerk.networks.queries.typical import readable
from stellwerk.networks.rules.typical import (
    VIEW_TEXTS,
    beyond_blockers,
    edit_blockers,
    findings,
    text_blockers,
)

VIEW_FIELDS = ("words", "rating", "lever")


@transaction.atomic
def say_view(
    *, actor: Actor, station: TypicalStation, version: int | None, values: Mapping[str, Any]
) -> StationView:
    """Say or change how the own organisation sees a station (``values``: ``VIEW_FIELDS``).

    The owner may while it is a draft: what is released was counted with these words. Everybody
    else may once it is released, and may tell no more of the person than it does itself.
    """
    typical = _readable_case(actor, station)
    is_own = typical.organisation_id == own_organisation(actor)
    if is_own:
        # Locked: nobody checks or releases it while this view is being written.
        locked = TypicalCase.objects.select_for_update(of=("self",)).get(pk=typical.pk)
        refuse_if(edit_blockers(locked.state))
    said = {name: str(values.get(name) or "").strip() for name in VIEW_TEXTS}
    said["rating"] = str(values.get("rating") or StationRating.NEITHER)
    found = _blockers(said)
    if not is_own:
        texts = {name: said[name] for name in VIEW_TEXTS if said[name]}
        found += beyond_blockers(words_beyond(typical, texts))
    refuse_if(found)
    rows = StationView.objects.select_for_update(of=("self",))
    row = rows.filter(station=station, organisation_id=own_organisation(actor)).first()
    if row is None:
        row = StationView(
            organisation_id=own_organisation(actor), typical_case_id=station.typical_case_id,
            station=station, **said,
        )
        row.save(force_insert=True)
        _record(actor, Verb.CREATED, row, list(said))
        return row
    before = {name: getattr(row, name) for name in said}
    if row.version != version:
        raise Conflict(
            _("Somebody else has changed this record in the meantime."),
            version=row.version, theirs=before, yours=said, subject_id=row.pk,
        )
    changed = [name for name in said if before[name] != said[name]]
    if changed:
        for name in changed:
            setattr(row, name, said[name])
        row.version += 1
        row.save()
        _record(actor, Verb.CHANGED, row, changed)
    return row


@transaction.atomic
def remove_view(*, actor: Actor, station: TypicalStation) -> None:
    """Take the own view back."""
    _readable_case(actor, station)
    rows = StationView.objects.filter(station=station, organisation_id=own_organisation(actor))
    row = rows.first()
    if row is None:
        raise NotVisible
    _record(actor, Verb.DELETED, row, [])
    rows.delete()


def _readable_case(actor: Actor, station: TypicalStation) -> TypicalCase:
    found = readable(actor.organisation_id).filter(pk=station.typical_case_id).first()
    if found is None:
        raise NotVisible
    if found.state == TypicalState.ARCHIVED:
        refuse_if([Blocker("archived", _("This typical case is archived."))])
    return found


def _blockers(said: Mapping[str, str]) -> list[Blocker]:
    found = []
    if not said["words"]:
        found.append(Blocker("words_missing", _("Please say how you see it."), "words"))
    if said["rating"] not in StationRating.values:
        found.append(Blocker("rating", _("This rating does not exist."), "rating"))
    texts = {name: said[name] for name in VIEW_TEXTS}
    return [*found, *text_blockers(findings(texts))]


def _record(actor: Actor, verb: Verb, row: StationView, fields: list[str]) -> None:
    record(
        actor=actor, verb=verb, kind="station_view", fields=fields,
        subjects=[row.typical_case_id, row.station_id],
    )
