# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What hangs on a case or its person, as rows of a table: one `PartKind` per sheet.

Columns and attributes bear the same name; how a value becomes a cell and back follows from the
model's field (a term by its key, an organisation by its key, a sealed text as text). The sheets
themselves stand in `exchange.part_columns`; a test keeps the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models

from stellwerk.cases.choices import ENTITLEMENT_GROUPS, ENTRUSTED, FieldGroup
from stellwerk.cases.models import (
    Assessment,
    AssessmentArea,
    Case,
    Contact,
    ContactData,
    Entitlement,
    Involved,
    LanguageLevel,
    LegalSpherePeriod,
    Measure,
    PersonLanguage,
    PhaseChange,
    PlanAgreement,
    ResidencePeriod,
    Strength,
)
from stellwerk.cases.queries.importing import Terms
from stellwerk.cases.rules.texts import tidy
from stellwerk.directory.models import Organisation
from stellwerk.directory.queries import all_organisations
from stellwerk.vault.fields import EncryptedTextField
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term

ENTRUSTED_COLUMN = "entrusted"


@dataclass(frozen=True)
class PartKind:
    """One sheet: its model, whether it hangs on the case or the person, what a row says.

    ``identity``: the columns by which a row without a key is recognised. ``lists``: the list of
    each column that holds a term. ``area``: the column whose life area adds a field group.
    ``single``: the row is there with its owner (or is the owner), so it is only ever changed.
    ``once``: no two rows of an owner share an identity. ``keeps``: an empty cell of these columns
    leaves what is stored. ``guarded``: columns that need a field group besides the row's own.
    ``groups_by``: the column whose value decides on the field group (``groups_of``). ``refers``:
    columns that name a row of another sheet. ``audit``: the kind that the log knows such rows by.
    """

    sheet: str
    model: type[models.Model]
    columns: tuple[str, ...]
    identity: tuple[str, ...] = ()
    of_person: bool = False
    single: bool = False
    once: bool = False
    keeps: frozenset[str] = frozenset()
    lists: Mapping[str, ListKey] = field(default_factory=dict)
    groups: FieldGroup = FieldGroup.PLAN
    area: str = ""
    groups_by: str = ""
    groups_of: Mapping[Any, FieldGroup] = field(default_factory=dict)
    refers: Mapping[str, str] = field(default_factory=dict)
    guarded: Mapping[str, FieldGroup] = field(default_factory=dict)
    audit: str = "case"

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
        """The model's field of a column; None for the mark "entrusted"."""
        return None if name == ENTRUSTED_COLUMN else self.model._meta.get_field(name)

    def may_be_entrusted(self) -> bool:
        return ENTRUSTED_COLUMN in self.columns


