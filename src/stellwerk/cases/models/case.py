# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The case, its phases and topics, and the access table."""

from uuid import UUID

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row, VersionedRow
from stellwerk.cases.choices import (
    ALL_GROUPS,
    ENTRUSTED,
    Basis,
    ClosedBy,
    ClosingKind,
    FieldGroup,
    Phase,
    RetentionClass,
)
from stellwerk.cases.models.person import Person
from stellwerk.directory.models import Organisation, User
from stellwerk.vault.fields import EncryptedTextField
from stellwerk.vocabulary.models import Term


class Case(VersionedRow):
    """Fallepisode: one episode of case management of one person in one organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    case_key = models.CharField(_("case number"), max_length=64)
    manager = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("case manager"),
    )
    phase = models.CharField(
        _("phase"), max_length=16, choices=Phase.choices, default=Phase.APPROACHED
    )
    phase_since = models.DateField(_("in this phase since"))
    opened_on = models.DateField(_("opened on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_kind = models.CharField(  # noqa: DJ001 - missing is missing
        _("kind of ending"), max_length=12, choices=ClosingKind.choices, null=True, blank=True
    )
    closed_by = models.CharField(  # noqa: DJ001
        _("ended by"), max_length=16, choices=ClosedBy.choices, null=True, blank=True
    )
    closing_reason = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("reason"),
    )
    closing_note = EncryptedTextField(_("note on the ending"), null=True, blank=True)
    # Nachsorge: the day on which to ask once more how things are.
    aftercare_on = models.DateField(_("after-care on"), null=True, blank=True)
    # Empty = the organisation's standard.
    retention_class = models.CharField(  # noqa: DJ001
        _("retention class"), max_length=16, choices=RetentionClass.choices, null=True, blank=True
    )
    access_channel = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("access channel"),
    )
    concern = EncryptedTextField(_("concern"), null=True, blank=True)
    # What the course in the event log carries; empty: what follows from topics and status.
    field_of_action = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("field of action"),
    )
    target_group = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("target group"),
    )
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("previous episode"),
    )
    episode = models.PositiveSmallIntegerField(_("episode"), default=1)
    last_contact_on = models.DateField(_("last contact"), null=True, blank=True)
    sort_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "case_key"], name="case_key_once_per_organisation"
            ),
            # Target of the composite foreign keys: no row can hang on a foreign case.
            models.UniqueConstraint(fields=["organisation", "id"], name="case_in_organisation"),
            models.CheckConstraint(
                name="case_closed_after_opened",
                condition=models.Q(closed_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
            ),
            models.CheckConstraint(
                name="case_ending_complete",
                condition=models.Q(
                    closed_on__isnull=True, closing_kind__isnull=True, closed_by__isnull=True
                )
                | models.Q(closed_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["person"], name="case_person")]

    def __str__(self) -> str:
        return self.case_key

    @property
    def key_subject_id(self) -> UUID:
        return self.pk


class CaseAccess(models.Model):
    """Who may see a case, which field groups of it, on what basis, until when.

    The owner's row is written by a trigger, grants only by the database function
    ``grant_case_access`` which checks ownership: the web role itself may not insert here.
    ``person``, ``manager``, ``phase`` and ``sort_at`` are copies kept by a trigger, so that a list
    is one index probe below row-level security.
    """

    id = models.UUIDField(primary_key=True)
    # No index on either organisation alone: every question names more than that, and a bitmap of
    # all its cases would look cheaper to the planner than it is.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    # No index on the case alone: through it a foreign case would be fetched before it is hidden,
    # and that takes longer than finding nothing (``access_case`` serves instead).
    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="access_rows", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    owner_organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    scope = models.PositiveSmallIntegerField(default=ALL_GROUPS)
    basis = models.CharField(max_length=12, choices=Basis.choices)
    basis_note = models.CharField(max_length=200, blank=True, default="")
    valid_from = models.DateTimeField(db_default=Now())
    valid_until = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    manager = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    phase = models.CharField(max_length=16)
    sort_at = models.DateTimeField()

    class Meta:
        db_table = "cases_access"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_access_row_in_force",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "-sort_at", "case"], name="access_newest"),
            models.Index(
                fields=["organisation", "phase", "-sort_at", "case"], name="access_phase"
            ),
            models.Index(
                fields=["organisation", "manager", "-sort_at", "case"], name="access_manager"
            ),
            models.Index(fields=["organisation", "person"], name="access_person"),
            models.Index(fields=["case", "organisation"], name="access_case"),
        ]


class CasePart(models.Model):
    """Abstract: a row that hangs on a case of the same organisation (composite foreign key)."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="%(class)s_set", db_constraint=False
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def key_subject_id(self) -> UUID:
        return self.case_id

    @property
    def is_entrusted(self) -> bool:
        """"Anvertraut": no grant shows this row to anybody else."""
        return bool(getattr(self, "groups", 0) & ENTRUSTED)


class PhaseChange(Row, CasePart):
    """One phase with its dates."""

    groups = models.PositiveSmallIntegerField(default=FieldGroup.PLAN, editable=False)
    phase = models.CharField(_("phase"), max_length=16, choices=Phase.choices)
    entered_on = models.DateField(_("from"))
    left_on = models.DateField(_("until"), null=True, blank=True)
    by = models.CharField(_("by"), max_length=320, blank=True, default="")
    reason = EncryptedTextField(_("reason"), null=True, blank=True)

    class Meta:
        ordering = ["entered_on", "created_at"]
        indexes = [models.Index(fields=["case", "entered_on"], name="phase_case")]


class CaseTopic(Row, CasePart):
    """A life area that is a topic of the case; several may be central."""

    groups = models.PositiveSmallIntegerField(default=FieldGroup.PLAN)
    life_area = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    is_central = models.BooleanField(_("central"), default=False)

    class Meta:
        constraints = [
            # With the organisation: a violation must not tell what topics a foreign case has.
            models.UniqueConstraint(
                fields=["organisation", "case", "life_area"], name="topic_once_per_case"
            )
        ]
