# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Hours that people have for case work, and who wants the weekly digest."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.models import VersionedRow
from stellwerk.directory.models import Organisation, User


class WorkTime(VersionedRow):
    """Hours per week for case work, from a day on; the latest row before a day holds."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    hours_per_week = models.DecimalField(_("hours per week"), max_digits=4, decimal_places=1)
    valid_from = models.DateField(_("from"))

    class Meta:
        ordering = ["user", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user", "valid_from"], name="work_time_once_per_day"
            ),
            models.CheckConstraint(
                name="work_time_hours",
                condition=models.Q(hours_per_week__gte=0, hours_per_week__lte=60),
            ),
        ]


class DigestWish(VersionedRow):
    """Whether somebody wants the weekly digest of an organisation, and the last week it went out.

    Without a row she wants it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    is_wanted = models.BooleanField(_("weekly digest by e-mail"), default=True)
    last_week = models.CharField(max_length=8, blank=True, default="", editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="digest_wish_once")
        ]
