# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of chains as files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.networks.models import ServiceChain


class ChainFileForm(forms.Form):
    """A BPMN file, and which chain it belongs to."""

    file = forms.FileField(
        label=_("File"), allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".bpmn,.xml"}),
        help_text=_("BPMN 2.0 (.bpmn or .xml) of any tool, up to 5 MB."),
    )
    chain = forms.ModelChoiceField(
        None, label=_("As the next draft of"), required=False, empty_label=_("a new chain"),
    )
    name = forms.CharField(
        label=_("Name of the new chain"), max_length=160, required=False,
        help_text=_("Empty: the name that stands in the file."),
    )

    def __init__(self, *args: Any, chains: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        chosen: Any = self.fields["chain"]
        chosen.queryset = chains

    @property
    def asked(self) -> dict[str, Any]:
        sent = self.cleaned_data["file"]
        chain: ServiceChain | None = self.cleaned_data["chain"]
        return {
            "content": sent.read(), "file_name": sent.name, "chain": chain,
            "name": self.cleaned_data["name"],
        }
