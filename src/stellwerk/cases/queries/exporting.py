# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Cases as rows of sheets, narrowed to the field groups that may be seen of each.

The counterpart of the import: what stands here, taken in again, changes nothing. Only
``access.exporting`` says which cases; the caller records the read.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from stellwerk.base.keys import open_keys
from stellwerk.cases.choices import ENTRUSTED, FieldGroup
from stellwerk.cases.models import (
    Appointment,
    Case,
    CaseTopic,
    Goal,
    Identity,
    ResidencePeriod,
)
from stellwerk.cases.queries.casefile import within
from stellwerk.cases.queries.importing import Terms
from stellwerk.cases.queries.part_kinds import KINDS, Cells, PartKind, kind_named
from stellwerk.cases.rules.people import parse_birth_date
from stellwerk.cases.rules.rows import GOAL_DETAILS
from stellwerk.cases.rules.texts import tidy
from stellwerk.vault.fields import EncryptedTextField

Row = dict[str, Any]
CORE = ("cases", "appointments", "goals")


class SheetRows:
    """Reads chunks of cases into rows per sheet; what belongs to a person is told once."""

    def __init__(self, sheets: Collection[str], *, with_entrusted: bool = False) -> None:
        self.sheets = frozenset(sheets)
        self.rows: dict[str, list[Row]] = {sheet: [] for sheet in sheets}
        self._mask = ~0 if with_entrusted else ~ENTRUSTED
        self._terms = Terms()
        self._cells = Cells(self._terms)
        self._kinds = [kind for kind in KINDS if kind.sheet in self.sheets]
        self._told: dict[str, set[UUID]] = defaultdict(set)

    def read(self, scopes: Mapping[UUID, int]) -> None:
        """Add the rows of these cases, in their order."""
        found = Case.objects.filter(pk__in=scopes).select_related(
            "organisation", "person__household"
        )
        known = {case.pk: case for case in found}
        open_keys(list(known.values()))
        by_scope: dict[tuple[int, bool], list[Case]] = defaultdict(list)
        for case_id, scope in scopes.items():
            if case_id in known:  # what is entrusted is in no grant, so the bit says: own
                by_scope[scope & self._mask, bool(scope & ENTRUSTED)].append(known[case_id])
        for (scope, is_own), cases in by_scope.items():
            self._read(cases, FieldGroup(scope), is_own)

    def _read(self, cases: Sequence[Case], scope: FieldGroup, is_own: bool) -> None:
        if "cases" in self.sheets:
            self.rows["cases"] += self._cases(cases, scope)
        if "appointments" in self.sheets:
            self.rows["appointments"] += self._appointments(cases, scope)
        if "goals" in self.sheets:
            self.rows["goals"] += self._goals(cases, scope)
        for kind in self._kinds:
            if is_own or not kind.told_to_owner:
                self.rows[kind.sheet] += self._parts(kind, cases, scope)

    # --- cases ---------------------------------------------------------------------------------
    def _cases(self, cases: Sequence[Case], scope: FieldGroup) -> list[Row]:
        people = {case.person_id for case in cases}
        identities = list(within(Identity.objects.filter(person_id__in=people), scope))
        open_keys(identities)
        by_person = {one.person_id: one for one in identities}
        topics: dict[UUID, list[CaseTopic]] = defaultdict(list)
        found = within(CaseTopic.objects.filter(case__in=cases), scope)
        for topic in found.order_by("life_area__position", "life_area__key"):
            topics[topic.case_id].append(topic)
        statuses = self._statuses(people, scope)
        return [
            {
                **self._case(case, scope),
                **self._identity(by_person.get(case.person_id)),
                "topics": tuple(self._terms.key(t.life_area_id) for t in topics[case.pk]),
                "central_topics": tuple(
                    self._terms.key(t.life_area_id) for t in topics[case.pk] if t.is_central
                ),
                "residence_status": statuses.get((case.person_id, case.opened_on)),
            }
            for case in cases
        ]

    def _case(self, case: Case, scope: FieldGroup) -> Row:
        row: Row = {
            "case_key": case.case_key,
            "client_key": case.person.client_key,
            "organisation": case.organisation.key,
            "opened_on": case.opened_on,
            "closed_on": case.closed_on,
            "phase": case.phase,
        }
        if scope & FieldGroup.PLAN:
            row |= {
                "closing_kind": case.closing_kind,
                "closed_by": case.closed_by,
                "closing_reason": self._terms.key(case.closing_reason_id),
                "access_channel": self._terms.key(case.access_channel_id),
            }
        if scope & FieldGroup.FAMILY and case.person.household is not None:
            row["household_members"] = case.person.household.members
        return row

    def _identity(self, known: Identity | None) -> Row:
        if known is None:
            return {}
        return {
            "family_name": tidy(known.family_name or ""),
            "given_name": tidy(known.given_name or ""),
            "birth_date": parse_birth_date(known.birth_date),
            "birth_year": known.birth_year,
            "gender": known.gender,
            "nationality": self._terms.key(known.nationality_id),
        }

    def _statuses(self, people: Collection[UUID], scope: FieldGroup) -> dict[Any, str]:
        """Person and day to the status that begins then; nothing where the history comes along."""
        if "residence" in self.sheets:
            return {}
        periods = within(ResidencePeriod.objects.filter(person_id__in=people), scope)
        return {
            (period.person_id, period.valid_from): self._terms.key(period.status_id)
            for period in periods.order_by("created_at")
        }

    # --- what figures count ----------------------------------------------------------------------
    def _appointments(self, cases: Sequence[Case], scope: FieldGroup) -> list[Row]:
        keys = {case.pk: case.case_key for case in cases}
        found = within(Appointment.objects.filter(case__in=cases), scope)
        rows = list(found.order_by("starts_at", "kind", "ordinal", "created_at"))
        open_keys(rows)
        with_notes = bool(scope & FieldGroup.NOTES)
        return [
            {
                "case_key": keys[row.case_id], "starts_at": row.starts_at, "kind": row.kind,
                "outcome": row.outcome, "note": tidy(row.note or "") if with_notes else "",
                "entrusted": bool(row.groups & ENTRUSTED),
            }
            for row in rows
        ]  # fmt: skip

    def _goals(self, cases: Sequence[Case], scope: FieldGroup) -> list[Row]:
        keys = {case.pk: case.case_key for case in cases}
        rows = list(within(Goal.objects.filter(case__in=cases), scope).order_by("created_at", "pk"))
        open_keys(rows)
        return [
            {
                "case_key": keys[row.case_id], "row_key": str(row.pk),
                "life_area": self._terms.key(row.life_area_id), "text": tidy(row.text or ""),
                "agreed_on": row.agreed_on, "due_on": row.due_on,
                "attainment": row.attainment, "assessed_on": row.assessed_on,
                "entrusted": bool(row.groups & ENTRUSTED),
                **{name: tidy(getattr(row, name) or "") for name in GOAL_DETAILS},
            }
            for row in rows
        ]  # fmt: skip

    # --- what hangs on a case or its person ------------------------------------------------------
    def _parts(self, kind: PartKind, cases: Sequence[Case], scope: FieldGroup) -> list[Row]:
        owners = self._owners(kind, cases)
        found = kind.rows(owners)
        rows = list(within(found, scope) if kind.has_groups else found)
        rows = self._below_what_shows(kind, rows, owners, scope)
        rows.sort(key=lambda row: (getattr(row, "created_at", None) or 0, str(row.pk)))
        if kind.texts:
            open_keys(rows)
        columns = [name for name in kind.columns if self._shows(kind, name, scope)]
        told = []
        for row in rows:
            values = {name: self._cells.of(kind, row, name) for name in columns}
            if kind.single and not self._says(kind, values):
                continue
            key = {} if kind.single else {"row_key": str(row.pk)}
            told.append({"case_key": owners[getattr(row, kind.owner)], **key, **values})
        return told

    @staticmethod
    def _below_what_shows(
        kind: PartKind, rows: list[Any], owners: Collection[UUID], scope: FieldGroup
    ) -> list[Any]:
        """Rows of an entrusted goal or conference stay where it stays."""
        for name, sheet in kind.refers.items():
            if kind.column(name).null:  # it may name a row; it does not hang on it
                continue
            model = Goal if sheet == "goals" else kind_named(sheet).model
            if sheet == "goals" or kind_named(sheet).has_groups:
                above = within(model._default_manager.filter(case_id__in=list(owners)), scope)
                shown = set(above.values_list("pk", flat=True))
                rows = [row for row in rows if getattr(row, kind.column(name).attname) in shown]
        return rows

    def _owners(self, kind: PartKind, cases: Sequence[Case]) -> dict[UUID, str]:
        """Owner to case number; a person of several cases stands under the first one only."""
        if not kind.of_person:
            return {case.pk: case.case_key for case in cases}
        told = self._told[kind.sheet]
        owners: dict[UUID, str] = {}
        for case in cases:
            if case.person_id not in told:
                owners.setdefault(case.person_id, case.case_key)
        told |= owners.keys()
        return owners

    @staticmethod
    def _shows(kind: PartKind, name: str, scope: FieldGroup) -> bool:
        needed = kind.guarded.get(name)
        return needed is None or bool(scope & needed)

    @staticmethod
    def _says(kind: PartKind, values: Mapping[str, Any]) -> bool:
        """Whether a row says more than what it says by itself."""
        for name, value in values.items():
            if value in (None, "", False):
                continue
            field = kind.column(name)
            if field is None or isinstance(field, EncryptedTextField) or not field.has_default():
                return True
            if field.get_default() != value:
                return True
        return False
