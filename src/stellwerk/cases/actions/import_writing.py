# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Writing a thousand imported cases at once; used by `importing` inside its transaction."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone

from stellwerk.audit.actions import record_many
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.ids import new_id
from stellwerk.base.keys import create_keys, load_keys
from stellwerk.cases.actions.bulk import insert_records
from stellwerk.cases.actions.facts import refresh_facts
from stellwerk.cases.actions.import_following import PartChanges
from stellwerk.cases.actions.import_parts import Parts
from stellwerk.cases.actions.import_updating import (
    change_appointment_texts,
    change_appointments,
    change_case,
    change_goal,
    change_goal_texts,
    change_person,
    change_topics,
    goal_details,
    goal_values,
    touched,
)
from stellwerk.cases.actions.logging import log_cases
from stellwerk.cases.actions.tokens import token_rows
from stellwerk.cases.choices import (
    ENDED_PHASES,
    ENTRUSTED,
    AppointmentOutcome,
    FieldGroup,
    Phase,
)
from stellwerk.cases.models import (
    Appointment,
    Case,
    CaseTopic,
    ContactData,
    Goal,
    Household,
    Identity,
    Person,
    PersonToken,
    PhaseChange,
    ResidencePeriod,
)
from stellwerk.cases.queries.importing import (
    PERSON_TEXTS,
    StoredCase,
    StoredPerson,
    Terms,
    open_phases,
)
from stellwerk.cases.rules.rows import AppointmentRow, CaseRow, GoalRow
from stellwerk.vault import crypto
from stellwerk.vocabulary.choices import ListKey


@dataclass(frozen=True)
class NewCase:
    row: CaseRow
    person_id: UUID
    phase: str
    topics: dict[str, bool]
    appointments: Sequence[AppointmentRow]
    # Since when it is in its phase, where the file brings the history of phases along.
    phase_since: date | None = None


