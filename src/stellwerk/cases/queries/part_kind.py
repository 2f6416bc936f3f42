# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What one sheet of rows below a case is: its model, its columns, how its rows are recognised."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.models import Case
from stellwerk.vault.fields import EncryptedTextField
from stellwerk.vocabulary.choices import ListKey

ENTRUSTED_COLUMN = "entrusted"


@dataclass(frozen=True)
class PartKind:
    """One sheet: its model, whether it hangs on the case or the person, what a row says.

    ``identity``: the columns by which a row without a key is recognised. ``lists``: the list of
    each column that holds a term. ``area``: the column whose life area adds a field group.
    ``single``: the row is there with its owner (or is the owner), so it is only ever changed.
    ``once``: no two rows of an owner share an identity (``apart``: unless each has a key of its
    own). ``keeps``: an empty cell of these columns leaves what is stored. ``guarded``: columns
    that need a field group besides the row's own. ``groups_by``: the column whose value decides on
    the field group (``groups_of``). ``refers``: columns that name a row of another sheet.
    ``audit``: the kind that the log knows such rows by. ``bits``: columns that hold a sum of field
    groups. ``told_to_owner``: no grant shows such rows. ``fixed``: columns that an import never
    changes once they say something. ``lower``: columns that stand on the row below that
    ``related`` names (a barrier's structural half). ``where``: which rows of the table travel.
    ``attributes``: columns that bear another name than their attribute.
    """

    sheet: str
    model: type[models.Model]
    columns: tuple[str, ...]
    identity: tuple[str, ...] = ()
    of_person: bool = False
    single: bool = False
    once: bool = False
    apart: bool = False
    keeps: frozenset[str] = frozenset()
    lists: Mapping[str, ListKey] = field(default_factory=dict)
    groups: FieldGroup = FieldGroup.PLAN
    area: str = ""
    groups_by: str = ""
    groups_of: Mapping[Any, FieldGroup] = field(default_factory=dict)
    refers: Mapping[str, str] = field(default_factory=dict)
    guarded: Mapping[str, FieldGroup] = field(default_factory=dict)
    audit: str = "case"
    bits: frozenset[str] = frozenset()
    told_to_owner: bool = False
    fixed: frozenset[str] = frozenset()
    lower: frozenset[str] = frozenset()
    related: tuple[str, ...] = ()
    where: models.Q = field(default_factory=models.Q)
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def owner(self) -> str:
        """The attribute that names the owner."""
        if self.model is Case:
            return "id"
        return "person_id" if self.of_person else "case_id"

    @property
    def has_groups(self) -> bool:
        return any(one.name == "groups" for one in self.model._meta.concrete_fields)

    @property
    def texts(self) -> frozenset[str]:
        """The columns that are sealed."""
        return frozenset(
            name for name in self.columns if isinstance(self.column(name), EncryptedTextField)
        )

    def column(self, name: str) -> Any:
        """The model's field of a column; None for "entrusted" and what stands on another row."""
        if name == ENTRUSTED_COLUMN or name in self.lower:
            return None
        return self.model._meta.get_field(self.attributes.get(name, name))

    def rows(self, owner_ids: Iterable[Any]) -> models.QuerySet[Any]:
        """The stored rows of these owners."""
        found = self.model._default_manager.filter(
            self.where, **{f"{self.owner}__in": list(owner_ids)}
        )
        return found.select_related(*self.related) if self.related else found

    def may_be_entrusted(self) -> bool:
        return ENTRUSTED_COLUMN in self.columns
