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


# --- residence, legal sphere, entitlements, deadline watch ---


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
# --- transitions: assigning, handing over, referring ---------------------------------------------


class TransitionKind(models.TextChoices):
    """One model for every change of who carries a case."""

    ASSIGNMENT = "assignment", _("Assignment")
    HAND_OVER = "hand_over", _("Hand-over")
    REFERRAL = "referral", _("Referral")


class TransitionState(models.TextChoices):
    PROPOSED = "proposed", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


TRANSITION_STEPS: dict[str, tuple[str, ...]] = {
    TransitionState.PROPOSED: (
        TransitionState.ACCEPTED, TransitionState.DECLINED, TransitionState.WITHDRAWN,
    ),
    TransitionState.ACCEPTED: (),
    TransitionState.DECLINED: (),
    TransitionState.WITHDRAWN: (),
}


class DeclineReason(models.TextChoices):
    """Why a hand-over or a referral was declined; coded, because a text may need a key."""

    NO_CAPACITY = "no_capacity", _("no capacity at present")
    NOT_RESPONSIBLE = "not_responsible", _("not responsible")
    NOT_SUITABLE = "not_suitable", _("does not fit what we offer")
    BIAS = "bias", _("too close to those involved")
    OTHER = "other", _("another reason")
class PaperLanguage(models.TextChoices):
    """Languages in which a paper for clients can be printed beside the German one."""

    GERMAN = "de", _("German")
    PLAIN_GERMAN = "de-plain", _("German, plain language")
    UKRAINIAN = "uk", _("Ukrainian")
    ARABIC = "ar", _("Arabic")
    FARSI = "fa", _("Farsi")
    TURKISH = "tr", _("Turkish")
    FRENCH = "fr", _("French")
    ROMANIAN = "ro", _("Romanian")
    BULGARIAN = "bg", _("Bulgarian")
    RUSSIAN = "ru", _("Russian")
    ENGLISH = "en", _("English")


class ConsentPurpose(models.TextChoices):
    """What a consent is for; its words for clients stand in the papers (``purposes.…``)."""

    COORDINATION = "coordination", _("Planning and coordinating support together")
    BENEFITS = "benefits", _("Applying for benefits and clarifying them")
    PLACEMENT = "placement", _("Finding a place (course, job, school, housing)")
    CONFERENCE = "conference", _("Case conference")
    HANDOVER = "handover", _("Handing the counselling over to another office")
    OTHER = "other", _("Another purpose, in own words")


# --- the integration biography ---


class BiographyKind(models.TextChoices):
    """What the biography is made of; a filter of its page."""

    RESIDENCE = "residence", _("Residence status")
    SPHERE = "sphere", _("Legal sphere")
    PHASE = "phase", _("Case management")
    MEASURE = "measure", _("Course or measure")
    ENTITLEMENT = "entitlement", _("Entitlement")
    CONTACT = "contact", _("Contact")
    APPOINTMENT = "appointment", _("Appointment")
    GOAL = "goal", _("Goal")
    TRANSITION = "transition", _("Hand-over or referral")
    CONFLICT = "conflict", _("Contradiction")
    GAP = "gap", _("Gap")


class GapKind(models.TextChoices):
    WAITING = "waiting", _("Waiting time")
    SILENCE = "silence", _("Nothing noted")
    STATUS = "status", _("No residence status noted")
class ConsentForm(models.TextChoices):
    """How a consent was given (§ 67b Abs. 2 SGB X: written or electronic)."""

    WRITTEN = "written", _("in writing")
    ELECTRONIC = "electronic", _("electronically")
# --- Clarification, evaluation by the client, ending ----------------------------------------------
class CriterionState(models.TextChoices):
    """What was found out about one admission criterion."""

    MET = "met", _("met")
    NOT_MET = "not_met", _("not met")
    OPEN = "open", _("still open")


class ClarificationResult(models.TextChoices):
    """What the clarification leads to; each is a phase of the same name."""

    ADMITTED = "admitted", _("Admitted")
    ADVISED = "advised", _("Short advice")
    REFERRED_ON = "referred_on", _("Referred on")
    DECLINED = "declined", _("Declined by the client")


class RetentionClass(models.TextChoices):
    """How long an ended case is kept; without a choice the organisation's standard holds."""

    STANDARD = "standard", _("Standard of case management")
    YOUTH_WELFARE = "youth_welfare", _("Youth welfare")


class EvaluationWay(models.TextChoices):
    """How the client gave her answers."""

    SCREEN = "screen", _("on the screen")
    PAPER = "paper", _("on paper")


# --- Records as a file ----------------------------------------------------------------------------
class ExportState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")


class ExportFormat(models.TextChoices):
    XLSX = "xlsx", _("Workbook (XLSX)")
    CSV = "csv", _("CSV files in a ZIP")
    JSON = "json", _("JSON, for programs")
# --- Assessment, plan, surroundings ---


