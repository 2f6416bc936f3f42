# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Form of a chain that comes as a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class NewChainFileForm(forms.Form):
    """A BPMN file that becomes a new chain."""

    file = forms.FileField(
        label=_("File"), allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".bpmn,.xml"}),
        help_text=_("BPMN 2.0 (.bpmn or .xml) of any tool, up to 5 MB."),
    )
    name = forms.CharField(
        label=_("Name of the new chain"), max_length=160, required=False,
        help_text=_("Empty: the name that stands in the file."),
    )

    @property
    def asked(self) -> dict[str, Any]:
        sent = self.cleaned_data["file"]
        return {
            "content": sent.read(), "file_name": sent.name, "name": self.cleaned_data["name"],
        }
