# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The invented rows of `bench pages`: one slice of cases of one organisation, sealed for real."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

START = date(2019, 1, 1)
Rows = dict[str, list[dict[str, Any]]]
GIVEN = [
    "Amina", "Mohammed", "Fatima", "Ali", "Zeynep", "Mehmet", "Olena", "Oleksandr", "Maria",
    "Ion", "Elena", "Ahmad", "Leyla", "Hassan", "Nour", "Samir", "Daria", "Andrij",
    "Kateryna", "Yusuf", "Emine", "Mustafa", "Aisha", "Omar", "Hanna", "Ivan", "Sofia",
    "Petro", "Rania", "Karim", "Mina", "Reza", "Parisa", "Abdul", "Selam", "Tesfay", "Bogdan",
    "Ioana", "Radu", "Stefka", "Georgi", "Milena",
]  # fmt: skip
FAMILY = [
    "Yilmaz", "Kaya", "Demir", "Celik", "Sahin", "Haddad", "Khalil", "Mansour", "Nasser",
    "Saleh", "Rahimi", "Ahmadi", "Karimi", "Hosseini", "Kovalenko", "Shevchenko",
    "Bondarenko", "Tkachenko", "Melnyk", "Popescu", "Ionescu", "Dumitru", "Stan", "Marin",
    "Petrov", "Ivanov", "Dimitrov", "Georgiev", "Osman", "Ibrahim", "Hassan", "Abdi",
    "Tesfay", "Berhane", "Haile", "Diallo", "Traore", "Barry", "Nguyen", "Tran", "Singh",
    "Sharma", "Novak", "Kowalski", "Hoxha", "Krasniqi", "Berisha", "Gashi", "Kurt", "Aydin",
    "Polat", "Arslan",
]  # fmt: skip
PHASES = (
    ["approached"]
    + ["clarification"]
    + ["admitted"]
    + ["assessment"] * 2
    + ["planning"] * 2
    + ["linking"] * 3
    + ["monitoring"] * 4
    + ["evaluation"]
    + ["closed"] * 20
)


def managers_of(organisation_id: UUID) -> list[UUID]:
    from stellwerk.directory.models import Membership

    rows = Membership.objects.filter(organisation_id=organisation_id, role="case_manager")
    return [row.user_id for row in rows.order_by("user__email")]


