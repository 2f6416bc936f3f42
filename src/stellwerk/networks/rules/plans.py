# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The neutral form of a service chain: between editor, tables, BPMN and simulation."""

from dataclasses import dataclass, field

from stellwerk.networks.choices import StationKind as StationKind


@dataclass(frozen=True)
class StationPlan:
    """One station. ``key`` is unique in its chain and stays through its versions."""

    key: str
    name: str
    kind: StationKind = StationKind.STEP
    # Responsible organisation: its key in the directory, or words.
    organisation_key: str = ""
    organisation: str = ""
    # Key of the catalogue's activity by which the log knows this station.
    activity_key: str = ""
    trigger: str = ""
    standard: str = ""
    max_days: int | None = None
    handed_over: str = ""
    feedback: str = ""
    fallback: str = ""
    legal_basis: str = ""
    offers: str = ""
    # Key of the vocabulary's legal sphere (Rechtskreis) under which it is done.
    legal_sphere: str = ""


@dataclass(frozen=True)
class LinkPlan:
    """An allowed way from one station to the next; ``condition`` in words, may be empty."""

    source: str
    target: str
    condition: str = ""


@dataclass(frozen=True)
class ChainPlan:
    """A chain's version as a whole, stations in the order of the editor's list."""

    name: str
    stations: tuple[StationPlan, ...] = ()
    links: tuple[LinkPlan, ...] = field(default=())
