# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What was observed between two offices, and the issues that are known already."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import VersionedRow
from stellwerk.networks.choices import IssueState


class KnownIssue(VersionedRow):
    """Bekanntes Thema: one structural problem with a running number, open to the whole network."""

    number = models.PositiveIntegerField(_("number"), unique=True, editable=False)
    title = models.CharField(_("title"), max_length=160)
    sentence = models.TextField(_("in one sentence"))
    state = models.CharField(
        _("state"), max_length=8, choices=IssueState.choices, default=IssueState.OPEN
    )

    class Meta:
        db_table = "networks_known_issue"
        ordering = ["number"]

    def __str__(self) -> str:
        return str(_("No. %(number)s – %(title)s")) % {"number": self.number, "title": self.title}
