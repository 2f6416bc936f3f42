# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Taking in the sheets of what hangs on cases and people; used by `importing`, chunk by chunk.

Which sheets there are and what their columns mean stands in `queries.part_kinds`.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils import timezone

from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.ids import new_id
from stellwerk.base.keys import attach_key, load_keys, open_keys
from stellwerk.cases.actions.bulk import insert_records
from stellwerk.cases.actions.import_following import Following, Found, Owner, PartChanges
from stellwerk.cases.actions.import_updating import touched
from stellwerk.cases.choices import ENTRUSTED
from stellwerk.cases.models import Case, Person
from stellwerk.cases.queries.importing import Terms
from stellwerk.cases.queries.part_cells import group_order
from stellwerk.cases.queries.part_kinds import (
    ENTRUSTED_COLUMN,
    KINDS,
    Cells,
    PartKind,
    kind_named,
)
from stellwerk.cases.rules.part_matching import PartMark, match_parts, plain_value
from stellwerk.cases.rules.rows import CaseRecords, Objection, PartRow
from stellwerk.vault import crypto
from stellwerk.vault.fields import EncryptedTextField

#: sheet, row, case number, columns: a stored row that changes.
Told = Callable[[str, int, str, Sequence[str]], None]
Counted = Callable[[str, str, int], None]


