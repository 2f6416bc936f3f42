# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Documents of a case and the templates that letters are written from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stellwerk.base.ids import new_id
from stellwerk.base.models import Row, VersionedRow
from stellwerk.cases.choices import (
    DocumentKind,
    FieldGroup,
    FileType,
    ScanState,
    TemplateKind,
)
from stellwerk.cases.models.case import CasePart
from stellwerk.directory.models import Organisation
from stellwerk.vault.fields import EncryptedBytesField, EncryptedTextField


class LetterTemplate(Row):
    """One version of a template of an organisation; the versions of one template share ``series``.

    Holds no client's data. What was issued names the version it was written from.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    series = models.UUIDField(default=new_id, editable=False)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind"), max_length=24, choices=TemplateKind.choices, default=TemplateKind.LETTER
    )
    content = models.BinaryField()
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        ordering = ["name", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "series", "number"], name="template_version_once"
            )
        ]
        indexes = [models.Index(fields=["organisation", "kind", "name"], name="template_org")]

    def __str__(self) -> str:
        return self.name


class Document(VersionedRow, CasePart):
    """Dokument: a file of a case. Its content stands in `DocumentContent` under the same id."""

    groups = models.PositiveSmallIntegerField(default=FieldGroup.NOTES)
    title = EncryptedTextField(_("title"))
    kind = models.CharField(
        _("kind"), max_length=24, choices=DocumentKind.choices, default=DocumentKind.OTHER
    )
    dated_on = models.DateField(_("date of the document"), null=True, blank=True)
    file_name = EncryptedTextField(_("file name"))
    file_type = models.CharField(_("type of file"), max_length=8, choices=FileType.choices)
    size = models.PositiveIntegerField(_("size"))
    # Sealed: in clear it would tell who holds the same document.
    sha256 = EncryptedTextField(_("checksum (SHA-256)"))
    scan = models.CharField(
        _("virus scan"), max_length=12, choices=ScanState.choices, default=ScanState.NOT_SCANNED
    )
    by = models.CharField(_("filed by"), max_length=320, blank=True, default="")
    by_user_id = models.UUIDField(null=True, editable=False)
    # A letter as issued: never changed again.
    template = models.ForeignKey(
        LetterTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        editable=False,
    )

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["case", "-created_at"], name="document_case")]

    @property
    def is_issued(self) -> bool:
        """Whether it is a letter as issued."""
        return self.template_id is not None


class DocumentContent(CasePart):
    """The sealed content of a document, under the document's own id."""

    id = models.UUIDField(primary_key=True, editable=False)
    groups = models.PositiveSmallIntegerField(default=FieldGroup.NOTES, editable=False)
    content = EncryptedBytesField()
