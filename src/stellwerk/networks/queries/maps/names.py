# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The words behind the codes of a log."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language

from stellwerk.networks.models import Activity, Party


def activity_name(row: Activity) -> str:
    """In the language of the page; a file's own word as it stands there."""
    english = (get_language() or "de").startswith("en")
    return (row.name_en if english else row.name_de) or row.name_de


def activities_of(log_id: UUID) -> list[Activity]:
    """What may happen in a log: its own words and the catalogue, by name."""
    rows = Activity.objects.filter(Q(log_id=log_id) | Q(log__isnull=True))
    return sorted(rows, key=lambda row: activity_name(row).casefold())


def parties_of(log_id: UUID) -> list[Party]:
    """Who may act in a log: organisations of the directory and the words said in it, by name."""
    rows = Party.objects.filter(Q(log_id=log_id) | Q(log__isnull=True)).select_related(
        "organisation"
    )
    return sorted(rows, key=lambda row: party_name(row).casefold())


def party_name(row: Party) -> str:
    return row.organisation.name if row.organisation else row.words


class Names:
    """Codes as words, in two questions; two codes of one name are told apart."""

    def __init__(self, activities: Iterable[int | None], parties: Iterable[int | None]) -> None:
        self.rows = Activity.objects.in_bulk({code for code in activities if code is not None})
        actors = Party.objects.select_related("organisation").in_bulk(
            {code for code in parties if code is not None}
        )
        self._activities = _distinct({pk: activity_name(row) for pk, row in self.rows.items()})
        self._parties = _distinct({pk: party_name(row) for pk, row in actors.items()})

    def activity(self, code: int | None) -> str:
        return self._activities.get(code, "") if code is not None else ""

    def party(self, code: int | None) -> str:
        return self._parties.get(code, "") if code is not None else ""


def _distinct(names: dict[int, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    taken: dict[str, int] = {}
    for code, name in sorted(names.items()):
        taken[name] = taken.get(name, 0) + 1
        found[code] = name if taken[name] == 1 else f"{name} ({taken[name]})"
    return found