KINDS: tuple[PartKind, ...] = (
    PartKind(
        "case_details", Case,
        ("concern", "closing_note", "episode", "aftercare_on", "retention_class"), single=True,
        guarded={"concern": FieldGroup.NOTES, "closing_note": FieldGroup.NOTES},
        keeps=frozenset({"episode"}),
    ),
    PartKind(
        "contact_data", ContactData, ("phone", "email", "address"), of_person=True, single=True,
        groups=FieldGroup.CONTACT, keeps=frozenset({"phone", "email", "address"}), audit="person",
    ),
    PartKind(
        "phases", PhaseChange, ("phase", "entered_on", "left_on", "by", "reason"),
        identity=("phase", "entered_on"), once=True, keeps=frozenset({"by"}),
        guarded={"reason": FieldGroup.NOTES},
    ),
    PartKind(
        "contacts", Contact,
        ("at", "kind", "note", "by", "minutes", "interpreter", ENTRUSTED_COLUMN),
        identity=("at", "kind"), groups=FieldGroup.NOTES, keeps=frozenset({"by"}),
        audit="contact",
    ),
    PartKind(
        "measures", Measure,
        ("title", "life_area", "legal_sphere", "provider", "state", "asked_on", "began_on",
         "ended_on", "due_on", "outcome_reason", "offer", "is_own_step", ENTRUSTED_COLUMN),
        identity=("title", "life_area"), area="life_area", audit="measure",
        lists={"life_area": ListKey.LIFE_AREA, "legal_sphere": ListKey.LEGAL_SPHERE},
    ),
    PartKind(
        "residence", ResidencePeriod,
        ("status", "valid_from", "valid_until", "precision", "paragraph", "work_permit",
         "residence_duty", "conditions", "note", ENTRUSTED_COLUMN),
        identity=("status", "valid_from"), of_person=True, once=True,
        groups=FieldGroup.RESIDENCE, audit="person",
        lists={"status": ListKey.RESIDENCE_STATUS},
    ),
    PartKind(
        "languages", PersonLanguage, ("language", "level", "needs_interpreter"),
        identity=("language",), of_person=True, once=True, groups=FieldGroup.LANGUAGE,
        audit="person",
        lists={"language": ListKey.LANGUAGE, "level": ListKey.CEFR_LEVEL},
    ),
    PartKind(
        "involved", Involved, ("provider", "name", "task", "reach", "until"),
        identity=("provider", "name"), audit="involved",
    ),
    PartKind(
        "spheres", LegalSpherePeriod,
        ("sphere", "office", "valid_from", "valid_until", "precision", "note", ENTRUSTED_COLUMN),
        identity=("sphere", "valid_from"), of_person=True, groups=FieldGroup.RESIDENCE,
        audit="person", lists={"sphere": ListKey.LEGAL_SPHERE},
    ),
    PartKind(
        "entitlements", Entitlement,
        ("kind", "issued_by", "issued_on", "valid_until", "handed_in_at", "handed_in_on",
         "ended_on", "state", "precision", "note", ENTRUSTED_COLUMN),
        identity=("kind", "issued_by", "issued_on"), of_person=True, audit="person",
        groups_by="kind", groups_of=ENTITLEMENT_GROUPS,
    ),
    PartKind(
        "assessments", Assessment, ("assessed_on", "kind", "note", "by"),
        identity=("assessed_on", "kind"), keeps=frozenset({"by"}),
    ),
    PartKind(
        "assessment_areas", AssessmentArea,
        ("assessment", "life_area", "need", "client_need", "situation", "resources",
         "client_view", "manager_view"),
        identity=("assessment", "life_area"), once=True, area="life_area",
        lists={"life_area": ListKey.LIFE_AREA}, refers={"assessment": "assessments"},
    ),
    PartKind(
        "strengths", Strength, ("text", "life_area", "noted_on", "until", ENTRUSTED_COLUMN),
        identity=("text", "life_area"), area="life_area",
        lists={"life_area": ListKey.LIFE_AREA},
    ),
    PartKind(
        "language_levels", LanguageLevel,
        ("language", "level", "reached_on", "certificate", "issuer"),
        identity=("language", "level", "reached_on"), of_person=True,
        groups=FieldGroup.LANGUAGE, audit="person",
        lists={"language": ListKey.LANGUAGE, "level": ListKey.CEFR_LEVEL},
    ),
    PartKind(
        "agreements", PlanAgreement, ("agreed_on", "review_on", "note"),
        identity=("agreed_on",),
    ),
)  # fmt: skip


class Cells:
    """Turns a row's values into what cells say, and back."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        pairs = list(all_organisations().values_list("pk", "key"))
        self._organisations: dict[UUID, str] = dict(pairs)
        self._by_key = {key: pk for pk, key in pairs}

    def of(self, kind: PartKind, row: Any, column: str) -> Any:
        """What a cell says of a stored row; missing is None. Sealed texts need their key."""
        if column == ENTRUSTED_COLUMN:
            return bool(row.groups & ENTRUSTED)
        field = kind.column(column)
        value = getattr(row, field.attname)
        if value is None or value == "":
            return None
        if field.related_model is Term:
            return self.terms.key(value)
        if field.related_model is Organisation:
            return self._organisations.get(value)
        if field.related_model is not None:
            return str(value)
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
        elif field.related_model is not None:
            value = UUID(value)
        return field.attname, value

    def groups(self, kind: PartKind, values: Mapping[str, Any]) -> int:
        """The field groups that a row needs: its kind's, its life area's, and the mark."""
        found = int(kind.groups_of.get(values.get(kind.groups_by), kind.groups))
        area = self.terms.id(ListKey.LIFE_AREA, values.get(kind.area) or "") if kind.area else None
        if area is not None:
            found |= self.terms.groups[area]
        return found | (ENTRUSTED if values.get(ENTRUSTED_COLUMN) else 0)


def kind_named(sheet: str) -> PartKind:
    return next(kind for kind in KINDS if kind.sheet == sheet)


__all__ = ["ENTRUSTED_COLUMN", "KINDS", "Cells", "PartKind", "kind_named", "tidy"]