class Parts:
    """The rows of all other sheets, by case; takes them in for one chunk of cases at a time."""

    def __init__(
        self, actor: Actor, organisation_id: UUID, records: CaseRecords, terms: Terms
    ) -> None:
        self.actor, self.organisation_id = actor, organisation_id
        self.kinds = [kind for kind in KINDS if kind.sheet in records.parts]
        self._columns = {
            kind.sheet: _columns_of(kind, records.columns.get(kind.sheet)) for kind in self.kinds
        }
        self._rows: dict[str, dict[str, list[PartRow]]] = {}
        for kind in self.kinds:
            by_case = self._rows[kind.sheet] = defaultdict(list)
            for row in records.parts[kind.sheet]:
                by_case[row.case_key].append(_in_order(kind, row))
        self.cells = Cells(terms) if self.kinds else None
        self.following = (
            Following(actor, organisation_id, self.cells) if self.cells is not None else None
        )
        self.owners: dict[str, Owner] = {}
        #: Rows that got another identity than their key makes: of which case, and which one.
        self._renamed: dict[tuple[UUID, UUID], UUID] = {}
        self._named: dict[tuple[str, str, str], UUID] = {}

    def rows(self, sheet: str, case_key: str) -> list[PartRow]:
        return self._rows.get(sheet, {}).get(case_key, [])

    def count(self, case_key: str) -> int:
        """Rows of a case in all these sheets."""
        return sum(len(by_case.get(case_key, ())) for by_case in self._rows.values())

    def running_phase(self, case_key: str) -> date | None:
        """Since when the case is in its phase, as the file's history of phases says."""
        rows = [r for r in self.rows("phases", case_key) if r.values.get("left_on") is None]
        return rows[-1].values["entered_on"] if rows else None

    def name(self, sheet: str, case_key: str, key: str, pk: UUID) -> None:
        """A stored row that is written elsewhere and that the file knows by this key."""
        if key:
            self._named[sheet, case_key, key] = pk

    def rename(self, case_id: UUID, pk: UUID, other: UUID) -> None:
        """A new row got another identity than its key makes."""
        self._renamed[case_id, pk] = other

    def own(self, case_key: str, owner: Owner) -> None:
        """The case of this chunk that rows may name from now on."""
        self.owners[case_key] = owner

    # --- comparing -----------------------------------------------------------------------------
    def compare(
        self, count: Counted, change: Told, objections: list[Objection]
    ) -> dict[str, PartChanges]:
        """What of this chunk's rows is new or changed, or cannot be; forgets the chunk."""
        owners, self.owners = self.owners, {}
        found = {}
        for kind in self.kinds:
            found[kind.sheet] = self._compare(kind, owners, count, change)
        if self.following is not None:
            objections += self.following.objections(found)
        return found

    def _compare(
        self, kind: PartKind, owners: Mapping[str, Owner], count: Counted, change: Told
    ) -> PartChanges:
        changes = PartChanges()
        stored = self._stored(kind, owners.values())
        columns = self._columns[kind.sheet]
        resolve = self._resolver(kind, owners) if kind.refers else None
        by_subject: dict[UUID, list[tuple[Owner, PartRow]]] = defaultdict(list)
        for case_key, owner in owners.items():
            subject = owner.person_id if kind.of_person else owner.case_id
            if subject is None:  # a preview of a new case: all of its rows are new
                count(kind.sheet, "new", len(self.rows(kind.sheet, case_key)))
                continue
            rows_here = self.rows(kind.sheet, case_key)
            by_subject[subject] += [(owner, resolve(r) if resolve else r) for r in rows_here]
        for subject, named in by_subject.items():
            rows = {id(row): owner for owner, row in named}
            marks = self._marks(kind, stored.get(subject, ()), columns)
            if kind.single:
                self._single(kind, subject, marks, named, changes, count, change)
                continue
            matched = match_parts(
                [mark for mark, _row in marks.values()], [row for _owner, row in named],
                columns=columns, identity=kind.identity, once=kind.once, apart=kind.apart,
                ids_of=lambda row, sheet=kind.sheet: self._ids(sheet, row),  # type: ignore[misc]
            )  # fmt: skip
            for row in matched.new:
                pk = self.new_id(kind.sheet, row.case_key, row.key)
                changes.new.append((rows[id(row)], pk, row))
            for mark, row in matched.met:
                self._met(kind, marks[mark.id], rows[id(row)], row, changes, count, change)
            count(kind.sheet, "new", len(matched.new))
            count(kind.sheet, "unchanged", matched.repeated)
            count(kind.sheet, "only_stored", matched.only_stored)
        return changes

    def _resolver(
        self, kind: PartKind, owners: Mapping[str, Owner]
    ) -> Callable[[PartRow], PartRow]:
        """Puts the identity of the named row in the place of its key."""
        stored = {
            sheet: set(
                kind_named(sheet)
                .rows(o.case_id for o in owners.values() if o.case_id)
                .values_list("pk", flat=True)
            )
            for sheet in kind.refers.values()
            if sheet != "goals"  # a core sheet: those that are stored have been named
        }

        def resolve(row: PartRow) -> PartRow:
            values = dict(row.values)
            for name, sheet in kind.refers.items():
                if not values.get(name):
                    continue
                met = self._named.get((sheet, row.case_key, str(values[name])))
                if met is not None:
                    values[name] = str(met)
                    continue
                ids = self._ids(sheet, PartRow(0, row.case_key, {}, str(values[name])))
                known = [pk for pk in ids if pk in stored.get(sheet, ())]
                values[name] = str((known or ids)[0])
            return PartRow(row.row, row.case_key, values, row.key)

        return resolve

    def _single(
        self, kind: PartKind, subject: UUID, marks: Mapping[UUID, tuple[PartMark, Any]],
        named: Sequence[tuple[Owner, PartRow]], changes: PartChanges, count: Counted, change: Told,
    ) -> None:  # fmt: skip
        stored = next(iter(marks.values()), None)
        for owner, row in named:
            if stored is None:
                changes.new.append((owner, subject, row))
                count(kind.sheet, "new", 1)
            else:
                self._met(kind, stored, owner, row, changes, count, change)

    def _met(
        self, kind: PartKind, stored: tuple[PartMark, Any], owner: Owner, row: PartRow,
        changes: PartChanges, count: Counted, change: Told,
    ) -> None:  # fmt: skip
        mark, record = stored
        names = [
            name
            for name in self._columns[kind.sheet]
            if not (name in kind.keeps and row.values.get(name) in (None, ""))
            # A file may set the mark "entrusted", it never lifts it.
            and not (name == ENTRUSTED_COLUMN and mark.values.get(name))
            and plain_value(mark.values.get(name)) != plain_value(_wanted(kind, row, name))
        ]
        if names:
            changes.changed.append((owner, record, row, names))
            change(kind.sheet, row.row, row.case_key, names)
        else:
            count(kind.sheet, "unchanged", 1)

    def _stored(self, kind: PartKind, owners: Iterable[Owner]) -> dict[UUID, list[Any]]:
        ids = {o.person_id if kind.of_person else o.case_id for o in owners} - {None}
        rows = list(
            kind.rows(ids).order_by(
                *(["created_at", "pk"] if _has(kind.model, "created_at") else ["pk"])
            )
        )
        if kind.texts & set(self._columns[kind.sheet]):
            open_keys(rows)
        by_owner: dict[UUID, list[Any]] = defaultdict(list)
        for row in rows:
            by_owner[getattr(row, kind.owner)].append(row)
        return by_owner

    def _marks(
        self, kind: PartKind, rows: Iterable[Any], columns: Sequence[str]
    ) -> dict[UUID, tuple[PartMark, Any]]:
        cells = self.cells
        if cells is None:
            return {}
        return {
            row.pk: (PartMark(row.pk, {n: cells.of(kind, row, n) for n in columns}), row)
            for row in rows
        }

    def _ids(self, sheet: str, row: PartRow) -> list[UUID]:
        return self.ids(sheet, row.case_key, row.key)

    def ids(self, sheet: str, case_key: str, key: str) -> list[UUID]:
        """The identities that a row's key may mean: itself one, or the one made of it."""
        if not key:
            return []
        found = [self.new_id(sheet, case_key, key)]
        try:
            found.append(UUID(key))
        except ValueError:
            pass
        return found

    def new_id(self, sheet: str, case_key: str, key: str) -> UUID:
        """A key always makes the same identity, so that the next import finds the row again."""
        if not key:
            return new_id()
        secret = crypto.keyring().index_key(self.organisation_id)
        said = "\0".join(("row", sheet, case_key, key)).encode()
        return UUID(bytes=hmac.new(secret, said, hashlib.sha256).digest()[:16], version=4)

    # --- writing -------------------------------------------------------------------------------
    def write(self, found: Mapping[str, PartChanges], today: date) -> set[UUID]:
        """Write what was compared; returns the cases whose facts may differ now."""
        concerned: set[UUID] = set()
        for kind in self.kinds:
            changes = found[kind.sheet]
            if not changes.new and not changes.changed:
                continue
            keys = self._keys(kind, changes)
            if kind.single:
                self._fill(kind, changes, keys)
            else:
                self._insert(kind, changes, keys, found)
            for _owner, record, row, names in changes.changed:
                self._update(kind, record, row, names)
            if self.following is not None:
                self.following.after(kind, changes)
            concerned |= _follow(kind, changes, today)
        return concerned

    def deeds(self, found: Mapping[str, PartChanges]) -> Iterable[tuple[Verb, str, str, UUID]]:
        """For the log: verb, kind, sheet and identity of each row, and of its case."""
        for kind in self.kinds:
            for owner, pk, _row in found[kind.sheet].new:
                verb = Verb.CHANGED if kind.single else Verb.CREATED
                for one in {owner.case_id, pk} - {None}:
                    yield verb, kind.audit, kind.sheet, certain(one, "left out above")
            for owner, record, _row, _names in found[kind.sheet].changed:
                for one in {owner.case_id, record.pk} - {None}:
                    yield Verb.CHANGED, kind.audit, kind.sheet, certain(one, "left out above")

    def _keys(self, kind: PartKind, changes: PartChanges) -> dict[UUID, bytes]:
        if not kind.texts:
            return {}
        owners = [o for o, _pk, _row in changes.new] + [o for o, _r, _row, _n in changes.changed]
        return load_keys({_subject(kind, owner) for owner in owners})

    def _values(self, kind: PartKind, row: PartRow, owner: Owner) -> dict[str, Any]:
        """Attributes of a new row in clear."""
        values = {}
        for name in self._columns[kind.sheet]:
            if kind.column(name) is not None and self.cells is not None:
                attribute, value = self.cells.attribute(kind, name, row.values.get(name))
                if name in kind.refers and owner.case_id is not None:
                    value = self._renamed.get((owner.case_id, value), value)
                values[attribute] = value
        if "by" in kind.columns:
            values["by"] = values.get("by") or self.actor.label
        return values

    def _insert(
        self, kind: PartKind, changes: PartChanges, keys: Mapping[UUID, bytes], found: Found
    ) -> None:
        now, rows = timezone.now(), []
        extra = self.following.beside(kind, found) if self.following is not None else {}
        wanted = {pk for _o, pk, row in changes.new if row.key}
        taken = set(kind.model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True))
        for owner, pk, _row in changes.new:
            if pk in taken and owner.case_id is not None:  # a key of a case named otherwise
                self._renamed[owner.case_id, pk] = new_id()
        for index, (owner, said, row) in enumerate(changes.new):
            pk = said
            if said in taken:
                pk = self._renamed.get((_case(owner), said), said)
            subject = _subject(kind, owner)
            values = self._values(kind, row, owner) | extra.get(said, {})
            for name in kind.texts & values.keys():
                if values[name] is not None:
                    place = crypto.place_of(kind.model._meta.db_table, name, pk)
                    values[name] = crypto.seal(keys[subject], values[name], place)
            if kind.has_groups and self.cells is not None:
                values["groups"] = self.cells.groups(kind, row.values)
            # one after the other, so that they keep their order
            made = now + timedelta(microseconds=index)
            rows.append(
                {"id": pk, kind.owner: subject, "organisation_id": self.organisation_id,
                 "created_at": made, **values}
            )  # fmt: skip
        insert_records(kind.model, rows)

    def _fill(self, kind: PartKind, changes: PartChanges, keys: Mapping[UUID, bytes]) -> None:
        """Rows that came into being with their owner: now they say something."""
        ids = [_subject(kind, owner) for owner, _pk, _row in changes.new]
        stored = {row.pk: row for row in kind.model._default_manager.filter(pk__in=ids)}
        for owner, _pk, row in changes.new:
            record = stored.get(_subject(kind, owner))
            if record is None:
                record = kind.model(pk=_subject(kind, owner), organisation_id=self.organisation_id)
                record.save(force_insert=True)
            attach_key([record], keys.get(record.pk, b""))
            said = [name for name in self._columns[kind.sheet] if name in row.values]
            self._update(kind, record, row, said)

    def _update(self, kind: PartKind, record: Any, row: PartRow, names: Sequence[str]) -> None:
        if self.cells is None:
            return
        fields = ["updated_at"]
        for name in names:
            if kind.column(name) is not None:
                attribute, value = self.cells.attribute(kind, name, row.values.get(name))
                setattr(record, attribute, value)
                fields.append(kind.column(name).name)
        deciding = {kind.area, kind.groups_by, ENTRUSTED_COLUMN} - {""}
        if kind.has_groups and deciding & set(names):
            said = {n: self.cells.of(kind, record, n) for n in deciding}
            said |= {n: row.values.get(n) for n in names}
            record.groups = self.cells.groups(kind, said) | (record.groups & ENTRUSTED)
            fields.append("groups")
        if _has(kind.model, "version"):
            record.version += 1
            fields.append("version")
        elif kind.of_person:
            Person.objects.filter(pk=record.person_id).update(**touched())
        record.save(update_fields=fields)


