# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who carries a case next: assigned, handed over inside the house, referred to another one."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import VersionedRow
from stellwerk.cases.choices import DeclineReason, FieldGroup, TransitionKind, TransitionState
from stellwerk.cases.models.case import CasePart
from stellwerk.directory.models import Organisation, User
from stellwerk.vault.fields import EncryptedTextField
from stellwerk.vocabulary.models import Term

_OPEN = Q(state=TransitionState.PROPOSED)


class Transition(VersionedRow, CasePart):
    """Übergabe: proposed, then accepted, declined or withdrawn; an assignment is accepted at once.

    The organisation that a referral is addressed to sees the row as well, but its words hang on
    the case's key: they open there only while a grant is in force that holds ``groups``.
    """

    groups = models.PositiveSmallIntegerField(default=FieldGroup.PLAN, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=TransitionKind.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=TransitionState.choices,
        default=TransitionState.PROPOSED,
    )
    from_user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name=_("handed over by"),
    )
    to_user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("handed over to"),
    )
    to_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("referred to"),
    )
    field_of_action = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("field of action"),
    )
    message = EncryptedTextField(_("message"), null=True, blank=True)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    proposed_by = models.CharField(_("proposed by"), max_length=320, blank=True, default="")
    proposed_by_id = models.UUIDField(null=True, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=320, blank=True, default="")
    decline_reason = models.CharField(  # noqa: DJ001 - missing is missing
        _("reason"), max_length=16, choices=DeclineReason.choices, null=True, blank=True
    )
    decline_note = EncryptedTextField(_("explanation"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="transition_addressed",
                condition=Q(kind=TransitionKind.REFERRAL, to_organisation__isnull=False,
                            to_user__isnull=True)
                | (~Q(kind=TransitionKind.REFERRAL) & Q(to_organisation__isnull=True)),
            ),
            models.CheckConstraint(
                name="transition_answered_when_settled",
                condition=Q(state=TransitionState.PROPOSED, answered_at__isnull=True)
                | (~Q(state=TransitionState.PROPOSED) & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="transition_declined_with_reason",
                condition=Q(state=TransitionState.DECLINED, decline_reason__isnull=False)
                | (~Q(state=TransitionState.DECLINED) & Q(decline_reason__isnull=True)),
            ),
            # Two people asked at once would both say yes.
            models.UniqueConstraint(
                fields=["organisation", "case"],
                condition=_OPEN & Q(to_organisation__isnull=True),
                name="one_open_hand_over",
            ),
            models.UniqueConstraint(
                fields=["organisation", "case", "to_organisation"],
                condition=_OPEN & Q(to_organisation__isnull=False),
                name="one_open_referral_each",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-created_at"], name="transition_case"),
            models.Index(fields=["to_user"], condition=_OPEN, name="transition_to_user"),
            models.Index(fields=["to_organisation"], condition=_OPEN, name="transition_to_org"),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == TransitionState.PROPOSED

    @property
    def is_referral(self) -> bool:
        return self.kind == TransitionKind.REFERRAL

    def is_overdue_on(self, day: date) -> bool:
        """Whether the day of answering has passed without an answer."""
        return self.is_open and self.answer_by is not None and self.answer_by < day

    @property
    def proposer(self) -> str:
        """Who proposed it, without the address; the log keeps both."""
        return self.proposed_by.split(" <")[0]

    @property
    def answerer(self) -> str:
        """Who answered, without the address."""
        return self.answered_by.split(" <")[0]

    @property
    def is_overdue(self) -> bool:
        return self.is_overdue_on(timezone.localdate())
