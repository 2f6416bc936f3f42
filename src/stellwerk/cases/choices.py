# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of a case and its state table."""

from enum import IntFlag

from django.db import models
from django.utils.translation import gettext_lazy as _


class FieldGroup(IntFlag):
    """What may be shared separately; a grant is a sum of these bits (``CaseAccess.scope``)."""

    IDENTITY = 1
    CONTACT = 2
    FAMILY = 4
    RESIDENCE = 8
    LANGUAGE = 16
    WORK_EDUCATION = 32
    HOUSING = 64
    HEALTH = 128
    PLAN = 256
    NOTES = 512


#: Everything that can be granted.
ALL_GROUPS = 1023
#: "Anvertraut" (§ 65 SGB VIII, § 203 StGB): a bit in a row's ``groups`` that no grant contains, so
#: the row leaves only by an explicit, logged act of its own.
ENTRUSTED = 1024
#: What the owner's access row holds.
OWN_SCOPE = ALL_GROUPS | ENTRUSTED

FIELD_GROUP_LABELS = {
    FieldGroup.IDENTITY: _("Identity"),
    FieldGroup.CONTACT: _("Contact data"),
    FieldGroup.FAMILY: _("Family and household"),
    FieldGroup.RESIDENCE: _("Residence"),
    FieldGroup.LANGUAGE: _("Language"),
    FieldGroup.WORK_EDUCATION: _("Work and education"),
    FieldGroup.HOUSING: _("Housing"),
    FieldGroup.HEALTH: _("Health"),
    FieldGroup.PLAN: _("Goals and plan"),
    FieldGroup.NOTES: _("Notes and contacts"),
}


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
    REFERRED_ON = "referred_on", _("Referred on")
    DECLINED = "declined", _("Declined")
    CLOSED = "closed", _("Closed")


PHASE_TRANSITIONS: dict[str, tuple[str, ...]] = {
    Phase.APPROACHED: (Phase.CLARIFICATION, Phase.REFERRED_ON, Phase.DECLINED),
    Phase.CLARIFICATION: (Phase.ADMITTED, Phase.REFERRED_ON, Phase.DECLINED),
    Phase.ADMITTED: (Phase.ASSESSMENT, Phase.CLOSED),
    Phase.ASSESSMENT: (Phase.PLANNING, Phase.CLOSED),
    Phase.PLANNING: (Phase.LINKING, Phase.CLOSED),
    Phase.LINKING: (Phase.MONITORING, Phase.CLOSED),
    Phase.MONITORING: (Phase.REASSESSMENT, Phase.EVALUATION, Phase.CLOSED),
    Phase.REASSESSMENT: (Phase.PLANNING, Phase.MONITORING, Phase.CLOSED),
    Phase.EVALUATION: (Phase.MONITORING, Phase.CLOSED),
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
ENDED_PHASES = (Phase.CLOSED, Phase.REFERRED_ON, Phase.DECLINED)


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


class MeasureState(models.TextChoices):
    PLANNED = "planned", _("planned")
    ASKED = "asked", _("asked for")
    RUNNING = "running", _("running")
    COMPLETED = "completed", _("completed")
    DROPPED = "dropped", _("dropped")
    REFUSED = "refused", _("refused")


class Basis(models.TextChoices):
    """Why another organisation may see something of a case."""

    OWNERSHIP = "ownership", _("own case")
    CONSENT = "consent", _("consent of the client")
    STATUTE = "statute", _("statutory basis")


class ImportState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")


# --- documents and letters ---
class DocumentKind(models.TextChoices):
    """What a file of a case is."""

    NOTICE = "notice", _("Official notice")
    APPLICATION = "application", _("Application or form")
    CERTIFICATE = "certificate", _("Certificate or proof")
    CONSENT = "consent", _("Signed consent or release")
    AGREEMENT = "agreement", _("Signed agreement or plan")
    REPORT = "report", _("Report or opinion")
    CORRESPONDENCE = "correspondence", _("Letter received")
    LETTER = "letter", _("Letter issued")
    OTHER = "other", _("Other document")


class FileType(models.TextChoices):
    """What may be filed, recognised by the content and never by the name."""

    PDF = "pdf", "PDF"
    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"
    WEBP = "webp", "WebP"
    DOCX = "docx", "DOCX"
    ODT = "odt", "ODT"
    XLSX = "xlsx", "XLSX"
    TXT = "txt", "TXT"


class ScanState(models.TextChoices):
    NOT_SCANNED = "not_scanned", _("not scanned")
    CLEAN = "clean", _("scanned, nothing found")


class TemplateKind(models.TextChoices):
    LETTER = "letter", _("Letter")
    CONVERSATION_GUIDE = "conversation_guide", _("Conversation guide")
    DOCUMENTATION = "documentation", _("Documentation template")
    LEAFLET = "leaflet", _("Leaflet")


# Codes in the packed columns of the coded facts: the position is the code, so only ever append.
# An age is the one reached in the year of opening; a group ends below the bound beside it
# (27: services for young people end there).
AGE_BOUNDS = (16, 18, 27, 40, 55, 65)
AGE_MISSING = len(AGE_BOUNDS) + 1
GENDER_CODES = (Gender.FEMALE, Gender.MALE, Gender.DIVERSE, Gender.NOT_STATED)
GENDER_MISSING = len(GENDER_CODES)
CLOSING_KIND_CODES = (ClosingKind.PLANNED, ClosingKind.UNPLANNED)
CLOSED_BY_CODES = (ClosedBy.CLIENT, ClosedBy.CASE_MANAGER, ClosedBy.BOTH, ClosedBy.OTHER)
