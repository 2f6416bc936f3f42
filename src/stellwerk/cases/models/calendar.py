# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Calendar addresses for a program of one's own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import Row
from stellwerk.directory.models import Organisation, User


class CalendarFeed(Row):
    """A secret, revocable address of a user's own calendar; only a hash of its secret is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        db_table = "cases_calendar_feed"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_feed_in_force",
            )
        ]
