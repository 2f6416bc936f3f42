# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the room: people, cases, what happens in them, who may see them, coded facts."""

from stellwerk.cases.models.case import Case, CaseAccess, CaseTopic, PhaseChange
from stellwerk.cases.models.clarification import (
    Checklist,
    ChecklistItem,
    Clarification,
    CriterionAnswer,
)
from stellwerk.cases.models.consent import Alliance, Consent, ConsentRecipient, Transmission
from stellwerk.cases.models.course import (
    Appointment,
    Contact,
    Goal,
    Involved,
    Measure,
    ResidencePeriod,
)
from stellwerk.cases.models.ending import ClientEvaluation
from stellwerk.cases.models.facts import CaseFact
from stellwerk.cases.models.imports import ImportRun
from stellwerk.cases.models.lists import SavedFilter
from stellwerk.cases.models.merging import PersonMerge
from stellwerk.cases.models.person import (
    ContactData,
    Household,
    Identity,
    Person,
    PersonLanguage,
    PersonToken,
)
from stellwerk.cases.models.settings import OrganisationSetting
from stellwerk.cases.models.transitions import Transition

__all__ = [
    "Alliance",
    "Appointment",
    "Case",
    "CaseAccess",
    "CaseFact",
    "CaseTopic",
    "Consent",
    "ConsentRecipient",
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
    "ResidencePeriod",
    "SavedFilter",
    "Transition",
    "Transmission",
]

# Admission, evaluation by the client, merged people.
__all__ += [
    "Checklist", "ChecklistItem", "Clarification", "ClientEvaluation", "CriterionAnswer",
    "PersonMerge",
]
