# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Phases and what happens along the way."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    """Where a case stands (DGCC cycle; "approached" is not "admitted")."""

    APPROACHED = "approached", _("Approached")
    CLARIFICATION = "clarification", _("Clarification")
    ADMITTED = "admitted", _("Admitted")
    ASSESSMENT = "assessment", _("Assessment")
    PLANNING = "planning", _("Planning")
    LINKING = "linking", _("Linking")
    MONITORING = "monitoring", _("Monitoring")
    REASSESSMENT = "reassessment", _("Re-assessment")
    EVALUATION = "evaluation", _("Evaluation")
    ADVISED = "advised", _("Short advice")
    REFERRED_ON = "referred_on", _("Referred on")
    DECLINED = "declined", _("Declined")
    CLOSED = "closed", _("Closed")

PHASE_TRANSITIONS: dict[str, tuple[str, ...]] = {
    Phase.APPROACHED: (Phase.CLARIFICATION, Phase.ADVISED, Phase.REFERRED_ON, Phase.DECLINED),
    Phase.CLARIFICATION: (Phase.ADMITTED, Phase.ADVISED, Phase.REFERRED_ON, Phase.DECLINED),
    Phase.ADMITTED: (Phase.ASSESSMENT, Phase.CLOSED),
    Phase.ASSESSMENT: (Phase.PLANNING, Phase.CLOSED),
    Phase.PLANNING: (Phase.LINKING, Phase.CLOSED),
    Phase.LINKING: (Phase.MONITORING, Phase.CLOSED),
    Phase.MONITORING: (Phase.REASSESSMENT, Phase.EVALUATION, Phase.CLOSED),
    Phase.REASSESSMENT: (Phase.PLANNING, Phase.MONITORING, Phase.CLOSED),
    Phase.EVALUATION: (Phase.MONITORING, Phase.CLOSED),
    Phase.ADVISED: (),
    Phase.REFERRED_ON: (),
    Phase.DECLINED: (),
    Phase.CLOSED: (),
}

# The phases in which case management runs; before them somebody has only been approached.
RUNNING_PHASES = (
    Phase.ADMITTED, Phase.ASSESSMENT, Phase.PLANNING, Phase.LINKING,
    Phase.MONITORING, Phase.REASSESSMENT, Phase.EVALUATION,
)

OPEN_PHASES = (Phase.APPROACHED, Phase.CLARIFICATION, *RUNNING_PHASES)

ENDED_PHASES = (Phase.CLOSED, Phase.ADVISED, Phase.REFERRED_ON, Phase.DECLINED)


class Gender(models.TextChoices):
    FEMALE = "w", _("female")
    MALE = "m", _("male")
    DIVERSE = "d", _("diverse")
    NOT_STATED = "x", _("not stated")


class ClosingKind(models.TextChoices):
    PLANNED = "planned", _("Planned end")
    UNPLANNED = "unplanned", _("Unplanned end")


class ClosedBy(models.TextChoices):
    CLIENT = "client", _("by the client")
    CASE_MANAGER = "case_manager", _("by the case manager")
    BOTH = "both", _("by both together")
    OTHER = "other", _("by somebody else")


class AppointmentKind(models.TextChoices):
    OFFICE = "office", _("Office")
    HOME_VISIT = "home_visit", _("Home visit")
    PHONE = "phone", _("Phone")
    ONLINE = "online", _("Online")
    ACCOMPANIMENT = "accompaniment", _("Accompaniment")


class AppointmentOutcome(models.TextChoices):
    PLANNED = "planned", _("planned")
    KEPT = "kept", _("kept")
    CANCELLED_BY_CLIENT = "cancelled_by_client", _("cancelled by the client")
    CANCELLED_BY_US = "cancelled_by_us", _("cancelled by us")
    NO_SHOW = "no_show", _("not kept without notice")

# Due = counts in a share (issue "House", section 6); the two last ones were not kept.
DUE_OUTCOMES = (
    AppointmentOutcome.KEPT, AppointmentOutcome.NO_SHOW, AppointmentOutcome.CANCELLED_BY_CLIENT,
)


class ContactKind(models.TextChoices):
    PHONE = "phone", _("Phone")
    OFFICE = "office", _("Conversation in the office")
    HOME_VISIT = "home_visit", _("Home visit")
    MESSAGE = "message", _("E-mail or message")
    ACCOMPANIMENT = "accompaniment", _("Accompaniment")
    THIRD_PARTY = "third_party", _("With another office or person")


class Interpreter(models.TextChoices):
    """Whether somebody interprets (Sprachmittlung); empty means that nobody has said."""

    NOT_NEEDED = "not_needed", _("not needed")
    NEEDED = "needed", _("needed")
    ORDERED = "ordered", _("ordered")
    PRESENT = "present", _("was there")
    MISSING = "missing", _("was needed and not there")


class ConferenceState(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class GuestState(models.TextChoices):
    """From the list of names to who really came."""

    NAMED = "named", _("not invited yet")
    INVITED = "invited", _("invited")
    ATTENDED = "attended", _("came")
    REPRESENTED = "represented", _("was represented")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("did not come")


class ReminderChannel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    TEXT = "text", _("Text message")


class ReminderState(models.TextChoices):
    SENDING = "sending", _("on its way")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not sent")

#: From this need on a life area is offered as a topic, and as a central one.
TOPIC_FROM, CENTRAL_FROM = 2, 3
