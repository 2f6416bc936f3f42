# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the room: people, cases, what happens in them, who may see them, coded facts."""

from stellwerk.cases.models.case import Case, CaseAccess, CaseTopic, PhaseChange
from stellwerk.cases.models.caseload import DigestWish, WorkTime
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
from stellwerk.cases.models.reassignment import Reassignment, ReassignmentItem
from stellwerk.cases.models.settings import OrganisationSetting
from stellwerk.cases.models.transitions import Transition

__all__ = [
    "Appointment",
    "Case",
    "CaseAccess",
    "CaseFact",
    "CaseTopic",
    "Contact",
    "ContactData",
    "DigestWish",
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
    "Reassignment",
    "ReassignmentItem",
    "ResidencePeriod",
    "Transition",
    "WorkTime",
]
