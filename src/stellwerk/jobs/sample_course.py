# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Sample of what happens around cases: barriers, known issues, a conference, appointments ahead.

All of it is invented; offices are those of the sample network. It stands once: when there are
known issues already, nothing is written.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from stellwerk.access.visible import visible_cases
from stellwerk.base.actor import Actor
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.cases.actions import conferences
from stellwerk.cases.actions.barriers import record_barrier
from stellwerk.cases.actions.course import plan_appointment
from stellwerk.cases.choices import (
    OPEN_PHASES,
    AppointmentKind,
    ConferenceState,
    GuestState,
    Interpreter,
)
from stellwerk.cases.models import Case
from stellwerk.directory import queries
from stellwerk.directory.models import Organisation, User
from stellwerk.jobs import sample_people as people
from stellwerk.jobs.sample_issues import issues_of, set_up_issues
from stellwerk.jobs.sample_noted import note_what_others_did
from stellwerk.networks.choices import ObservationKind
from stellwerk.networks.models import KnownIssue
from stellwerk.networks.queries.issues import known_issues
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import term_by_key

IMMIGRATION, WELFARE, JOBCENTER = (
    "rheine-auslaenderbehoerde", "rheine-hilfen-asyl", "rheine-jobcenter",
)


def set_up_course(organisations: dict[str, Organisation], users: dict[str, User]) -> None:
    """Written by the team lead of the pilot, once."""
    if known_issues().exists():
        return
    owner = organisations[people.PILOT]
    lead = queries.actor_for(users["b.feldkamp"], people.PROJECT_START, owner.pk)
    lead = replace(lead, label="Beispieldaten")
    with acting(lead):
        issues = issues_of(lead, organisations)
        cases = list(
            visible_cases(lead).filter(phase__in=OPEN_PHASES).order_by("case_key")[:4]
        )
        open_keys(cases)
        if cases:
            _barriers(lead, cases, issues, organisations)
            _appointments(lead, cases)
            _conference(lead, cases[0], organisations)
            note_what_others_did(lead, cases[0])
            set_up_issues(lead, cases, issues, organisations, users)


def _barriers(
    lead: Actor, cases: list[Case], issues: list[KnownIssue], organisations: dict[str, Any]
) -> None:
    names = {key: organisations[key].name for key in (IMMIGRATION, WELFARE, JOBCENTER)}
    language = term_by_key(ListKey.FIELD_OF_ACTION, "rheine_1")
    work = term_by_key(ListKey.FIELD_OF_ACTION, "rheine_3")
    today = timezone.localdate()
    noted: tuple[dict[str, Any], ...] = (
        {
            "known_issue": issues[0], "kind": ObservationKind.DUPLICATE,
            "from_office": names[IMMIGRATION], "to_office": names[JOBCENTER],
            "field_of_action": language, "delay_days": 60,
            "note": "Beide Scheine liegen in der Akte; der Kurs begann erst nach Klärung.",
        },
        {
            "known_issue": issues[1], "kind": ObservationKind.WAITING,
            "from_office": names[WELFARE], "to_office": names[JOBCENTER], "delay_days": 42,
            "note": "Miete wurde für einen Monat gestundet.",
        },
        {
            "sentence": "Die Stelle für Anerkennung verlangt ein Papier, das es nur im "
            "Herkunftsland gibt.",
            "kind": ObservationKind.LEGAL_LIMIT, "from_office": names[JOBCENTER],
            "to_office": "Anerkennungsstelle der Kammer", "field_of_action": work,
            "note": None,
        },
        {
            "sentence": "Jobcenter und Case Management haben am selben Tag gemeinsam beraten; der "
            "Bescheid kam nach drei Tagen.",
            "kind": ObservationKind.GOOD, "from_office": "Case Management",
            "to_office": names[JOBCENTER], "delay_days": 0, "note": None,
        },
    )
    for number, values in enumerate(noted):
        since = today - timedelta(days=20 + 15 * number)
        record_barrier(
            actor=lead, case=cases[number % len(cases)], values={**values, "since": since}
        )


def _appointments(lead: Actor, cases: list[Case]) -> None:
    """On the working days ahead, so that the calendar has something to show."""
    for number, case in enumerate(cases):
        starts_at = _at(_working_day(2 + 3 * number), 9 + number)
        home = number == 1
        plan_appointment(
            actor=lead, case=case, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
            kind=AppointmentKind.HOME_VISIT if home else AppointmentKind.OFFICE,
            place=None if home else "Rathaus, Raum 112",
            interpreter=Interpreter.ORDERED if number == 0 else "",
            safety_note="Hund im Hof: vorher anrufen." if home else None,
        )


def _conference(lead: Actor, case: Case, organisations: dict[str, Organisation]) -> None:
    """One that was held, with minutes and a measure, and one that lies ahead."""
    held = conferences.plan_conference(
        actor=lead, case=case,
        values={
            "starts_at": _at(_working_day(-12), 10), "ends_at": _at(_working_day(-12), 11),
            "place": "Rathaus, Raum 112",
            "agenda": "1. Stand des Sprachkurses\n2. Wer ist wofür zuständig?\n3. Nächste Schritte",
        },
    )
    guests = (
        ("Herr Wessling (Integrationsfachkraft)", JOBCENTER, GuestState.ATTENDED),
        ("Frau Determann (Leistungsgewährung)", WELFARE, GuestState.REPRESENTED),
    )
    for name, key, state in guests:
        guest = conferences.add_guest(
            actor=lead, case=case, conference=held,
            values={"name": name, "provider": organisations[key]},
        )
        conferences.set_attendance(
            actor=lead, case=case, guest=guest, version=1, state=state
        )
    conferences.agree_on_measure(
        actor=lead, case=case, conference=held,
        values={
            "title": "Nur ein Berechtigungsschein bleibt gültig; der andere wird zurückgegeben",
            "provider": organisations[JOBCENTER], "due_on": _working_day(8),
        },
    )
    conferences.change_conference(
        actor=lead, case=case, conference=held, version=1,
        values={
            "starts_at": held.starts_at, "ends_at": held.ends_at, "state": ConferenceState.HELD,
            "minutes": "Der Kurs läuft weiter. Das Jobcenter klärt, welcher Schein gilt. "
            "Alle drei Stellen nutzen künftig dieselbe Ansprechperson.",
        },
    )
    ahead = conferences.plan_conference(
        actor=lead, case=case,
        values={"starts_at": _at(_working_day(14), 14), "place": "Jobcenter, Besprechungsraum"},
    )
    conferences.add_guest(
        actor=lead, case=case, conference=ahead,
        values={
            "name": "Herr Wessling (Integrationsfachkraft)", "provider": organisations[JOBCENTER],
            "email": "wessling@jobcenter.example",
        },
    )


def _working_day(days: int) -> date:
    """So many days from today; a weekend moves to Monday."""
    day = timezone.localdate() + timedelta(days=days)
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
