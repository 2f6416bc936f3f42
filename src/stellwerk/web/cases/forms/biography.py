# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The filter of the biography; it stands in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import BiographyKind
from stellwerk.cases.rules.biography import Narrowing
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import terms


class BiographyForm(forms.Form):
    kind = forms.MultipleChoiceField(
        label=_("Show only"), choices=BiographyKind.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sphere = forms.ChoiceField(label=_("Legal sphere"), required=False)
    since = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spheres = [(term.key, term.label) for term in terms(ListKey.LEGAL_SPHERE)]
        self.fields["sphere"].choices = [("", "–"), *spheres]

    def narrowing(self) -> Narrowing:
        """What was chosen; what cannot be read narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        return Narrowing(
            frozenset(chosen.get("kind") or ()), chosen.get("sphere") or "",
            chosen.get("since"), chosen.get("until"),
        )