@dataclass
class Batch:
    """Collects what differs and writes it in few statements."""

    actor: Actor
    organisation_id: UUID
    terms: Terms
    today: date
    people: list[tuple[StoredPerson, dict[str, Any]]] = field(default_factory=list)
    changed_people: list[tuple[StoredPerson, dict[str, Any]]] = field(default_factory=list)
    cases: list[tuple[UUID, NewCase]] = field(default_factory=list)
    changed_cases: list[tuple[CaseRow, StoredCase, dict[str, Any]]] = field(default_factory=list)
    moved: list[tuple[UUID, UUID]] = field(default_factory=list)
    topics: list[tuple[UUID, dict[str, bool], dict[str, bool]]] = field(default_factory=list)
    residence: list[dict[str, Any]] = field(default_factory=list)
    corrected_residence: list[tuple[UUID, int]] = field(default_factory=list)
    appointments: list[tuple[UUID, AppointmentRow, int]] = field(default_factory=list)
    changed_appointments: list[tuple[UUID, AppointmentRow]] = field(default_factory=list)
    goals: list[tuple[UUID, UUID, GoalRow, int]] = field(default_factory=list)
    changed_goals: list[tuple[UUID, GoalRow, int | None]] = field(default_factory=list)
    contacts: list[tuple[UUID, date]] = field(default_factory=list)
    changed: list[tuple[UUID, list[str]]] = field(default_factory=list)
    case_keys: dict[UUID, bytes] = field(default_factory=dict)
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    parts: Parts | None = None
    part_changes: dict[str, PartChanges] = field(default_factory=dict)

    # --- collecting ----------------------------------------------------------------------------
    def new_person(self, client_key: str, values: dict[str, Any]) -> StoredPerson:
        person = StoredPerson(new_id(), client_key, None, dict(values))
        self.people.append((person, person.values))
        return person

    def change_person(self, person: StoredPerson, values: dict[str, Any]) -> None:
        if all(person is not new for new, _values in self.people):
            self.changed_people.append((person, values))

    def new_case(self, case: NewCase) -> UUID:
        case_id = new_id()
        self.cases.append((case_id, case))
        return case_id

    def change_case(self, row: CaseRow, case: StoredCase, values: dict[str, Any]) -> None:
        self.changed_cases.append((row, case, values))

    def move_to_person(self, case_id: UUID, person_id: UUID) -> None:
        self.moved.append((case_id, person_id))

    def set_topics(self, case_id: UUID, wanted: dict[str, bool], stored: dict[str, bool]) -> None:
        self.topics.append((case_id, wanted, stored))

    def add_residence(
        self, row: CaseRow, person: StoredPerson, was_opened_on: date | None = None
    ) -> bool:
        """The status that the row gives, as of the case's beginning; True where it is news.

        Another status as of the same day is corrected, every other one stays as history.
        """
        status = row.residence_status
        days = (None, row.opened_on, was_opened_on)
        if not status or any(s == status and since in days for _pk, s, since in person.residence):
            return False
        found = self.terms.id(ListKey.RESIDENCE_STATUS, status)
        term = certain(found, "the word comes from the list")
        for index, (pk, _status, since) in enumerate(person.residence):
            if since == row.opened_on:
                self.corrected_residence.append((pk, term))
                person.residence[index] = (pk, status, since)
                return True
        pk = new_id()
        self.residence.append(
            {"id": pk, "person_id": person.id, "status_id": term, "valid_from": row.opened_on}
        )
        person.residence.append((pk, status, row.opened_on))
        return True

    def add_appointments(self, case_id: UUID, rows: Sequence[AppointmentRow]) -> None:
        alike: Counter[tuple[datetime, str]] = Counter()
        for row in rows:
            identity = (row.starts_at, row.kind)
            self.appointments.append((case_id, row, alike[identity]))
            alike[identity] += 1

    def change_appointment(self, appointment_id: UUID, row: AppointmentRow) -> None:
        self.changed_appointments.append((appointment_id, row))

    def add_goals(
        self, case_id: UUID, rows: Sequence[GoalRow], tokens: Sequence[int], ids: Sequence[UUID]
    ) -> None:
        self.goals += [
            (case_id, pk, row, token) for row, token, pk in zip(rows, tokens, ids, strict=True)
        ]

    def change_goal(self, goal_id: UUID, row: GoalRow, token: int | None) -> None:
        """``token``: of the new text; None where the text stays."""
        self.changed_goals.append((goal_id, row, token))

    def note_contact(
        self, case_id: UUID, stored: date | None, rows: Sequence[AppointmentRow]
    ) -> None:
        latest = last_contact(rows, self.today)
        if latest is not None and (stored is None or latest > stored):
            self.contacts.append((case_id, latest))

    def note_change(self, case_id: UUID, fields: list[str]) -> None:
        self.changed.append((case_id, fields))

    # --- writing -------------------------------------------------------------------------------
    def write(self) -> None:
        self._write_people()
        self._write_cases()
        self._write_topics()
        self._add(ResidencePeriod, self.residence)
        for pk, term in self.corrected_residence:
            ResidencePeriod.objects.filter(pk=pk).update(status_id=term, **touched())
        self._write_appointments()
        self._write_goals()
        concerned = self.parts.write(self.part_changes, self.today) if self.parts else set()
        cases = {case_id for case_id, _case in self.cases} | {pk for pk, _f in self.changed}
        cases |= concerned
        people = [person.id for person, _values in self.changed_people]
        if people:
            others = Case.objects.filter(person_id__in=people).values_list("pk", flat=True)
            cases |= set(others)
        refresh_facts(cases, today=self.today)
        # A case that begins takes over what belongs to the person since then.
        siblings = Case.objects.filter(
            person_id__in=Case.objects.filter(pk__in=cases).values("person_id")
        )
        cases |= set(siblings.values_list("pk", flat=True))
        log_cases(actor=self.actor, organisation_id=self.organisation_id, case_ids=cases)
        self._audit()

    def _add(self, model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
        insert_records(model, [{**row, "organisation_id": self.organisation_id} for row in rows])

    def _write_people(self) -> None:
        households = {
            person.id: {"id": new_id(), "members": members}
            for person, values in self.people
            if (members := values.get("household_members")) is not None
        }
        self._add(Household, households.values())
        self._add(
            Person,
            [
                {
                    "id": person.id,
                    "client_key": person.client_key,
                    "household_id": households.get(person.id, {}).get("id"),
                }
                for person, _values in self.people
            ],
        )
        keys = create_keys((person.id, self.organisation_id) for person, _values in self.people)
        self._add(Identity, [self._identity(p.id, values, keys[p.id]) for p, values in self.people])
        self._add(ContactData, [{"person_id": person.id} for person, _values in self.people])
        tokens = [
            {"person_id": row.person_id, "token": row.token}
            for person, values in self.people
            if values.get("family_name") or values.get("given_name")
            for row in token_rows(
                self.organisation_id, person.id,
                values.get("family_name"), values.get("given_name"),
            )
        ]  # fmt: skip
        self._add(PersonToken, tokens)
        for person, values in self.changed_people:
            change_person(self.organisation_id, person, values, self.terms)

    def _identity(self, person_id: UUID, values: dict[str, Any], key: bytes) -> dict[str, Any]:
        sealed = {
            name: sealed_text(Identity, name, person_id, values.get(name) or None, key)
            for name in PERSON_TEXTS
        }
        return {
            "person_id": person_id,
            "birth_year": values.get("birth_year"),
            "gender": values.get("gender") or None,
            "nationality_id": self.terms.id(ListKey.NATIONALITY, values.get("nationality") or ""),
            **sealed,
        }

    def _write_cases(self) -> None:
        self._add(Case, (self._case(pk, new) for pk, new in self.cases))
        self.case_keys = create_keys((pk, self.organisation_id) for pk, _new in self.cases)
        self._add(
            PhaseChange, (one for pk, new in self.cases for one in self._first_phases(pk, new))
        )
        history = open_phases(case.id for _row, case, _values in self.changed_cases)
        for row, case, values in self.changed_cases:
            change_case(
                row, case, values, self._history(row, history.get(case.id, [])),
                self.terms, self.actor.label,
                self.today,
            )  # fmt: skip
        for case_id, person_id in self.moved:
            Case.objects.filter(pk=case_id).update(person_id=person_id, **touched())
        for case_id, on in self.contacts:
            Case.objects.filter(pk=case_id).update(last_contact_on=on)

    def _history(self, row: CaseRow, stored: list[PhaseChange]) -> list[PhaseChange]:
        """The phases that follow a changed case; none where the file brings them along."""
        brought = self.parts is not None and self.parts.rows("phases", row.case_key)
        return [] if brought else stored

    def _case(self, case_id: UUID, new: NewCase) -> dict[str, Any]:
        row = new.row
        latest = last_contact(new.appointments, self.today)
        ended = new.phase in ENDED_PHASES
        moved = max(filter(None, (row.opened_on, row.closed_on, latest)))
        return {
            "id": case_id,
            "person_id": new.person_id,
            "case_key": row.case_key,
            "phase": new.phase,
            "phase_since": new.phase_since
            or (row.closed_on if ended else None)
            or row.opened_on,
            "opened_on": row.opened_on,
            "closed_on": row.closed_on,
            "closing_kind": row.closing_kind or None,
            "closed_by": row.closed_by or None,
            "closing_reason_id": self.terms.id(ListKey.CLOSING_REASON, row.closing_reason),
            "access_channel_id": self.terms.id(ListKey.ACCESS_CHANNEL, row.access_channel),
            "last_contact_on": latest,
            "sort_at": timezone.make_aware(datetime.combine(moved, time(12))),
        }

    def _first_phases(self, case_id: UUID, new: NewCase) -> list[dict[str, Any]]:
        if new.phase_since is not None:
            return []
        row = new.row
        part = {"case_id": case_id, "by": self.actor.label}
        if new.phase not in ENDED_PHASES:
            return [{**part, "id": new_id(), "phase": new.phase, "entered_on": row.opened_on}]
        before = Phase.ADMITTED if new.phase == Phase.CLOSED else Phase.CLARIFICATION
        ended_on = row.closed_on or row.opened_on
        return [
            {**part, "id": new_id(), "phase": before.value, "entered_on": row.opened_on,
             "left_on": ended_on},
            {**part, "id": new_id(), "phase": new.phase, "entered_on": ended_on},
        ]  # fmt: skip

    def _write_topics(self) -> None:
        wanted = [
            (pk, area, central) for pk, new in self.cases for area, central in new.topics.items()
        ]
        for case_id, topics, stored in self.topics:
            wanted += change_topics(case_id, topics, stored, self.terms)
        rows = []
        for case_id, area, central in wanted:
            term = self.terms.ids[(ListKey.LIFE_AREA, area)]
            rows.append(
                {"id": new_id(), "case_id": case_id, "life_area_id": term, "is_central": central,
                 "groups": self.terms.groups[term]}
            )  # fmt: skip
        self._add(CaseTopic, rows)

    def _write_appointments(self) -> None:
        noted = {pk for pk, row, _ordinal in self.appointments if row.note}
        keys = self.case_keys | load_keys(noted - self.case_keys.keys()) if noted else {}
        self._add(Appointment, (self._appointment(*one, keys) for one in self.appointments))
        change_appointments(self.changed_appointments)
        if self.columns.get("appointments", frozenset()) & {"note", "entrusted"}:
            change_appointment_texts(self.changed_appointments, self.columns["appointments"])

    @staticmethod
    def _appointment(
        case_id: UUID, row: AppointmentRow, ordinal: int, keys: Mapping[UUID, bytes]
    ) -> dict[str, Any]:
        pk = new_id()
        values: dict[str, Any] = {
            "id": pk, "case_id": case_id, "starts_at": row.starts_at, "kind": row.kind,
            "outcome": row.outcome, "ordinal": ordinal,
        }  # fmt: skip
        if row.note:
            values["note"] = sealed_text(Appointment, "note", pk, row.note, keys[case_id])
        if row.entrusted:
            values["groups"] = int(FieldGroup.PLAN) | ENTRUSTED
        return values

    def _write_goals(self) -> None:
        stored = {case_id for case_id, *_rest in self.goals} - self.case_keys.keys()
        keys = self.case_keys | load_keys(stored)
        there = self.columns.get("goals", frozenset())
        wanted = [pk for _case, pk, row, _token in self.goals if row.key]
        taken = set(Goal.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        rows = []
        for case_id, said, row, token in self.goals:
            pk = said
            if said in taken:  # a key of a case named otherwise
                pk = new_id()
                if self.parts is not None:
                    self.parts.rename(case_id, said, pk)
            texts = {"text": row.text, **goal_details(row, there)}
            rows.append(
                {"id": pk, "case_id": case_id, "text_token": token,
                 **goal_values(row, self.terms), "responsible": texts.pop("responsible", None),
                 **{n: sealed_text(Goal, n, pk, t, keys[case_id]) for n, t in texts.items()}}
            )  # fmt: skip
        self._add(Goal, rows)
        for goal_id, row, _token in self.changed_goals:
            change_goal(goal_id, row, self.terms)
        change_goal_texts(self.changed_goals, there)

    def _audit(self) -> None:
        """Every record that was made or changed is named; alike deeds share a row of the log."""
        deeds: dict[tuple[Verb, str, tuple[str, ...]], list[UUID]] = defaultdict(list)
        for person, values in self.people:
            deeds[(Verb.CREATED, "person", tuple(n for n, v in values.items() if v))].append(
                person.id
            )
        for person, values in self.changed_people:
            deeds[(Verb.CHANGED, "person", tuple(values))].append(person.id)
        for case_id, new in self.cases:
            deeds[(Verb.CREATED, "case", _filled(new.row))].append(case_id)
        for case_id, fields in self.changed:
            deeds[(Verb.CHANGED, "case", tuple(fields))].append(case_id)
        if self.parts is not None:
            for verb, kind, sheet, pk in self.parts.deeds(self.part_changes):
                deeds[(verb, kind, (sheet,))].append(pk)
        rows = [
            (verb, kind, ids, list(fields), "import") for (verb, kind, fields), ids in deeds.items()
        ]
        record_many(actor=self.actor, rows=rows, organisation_id=self.organisation_id)


def sealed_text(
    model: type[Model], column: str, row_id: UUID, text: str | None, key: bytes
) -> bytes | None:
    """A text sealed for its place; missing stays missing."""
    if text is None:
        return None
    return crypto.seal(key, text, crypto.place_of(model._meta.db_table, column, row_id))


def last_contact(rows: Sequence[AppointmentRow], today: date) -> date | None:
    """The day of the last appointment that took place."""
    return max(
        (
            on
            for row in rows
            if row.outcome == AppointmentOutcome.KEPT
            and (on := timezone.localdate(row.starts_at)) <= today
        ),
        default=None,
    )


def _filled(row: CaseRow) -> tuple[str, ...]:
    """Names of the case's own fields that the row fills."""
    own = ("opened_on", "closed_on", "closing_kind", "closed_by", "closing_reason",
           "access_channel", "topics", "phase", "residence_status")  # fmt: skip
    return tuple(name for name in own if getattr(row, name))
