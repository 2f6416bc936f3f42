# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Where an issue stands: stations of agreed chains, released typical cases."""

from django.db.models import QuerySet

from stellwerk.networks.choices import ChainState, StationKind, TypicalState
from stellwerk.networks.models import KnownIssue, Station, TypicalCase


def places() -> list[tuple[str, str]]:
    """What to offer: ``chain:station`` -> words, each chain in its latest agreed version."""
    rows = (
        Station.objects.filter(chain_version__state=ChainState.AGREED)
        .exclude(kind__in=(StationKind.START, StationKind.END))
        .select_related("chain_version__chain")
        .order_by("chain_version__chain__number", "chain_version__number", "position")
    )
    latest: dict[int, list[Station]] = {}
    for row in rows:
        of_chain = latest.setdefault(row.chain_version.chain.number, [])
        if of_chain and of_chain[-1].chain_version_id != row.chain_version_id:
            of_chain.clear()
        of_chain.append(row)
    return [
        (f"{row.chain_version.chain_id}:{row.key}", f"{row.chain_version.chain}: {row.name}")
        for of_chain in latest.values()
        for row in of_chain
    ]


def station_of(issue: KnownIssue) -> Station | None:
    """The station that an issue names, as its latest agreed version words it."""
    rows = Station.objects.filter(
        chain_version__chain_id=issue.chain_id, chain_version__state=ChainState.AGREED,
        key=issue.station_key,
    )
    found = rows.select_related("chain_version__chain").order_by("-chain_version__number")
    return found.first() if issue.chain_id and issue.station_key else None


def released() -> QuerySet[TypicalCase]:
    """Typical cases that the whole group may read."""
    return TypicalCase.objects.filter(state=TypicalState.RELEASED).order_by("title", "id")
