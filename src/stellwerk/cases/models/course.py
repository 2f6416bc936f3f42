# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What happens in a case: goals, measures, appointments, contacts, who is involved, residence."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import VersionedRow
from stellwerk.cases.choices import (
    AppointmentKind,
    AppointmentOutcome,
    ContactKind,
    DatePrecision,
    FieldGroup,
    Interpreter,
    MeasureReason,
    MeasureState,
    Responsible,
    WorkPermit,
)
from stellwerk.cases.models.case import CasePart
from stellwerk.cases.models.fields import PercentField
from stellwerk.cases.models.person import Person
from stellwerk.directory.models import Organisation
from stellwerk.vault.fields import EncryptedTextField
from stellwerk.vocabulary.models import Term

PLAN = FieldGroup.PLAN


class Goal(VersionedRow, CasePart):
    """Ziel: attainment 0–100 % with its date; empty means not assessed, 0 is a value."""

    # PLAN plus the field group of the life area (a goal about health needs both bits).
    groups = models.PositiveSmallIntegerField(default=PLAN)
    life_area = models.ForeignKey(Term, on_delete=models.PROTECT, null=True, related_name="+")
    text = EncryptedTextField(_("goal"))
    # HMAC of the text, so that an import recognises a goal without opening it.
    text_token = models.BigIntegerField(null=True, editable=False)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    # Exact: spreadsheets and forms may say 33,3 %.
    attainment = PercentField(_("attainment (%)"), null=True, blank=True)
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    # Why it was left without an assessment when the case ended.
    open_reason = EncryptedTextField(_("why the goal stays open"), null=True, blank=True)
    # What makes it SMART besides: by what one sees it, why it matters, who sees to it.
    indicator = EncryptedTextField(_("indicator"), null=True, blank=True)
    relevance = EncryptedTextField(_("why it matters"), null=True, blank=True)
    responsible = models.CharField(  # noqa: DJ001 - missing is missing
        _("responsible"), max_length=12, choices=Responsible.choices, null=True, blank=True
    )
    responsible_name = EncryptedTextField(_("who"), null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["case", "created_at"], name="goal_case")]
        constraints = [
            # Target of the composite foreign keys of its assessments and its scale.
            models.UniqueConstraint(fields=["organisation", "id"], name="goal_in_organisation"),
            models.CheckConstraint(
                name="goal_attainment_percent",
                condition=models.Q(attainment__isnull=True)
                | models.Q(attainment__gte=0, attainment__lte=100),
            ),
            models.CheckConstraint(
                name="goal_assessed_with_value",
                condition=models.Q(assessed_on__isnull=True) | models.Q(attainment__isnull=False),
            ),
        ]


class Measure(VersionedRow, CasePart):
    """Maßnahme: who does what until when, across legal spheres."""

    groups = models.PositiveSmallIntegerField(default=PLAN)
    life_area = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    legal_sphere = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    provider = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("responsible organisation"),
    )
    title = EncryptedTextField(_("measure"))
    state = models.CharField(
        _("state"), max_length=12, choices=MeasureState.choices, default=MeasureState.PLANNED
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    began_on = models.DateField(_("began on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    outcome_reason = EncryptedTextField(_("reason"), null=True, blank=True)
    reason = models.CharField(  # noqa: DJ001 - missing is missing
        _("reason in a word"), max_length=12, choices=MeasureReason.choices, null=True, blank=True
    )
    # Free text until there is a catalogue of offers.
    offer = EncryptedTextField(_("offer"), null=True, blank=True)
    is_own_step = models.BooleanField(_("a step of the client's own"), default=False)
    precision = models.CharField(
        _("precision of the days"), max_length=5, choices=DatePrecision.choices,
        default=DatePrecision.DAY,
    )

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["case", "created_at"], name="measure_case")]


class Appointment(VersionedRow, CasePart):
    """Termin: planned, kept, cancelled by whom, or a no-show."""

    groups = models.PositiveSmallIntegerField(default=PLAN, editable=False)
    starts_at = models.DateTimeField(_("starts at"))
    kind = models.CharField(_("kind"), max_length=16, choices=AppointmentKind.choices)
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=AppointmentOutcome.choices,
        default=AppointmentOutcome.PLANNED,
    )
    note = EncryptedTextField(_("note"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    place = EncryptedTextField(_("place"), null=True, blank=True)
    interpreter = models.CharField(
        _("interpreter"), max_length=12, choices=Interpreter.choices, blank=True, default=""
    )
    # What to know before going there alone (dog, second colleague, who is told when back).
    safety_note = EncryptedTextField(_("safety note"), null=True, blank=True)
    # Distinguishes appointments of one case with the same time and kind in an import.
    ordinal = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["case", "starts_at"], name="appointment_case"),
            models.Index(fields=["organisation", "starts_at"], name="appointment_org"),
        ]


class Contact(VersionedRow, CasePart):
    """Kontakt: something that took place, with whom and what came of it."""

    groups = models.PositiveSmallIntegerField(default=FieldGroup.NOTES, editable=False)
    at = models.DateTimeField(_("when"))
    kind = models.CharField(_("kind"), max_length=16, choices=ContactKind.choices)
    note = EncryptedTextField(_("note"), null=True, blank=True)
    by = models.CharField(_("noted by"), max_length=320, blank=True, default="")
    by_user_id = models.UUIDField(null=True, editable=False)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    interpreter = models.CharField(
        _("interpreter"), max_length=12, choices=Interpreter.choices, blank=True, default=""
    )

    class Meta:
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["case", "-at"], name="contact_case")]


class Involved(VersionedRow, CasePart):
    """Who else is around the person in this case: an organisation, a named person, or both."""

    groups = models.PositiveSmallIntegerField(default=PLAN, editable=False)
    provider = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("organisation"),
    )
    name = EncryptedTextField(_("name"), null=True, blank=True)
    task = EncryptedTextField(_("what for"), null=True, blank=True)
    reach = EncryptedTextField(_("phone or e-mail"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["case", "created_at"], name="involved_case")]
        constraints = [
            # Target of the composite foreign key of the network card.
            models.UniqueConstraint(fields=["organisation", "id"], name="involved_in_organisation")
        ]


class ResidencePeriod(VersionedRow):
    """Aufenthaltsstatus as history; belongs to the person, not to one case."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="residence")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    groups = models.PositiveSmallIntegerField(default=FieldGroup.RESIDENCE, editable=False)
    status = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("expires on"), null=True, blank=True)
    precision = models.CharField(
        _("precision of the days"), max_length=5, choices=DatePrecision.choices,
        default=DatePrecision.DAY,
    )
    # What stands on the paper, where the status alone says too little.
    paragraph = EncryptedTextField(_("paragraph"), null=True, blank=True)
    work_permit = models.CharField(  # noqa: DJ001 - missing is not ""
        _("work permit"), max_length=12, choices=WorkPermit.choices, null=True, blank=True
    )
    residence_duty = EncryptedTextField(_("residence requirement"), null=True, blank=True)
    conditions = EncryptedTextField(_("further conditions"), null=True, blank=True)
    note = EncryptedTextField(_("note"), null=True, blank=True)

    class Meta:
        ordering = ["valid_from", "created_at"]
        indexes = [
            models.Index(fields=["person", "valid_from"], name="residence_person"),
            models.Index(fields=["organisation", "valid_until"], name="residence_expiry"),
        ]

    @property
    def key_subject_id(self) -> UUID:
        return self.person_id