def _columns_of(kind: PartKind, there: frozenset[str] | None) -> list[str]:
    return [name for name in kind.columns if there is None or name in there]


def _subject(kind: PartKind, owner: Owner) -> UUID:
    subject = owner.person_id if kind.of_person else owner.case_id
    return certain(subject, "a case that is written has an identity")


def _case(owner: Owner) -> UUID:
    return certain(owner.case_id, "a case that is written has an identity")


def _in_order(kind: PartKind, row: PartRow) -> PartRow:
    """Field groups always in the same order, however the cell lists them."""
    if not kind.bits & row.values.keys():
        return row
    ordered = {name: group_order(row.values[name]) for name in kind.bits & row.values.keys()}
    return PartRow(row.row, row.case_key, {**row.values, **ordered}, row.key)


def _has(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)


def _wanted(kind: PartKind, row: PartRow, name: str) -> Any:
    """What the cell means: an empty one the field's default, if it has any."""
    value = row.values.get(name)
    known = kind.column(name)
    if value not in (None, "") or known is None or isinstance(known, EncryptedTextField):
        return value
    return known.get_default() if known.has_default() else None


def _follow(kind: PartKind, changes: PartChanges, today: date) -> set[UUID]:
    """What else follows: last contacts, the day of the present phase, the facts of a person."""
    rows = [(o, row) for o, _pk, row in changes.new] + [(o, r) for o, _x, r, _n in changes.changed]
    if kind.sheet == "contacts":
        _last_contacts(rows, today)
    elif kind.sheet == "phases":
        for owner, row in rows:
            if not owner.is_new and row.values.get("left_on") is None:
                since = row.values["entered_on"]
                Case.objects.filter(pk=_subject(kind, owner)).update(phase_since=since)
    elif kind.sheet == "residence":
        people = {owner.person_id for owner, _row in rows}
        return set(Case.objects.filter(person_id__in=people).values_list("pk", flat=True))
    return set()


def _last_contacts(rows: Iterable[tuple[Owner, PartRow]], today: date) -> None:
    latest: dict[UUID, date] = {}
    for owner, row in rows:
        on = timezone.localdate(row.values["at"])
        if owner.case_id is not None and on <= today:
            latest[owner.case_id] = max(on, latest.get(owner.case_id, on))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case c SET last_contact_on = v.day "
            "FROM unnest(%s::uuid[], %s::date[]) AS v(id, day) WHERE c.id = v.id "
            "AND (c.last_contact_on IS NULL OR c.last_contact_on < v.day)",
            [list(latest), list(latest.values())],
        )
