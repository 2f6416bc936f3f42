# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of typical cases, and their table of states."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TypicalState(models.TextChoices):
    """A draft belongs to its owner alone; only what is released is read by the network."""

    DRAFT = "draft", _("draft")
    CHECKED = "checked", _("checked")
    RELEASED = "released", _("released to the group")
    ARCHIVED = "archived", _("archived")


#: From -> to. Back to the draft is always open: what is to be changed is taken from the group.
TYPICAL_STEPS: dict[str, tuple[str, ...]] = {
    TypicalState.DRAFT: (TypicalState.CHECKED, TypicalState.ARCHIVED),
    TypicalState.CHECKED: (TypicalState.RELEASED, TypicalState.DRAFT, TypicalState.ARCHIVED),
    TypicalState.RELEASED: (TypicalState.ARCHIVED, TypicalState.DRAFT),
    TypicalState.ARCHIVED: (TypicalState.DRAFT,),
}


class CourseKind(models.TextChoices):
    """As it went, and as it could go."""

    ACTUAL = "actual", _("Actual course")
    POSITIVE = "positive", _("Positive course")


class StationRating(models.TextChoices):
    HELPFUL = "helpful", _("helpful")
    HINDERING = "hindering", _("hindering")
    NEITHER = "neither", _("neither of the two")


class TypicalAttribute(models.TextChoices):
    """What a typical case may say about the person, each in general terms."""

    AGE_BAND = "age_band", _("Age group")
    REGION = "region", _("Region of origin")
    RESIDENCE_GROUP = "residence_group", _("Group of residence statuses")
    GENDER = "gender", _("Gender")
    HALF_YEAR = "half_year", _("Half-year of opening")


class AgeBand(models.TextChoices):
    """Age reached in the year of opening; the narrow ones are those of the reports."""

    UNDER_16 = "0-15", _("under 16")
    FROM_16 = "16-17", _("16 to 17")
    FROM_18 = "18-26", _("18 to 26")
    FROM_27 = "27-39", _("27 to 39")
    FROM_40 = "40-54", _("40 to 54")
    FROM_55 = "55-64", _("55 to 64")
    FROM_65 = "65-199", _("65 and older")
    YOUNG = "0-17", _("under 18")
    YOUNGER = "18-39", _("18 to 39")
    OLDER = "40-64", _("40 to 64")
    ADULT = "18-199", _("18 and older")


class StatedGender(models.TextChoices):
    FEMALE = "w", _("female")
    MALE = "m", _("male")
    DIVERSE = "d", _("diverse")


class ResidenceGroup(models.TextChoices):
    """Groups of the maintained list of residence statuses (its column ``group``)."""

    ASYLUM = "asylum", _("Asylum procedure")
    TOLERATION = "toleration", _("Toleration")
    PROTECTION = "protection", _("Protection granted")
    HUMANITARIAN = "humanitarian", _("Humanitarian reasons")
    FAMILY = "family", _("Family")
    WORK = "work", _("Employment")
    EDUCATION = "education", _("Education")
    SETTLEMENT = "settlement", _("Permanent settlement")
    PROVISIONAL = "provisional", _("Provisional papers")
    EU = "eu", _("EU free movement")
    GERMAN = "german", _("German nationality")
    OTHER = "other", _("Other")


class Withdrawal(models.TextChoices):
    """Why a typical case was taken from the group."""

    EDITING = "editing", _("to be changed")
    ARCHIVED = "archived", _("archived")
    TOO_FEW = "too_few", _("fewer than five people match by now")


LONGEST_HALF_YEAR = 7
