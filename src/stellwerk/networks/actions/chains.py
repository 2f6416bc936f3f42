# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Keeping chains and their versions: draft, agree, and never change again."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Blocker, Conflict, Refusal, refuse_if
from stellwerk.directory.models import Organisation
from stellwerk.networks.choices import ChainState, StationKind
from stellwerk.networks.models import (
    Activity,
    ChainVersion,
    ServiceChain,
    Station,
    StationLink,
)
from stellwerk.networks.queries.chains import agreed_versions, draft_of, plan_of
from stellwerk.networks.rules.chains import (
    chain_blockers,
    day_blockers,
    plan_blockers,
    shape_blockers,
)
from stellwerk.networks.rules.keeping import keeper_blockers
from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationPlan
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term

CHAIN_FIELDS = ("name", "purpose", "field_of_action_id", "keeper_id", "legal_spheres")
# One number for "somebody numbers a chain": they wait for each other.
_NUMBER_LOCK = 7_101_051


@transaction.atomic
def add_chain(
    *,
    actor: Actor,
    name: str,
    purpose: str = "",
    field_of_action_id: int | None = None,
    legal_spheres: Iterable[Term] = (),
    keeper_id: UUID | None = None,
) -> ServiceChain:
    """Enter a chain under the next running number; it has no version yet."""
    refuse_if(keeper_blockers(actor))
    refuse_if(chain_blockers(name, purpose))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBER_LOCK])
    last = ServiceChain.objects.aggregate(last=Max("number"))["last"] or 0
    chain = ServiceChain.objects.create(
        number=last + 1, name=name.strip(), purpose=purpose.strip(),
        field_of_action_id=field_of_action_id, keeper_id=keeper_id,
    )
    chain.legal_spheres.set(legal_spheres)
    record(
        actor=actor, verb=Verb.CREATED, kind="service_chain", subjects=[chain.pk],
        fields=list(CHAIN_FIELDS),
    )
    return chain


@transaction.atomic
def change_chain(
    *,
    actor: Actor,
    chain: ServiceChain,
    version: int | None,
    name: str,
    purpose: str = "",
    field_of_action_id: int | None = None,
    legal_spheres: Iterable[Term] = (),
    keeper_id: UUID | None = None,
) -> list[str]:
    """Change what stands above all versions; raises ``Conflict`` when somebody was quicker."""
    refuse_if(keeper_blockers(actor))
    refuse_if(chain_blockers(name, purpose))
    row = ServiceChain.objects.select_for_update(of=("self",)).get(pk=chain.pk)
    values: dict[str, Any] = {
        "name": name.strip(), "purpose": purpose.strip(),
        "field_of_action_id": field_of_action_id, "keeper_id": keeper_id,
    }
    before = {field: getattr(row, field) for field in values}
    if row.version != version:
        raise conflict(row, before, values)
    changed = [field for field, value in values.items() if before[field] != value]
    spheres = {term.pk for term in legal_spheres}
    if spheres != set(row.legal_spheres.values_list("pk", flat=True)):
        row.legal_spheres.set(spheres)
        changed.append("legal_spheres")
    if changed:
        for field in values:
            setattr(row, field, values[field])
        row.version += 1
        row.save()
        record(
            actor=actor, verb=Verb.CHANGED, kind="service_chain", subjects=[row.pk],
            fields=changed,
        )
    return changed


@transaction.atomic
def new_version(
    *,
    actor: Actor,
    chain: ServiceChain,
    plan: ChainPlan,
    valid_from: date | None = None,
) -> ChainVersion:
    """Write a plan down as the chain's next draft; ``agree_version`` puts it in force.

    Organisations, activities and legal spheres are named by key. An organisation that the
    directory does not know stays as words.
    """
    refuse_if(keeper_blockers(actor))
    refuse_if(shape_blockers(plan))
    chain = ServiceChain.objects.select_for_update(of=("self",)).get(pk=chain.pk)
    if draft_of(chain):
        raise Refusal("draft", _("This chain has a draft already: work on that one."))
    last = ChainVersion.objects.filter(chain=chain).aggregate(last=Max("number"))["last"] or 0
    version = ChainVersion.objects.create(chain=chain, number=last + 1, valid_from=valid_from)
    _write(version, plan)
    record(
        actor=actor, verb=Verb.CREATED, kind="chain_version", subjects=[version.pk],
        fields=["stations", "links"], note=str(version.number),
    )
    return version


@transaction.atomic
def next_draft(*, actor: Actor, chain: ServiceChain) -> ChainVersion:
    """A draft to work on: that of the version agreed on last, or a first start and end."""
    refuse_if(keeper_blockers(actor))
    agreed = agreed_versions(chain)
    if not agreed:
        return new_version(actor=actor, chain=chain, plan=first_plan(chain.name))
    return new_version(actor=actor, chain=chain, plan=plan_of(agreed[-1]))


def first_plan(name: str) -> ChainPlan:
    """What an empty chain begins with."""
    return ChainPlan(
        name,
        (
            StationPlan("start", _("Starting point"), StationKind.START),
            StationPlan("end", _("End point"), StationKind.END),
        ),
        (LinkPlan("start", "end"),),
    )


