# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Sending a workbook, or the CSV files of one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_FILES = 20


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files, as a list."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in files]


class UploadForm(forms.Form):
    workbook = FilesField(
        label=_("File"),
        help_text=_(
            "A workbook (.xlsx or .ods), a ZIP, or CSV files together, one per sheet: cases.csv, "
            "appointments.csv, goals.csv, contacts.csv and so on."
        ),
    )

    def clean_workbook(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["workbook"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("At most twenty files: one per sheet."))
        return files

    def named_streams(self) -> list[tuple[str, Any]]:
        """What the exchange takes: names and streams."""
        return [(one.name, one.file) for one in self.cleaned_data["workbook"]]


class ForeignForm(forms.Form):
    """One list with headings of its own."""

    table = forms.FileField(
        label=_("List"), help_text=_("A workbook (.xlsx or .ods) or a CSV file, one row per case."),
    )
