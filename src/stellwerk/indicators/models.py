# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Values that were released: neither a frozen report nor a network release ever changes.

The web role may add and read them; nobody has the right to update or delete.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.ids import new_id
from stellwerk.directory.models import Organisation


class FrozenReport(models.Model):
    """Eingefrorener Bericht: the figures of one organisation as they were, by whom and when.

    ``content`` is the text of ``rules.report.freeze``, ``digest`` its SHA-256; ``cells`` holds all
    combinations of the cross table, whose digest stands in the content.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    report = models.CharField(max_length=40)
    title = models.CharField(_("title"), max_length=200)
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=320)
    content = models.TextField()
    cells = models.TextField(default="")
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-frozen_at", "id"], name="frozen_newest")]

    def __str__(self) -> str:
        return self.title


class NetworkRelease(models.Model):
    """Figures over all organisations with groups of at least five, written by a nightly job.

    Only what is released stands in here; ``as_of`` is the reference date (end of a month).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.CharField(max_length=40)
    as_of = models.DateField()
    released_at = models.DateTimeField()
    content = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["report", "-released_at"], name="release_newest")]

    def __str__(self) -> str:
        return f"{self.report} {self.as_of}"