@transaction.atomic
def agree_version(
    *,
    actor: Actor,
    chain_version: ChainVersion,
    valid_from: date | None,
    basis: str = "",
    version: int | None = None,
) -> ChainVersion:
    """Agree on a draft: from its day on courses are held against it, and it never changes again.

    ``version`` is the state of the draft that was looked at; None does not ask.
    """
    refuse_if(keeper_blockers(actor))
    row = locked_draft(chain_version)
    if version is not None and row.version != version:
        raise conflict(row, {"valid_from": row.valid_from}, {"valid_from": valid_from})
    agreed = agreed_versions(row.chain)
    last = agreed[-1].valid_from if agreed else None
    refuse_if([*plan_blockers(plan_of(row)), *day_blockers(valid_from, last)])
    row.state, row.valid_from, row.basis = ChainState.AGREED, valid_from, basis.strip()
    row.agreed_at = timezone.now()
    row.version += 1
    row.save()
    record(
        actor=actor, verb=Verb.CHANGED, kind="chain_version", subjects=[row.pk],
        fields=["state", "valid_from", "basis"], note=ChainState.AGREED,
    )
    return row


@transaction.atomic
def remove_draft(*, actor: Actor, chain_version: ChainVersion) -> None:
    """Throw a draft away; agreed versions stay."""
    refuse_if(keeper_blockers(actor))
    row = locked_draft(chain_version)
    subject = row.pk
    row.delete()
    record(actor=actor, verb=Verb.DELETED, kind="chain_version", subjects=[subject])


@transaction.atomic
def remove_chain(*, actor: Actor, chain: ServiceChain) -> None:
    """Throw a chain away on which nobody ever agreed."""
    refuse_if(keeper_blockers(actor))
    row = ServiceChain.objects.select_for_update(of=("self",)).get(pk=chain.pk)
    if agreed_versions(row):
        raise Refusal("agreed", _("A chain with an agreed version stays."))
    subject = row.pk
    row.delete()
    record(actor=actor, verb=Verb.DELETED, kind="service_chain", subjects=[subject])


def locked_draft(chain_version: ChainVersion) -> ChainVersion:
    """The version's row, locked; refused when it is agreed on."""
    rows = ChainVersion.objects.select_for_update(of=("self",)).select_related("chain")
    row = rows.get(pk=chain_version.pk)
    if not row.is_draft:
        text = _("An agreed version is never changed: make a new one.")
        raise Refusal("agreed", text)
    return row


def conflict(row: Any, theirs: Mapping[str, Any], yours: Mapping[str, Any]) -> Conflict:
    return Conflict(
        _("Somebody else has changed this record in the meantime."),
        version=row.version, theirs=theirs, yours=yours, subject_id=row.pk,
    )


def _write(version: ChainVersion, plan: ChainPlan) -> None:
    """The rows of a plan in three statements."""
    keys = {s.organisation_key for s in plan.stations if s.organisation_key}
    offices = {row.key: row for row in Organisation.objects.filter(key__in=keys)}
    keys = {s.activity_key for s in plan.stations if s.activity_key}
    activities = {
        row.key: row
        for row in Activity.objects.filter(key__in=keys, organisation__isnull=True)
    }
    keys = {s.legal_sphere for s in plan.stations if s.legal_sphere}
    spheres = {
        row.key: row for row in Term.objects.filter(list=ListKey.LEGAL_SPHERE, key__in=keys)
    }
    refuse_if(_unknown(plan, offices, activities, spheres))
    rows = {
        station.key: Station(
            chain_version=version,
            position=position,
            responsible=offices.get(station.organisation_key),
            responsible_words=(
                "" if station.organisation_key in offices else station.organisation.strip()
            ),
            activity=activities.get(station.activity_key),
            legal_sphere=spheres.get(station.legal_sphere),
            **station_texts(station),
        )
        for position, station in enumerate(plan.stations)
    }
    Station.objects.bulk_create(rows.values())
    StationLink.objects.bulk_create(
        StationLink(
            chain_version=version, source=rows[link.source], target=rows[link.target],
            condition=link.condition.strip(), position=position,
        )
        for position, link in enumerate(plan.links)
    )


def station_texts(station: StationPlan) -> dict[str, Any]:
    """What a station says itself, as its row keeps it."""
    return {
        "key": station.key,
        "name": station.name.strip(),
        "kind": station.kind,
        "max_days": station.max_days,
        **{
            name: getattr(station, name).strip()
            for name in (
                "trigger", "standard", "handed_over", "feedback", "fallback", "legal_basis",
                "offers",
            )
        },
    }


def _unknown(
    plan: ChainPlan,
    offices: Mapping[str, Any],
    activities: Mapping[str, Any],
    spheres: Mapping[str, Any],
) -> list[Blocker]:
    """Keys that nothing here answers to: named, never guessed."""
    found = []
    for station in plan.stations:
        name = station.name
        key = station.organisation_key
        if key and key not in offices and not station.organisation.strip():
            text = _("»%(name)s«: the directory knows no organisation »%(key)s«.")
            found.append(Blocker("organisation", text % {"name": name, "key": key}))
        key = station.activity_key
        if key and key not in activities:
            text = _("»%(name)s«: the catalogue knows no activity »%(key)s«.")
            found.append(Blocker("activity", text % {"name": name, "key": key}))
        key = station.legal_sphere
        if key and key not in spheres:
            text = _("»%(name)s«: there is no legal sphere »%(key)s«.")
            found.append(Blocker("legal_sphere", text % {"name": name, "key": key}))
    return found
