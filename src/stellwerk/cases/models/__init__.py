# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the room: people, cases, what happens in them, who may see them, coded facts."""

from stellwerk.cases.models.assessments import (
    Assessment,
    AssessmentArea,
    ScaleText,
    Strength,
)
from stellwerk.cases.models.barriers import Barrier
from stellwerk.cases.models.calendar import CalendarFeed
from stellwerk.cases.models.case import Case, CaseAccess, CaseTopic, PhaseChange
from stellwerk.cases.models.caseload import DigestWish, WorkTime
from stellwerk.cases.models.clarification import (
    Checklist,
    ChecklistItem,
    Clarification,
    CriterionAnswer,
)
from stellwerk.cases.models.conferences import CaseConference, ConferenceGuest, ConferenceResult
from stellwerk.cases.models.consent import Alliance, Consent, ConsentRecipient, Transmission
from stellwerk.cases.models.course import (
    Appointment,
    Contact,
    Goal,
    Involved,
    Measure,
    ResidencePeriod,
)
from stellwerk.cases.models.documents import Document, DocumentContent, LetterTemplate
from stellwerk.cases.models.drafts import OpenForm, UndoStep
from stellwerk.cases.models.ending import ClientEvaluation
from stellwerk.cases.models.exports import CaseExport
from stellwerk.cases.models.facts import CaseFact
from stellwerk.cases.models.goals import GoalAssessment, GoalScale, PlanAgreement
from stellwerk.cases.models.imports import ImportRun
from stellwerk.cases.models.legal import DeadlineRule, Entitlement, LegalSpherePeriod
from stellwerk.cases.models.lists import SavedFilter
from stellwerk.cases.models.mappings import ImportMapping
from stellwerk.cases.models.merging import PersonMerge
from stellwerk.cases.models.person import (
    ContactData,
    Household,
    Identity,
    Person,
    PersonLanguage,
    PersonToken,
)
from stellwerk.cases.models.reassignment import Reassignment, ReassignmentItem
from stellwerk.cases.models.reminders import Reminder, ReminderWish
from stellwerk.cases.models.settings import OrganisationSetting
from stellwerk.cases.models.surroundings import FamilyMember, LanguageLevel, NetworkTie
from stellwerk.cases.models.transitions import Transition
from stellwerk.cases.models.typical import TypicalSource

__all__ = [
    "Alliance",
    "Appointment",
    "Assessment",
    "AssessmentArea",
    "Barrier",
    "CalendarFeed",
    "Case",
    "CaseAccess",
    "CaseConference",
    "CaseFact",
    "CaseTopic",
    "Checklist",
    "ChecklistItem",
    "Clarification",
    "ClientEvaluation",
    "ConferenceGuest",
    "ConferenceResult",
    "Consent",
    "ConsentRecipient",
    "Contact",
    "ContactData",
    "CriterionAnswer",
    "DeadlineRule",
    "DigestWish",
    "Entitlement",
    "FamilyMember",
    "Goal",
    "GoalAssessment",
    "GoalScale",
    "Household",
    "Identity",
    "ImportRun",
    "Involved",
    "LanguageLevel",
    "LegalSpherePeriod",
    "Measure",
    "NetworkTie",
    "OrganisationSetting",
    "Person",
    "PersonLanguage",
    "PersonMerge",
    "PersonToken",
    "PhaseChange",
    "PlanAgreement",
    "Reassignment",
    "ReassignmentItem",
    "Reminder",
    "ReminderWish",
    "ResidencePeriod",
    "SavedFilter",
    "ScaleText",
    "Strength",
    "Transition",
    "Transmission",
    "TypicalSource",
    "WorkTime",
]

# Admission, evaluation by the client, merged people.
__all__ += [
    "Checklist", "ChecklistItem", "Clarification", "ClientEvaluation", "CriterionAnswer",
    "PersonMerge",
]

# Records on their way out.
__all__ += ["CaseExport"]
# assessment, plan, surroundings
__all__ += [
    "Appointment",
    "Assessment",
    "AssessmentArea",
    "Barrier",
    "Case",
    "CaseAccess",
    "CaseFact",
    "CaseTopic",
    "Contact",
    "ContactData",
    "Document",
    "DocumentContent",
    "FamilyMember",
    "Goal",
    "GoalAssessment",
    "GoalScale",
    "Household",
    "Identity",
    "ImportRun",
    "Involved",
    "LanguageLevel",
    "LetterTemplate",
    "Measure",
    "NetworkTie",
    "OpenForm",
    "OrganisationSetting",
    "Person",
    "PersonLanguage",
    "PersonToken",
    "PhaseChange",
    "PlanAgreement",
    "ResidencePeriod",
    "ScaleText",
    "Strength",
    "UndoStep",
]

# How foreign lists are read.
__all__ += ["ImportMapping"]
