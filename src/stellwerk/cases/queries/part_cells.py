# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Between the values of a stored row and the cells of its sheet."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from stellwerk.cases.choices import ENTRUSTED, FieldGroup
from stellwerk.cases.queries.importing import Terms
from stellwerk.cases.queries.part_kind import ENTRUSTED_COLUMN, PartKind
from stellwerk.cases.rules.texts import tidy
from stellwerk.directory.models import Organisation, User
from stellwerk.directory.queries import all_organisations, all_users
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term


def group_words(scope: int) -> tuple[str, ...]:
    """The field groups of a sum of bits as a cell lists them, always in the same order."""
    return tuple(str(group.name).lower() for group in FieldGroup if group & scope)


def group_order(words: Iterable[str]) -> tuple[str, ...]:
    """Chosen field groups in that order, each once."""
    return group_words(int(sum({FieldGroup[word.upper()] for word in words})))


class Cells:
    """Turns a row's values into what cells say, and back."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        pairs = list(all_organisations().values_list("pk", "key"))
        self._organisations: dict[UUID, str] = dict(pairs)
        self._by_key = {key: pk for pk, key in pairs}
        self._users: dict[UUID, str] | None = None

    def of(self, kind: PartKind, row: Any, column: str) -> Any:
        """What a cell says of a stored row; missing is None. Sealed texts need their key."""
        if column == ENTRUSTED_COLUMN:
            return bool(row.groups & ENTRUSTED)
        if column in kind.lower:
            return self._lower(getattr(row, kind.related[0]), column)
        field = kind.column(column)
        value = getattr(row, field.attname)
        if value is None or value == "":
            return None
        if field.related_model is Term:
            return self.terms.key(value)
        if field.related_model is Organisation:
            return self._organisations.get(value)
        if field.related_model is User:
            return self._addresses().get(value)
        if field.related_model is not None or isinstance(value, UUID):
            return str(value)
        if column in kind.bits:
            return group_words(value)
        if isinstance(value, str):
            return tidy(value)
        # moments as they are stored, in UTC: a local time that the clock shows twice equals nothing
        return value

    def attribute(self, kind: PartKind, column: str, value: Any) -> tuple[str, Any]:
        """Name and value of the attribute that a cell sets ("entrusted" has none: see groups)."""
        field = kind.column(column)
        if value in (None, ""):
            value = field.get_default() if field.has_default() else None
        elif field.related_model is Term:
            value = self.terms.id(kind.lists[column], value)
        elif field.related_model is Organisation:
            value = self._by_key[value]
        elif field.related_model is User:
            value = next((pk for pk, mail in self._addresses().items() if mail == value), None)
        elif field.related_model is not None or column in kind.refers:
            value = UUID(value)
        elif column in kind.bits:
            value = int(sum(FieldGroup[name.upper()] for name in value))
        return field.attname, value

    def _addresses(self) -> dict[UUID, str]:
        """Accounts by the address that they sign in with."""
        if self._users is None:
            self._users = {pk: mail.lower() for pk, mail in all_users().values_list("pk", "email")}
        return self._users

    def _lower(self, half: Any, column: str) -> Any:
        """What the structural half of a barrier says; offices by name, an issue by its number."""
        if column in ("from_office", "to_office"):
            side = column.split("_")[0]
            return tidy(getattr(half, f"{side}_name")) or None
        if column == "known_issue":
            return str(half.known_issue.number) if half.known_issue else None
        if column == "field_of_action":
            return self.terms.key(half.field_of_action_id) or None
        value = getattr(half, column)
        return (tidy(value) or None) if isinstance(value, str) else value

    def groups(self, kind: PartKind, values: Mapping[str, Any]) -> int:
        """The field groups that a row needs: its kind's, its life area's, and the mark."""
        found = int(kind.groups_of.get(values.get(kind.groups_by), kind.groups))
        area = self.terms.id(ListKey.LIFE_AREA, values.get(kind.area) or "") if kind.area else None
        if area is not None:
            found |= self.terms.groups[area]
        return found | (ENTRUSTED if values.get(ENTRUSTED_COLUMN) else 0)
