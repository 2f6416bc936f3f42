# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the maintained lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.web.shell.clash import TakesConflict


class NewTermForm(forms.Form):
    key = forms.CharField(
        label=_("Key"),
        max_length=64,
        help_text=_("Small letters, digits and underscores. Files use it; it stays."),
    )
    label_de = forms.CharField(label=_("German label"), max_length=200)
    label_en = forms.CharField(label=_("English label"), max_length=200)
    code = forms.CharField(label=_("Official key"), max_length=32, required=False)


class TermForm(TakesConflict, forms.Form):
    state_field = "seen"

    label_de = forms.CharField(label=_("German label"), max_length=200)
    label_en = forms.CharField(label=_("English label"), max_length=200)
    position = forms.IntegerField(
        label=_("Place in the list"), min_value=0, max_value=30_000,
        help_text=_("Lower numbers stand further up."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
