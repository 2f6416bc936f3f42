# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Tables of the room: people, cases, what happens in them, who may see them, coded facts."""

from stellwerk.cases.models.case import Case, CaseAccess, CaseTopic, PhaseChange
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

__all__ = [
    "Appointment", "Case", "CaseAccess", "CaseFact", "CaseTopic", "Contact", "ContactData",
    "Document", "DocumentContent",
    "Goal", "Household", "Identity", "ImportRun", "Involved",
    "LetterTemplate",
    "Measure",
    "OpenForm",
    "Person",
    "PersonLanguage", "PersonToken", "PhaseChange", "ResidencePeriod",
    "UndoStep",
]
