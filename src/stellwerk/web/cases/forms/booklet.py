# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the client wants in her booklet; the choice holds for this print only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import BookletPart, PaperLanguage


class BookletForm(forms.Form):
    parts = forms.MultipleChoiceField(
        label=_("What the client wants in the booklet"), choices=BookletPart.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(
        label=_("Language beside German"), choices=PaperLanguage.choices,
        help_text=_("Headings come in both languages; what is written in the case stays German."),
    )
