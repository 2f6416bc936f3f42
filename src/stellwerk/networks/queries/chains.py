# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Questions about agreed chains: which there are, which version holds, what it says."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from stellwerk.networks.choices import ChainState, Standing, StationKind
from stellwerk.networks.models import ChainVersion, ServiceChain, Station, StationLink
from stellwerk.networks.rules.chains import standing
from stellwerk.networks.rules.plans import ChainPlan, LinkPlan, StationPlan

_STATIONS = Station.objects.select_related(
    "responsible", "activity", "legal_sphere"
).order_by("position", "key")
_LINKS = StationLink.objects.order_by("position", "id")


@dataclass(frozen=True)
class Placed:
    """A version and where it stands on a day; ``until`` is the day of the next agreed one."""

    version: ChainVersion
    standing: Standing
    until: date | None


def chains() -> QuerySet[ServiceChain]:
    """All chains of the network by number, with their versions."""
    rows = ServiceChain.objects.select_related("keeper", "field_of_action")
    return rows.prefetch_related(
        "legal_spheres", Prefetch("versions", ChainVersion.objects.order_by("number"))
    )


def chain_by_id(chain_id: UUID) -> ServiceChain | None:
    return chains().filter(pk=chain_id).first()


def chain_by_number(number: int) -> ServiceChain | None:
    return chains().filter(number=number).first()


def version_by_id(version_id: UUID) -> ChainVersion | None:
    """A version with its chain."""
    rows = ChainVersion.objects.select_related("chain__keeper", "chain__field_of_action")
    return rows.filter(pk=version_id).first()


def station_by_id(station_id: UUID) -> Station | None:
    """A station with its version and chain."""
    rows = Station.objects.select_related("chain_version__chain", "responsible", "activity")
    return rows.filter(pk=station_id).first()


def placed(versions: Iterable[ChainVersion], day: date) -> list[Placed]:
    """The versions of one chain by number, each with its standing on ``day``."""
    rows = sorted(versions, key=lambda row: row.number)
    agreed = [row for row in rows if not row.is_draft]
    following = dict(zip((r.pk for r in agreed), (r.valid_from for r in agreed[1:]), strict=False))
    return [
        Placed(
            row, standing(row.state, row.valid_from, following.get(row.pk), day),
            following.get(row.pk),
        )
        for row in rows
    ]


def version_in_force(chain: ServiceChain, day: date) -> ChainVersion | None:
    """The agreed version that holds on ``day``; of several of one day the last agreed on."""
    rows = ChainVersion.objects.filter(
        chain=chain, state=ChainState.AGREED, valid_from__lte=day
    )
    return rows.order_by("-valid_from", "-number").first()


def draft_of(chain: ServiceChain) -> ChainVersion | None:
    return ChainVersion.objects.filter(chain=chain, state=ChainState.DRAFT).first()


def agreed_versions(chain: ServiceChain) -> list[ChainVersion]:
    """The agreed versions by number (that is also the order of their days)."""
    rows = ChainVersion.objects.filter(chain=chain, state=ChainState.AGREED)
    return list(rows.order_by("number"))


def stations_of(version: ChainVersion) -> list[Station]:
    """The stations in the order of the list, with all they name."""
    return list(_STATIONS.filter(chain_version=version))


def links_of(version: ChainVersion) -> list[StationLink]:
    return list(_LINKS.filter(chain_version=version).select_related("source", "target"))


def plan_of(version: ChainVersion) -> ChainPlan:
    """A version as a whole, in the neutral form: two questions."""
    return plan_from(version.chain.name, stations_of(version), links_of(version))


def plans_of(chain: ServiceChain, versions: Sequence[ChainVersion]) -> list[ChainPlan]:
    """Several versions of one chain in the neutral form: two questions for all of them."""
    stations, links = defaultdict(list), defaultdict(list)
    for station in _STATIONS.filter(chain_version__in=versions):
        stations[station.chain_version_id].append(station)
    for link in _LINKS.filter(chain_version__in=versions).select_related("source", "target"):
        links[link.chain_version_id].append(link)
    return [plan_from(chain.name, stations[row.pk], links[row.pk]) for row in versions]


def plan_from(
    name: str, stations: Iterable[Station], links: Iterable[StationLink]
) -> ChainPlan:
    """The neutral form of rows that were read already."""
    return ChainPlan(
        name,
        tuple(station_plan(station) for station in stations),
        tuple(LinkPlan(row.source.key, row.target.key, row.condition) for row in links),
    )


def station_plan(station: Station) -> StationPlan:
    return StationPlan(
        key=station.key,
        name=station.name,
        kind=StationKind(station.kind),
        organisation_key=station.responsible.key if station.responsible else "",
        organisation=station.responsible_name,
        activity_key=station.activity.key if station.activity else "",
        trigger=station.trigger,
        standard=station.standard,
        max_days=station.max_days,
        handed_over=station.handed_over,
        feedback=station.feedback,
        fallback=station.fallback,
        legal_basis=station.legal_basis,
        offers=station.offers,
        legal_sphere=station.legal_sphere.key if station.legal_sphere else "",
    )
