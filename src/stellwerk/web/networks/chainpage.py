# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the pages of an agreed chain show: stations with their ways, changes between versions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import NotVisible
from stellwerk.exchange.process_maps.chains import draw_plan
from stellwerk.networks.choices import Standing, StationKind
from stellwerk.networks.models import ChainVersion, ServiceChain, Station, StationLink
from stellwerk.networks.queries import chains as queries
from stellwerk.networks.queries.activities import catalogue, name_of
from stellwerk.networks.rules.plans import ChainPlan
from stellwerk.networks.rules.version_changes import (
    Change,
    Crossing,
    StationChange,
    compare,
    crossings,
)
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import terms

TONES = {
    Standing.DRAFT: "warning", Standing.COMING: "info", Standing.IN_FORCE: "success",
    Standing.SUPERSEDED: "neutral",
}
CHANGE_TONES = {"added": "success", "removed": "danger", "changed": "warning", "same": "neutral"}
#: Longer texts of a station, in the order of the page.
TEXTS = ("trigger", "standard", "handed_over", "feedback", "fallback", "legal_basis", "offers")


def keeps(actor: Actor, chain: ServiceChain) -> bool:
    """Whether the actor may change this chain: by role, and for the organisation that keeps it."""
    if not may(actor, Need.KEEP_CHAINS):
        return False
    return chain.keeper_id is None or chain.keeper_id == actor.organisation_id


def chain_seen(chain_id: UUID) -> ServiceChain:
    chain = queries.chain_by_id(chain_id)
    if chain is None:
        raise NotVisible
    return chain


def chain_to_keep(request: HttpRequest, chain_id: UUID) -> ServiceChain:
    chain = chain_seen(chain_id)
    if not keeps(request.actor, chain):
        raise NotVisible
    return chain


def version_seen(request: HttpRequest, version_id: UUID) -> ChainVersion:
    """A version; drafts only for those who keep the chain."""
    version = queries.version_by_id(version_id)
    if version is None or (version.is_draft and not keeps(request.actor, version.chain)):
        raise NotVisible
    return version


def version_to_keep(request: HttpRequest, version_id: UUID) -> ChainVersion:
    version = version_seen(request, version_id)
    if not keeps(request.actor, version.chain):
        raise NotVisible
    return version


def crumbs(chain: ServiceChain | None, *more: tuple[str, str]) -> list[tuple[str, str]]:
    found = [(_("Chains"), reverse("networks:chains"))]
    if chain is not None:
        found.append((str(chain), reverse("networks:chain", args=[chain.pk])))
    return [*found, *more]


def version_name(version: ChainVersion) -> str:
    return _("Version %(number)s") % {"number": version.number}


@dataclass(frozen=True)
class Shown:
    """One station as the page lists it."""

    station: Station
    number: int
    ways: Sequence[StationLink]
    texts: Sequence[tuple[str, str]]
    crossings: Sequence[Crossing]
    is_first: bool
    is_last: bool

    @property
    def activity(self) -> str:
        return name_of(self.station.activity) if self.station.activity else ""

    @property
    def is_step(self) -> bool:
        return self.station.kind == StationKind.STEP


@dataclass(frozen=True)
class VersionPage:
    """A version with all that its page needs: two questions to the database."""

    version: ChainVersion
    plan: ChainPlan
    rows: Sequence[Shown]
    crossings: Sequence[Crossing]
    spheres: Mapping[str, str]

    @property
    def drawing(self) -> SafeString:
        """The map beside the list; each station leads to its place there."""
        return draw_plan(self.plan, address_of=lambda station: f"#station-{station.key}")

    @property
    def crossed(self) -> list[tuple[Crossing, str, str]]:
        return [
            (each, self.spheres.get(each.source.legal_sphere, each.source.legal_sphere),
             self.spheres.get(each.target.legal_sphere, each.target.legal_sphere))
            for each in self.crossings
        ]


def version_page(version: ChainVersion) -> VersionPage:
    stations, links = queries.stations_of(version), queries.links_of(version)
    plan = queries.plan_from(version.chain.name, stations, links)
    crossed = crossings(plan)
    ways: dict[UUID, list[StationLink]] = {}
    for link in links:
        ways.setdefault(link.source_id, []).append(link)
    rows = [
        Shown(
            station, number, ways.get(station.pk, []), _texts(station),
            [each for each in crossed if each.target.key == station.key],
            number == 1, number == len(stations),
        )
        for number, station in enumerate(stations, start=1)
    ]
    spheres = {s.legal_sphere.key: s.legal_sphere.label for s in stations if s.legal_sphere}
    return VersionPage(version, plan, rows, crossed, spheres)


def _texts(station: Station) -> list[tuple[str, str]]:
    found = ((_label(name), getattr(station, name)) for name in TEXTS)
    return [(label, text) for label, text in found if text]


def _label(field: str) -> str:
    """A detail of the neutral form in the words of the table."""
    if field == "ways":
        return _("ways on")
    column = {"organisation": "responsible", "activity_key": "activity"}.get(field, field)
    return str(Station._meta.get_field(column).verbose_name)  # type: ignore[union-attr]


@dataclass(frozen=True)
class ShownChange:
    """One station of two versions, what differs in words."""

    change: StationChange
    label: str
    tone: str
    #: What, before, after, and whether the two are words of those who keep the chain.
    details: Sequence[tuple[str, str, str, bool]]


def compared(before: ChainVersion, after: ChainVersion) -> list[ShownChange]:
    """Two versions of a chain side by side."""
    old, new = queries.plan_of(before), queries.plan_of(after)
    names = {s.key: s.name for plan in (old, new) for s in plan.stations}
    words = {
        "activity_key": {row.key: name_of(row) for row in catalogue()},
        "legal_sphere": {row.key: row.label for row in terms(ListKey.LEGAL_SPHERE)},
        "kind": dict(StationKind.choices),
    }
    labels = {
        "added": _("new"), "removed": _("gone"), "changed": _("changed"),
        "same": _("as before"),
    }
    return [
        ShownChange(
            each, labels[each.kind], CHANGE_TONES[each.kind],
            [
                (_label(c.field), _said(c, c.before, words, names),
                 _said(c, c.after, words, names), c.field not in words)
                for c in each.changes
            ],
        )
        for each in compare(old, new)
    ]


def _said(
    change: Change, value: Any, words: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]
) -> str:
    if change.field == "ways":
        return ", ".join(_way(names.get(key, key), when) for key, when in value) or "–"
    if value is None or value == "":
        return "–"
    return str(words.get(change.field, {}).get(value, value))


def _way(name: str, condition: str) -> str:
    return f"{name} ({condition})" if condition else name


def chain_rows(chains: Iterable[ServiceChain], actor: Actor, today: Any) -> list[dict[str, Any]]:
    """Chains with the version in force and what comes; drafts only for those who keep them."""
    found = []
    for chain in chains:
        placed = queries.placed(chain.versions.all(), today)
        by_standing = {row.standing: row for row in placed}
        may_keep = keeps(actor, chain)
        found.append(
            {
                "chain": chain,
                "current": by_standing.get(Standing.IN_FORCE),
                "coming": by_standing.get(Standing.COMING),
                "draft": by_standing.get(Standing.DRAFT) if may_keep else None,
                "versions": [
                    {"placed": row, "tone": TONES[row.standing]}
                    for row in reversed(placed)
                    if may_keep or row.standing != Standing.DRAFT
                ],
                "may_keep": may_keep,
            }
        )
    return found
