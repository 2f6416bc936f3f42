# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What is to leave the house as a file, and what for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import ExportFormat
from stellwerk.cases.queries.part_kinds import KINDS
from stellwerk.exchange.columns import CORE, SHEETS


class ExportForm(forms.Form):
    purpose = forms.CharField(
        label=_("What is the file for?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands on every sheet and, sealed, with the order."),
    )
    sheets = forms.MultipleChoiceField(
        label=_("Sheets"), widget=forms.CheckboxSelectMultiple, required=False,
        initial=[sheet.key for sheet in CORE],
        help_text=_("A sheet whose rows belong to another one brings that along."),
    )
    every_sheet = forms.BooleanField(
        label=_("All sheets"), required=False,
        help_text=_("All that a file can hold, so that it can be taken in again as it was."),
    )
    file_format = forms.ChoiceField(
        label=_("Form"), choices=ExportFormat.choices, initial=ExportFormat.XLSX,
        widget=forms.RadioSelect,
    )
    with_entrusted = forms.BooleanField(
        label=_("Also what is marked as entrusted"), required=False,
        help_text=_("Leave this empty unless the purpose needs it. The log names it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["sheets"]
        choices.choices = [(sheet.key, sheet.label) for sheet in SHEETS]

    def clean(self) -> dict[str, Any]:
        """All sheets, or those chosen with the sheets that their rows name."""
        values = super().clean() or {}
        chosen = set(values.get("sheets") or ())
        if values.pop("every_sheet", False):
            chosen = {sheet.key for sheet in SHEETS}
        above = {one for kind in KINDS if kind.sheet in chosen for one in kind.refers.values()}
        values["sheets"] = [sheet.key for sheet in SHEETS if sheet.key in chosen | above]
        return values
