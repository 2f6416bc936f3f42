# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Consent, papers, clarification, evaluation, hand-over."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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


class ConsentForm(models.TextChoices):
    """How a consent was given (§ 67b Abs. 2 SGB X: written or electronic)."""

    WRITTEN = "written", _("in writing")
    ELECTRONIC = "electronic", _("electronically")


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
