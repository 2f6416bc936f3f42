# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The biography and the client's booklet."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    LANGUAGE = "language", _("Language level")
    ASSESSMENT = "assessment", _("Assessment")
    CONFERENCE = "conference", _("Case conference")
    BARRIER = "barrier", _("Barrier")
    TRANSMISSION = "transmission", _("Transmission")
    TRANSITION = "transition", _("Hand-over or referral")
    CONFLICT = "conflict", _("Contradiction")
    GAP = "gap", _("Gap")


class GapKind(models.TextChoices):
    WAITING = "waiting", _("Waiting time")
    SILENCE = "silence", _("Nothing noted")
    STATUS = "status", _("No residence status noted")


class BookletPart(models.TextChoices):
    """What a client may choose for her booklet; headings are the phrases of the same name."""

    ABOUT_ME = "about_me", _("About me: name, date of birth, languages")
    HELPERS = "helpers", _("Who helps me")
    APPOINTMENTS = "appointments", _("Appointments ahead")
    GOALS = "goals", _("My goals")
    PLAN = "plan", _("Plan: who does what")
    RESIDENCE = "residence", _("Residence status")
    PAPERS = "papers", _("My entitlements")
    WAY = "way", _("My way: the biography without notes")


class DraftSource(models.TextChoices):
    """What the draft of a typical case is drawn from."""

    LOG = "log", _("the event log: activities of the catalogue, good for several cases")
    FILES = "files", _("the biography: courses, papers and barriers in the words of the file")
