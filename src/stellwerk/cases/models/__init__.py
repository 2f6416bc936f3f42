# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the room: people, cases, what happens in them, who may see them, coded facts."""

from stellwerk.cases.models.barriers import Barrier
from stellwerk.cases.models.calendar import CalendarFeed
from stellwerk.cases.models.case import Case, CaseAccess, CaseTopic, PhaseChange
from stellwerk.cases.models.conferences import CaseConference, ConferenceGuest, ConferenceResult
from stellwerk.cases.models.course import (
    Appointment,
    Contact,
    Goal,
    Involved,
    Measure,
    ResidencePeriod,
)
from stellwerk.cases.models.facts import CaseFact
from stellwerk.cases.models.imports import ImportRun
from stellwerk.cases.models.person import (
    ContactData,
    Household,
    Identity,
    Person,
    PersonLanguage,
    PersonToken,
)
from stellwerk.cases.models.reminders import Reminder, ReminderWish
from stellwerk.cases.models.settings import OrganisationSetting

__all__ = [
    "Appointment",
    "Barrier",
    "CalendarFeed",
    "Case",
    "CaseAccess",
    "CaseConference",
    "CaseFact",
    "CaseTopic",
    "ConferenceGuest",
    "ConferenceResult",
    "Contact",
    "ContactData",
    "Goal",
    "Household",
    "Identity",
    "ImportRun",
    "Involved",
    "Measure",
    "OrganisationSetting",
    "Person",
    "PersonLanguage",
    "PersonToken",
    "PhaseChange",
    "Reminder",
    "ReminderWish",
    "ResidencePeriod",
]
