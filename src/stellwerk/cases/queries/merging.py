# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Two records of one person side by side, and what a merge would move."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from stellwerk.base.keys import share_key
from stellwerk.cases.choices import OPEN_PHASES
from stellwerk.cases.models import (
    Case,
    CaseAccess,
    ContactData,
    Identity,
    Person,
    PersonMerge,
)
from stellwerk.vault.fields import sealed_fields

#: The parts of which each field is chosen.
PARTS: tuple[type[Identity] | type[ContactData], ...] = (Identity, ContactData)
_NOT_CHOSEN = {"person", "organisation", "updated_at", "groups"}
_NOT_COMPARED = {"id", "person", "person_id", "created_at", "updated_at", "version"}


@dataclass
class MergeView:
    """Both records: values by field, and how much hangs on the one that is given up."""

    kept: Person
    merged: Person
    kept_values: dict[str, Any]
    merged_values: dict[str, Any]
    cases: list[Case]
    copies: list[tuple[str, int]]
    open_cases: int
    grants: int

    @property
    def versions(self) -> str:
        """Both versions in one word, for a form to carry."""
        return f"{self.kept.version}.{self.merged.version}"


def chosen_fields(part: type[models.Model]) -> list[str]:
    """The names of a part's fields that may be chosen one by one."""
    return [f.name for f in part._meta.concrete_fields if f.name not in _NOT_CHOSEN]


def part_row(part: type[Any], person: Person) -> Any | None:
    """The identity or the contact data of a person, with her key."""
    row = part.objects.filter(person=person).first()
    if row is not None:
        share_key(person, [row])
    return row


def plain_values(part: type[Any], row: Any | None) -> dict[str, Any]:
    """What stands in the row, related rows by identity; everything missing without a row."""
    return {
        name: getattr(row, part._meta.get_field(name).attname, None) or None
        if row is not None
        else None
        for name in chosen_fields(part)
    }


def values_of(person: Person) -> dict[str, Any]:
    """All fields that may be chosen, with the household's identity."""
    found: dict[str, Any] = {}
    for part in PARTS:
        found |= plain_values(part, part_row(part, person))
    return found | {"household": person.household_id}


def models_of_people() -> Iterator[type[Any]]:
    """The tables that hold several rows per person (history of residence, languages …).

    A later table joins by itself; those that hang on a case follow their case instead.
    """
    for field in Person._meta.get_fields(include_hidden=True):
        related: Any = getattr(field, "related_model", None)
        if not getattr(field, "one_to_many", False) or related in (None, Case, PersonMerge):
            continue
        names = {f.name: f for f in related._meta.concrete_fields}
        if "case" in names or "person" not in names or not isinstance(
            related._meta.pk, models.UUIDField
        ):
            continue
        if names["person"].remote_field is field:
            yield related


def rows_of(model: type[Any], person: Person) -> list[Any]:
    """The person's rows of one table, oldest first, with her key."""
    rows = list(model.objects.filter(person=person).order_by("pk"))
    share_key(person, rows)
    return rows


def content_of(row: Any) -> tuple[Any, ...]:
    """Everything a row says, without whose it is and when it was written."""
    sealed = set(sealed_fields(type(row)))
    return tuple(
        (f.name, getattr(row, f.name if f.name in sealed else f.attname))
        for f in row._meta.concrete_fields
        if f.name not in _NOT_COMPARED
    )


def missing_rows(model: type[Any], kept: Person, merged: Person) -> list[Any]:
    """Rows of the record given up that say something the kept one does not hold yet."""
    known = {content_of(row) for row in rows_of(model, kept)}
    return [row for row in rows_of(model, merged) if content_of(row) not in known]


def merge_view(kept: Person, merged: Person) -> MergeView:
    """Both records side by side; their keys are opened."""
    cases = list(
        Case.objects.filter(person=merged).select_related("manager").order_by("opened_on", "pk")
    )
    counted = [
        (str(model._meta.label_lower), len(missing_rows(model, kept, merged)))
        for model in models_of_people()
    ]
    grants = CaseAccess.objects.filter(person__in=[kept, merged], revoked_at__isnull=True)
    return MergeView(
        kept=kept,
        merged=merged,
        kept_values=values_of(kept),
        merged_values=values_of(merged),
        cases=cases,
        copies=[(name, count) for name, count in counted if count],
        open_cases=Case.objects.filter(
            person__in=[kept, merged], phase__in=OPEN_PHASES
        ).count(),
        grants=grants.exclude(organisation_id=kept.organisation_id).count(),
    )


def merges_of(person: Person) -> list[PersonMerge]:
    """What was merged into this record, the latest first."""
    rows = PersonMerge.objects.filter(person=person).select_related("merged")
    return list(rows.order_by("-merged_at"))


def merge_of(person: Person, row_id: UUID) -> PersonMerge | None:
    rows = PersonMerge.objects.filter(person=person, pk=row_id).select_related("merged")
    row = rows.first()
    if row is not None:
        share_key(person, [row])
    return row


def kept_after(organisation_id: UUID, client_keys: Any) -> dict[str, UUID]:
    """Client number of a record that was merged -> the record that stands for it now."""
    own = Person.objects.filter(organisation_id=organisation_id, merged_into__isnull=False)
    found: dict[str, Any] = dict(
        own.filter(client_key__in=client_keys).values_list("client_key", "merged_into")
    )
    further: dict[Any, Any] = dict(own.values_list("pk", "merged_into")) if found else {}
    for key in found:
        while found[key] in further:
            found[key] = further[found[key]]
    return found
