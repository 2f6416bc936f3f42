# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Templates and the letters written from them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import TemplateKind
from stellwerk.web.cases.forms.base import long_text
from stellwerk.web.cases.forms.documents import GroupsField


class VersionForm(forms.Form):
    file = forms.FileField(
        label=_("File"), help_text=_("A .docx file without macros, up to 5 MB."),
        allow_empty_file=True,
    )


class TemplateForm(VersionForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=TemplateKind.choices)

    field_order = ["name", "kind", "file"]


class IssueForm(forms.Form):
    """A letter before it is issued: what the case does not know is asked for, never guessed."""

    title = forms.CharField(label=_("Title"), max_length=200)
    dated_on = forms.DateField(label=_("Date of the document"), required=False)
    groups = GroupsField(
        label=_("Field groups"),
        help_text=_(
            "Whoever the case is shared with sees the letter only with all of these. The groups "
            "of what stands in it are always among them."
        ),
    )

    def __init__(self, *args: Any, missing: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missing = list(missing)
        self.initial.setdefault("dated_on", timezone.localdate())
        asked = {
            f"missing_{n}": forms.CharField(
                label=word, required=False, max_length=1000,
                widget=long_text(2) if word in ("Anschrift", "Ziele") else forms.TextInput,
            )
            for n, word in enumerate(self.missing)
        }
        self.fields = asked | self.fields

    @property
    def written(self) -> dict[str, str]:
        """What was written for the missing placeholders, by their words."""
        entered = self.cleaned_data
        return {
            word: entered[f"missing_{n}"]
            for n, word in enumerate(self.missing)
            if entered.get(f"missing_{n}")
        }

    @property
    def notes(self) -> dict[str, Any]:
        """What is noted of the letter as a document."""
        return {name: self.cleaned_data[name] for name in ("title", "dated_on", "groups")}

    def asked_fields(self) -> list[Any]:
        return [self[f"missing_{n}"] for n in range(len(self.missing))]
