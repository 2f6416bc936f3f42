# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the known issues."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.networks.choices import IssueState
from stellwerk.networks.models import KnownIssue
from stellwerk.web.shell.clash import TakesConflict


class IssueForm(TakesConflict, forms.Form):
    title = forms.CharField(label=_("Title"), max_length=160)
    sentence = forms.CharField(
        label=_("In one sentence"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What does not work between which offices? Without any person."),
    )
    state = forms.ChoiceField(label=_("State"), choices=IssueState.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, issue: KnownIssue | None = None, **more: Any) -> None:
        if issue is not None:
            names = ("title", "sentence", "state", "version")
            more["initial"] = {name: getattr(issue, name) for name in names}
        super().__init__(*args, **more)
        if issue is None:
            del self.fields["state"], self.fields["version"]
