# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Into which issue observations are bundled: a known one, or a new one with title and sentence."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.networks.models import KnownIssue, Observation
from stellwerk.networks.queries.issues import noted_as


class BundleForm(forms.Form):
    """A known issue, or words for a new one; where and of what kind the observations say."""

    issue = forms.ModelChoiceField(
        None, label=_("Known issue"), required=False, empty_label=_("a new issue"),
        widget=forms.Select(attrs={"data-combobox": ""}),
    )
    title = forms.CharField(label=_("Title of the new issue"), max_length=160, required=False)
    sentence = forms.CharField(
        label=_("The new issue in one sentence"), max_length=600, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What does not work between which offices? Without any person."),
    )

    def __init__(self, data: Any, *, rows: Sequence[Observation], known: str = "") -> None:
        words = min((row.sentence for row in rows), key=len, default="")
        super().__init__(data, initial={"issue": known, "sentence": "" if known else words})
        self.rows = rows
        self.fields["issue"].queryset = noted_as()  # type: ignore[attr-defined]

    @property
    def asks(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        known: KnownIssue | None = given["issue"]
        return {
            "observation_ids": [row.pk for row in self.rows], "issue": known,
            "values": {
                "title": given["title"], "sentence": given["sentence"], **common(self.rows)
            },
        }


def common(rows: Sequence[Observation]) -> dict[str, Any]:
    """What all of them agree in: kind, interface, field of action."""
    names = (
        "kind", "from_organisation_id", "from_words", "to_organisation_id", "to_words",
        "field_of_action",
    )
    found = {}
    for name in names:
        values = {getattr(row, name) for row in rows}
        if len(values) == 1:
            found[name] = values.pop()
    return found
