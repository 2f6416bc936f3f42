# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Contacts and appointments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import AppointmentKind, AppointmentOutcome, ContactKind
from stellwerk.cases.models import Appointment, Contact
from stellwerk.web.cases.forms.base import RowForm, long_text, moment_now


class ContactForm(RowForm):
    """Everything is preset: saving at once notes a phone call of this minute."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=ContactKind.choices, widget=forms.RadioSelect,
        initial=ContactKind.PHONE,
    )

    class Meta:
        model = Contact
        fields = ["kind", "at", "note", "minutes", "interpreter"]
        labels = {
            "at": _("When"), "note": _("Note"), "minutes": _("Minutes"),
            "interpreter": _("Interpreter"),
        }
        widgets = {"note": long_text(4)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial.setdefault("at", moment_now())


class AppointmentForm(RowForm):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=AppointmentKind.choices, widget=forms.RadioSelect,
        initial=AppointmentKind.OFFICE,
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=AppointmentOutcome.choices,
        initial=AppointmentOutcome.PLANNED,
    )

    class Meta:
        model = Appointment
        fields = [
            "starts_at", "ends_at", "kind", "place", "interpreter", "outcome", "note",
            "safety_note",
        ]
        labels = {
            "starts_at": _("Begins"), "ends_at": _("Ends"), "note": _("Note"),
            "place": _("Place"), "interpreter": _("Interpreter"),
            "safety_note": _("Safety at a home visit"),
        }
        widgets = {"note": long_text(3), "place": forms.TextInput(), "safety_note": long_text(2)}
        help_texts = {
            "safety_note": _("What a colleague should know before she goes there."),
        }


class OutcomeForm(forms.Form):
    """One click on what became of an appointment."""

    outcome = forms.ChoiceField(choices=AppointmentOutcome.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)
