# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Many cases change hands at once: a run with its preview, and one line per case."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row
from stellwerk.cases.choices import ReassignmentOutcome, ReassignmentReason, ReassignmentState
from stellwerk.cases.models.case import CasePart
from stellwerk.directory.models import Organisation, User


class Reassignment(Row):
    """One bulk reassignment; without ``from_user`` it was about cases that nobody carried."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    started_by = models.CharField(max_length=320)
    started_by_id = models.UUIDField(null=True)
    from_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=ReassignmentState.choices,
        default=ReassignmentState.PREVIEW,
    )
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["organisation", "-created_at"], name="reassignment_org")]

    @property
    def starter(self) -> str:
        """Who started it, without the address; the log keeps both."""
        return self.started_by.split(" <")[0]

    @property
    def is_busy(self) -> bool:
        return self.state in (ReassignmentState.RUNNING, ReassignmentState.UNDOING)


class ReassignmentItem(Row, CasePart):
    """What is to become, and became, of one case."""

    reassignment = models.ForeignKey(
        Reassignment, on_delete=models.CASCADE, related_name="items"
    )
    to_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(
        max_length=10, choices=ReassignmentOutcome.choices, default=ReassignmentOutcome.PLANNED
    )
    reason = models.CharField(
        max_length=10, choices=ReassignmentReason.choices, blank=True, default=""
    )
    transition_id = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reassignment", "case"], name="case_once_per_reassignment"
            )
        ]
