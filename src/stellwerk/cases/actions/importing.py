# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Taking case records in: all or nothing, and the same records twice change nothing.

Compares five hundred cases at a time with what is stored (`queries.importing`, `rules.matching`)
and writes only what differs (`import_writing`). Rows that are stored but not in the file stay.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions.import_following import Owner
from stellwerk.cases.actions.import_parts import Parts
from stellwerk.cases.actions.import_writing import Batch, NewCase
from stellwerk.cases.actions.tokens import goal_token
from stellwerk.cases.queries.importing import (
    PERSON_TEXTS,
    Stored,
    StoredCase,
    StoredPerson,
    Terms,
    cases_stored,
    stored_records,
)
from stellwerk.cases.rules.matching import (
    AppointmentMark,
    GoalMark,
    differing,
    match_appointments,
    match_goals,
    phase_of,
    wanted_topics,
)
from stellwerk.cases.rules.rows import (
    GOAL_DETAILS,
    AppointmentRow,
    CaseRecords,
    CaseRow,
    GoalRow,
    Objection,
)

CHUNK = 500
MOST_CHANGES = 500
CASE_FIELDS = (
    "opened_on", "closed_on", "closing_kind", "closed_by", "closing_reason", "access_channel",
)  # fmt: skip
GOAL_FIELDS = ("life_area", "agreed_on", "due_on", "attainment", "assessed_on")
PERSON_FIELDS = (
    "family_name", "given_name", "birth_date", "birth_year", "gender", "nationality",
    "household_members",
)  # fmt: skip
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Change:
    """A stored record that the file changes; ``fields`` are names, never values."""

    sheet: str
    row: int
    key: str
    fields: tuple[str, ...]


@dataclass
class Outcome:
    """How many records are new, changed, unchanged, and stored but not in the file."""

    counts: dict[str, dict[str, int]] = field(
        default_factory=lambda: {
            sheet: {"new": 0, "changed": 0, "unchanged": 0, "only_stored": 0}
            for sheet in ("cases", "appointments", "goals")
        }
    )
    changes: list[Change] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)

    def add(self, sheet: str, kind: str, number: int = 1) -> None:
        counts = self.counts.setdefault(
            sheet, {"new": 0, "changed": 0, "unchanged": 0, "only_stored": 0}
        )
        counts[kind] += number

    def change(self, sheet: str, row: int, key: str, fields: Sequence[str]) -> None:
        self.add(sheet, "changed")
        if len(self.changes) < MOST_CHANGES:
            self.changes.append(Change(sheet, row, key, tuple(fields)))

    @property
    def changes_anything(self) -> bool:
        return any(c["new"] or c["changed"] for c in self.counts.values())

    def __str__(self) -> str:
        return "; ".join(
            f"{sheet} +{c['new']} ~{c['changed']} ={c['unchanged']}"
            for sheet, c in self.counts.items()
        )


class Objected(Refusal):
    """Rows that cannot be taken in beside what is stored; nothing was."""

    def __init__(self, objections: Sequence[Objection]) -> None:
        super().__init__("import_refused", objections[0].expected)
        self.objections = tuple(objections)


def preview_import(
    *, actor: Actor, organisation_id: UUID, records: CaseRecords, progress: Progress | None = None
) -> Outcome:
    """What an import would do; writes nothing."""
    _check_actor(actor, organisation_id)
    return _Import(actor, organisation_id, records, write=False).run(progress)


@transaction.atomic
def import_cases(
    *, actor: Actor, organisation_id: UUID, records: CaseRecords, progress: Progress | None = None
) -> Outcome:
    """Take the records in, in one transaction; two imports of an organisation wait in line.

    Raises ``Objected`` when rows cannot be taken in beside what is stored.
    """
    _check_actor(actor, organisation_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"import {organisation_id}"],
        )
    outcome = _Import(actor, organisation_id, records, write=True).run(progress)
    if outcome.objections:
        raise Objected(outcome.objections)
    record(
        actor=actor,
        verb=Verb.IMPORTED,
        kind="case_import",
        note=str(outcome),
        organisation_id=organisation_id,
    )
    return outcome


def _check_actor(actor: Actor, organisation_id: UUID) -> None:
    if actor.organisation_id != organisation_id:
        raise Refusal("foreign_organisation", _("Records are taken in only for one's own office."))


