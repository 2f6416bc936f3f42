# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Codes in the packed columns of the coded facts."""

from stellwerk.cases.choices.course import ClosedBy, ClosingKind, Gender

# Codes in the packed columns of the coded facts: the position is the code, so only ever append.
# An age is the one reached in the year of opening; a group ends below the bound beside it
# (27: services for young people end there).
AGE_BOUNDS = (16, 18, 27, 40, 55, 65)

AGE_MISSING = len(AGE_BOUNDS) + 1

GENDER_CODES = (Gender.FEMALE, Gender.MALE, Gender.DIVERSE, Gender.NOT_STATED)

GENDER_MISSING = len(GENDER_CODES)

CLOSING_KIND_CODES = (ClosingKind.PLANNED, ClosingKind.UNPLANNED)

CLOSED_BY_CODES = (ClosedBy.CLIENT, ClosedBy.CASE_MANAGER, ClosedBy.BOTH, ClosedBy.OTHER)
