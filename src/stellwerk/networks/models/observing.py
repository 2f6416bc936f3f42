# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What was observed between two offices."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import VersionedRow
from stellwerk.directory.models import Organisation
from stellwerk.networks.choices import ObservationKind
from stellwerk.networks.models.issues import KnownIssue
from stellwerk.vocabulary.models import Term


class Observation(VersionedRow):
    """The structural half of a barrier: where it stood in the way, of what kind, for how long.

    No person, no case, no day. ``person_token`` is an HMAC under the organisation's own key.
    An office is named by the directory or, where it is not in it, by its words.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # Empty: nobody has said yet of what kind it is.
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
    month = models.DateField(_("month"))
    delay_days = models.PositiveIntegerField(_("delay in days"), null=True, blank=True)
    sentence = models.TextField(_("what stood in the way"), blank=True, default="")
    known_issue = models.ForeignKey(
        KnownIssue, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("known issue"),
    )
    # When somebody bundled it; empty: noted as the same right away, or not bundled.
    bundled_on = models.DateField(null=True, blank=True, editable=False)
    person_token = models.BigIntegerField(editable=False)

    class Meta:
        ordering = ["-month", "id"]
        constraints = [
            # Target of the composite foreign key of the other half.
            models.UniqueConstraint(
                fields=["organisation", "id"], name="observation_in_organisation"
            ),
            models.CheckConstraint(
                name="observation_knows_only_the_month", condition=models.Q(month__day=1)
            ),
            models.CheckConstraint(
                name="observation_says_something",
                condition=models.Q(known_issue__isnull=False) | ~models.Q(sentence=""),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "known_issue"], name="observation_issue")
        ]

    @property
    def from_name(self) -> str:
        """The office at which the way began, by name."""
        return self.from_organisation.name if self.from_organisation else self.from_words

    @property
    def to_name(self) -> str:
        """The office at which the way should have gone on."""
        return self.to_organisation.name if self.to_organisation else self.to_words

    @property
    def words(self) -> str:
        """What stood in the way: the own sentence, otherwise that of the known issue."""
        return self.sentence or (self.known_issue.sentence if self.known_issue else "")