class Writer:
    """Makes the rows of one slice of cases of one organisation."""

    def __init__(self, organisation_id: UUID, first: int, count: int) -> None:
        from stellwerk.base.ids import new_id
        from stellwerk.vault import crypto
        from stellwerk.vocabulary.models import Term

        self.organisation_id, self.first, self.count = organisation_id, first, count
        self.random = random.Random(f"{organisation_id} {first}")
        self.ring, self.new_id = crypto.keyring(), new_id
        self.seal, self.place_of = crypto.seal, crypto.place_of
        self.managers = managers_of(organisation_id)
        self.terms: dict[str, list[int]] = {}
        for term in Term.objects.all():
            self.terms.setdefault(term.list, []).append(term.pk)
        self.now = datetime.now(UTC)
        self.rows: Rows = {}

    def add(self, table: str, **values: Any) -> None:
        self.rows.setdefault(table, []).append({**values, "organisation_id": self.organisation_id})

    def row(self, table: str, **values: Any) -> None:
        """A row with the columns that most tables share."""
        self.add(table, created_at=self.now, updated_at=self.now, **values)

    def sealed(self, key: bytes, table: str, column: str, row: UUID, text: str) -> bytes:
        return self.seal(key, text, self.place_of(table, column, row))

    def term(self, name: str) -> int:
        return self.random.choice(self.terms[name])

    def make(self) -> Rows:
        for number in range(self.first, self.first + self.count):
            person, case = self.new_id(), self.new_id()
            self._person(number, person, self._key(person))
            opened, closed, touched = self._case(number, person, case)
            key = self._key(case)
            self._goals(case, key, opened, closed)
            self._course(case, key, touched)
        return self.rows

    def _key(self, subject: UUID) -> bytes:
        key = self.ring.new_data_key()
        self.add(
            "base_data_key",
            subject_id=subject,
            wrapped=self.ring.wrap(key, subject),
            kek_version=self.ring.current_version,
        )
        return key

    def _person(self, number: int, person: UUID, key: bytes) -> None:
        pick, table = self.random, "cases_identity"
        given, family = pick.randrange(len(GIVEN)), pick.randrange(len(FAMILY))
        year = pick.randrange(1950, 2010)
        born = f"{year}-{pick.randrange(1, 13):02}-{pick.randrange(1, 29):02}"
        self.row("cases_person", id=person, version=1, client_key=f"K-{number:07}")
        self.add(
            table,
            person_id=person,
            updated_at=self.now,
            groups=1,
            family_name=self.sealed(key, table, "family_name", person, FAMILY[family]),
            given_name=self.sealed(key, table, "given_name", person, GIVEN[given]),
            birth_date=self.sealed(key, table, "birth_date", person, born),
            birth_year=year,
            gender=pick.choice("wmdx"),
            nationality_id=self.term("nationality"),
        )
        self.add("bench_name", person_id=person, given=given, family=family)

    def _case(self, number: int, person: UUID, case: UUID) -> tuple[date, date | None, datetime]:
        pick, phase = self.random, self.random.choice(PHASES)
        opened = START + timedelta(days=pick.randrange(2800))
        closed = opened + timedelta(days=pick.randrange(60, 500)) if phase == "closed" else None
        touched = self.now - timedelta(seconds=pick.randrange(60 * 60 * 24 * 700))
        by = ("client", "case_manager", "both", "other")
        self.row(
            "cases_case",
            id=case,
            version=1,
            person_id=person,
            case_key=f"{opened.year}-{number:07}",
            manager_id=pick.choice(self.managers),
            phase=phase,
            phase_since=opened,
            opened_on=opened,
            closed_on=closed,
            closing_kind=pick.choice(("planned", "unplanned")) if closed else None,
            closed_by=pick.choice(by) if closed else None,
            closing_reason_id=self.term("closing_reason") if closed else None,
            access_channel_id=self.term("access_channel"),
            episode=1,
            last_contact_on=touched.date(),
            sort_at=touched,
        )
        self.row(
            "cases_residenceperiod",
            id=self.new_id(),
            version=1,
            person_id=person,
            groups=8,
            status_id=self.term("residence_status"),
            valid_from=opened,
            valid_until=opened + timedelta(days=pick.randrange(200, 3000)),
        )
        change = {"id": self.new_id(), "case_id": case, "groups": 256, "phase": phase}
        self.row("cases_phasechange", **change, entered_on=opened, by="")
        return opened, closed, touched

    def _goals(self, case: UUID, key: bytes, opened: date, closed: date | None) -> None:
        for place, area in enumerate(self.random.sample(self.terms["life_area"], 3)):
            part = {"case_id": case, "groups": 256, "life_area_id": area}
            self.row("cases_casetopic", id=self.new_id(), **part, is_central=place == 0)
            goal = self.new_id()
            attainment = self.random.choice((None, 0, 30, 50, 80, 100))
            self.row(
                "cases_goal",
                id=goal,
                version=1,
                **part,
                text=self.sealed(key, "cases_goal", "text", goal, f"Erfundenes Ziel {place}"),
                agreed_on=opened,
                due_on=opened + timedelta(days=180),
                attainment=attainment,
                assessed_on=closed if attainment is not None else None,
            )

    def _course(self, case: UUID, key: bytes, touched: datetime) -> None:
        contact, measure = self.new_id(), self.new_id()
        note = self.sealed(key, "cases_contact", "note", contact, "Erfundener Kontakt")
        self.row(
            "cases_contact",
            id=contact,
            version=1,
            case_id=case,
            groups=512,
            at=touched,
            kind="phone",
            note=note,
            by="",
        )
        self.row(
            "cases_measure",
            id=measure,
            version=1,
            case_id=case,
            groups=256,
            title=self.sealed(key, "cases_measure", "title", measure, "Erfundene Maßnahme"),
            state="running",
        )
