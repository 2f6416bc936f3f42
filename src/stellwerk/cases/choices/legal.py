# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Residence, legal sphere, entitlements, the deadline watch."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices.groups import FieldGroup


class WorkPermit(models.TextChoices):
    """What a residence title says about work (§ 4a AufenthG, § 61 AsylG, § 32 BeschV)."""

    ANY = "any", _("any work allowed")
    EMPLOYMENT = "employment", _("employment allowed, not self-employment")
    ON_REQUEST = "on_request", _("only with the immigration office's permission")
    NONE = "none", _("no work allowed")


class DatePrecision(models.TextChoices):
    """How sure the days of an entry are."""

    DAY = "day", _("to the day")
    ABOUT = "about", _("approximate")


class EntitlementKind(models.TextChoices):
    """Papers that open the way to a service and lie with somebody until they are used."""

    INTEGRATION_COURSE = "integration_course", _("Entitlement to an integration course")
    JOB_LANGUAGE = "job_language", _("Entitlement to a job-related language course")
    TRAINING_VOUCHER = "training_voucher", _("Training voucher")
    PLACEMENT_VOUCHER = "placement_voucher", _("Activation and placement voucher")
    HOUSING = "housing", _("Housing entitlement certificate")
    EDUCATION_PACKAGE = "education_package", _("Education and participation benefits")
    OTHER = "other", _("Other entitlement")

#: Which field group a reader needs for an entitlement of a kind.
ENTITLEMENT_GROUPS = {
    EntitlementKind.INTEGRATION_COURSE: FieldGroup.LANGUAGE,
    EntitlementKind.JOB_LANGUAGE: FieldGroup.LANGUAGE,
    EntitlementKind.TRAINING_VOUCHER: FieldGroup.WORK_EDUCATION,
    EntitlementKind.PLACEMENT_VOUCHER: FieldGroup.WORK_EDUCATION,
    EntitlementKind.HOUSING: FieldGroup.HOUSING,
    EntitlementKind.EDUCATION_PACKAGE: FieldGroup.FAMILY,
    EntitlementKind.OTHER: FieldGroup.PLAN,
}


class EntitlementState(models.TextChoices):
    ISSUED = "issued", _("issued, not handed in")
    HANDED_IN = "handed_in", _("handed in")
    USED = "used", _("used")
    RETURNED = "returned", _("taken back by the office")
    LAPSED = "lapsed", _("lapsed")

#: In these states an entitlement still counts.
ENTITLEMENT_IN_FORCE = (EntitlementState.ISSUED, EntitlementState.HANDED_IN)


class Trigger(models.TextChoices):
    """What sets a rule of the deadline watch off; its parameters stand in the rule."""

    TITLE_END = "title_end", _("A residence title ends")
    BIRTHDAY = "birthday", _("A birthday")
    STATUS_CHANGE = "status_change", _("The residence status changes")
    TIME_SINCE = "time_since", _("Months since a status began")
    RESIDENCE_DUTY = "residence_duty", _("A residence requirement runs out")
    WORK_PERMIT_CHANGE = "work_permit_change", _("The work permit changes")
    TWO_ENTITLEMENTS = "two_entitlements", _("Two entitlements of one kind at once")
    ENTITLEMENT_UNUSED = "entitlement_unused", _("An entitlement is not handed in")
    ENTITLEMENT_END = "entitlement_end", _("An entitlement lapses")


class RuleEffect(models.TextChoices):
    BEGINS = "begins", _("a right begins")
    ENDS = "ends", _("a right ends")
    CHANGES = "changes", _("responsibility changes")
    CONFLICT = "conflict", _("a contradiction")
