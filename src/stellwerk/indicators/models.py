# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Values that were released: neither a frozen report nor a network release ever changes.

The web role may add and read them; nobody has the right to update or delete. Only files to fetch
(``ReportFile``) come and go.
"""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.ids import new_id
from stellwerk.directory.models import Organisation
from stellwerk.indicators.choices import ReportFileState
from stellwerk.indicators.rules.report import Period


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


class ReportFile(models.Model):
    """Bestellte Datei: a report that the worker writes as a file for one person, kept for a day.

    ``frozen_id`` names a frozen report of the same organisation; without it the report is computed
    anew. The file itself lies sealed on disk under the data key of this row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ordered_by_id = models.UUIDField()
    ordered_at = models.DateTimeField()
    report = models.CharField(max_length=40)
    frozen_id = models.UUIDField(null=True)
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    file_format = models.CharField(max_length=8)
    state = models.CharField(
        max_length=8, choices=ReportFileState.choices, default=ReportFileState.WAITING
    )
    code = models.CharField(max_length=40, default="", blank=True)
    name = models.CharField(max_length=200, default="", blank=True)
    size = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "ordered_by_id", "-ordered_at"], name="report_file_mine"
            )
        ]

    @property
    def key_subject_id(self) -> UUID:
        return self.id

    @property
    def period(self) -> Period:
        return Period(self.period_start, self.period_end)
