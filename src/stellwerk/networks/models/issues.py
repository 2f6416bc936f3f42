# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The register of structural issues: open to the whole network, about nobody."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row, VersionedRow
from stellwerk.directory.models import Organisation
from stellwerk.networks.choices import IssueState, ObservationKind
from stellwerk.networks.models.chains import ServiceChain
from stellwerk.networks.models.typical import TypicalCase
from stellwerk.vocabulary.models import Term


class KnownIssue(VersionedRow):
    """Thema: one structural problem with a running number.

    ``decision`` and ``result`` are the words of a body; until it has a room of its own they stand
    here.
    """

    number = models.PositiveIntegerField(_("number"), unique=True, editable=False)
    title = models.CharField(_("title"), max_length=160)
    sentence = models.TextField(_("in one sentence"))
    kind = models.CharField(
        _("kind"), max_length=16, choices=ObservationKind.choices, blank=True, default=""
    )
    from_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("from"),
    )
    from_words = models.CharField(_("from (office)"), max_length=120, blank=True, default="")
    to_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("to"),
    )
    to_words = models.CharField(_("to (office)"), max_length=120, blank=True, default="")
    field_of_action = models.ForeignKey(
        Term, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("field of action"),
    )
    legal_spheres = models.ManyToManyField(
        Term, related_name="+", blank=True, verbose_name=_("legal spheres")
    )
    # A station keeps its key through the versions of its chain, and a draft may still lose it.
    chain = models.ForeignKey(
        ServiceChain, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("chain"),
    )
    station_key = models.SlugField(_("station"), max_length=64, blank=True, default="")
    # Only released ones are linked; the wall hides one that is drawn back.
    typical_cases = models.ManyToManyField(
        TypicalCase, related_name="+", blank=True, verbose_name=_("typical cases")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=IssueState.choices, default=IssueState.REPORTED
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision = models.TextField(_("words of the decision"), blank=True, default="")
    in_force_on = models.DateField(_("in force since"), null=True, blank=True)
    result = models.TextField(_("result of the check"), blank=True, default="")

    class Meta:
        db_table = "networks_known_issue"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="issue_decision_has_a_day_and_words",
                condition=~models.Q(state__in=["decided", "in_force", "checked"])
                | (models.Q(decided_on__isnull=False) & ~models.Q(decision="")),
            ),
            models.CheckConstraint(
                name="issue_in_force_since",
                condition=~models.Q(state__in=["in_force", "checked"])
                | models.Q(in_force_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(_("No. %(number)s – %(title)s")) % {"number": self.number, "title": self.title}

    @property
    def from_name(self) -> str:
        return self.from_organisation.name if self.from_organisation else self.from_words

    @property
    def to_name(self) -> str:
        return self.to_organisation.name if self.to_organisation else self.to_words


class IssueStep(Row):
    """One step of an issue, dated, with who and why: its history, shown to all, only added."""

    issue = models.ForeignKey(KnownIssue, on_delete=models.CASCADE, related_name="steps")
    # Empty: the issue was entered with this step.
    from_state = models.CharField(max_length=10, choices=IssueState.choices, blank=True, default="")
    to_state = models.CharField(_("state"), max_length=10, choices=IssueState.choices)
    on = models.DateField(_("day of the step"), default=timezone.localdate)
    words = models.TextField(_("words of the step"), blank=True, default="")
    addressee = models.CharField(_("passed on to"), max_length=160, blank=True, default="")
    by = models.CharField(_("by"), max_length=200, blank=True, default="")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        db_table = "networks_issue_step"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["issue", "-created_at"], name="issue_step_issue")]
