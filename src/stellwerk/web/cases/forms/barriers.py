# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A barrier in under a minute: words and interface, everything else may stay empty."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.models import Barrier
from stellwerk.cases.queries.barriers import observation_of
from stellwerk.networks.choices import ObservationKind
from stellwerk.networks.queries.issues import noted_as
from stellwerk.networks.queries.offices import office_names
from stellwerk.vocabulary.choices import ListKey
from stellwerk.web.cases.forms.base import RowForm, combobox, long_text, term_choices
from stellwerk.web.shell.offices import OfficeInput


class BarrierForm(RowForm):
    """Words (or a known issue) and between which offices; the rest as far as it is known."""

    sentence = forms.CharField(
        label=_("What stood in the way?"), widget=long_text(2), max_length=600,
        help_text=_(
            "One sentence without the person. It goes on without name and case, so that the "
            "network can see where it sticks."
        ),
        error_messages={
            "required": _(
                "Please say in one sentence what stood in the way, or choose a known issue."
            ),
        },
    )
    known_issue = forms.ModelChoiceField(
        None, label=_("Same as a known issue"), required=False, widget=combobox(),
        help_text=_("Then no sentence of your own is needed."),
    )
    from_office = forms.CharField(
        label=_("From which office"), max_length=120, widget=OfficeInput(),
        help_text=_("An office of the network or in your own words, without a person's name."),
        error_messages={"required": _("Please name the office where the way began.")},
    )
    to_office = forms.CharField(
        label=_("To which office"), max_length=120, widget=OfficeInput(),
        error_messages={"required": _("Please name the office where it should have gone on.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", "–"), *ObservationKind.choices]
    )
    delay_days = forms.IntegerField(
        label=_("Delay in days"), required=False, min_value=0,
        help_text=_("0 = no delay; empty = not known."),
    )
    field_of_action = forms.ModelChoiceField(None, label=_("Field of action"), required=False)

    class Meta:
        model = Barrier
        fields = ["since", "note"]
        labels = {"since": _("Since when"), "note": _("Note in the case")}
        widgets = {"note": long_text(3)}
        help_texts = {"note": _("Stays here, encrypted. Names may stand here.")}

    field_order = (
        "sentence", "known_issue", "from_office", "to_office", "kind", "since", "delay_days",
        "field_of_action", "note", "version",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial.setdefault("since", timezone.localdate())
        else:
            self._show_observation()
        self.fields["known_issue"].queryset = noted_as(self.initial.get("known_issue"))
        self.fields["field_of_action"].queryset = term_choices(ListKey.FIELD_OF_ACTION)
        # Words of one's own are needed unless a known issue says them.
        self.fields["sentence"].required = not self.data.get(self.add_prefix("known_issue"))
        if self.instance.pk and not self.is_bound and self.initial.get("known_issue"):
            self.fields["sentence"].required = False
        offices = office_names()
        for name in ("from_office", "to_office"):
            self.fields[name].widget.offices = offices

    def _show_observation(self) -> None:
        half = observation_of(self.instance)
        self.initial |= {
            "sentence": half.sentence, "known_issue": half.known_issue_id, "kind": half.kind,
            "from_office": half.from_name, "to_office": half.to_name,
            "delay_days": half.delay_days, "field_of_action": half.field_of_action_id,
        }


class RemoveForm(forms.Form):
    """Nothing but the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
