# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""People who may be the one somebody is about to register again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from stellwerk.cases.choices import OPEN_PHASES, Phase
from stellwerk.cases.models import CaseAccess
from stellwerk.cases.queries.names import open_names
from stellwerk.cases.queries.search import name_condition

_MOST = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A person found by name, with her latest case."""

    person_id: UUID
    name: str
    birth_year: int | None
    client_key: str
    case_id: UUID
    case_key: str
    phase: str
    manager: str

    @property
    def is_open(self) -> bool:
        return self.phase in OPEN_PHASES

    @property
    def phase_label(self) -> str:
        return str(Phase(self.phase).label)


def similar_rows(
    access: QuerySet[CaseAccess], organisation_id: UUID, text: str
) -> list[dict[str, Any]]:
    """Cases of the organisation's people whose names match, one per person, open ones first."""
    rows = (
        access.filter(owner_organisation_id=organisation_id)
        .filter(name_condition(organisation_id, text))
        .annotate(
            number=F("case__case_key"),
            client=F("person__client_key"),
            year=F("person__identity__birth_year"),
            family=F("person__identity__family_name"),
            given=F("person__identity__given_name"),
            manager_name=F("manager__name"),
            episode=F("case__episode"),
        )
        .order_by("-sort_at", "case_id")
        .values(
            "case_id", "person_id", "phase", "number", "client", "year", "family", "given",
            "manager_name", "episode",
        )[: _MOST * 3]
    )
    latest: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        known = latest.get(row["person_id"])
        if known is None or row["episode"] > known["episode"]:
            latest[row["person_id"]] = dict(row)
    return list(latest.values())[:_MOST]


def similar_people(rows: list[dict[str, Any]]) -> list[Hit]:
    """The rows with opened names (the read is recorded before)."""
    names = open_names({row["person_id"]: (row["family"], row["given"]) for row in rows})
    return [
        Hit(
            row["person_id"], names[row["person_id"]], row["year"], row["client"],
            row["case_id"], row["number"], row["phase"], row["manager_name"] or "",
        )
        for row in rows
    ]