class AssessmentKind(models.TextChoices):
    FIRST = "first", _("First assessment")
    AGAIN = "re", _("Re-assessment")


#: Need in a life area, 0 (none) to 4 (very high); 0 is a value.
NEED_LEVELS = (0, 1, 2, 3, 4)
#: From this need on a life area is offered as a topic, and as a central one.
TOPIC_FROM, CENTRAL_FROM = 2, 3


class Responsible(models.TextChoices):
    """Who sees to it that a goal is worked on."""

    CLIENT = "client", _("the client")
    CASE_MANAGER = "case_manager", _("the case manager")
    BOTH = "both", _("client and case manager together")
    OTHER = "other", _("somebody else")


#: Levels of a goal attainment scale.
SCALE_LEVELS = (-2, -1, 0, 1, 2)

#: How a measure can end; the other states follow from its days.
MEASURE_ENDINGS = (MeasureState.COMPLETED, MeasureState.DROPPED, MeasureState.REFUSED)


class MeasureReason(models.TextChoices):
    """Why a measure ended as it did (coded; the words stand beside it)."""

    DONE = "done", _("done as agreed")
    PARTLY = "partly", _("done in part")
    NO_PLACE = "no_place", _("no place free")
    WAITING = "waiting", _("waiting time too long")
    NOT_ENTITLED = "not_entitled", _("not entitled")
    PAPERS = "papers", _("papers missing")
    LANGUAGE = "language", _("language level not sufficient")
    CHILDCARE = "childcare", _("no childcare")
    DISTANCE = "distance", _("too far away")
    HEALTH = "health", _("health reasons")
    MOVED = "moved", _("moved away")
    OTHER_WAY = "other_way", _("another way was found")
    CLIENT = "client", _("the client did not want to")
    OTHER = "other", _("another reason")


class Sector(models.TextChoices):
    """Where in the person's life somebody of the network card belongs."""

    FAMILY = "family", _("Family")
    FRIENDS = "friends", _("Friends")
    NEIGHBOURS = "neighbours", _("Neighbours")
    WORK = "work", _("Work and school")
    OFFICES = "offices", _("Offices")
    ADVICE = "advice", _("Advice and support")
    HEALTH = "health", _("Health care")
    COMMUNITY = "community", _("Clubs and communities")


#: What a reader must be granted besides the plan to see somebody of this sector.
SECTOR_GROUPS = {
    Sector.FAMILY: FieldGroup.FAMILY,
    Sector.FRIENDS: FieldGroup.FAMILY,
    Sector.NEIGHBOURS: FieldGroup.FAMILY,
    Sector.WORK: FieldGroup.WORK_EDUCATION,
    Sector.OFFICES: FieldGroup(0),
    Sector.ADVICE: FieldGroup(0),
    Sector.HEALTH: FieldGroup.HEALTH,
    Sector.COMMUNITY: FieldGroup.FAMILY,
}


class Closeness(models.IntegerChoices):
    """The ring of the network card, from the inside."""

    CLOSE = 1, _("close")
    MEDIUM = 2, _("in between")
    DISTANT = 3, _("distant")


class Effect(models.IntegerChoices):
    """What a relation does, from burdening to helpful."""

    VERY_BURDENING = -2, _("very burdening")
    BURDENING = -1, _("burdening")
    NEUTRAL = 0, _("neither helpful nor burdening")
    HELPFUL = 1, _("helpful")
    VERY_HELPFUL = 2, _("very helpful")


class Relation(models.TextChoices):
    """What somebody of the family is to the person."""

    PARTNER = "partner", _("Spouse or partner")
    CHILD = "child", _("Child")
    PARENT = "parent", _("Mother or father")
    SIBLING = "sibling", _("Sister or brother")
    GRANDPARENT = "grandparent", _("Grandparent")
    GRANDCHILD = "grandchild", _("Grandchild")
    OTHER = "other", _("Other relation")
    NOT_RELATED = "not_related", _("Lives there, not related")
# --- transitions: assigning, handing over, referring ---------------------------------------------












# --- bulk reassignment ----------------------------------------------------------------------------


class ReassignmentState(models.TextChoices):
    PREVIEW = "preview", _("preview")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")
    FAILED = "failed", _("failed")


class ReassignmentOutcome(models.TextChoices):
    """What becomes of one case of a bulk reassignment."""

    PLANNED = "planned", _("will be reassigned")
    MOVED = "moved", _("reassigned")
    LEFT_OUT = "left_out", _("left out")
    REFUSED = "refused", _("not reassigned")
    UNDONE = "undone", _("put back")
    KEPT = "kept", _("not put back")


class ReassignmentReason(models.TextChoices):
    """Why a case was not reassigned, or not put back."""

    ENDED = "ended", _("the case has ended")
    ASKED = "asked", _("a colleague has been asked and has not answered")
    CHANGED = "changed", _("somebody else has changed who carries it")
    NO_WORKER = "no_worker", _("the person carries no cases any more")
