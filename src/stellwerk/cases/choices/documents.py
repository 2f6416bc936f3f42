# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Documents, letters, files."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")


class DocumentKind(models.TextChoices):
    """What a file of a case is."""

    NOTICE = "notice", _("Official notice")
    APPLICATION = "application", _("Application or form")
    CERTIFICATE = "certificate", _("Certificate or proof")
    CONSENT = "consent", _("Signed consent or release")
    AGREEMENT = "agreement", _("Signed agreement or plan")
    REPORT = "report", _("Report or opinion")
    CORRESPONDENCE = "correspondence", _("Letter received")
    LETTER = "letter", _("Letter issued")
    OTHER = "other", _("Other document")


class FileType(models.TextChoices):
    """What may be filed, recognised by the content and never by the name."""

    PDF = "pdf", "PDF"
    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"
    WEBP = "webp", "WebP"
    DOCX = "docx", "DOCX"
    ODT = "odt", "ODT"
    XLSX = "xlsx", "XLSX"
    TXT = "txt", "TXT"


class ScanState(models.TextChoices):
    NOT_SCANNED = "not_scanned", _("not scanned")
    CLEAN = "clean", _("scanned, nothing found")


class TemplateKind(models.TextChoices):
    LETTER = "letter", _("Letter")
    CONVERSATION_GUIDE = "conversation_guide", _("Conversation guide")
    DOCUMENTATION = "documentation", _("Documentation template")
    LEAFLET = "leaflet", _("Leaflet")


class ExportState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")


class ExportFormat(models.TextChoices):
    XLSX = "xlsx", _("Workbook (XLSX)")
    CSV = "csv", _("CSV files in a ZIP")
    JSON = "json", _("JSON, for programs")
