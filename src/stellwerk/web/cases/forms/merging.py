# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Two records side by side: which value stays, field by field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.queries.merging import PARTS, MergeView, chosen_fields
from stellwerk.cases.rules.merging import KEPT, MERGED, preset_side
from stellwerk.web.cases.forms.base import shown

_HOUSEHOLD = "household"


class MergeForm(forms.Form):
    """One choice per field in which the two differ."""

    versions = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, view: MergeView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["versions"] = view.versions
        self.equal: list[dict[str, Any]] = []
        self.differing: list[str] = []
        for name, label, show in _fields():
            mine, theirs = view.kept_values[name], view.merged_values[name]
            if mine == theirs:
                if mine is not None:
                    self.equal.append({"label": label, "value": show(mine)})
                continue
            self.differing.append(name)
            self.fields[name] = forms.ChoiceField(
                label=label, required=False, widget=forms.RadioSelect,
                choices=[(KEPT, show(mine) or "–"), (MERGED, show(theirs) or "–")],
            )
            self.initial[name] = preset_side(mine, theirs)

    def rows(self) -> list[dict[str, Any]]:
        """Each field in which they differ, with the two choices."""
        return [
            {"label": self.fields[name].label, "options": list(self[name])}
            for name in self.differing
        ]

    def asks(self) -> dict[str, Any]:
        """What the action asks for."""
        entered = dict(self.cleaned_data)
        return {"versions": entered.pop("versions"), "sides": entered}


def _fields() -> list[tuple[str, Any, Any]]:
    """Every field that may be chosen: name, label, how its value is written."""
    found: list[tuple[str, Any, Any]] = []
    for part in PARTS:
        for name in chosen_fields(part):
            field: Any = part._meta.get_field(name)
            form_field = field.formfield()
            found.append((name, field.verbose_name, _shower(form_field)))
    found.append((_HOUSEHOLD, _("household"), _household))
    return found


def _shower(form_field: Any) -> Any:
    if isinstance(form_field, forms.IntegerField):
        return lambda value: "" if value is None else str(value)
    return lambda value: shown(form_field, value)


def _household(value: Any) -> str:
    return "" if value is None else str(_("the household entered there"))