def _plan_anew() -> None:
    """Let the database plan its foreign-key checks for the size that the tables have by now.

    It keeps the plans of a session; one made while a table was small reads all cases of the
    organisation for every appointment, so that the time would grow with the square.
    """
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")


class _Import:
    """One run over all records, chunk by chunk."""

    def __init__(
        self, actor: Actor, organisation_id: UUID, records: CaseRecords, *, write: bool
    ) -> None:
        self.actor = actor
        self.organisation_id = organisation_id
        self.records = records
        self.write = write
        self.terms = Terms()
        self.today = timezone.localdate()
        self.outcome = Outcome()
        self.columns = records.columns.get("cases", frozenset(CaseRow.__dataclass_fields__))
        self.texts = bool(self.columns & set(PERSON_TEXTS))
        self._appointments: dict[str, list[AppointmentRow]] = defaultdict(list)
        self._goals: dict[str, list[GoalRow]] = defaultdict(list)
        # Records that come without columns say what goals are made of, nothing besides.
        self._goal_columns = records.columns.get("goals", frozenset({*GOAL_FIELDS, "text"}))
        self.parts = Parts(actor, organisation_id, records, self.terms)
        for appointment in records.appointments:
            self._appointments[appointment.case_key].append(appointment)
        for goal in records.goals:
            self._goals[goal.case_key].append(goal)

    def run(self, progress: Progress | None) -> Outcome:
        done = 0
        stored = cases_stored(self.organisation_id)
        for rows in self._chunks():
            self._take(rows)
            done += sum(
                1
                + len(self._appointments[r.case_key])
                + len(self._goals[r.case_key])
                + self.parts.count(r.case_key)
                for r in rows
            )
            if progress is not None:
                progress(done)
        met = self.outcome.counts["cases"]
        self.outcome.add("cases", "only_stored", stored - met["changed"] - met["unchanged"])
        return self.outcome

    def _chunks(self) -> Iterator[Sequence[CaseRow]]:
        for start in range(0, len(self.records.cases), CHUNK):
            yield self.records.cases[start : start + CHUNK]

    def _take(self, rows: Sequence[CaseRow]) -> None:
        stored = stored_records(
            self.organisation_id,
            {row.case_key for row in rows},
            {row.client_key or row.case_key for row in rows},
            self.terms,
            texts=self.texts,
            lock=self.write,
            columns=self.records.columns,
        )
        batch = Batch(
            self.actor, self.organisation_id, self.terms, self.today, parts=self.parts,
            columns=self.records.columns,
        )  # fmt: skip
        for row in rows:
            case = stored.cases.get(row.case_key)
            if case is None:
                self._new_case(row, stored, batch)
            else:
                self._known_case(row, case, stored, batch)
        batch.part_changes = self.parts.compare(
            self.outcome.add, self.outcome.change, self.outcome.objections
        )
        if self.write and not self.outcome.objections:
            _plan_anew()
            batch.write()

    # --- a case that is not stored yet ---------------------------------------------------------
    def _new_case(self, row: CaseRow, stored: Stored, batch: Batch) -> None:
        person = self._person_for(row, stored, batch)
        appointments, goals = self._appointments[row.case_key], self._goals[row.case_key]
        self.outcome.add("cases", "new")
        self.outcome.add("appointments", "new", len(appointments))
        self.outcome.add("goals", "new", len(goals))
        if not self.write:
            self.parts.own(row.case_key, Owner(None, person.id, is_new=True))
            return
        case_id = batch.new_case(
            NewCase(
                row, person.id, phase_of(row, None), wanted_topics(row), appointments,
                self.parts.running_phase(row.case_key),
            )
        )  # fmt: skip
        ids = [self.parts.new_id("goals", row.case_key, goal.key) for goal in goals]
        self.parts.own(row.case_key, Owner(case_id, person.id, is_new=True))
        self._add_residence(row, person, batch)
        batch.add_appointments(case_id, appointments)
        batch.add_goals(case_id, goals, [self._goal_mark(goal).token for goal in goals], ids)

    def _person_for(self, row: CaseRow, stored: Stored, batch: Batch) -> StoredPerson:
        """The person of the client key, brought up to date; a new one where there is none."""
        known = stored.by_client_key.get(row.client_key) if row.client_key else None
        if known is not None:
            person = stored.people[known]
            self._update_person(row, person, batch)
            return person
        key = row.client_key or row.case_key
        while key in stored.by_client_key:  # taken by somebody else: this case has its own person
            key += "-2"
        person = batch.new_person(key, self._person_values(row))
        stored.people[person.id] = person
        stored.by_client_key[key] = person.id
        return person

    # --- a case that is stored -----------------------------------------------------------------
    def _known_case(self, row: CaseRow, case: StoredCase, stored: Stored, batch: Batch) -> None:
        fields, person = self._follow_person(row, case, stored, batch)
        wanted = self._case_values(row)
        if "closed_on" in self.columns:
            wanted["phase"] = phase_of(row, case.values["phase"])
            if row.closed_on is None:  # goes on again: nothing of the ending remains
                wanted |= {"closing_kind": None, "closed_by": None, "closing_reason": ""}
        elif row.phase:
            wanted["phase"] = row.phase
        changed = differing(case.values, wanted)
        topics = self._wanted_topics(row, case)
        if changed:
            batch.change_case(row, case, {name: wanted[name] for name in changed})
        if topics != case.topics:
            batch.set_topics(case.id, topics, case.topics)
            changed.append("topics")
        self.parts.own(row.case_key, Owner(case.id, person.id, is_new=False))
        if self._add_residence(row, person, batch, case.values["opened_on"]):
            changed.append("residence_status")
        fields += changed
        fields += self._take_appointments(row, case, batch)
        fields += self._take_goals(row, case, batch)
        own = [name for name in fields if name not in ("appointments", "goals")]
        if own:
            self.outcome.change("cases", row.row, row.case_key, own)
        else:
            self.outcome.add("cases", "unchanged")
        if fields:
            batch.note_change(case.id, fields)

    def _add_residence(
        self, row: CaseRow, person: StoredPerson, batch: Batch, was_opened_on: date | None = None
    ) -> bool:
        """The status on the sheet of cases counts where the file brings no history along."""
        if self.parts.rows("residence", row.case_key):
            return False
        return batch.add_residence(row, person, was_opened_on)

    def _follow_person(
        self, row: CaseRow, case: StoredCase, stored: Stored, batch: Batch
    ) -> tuple[list[str], StoredPerson]:
        """The case's person; another one where the file gives the case another client key."""
        person = stored.people[case.person_id]
        is_known_as = stored.by_client_key.get(row.client_key) == person.id
        if row.client_key and row.client_key != person.client_key and not is_known_as:
            person = self._person_for(row, stored, batch)
            batch.move_to_person(case.id, person.id)
            return ["client_key"], person
        return self._update_person(row, person, batch), person

    def _update_person(self, row: CaseRow, person: StoredPerson, batch: Batch) -> list[str]:
        """Empty cells leave a person as she is: lists without names must not erase names."""
        values = {k: v for k, v in self._person_values(row).items() if v not in (None, "")}
        changed = differing(person.values, values)
        if changed:
            person.values.update({name: values[name] for name in changed})
            batch.change_person(person, {name: values[name] for name in changed})
        return changed

    def _person_values(self, row: CaseRow) -> dict[str, Any]:
        present = self.columns | ({"birth_year"} if "birth_date" in self.columns else set())
        values = {name: getattr(row, name) for name in PERSON_FIELDS if name in present}
        if values.get("birth_date"):
            values["birth_date"] = values["birth_date"].isoformat()
        return values

    def _case_values(self, row: CaseRow) -> dict[str, Any]:
        return {name: getattr(row, name) for name in CASE_FIELDS if name in self.columns}

    def _wanted_topics(self, row: CaseRow, case: StoredCase) -> dict[str, bool]:
        wanted = wanted_topics(row)
        if "topics" not in self.columns:
            wanted = {**dict.fromkeys(case.topics, False), **wanted}
        if "central_topics" not in self.columns:
            wanted = {topic: case.topics.get(topic, False) for topic in wanted}
        if not {"topics", "central_topics"} & self.columns:
            wanted = case.topics
        return wanted

    # --- what happens in it --------------------------------------------------------------------
    def _take_appointments(self, row: CaseRow, case: StoredCase, batch: Batch) -> list[str]:
        rows = self._appointments[row.case_key]
        if not rows:
            self.outcome.add("appointments", "only_stored", len(case.appointments))
            return []
        there = self.records.columns.get("appointments", frozenset())
        marks = [
            AppointmentMark(
                r.starts_at, r.kind, r.outcome,
                note=r.note if "note" in there else "",
                entrusted=r.entrusted and "entrusted" in there,
            )
            for r in rows
        ]  # fmt: skip
        matched = match_appointments(case.appointments, marks)
        batch.add_appointments(case.id, [rows[i] for i in matched.new])
        changed = 0
        for mark, i in matched.changed:
            fields = [
                name
                for name in ("kind", "outcome", "note", "entrusted")
                if getattr(mark, name) != getattr(marks[i], name)
            ]
            if fields == ["entrusted"] and mark.entrusted:
                continue  # a file may set the mark, it never lifts it
            changed += 1
            batch.change_appointment(certain(mark.id, "the mark is stored"), rows[i])
            self.outcome.change("appointments", rows[i].row, row.case_key, fields)
        batch.note_contact(case.id, case.values.get("last_contact_on"), rows)
        self.outcome.add("appointments", "new", len(matched.new))
        kept = len(matched.changed) - changed
        self.outcome.add("appointments", "unchanged", matched.unchanged + kept)
        self.outcome.add("appointments", "only_stored", matched.only_stored)
        return ["appointments"] if matched.new or changed else []

    def _take_goals(self, row: CaseRow, case: StoredCase, batch: Batch) -> list[str]:
        rows = self._goals[row.case_key]
        marks = [self._goal_mark(goal) for goal in rows]
        pinned = self._pinned(case, rows)
        taken = {mark.id for mark in pinned.values()}
        rest = [i for i in range(len(rows)) if i not in pinned]
        left = [mark for mark in case.goals if mark.id not in taken]
        matched = match_goals(left, [marks[i] for i in rest])
        met = [(mark, i) for i, mark in pinned.items()]
        met += [(mark, rest[i]) for mark, i in (*matched.same, *matched.changed)]
        changed = 0
        for mark, i in met:
            goal_id = certain(mark.id, "the mark is stored")
            self.parts.name("goals", row.case_key, rows[i].key, goal_id)
            fields = [
                name
                for name in mark.differing(marks[i])
                if name in self._goal_columns and not (name == "entrusted" and mark.entrusted)
            ]
            if fields:
                changed += 1
                kept = {n: getattr(mark, n) for n in GOAL_FIELDS if n not in self._goal_columns}
                token = marks[i].token if "text" in fields else None
                batch.change_goal(goal_id, replace(rows[i], **kept), token)
                self.outcome.change("goals", rows[i].row, row.case_key, fields)
        new = [rest[i] for i in matched.new]
        ids = [self.parts.new_id("goals", row.case_key, rows[i].key) for i in new]
        batch.add_goals(case.id, [rows[i] for i in new], [marks[i].token for i in new], ids)
        self.outcome.add("goals", "new", len(new))
        self.outcome.add("goals", "unchanged", len(met) - changed)
        self.outcome.add("goals", "only_stored", matched.only_stored)
        return ["goals"] if new or changed else []

    def _pinned(self, case: StoredCase, rows: Sequence[GoalRow]) -> dict[int, GoalMark]:
        """Rows whose key means a stored goal, whatever else they say."""
        here = {mark.id: mark for mark in case.goals}
        found = {}
        for position, goal in enumerate(rows):
            for pk in self.parts.ids("goals", goal.case_key, goal.key):
                if pk in here:
                    found[position] = here.pop(pk)
                    break
        return found

    def _goal_mark(self, goal: GoalRow) -> GoalMark:
        there = self._goal_columns
        return GoalMark(
            life_area=goal.life_area,
            token=goal_token(self.organisation_id, goal.text),
            agreed_on=goal.agreed_on,
            due_on=goal.due_on,
            attainment=goal.attainment,
            assessed_on=goal.assessed_on,
            entrusted=goal.entrusted and "entrusted" in there,
            details=tuple(
                (name, goal.details.get(name, "")) for name in GOAL_DETAILS if name in there
            ),
        )
