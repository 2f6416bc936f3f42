# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What others did, in one line: what, when, who. Under half a minute, also without scripts."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.models import Case
from stellwerk.cases.rules.noting import day_of
from stellwerk.networks.choices import Precision
from stellwerk.networks.models import Activity, Event
from stellwerk.networks.queries.activities import catalogue, in_order, name_of
from stellwerk.networks.queries.offices import office_names
from stellwerk.networks.rules.activities import LONGEST_NAME, Recogniser, matches
from stellwerk.vocabulary.choices import ListKey
from stellwerk.web.cases.forms.barriers import OfficeInput
from stellwerk.web.cases.forms.base import RowForm, term_choices

#: So many are named when what was typed fits several.
_OFFERED = 6


class ActivityInput(forms.TextInput):
    """Words with the catalogue offered while typing, by its names and synonyms."""

    activities: list[Activity] = []

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        place = f"{(attrs or {}).get('id', name)}_catalogue"
        control = super().render(
            name, value, {**(attrs or {}), "list": place, "autocomplete": "off"}, renderer
        )
        options = format_html_join(
            "", '<option value="{}">{}</option>',
            (
                (word, "" if word == name_of(row) else name_of(row))
                for row in self.activities
                for word in (name_of(row), *row.synonyms)
            ),
        )
        return format_html('{}<datalist id="{}">{}</datalist>', control, place, options)


class NoteForm(forms.Form):
    """``event``: the one that is corrected."""

    activity = forms.CharField(
        label=_("What was done?"), max_length=LONGEST_NAME, widget=ActivityInput(),
        help_text=_("Type a few letters: other words for the same are found as well."),
        error_messages={"required": _("Please say what was done.")},
    )
    on = forms.DateField(
        label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}),
    )
    at = forms.TimeField(
        label=_("Time, if known"), required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    office = forms.CharField(
        label=_("Which office did it"), max_length=160, widget=OfficeInput(), required=False,
        help_text=_(
            "An office of the network or in your own words, without a person's name. For health, "
            "neither the office nor the legal sphere is stored."
        ),
    )
    sphere = forms.ModelChoiceField(
        None, label=_("Legal sphere"), required=False,
        help_text=_("Empty: the usual one of this activity, where there is one."),
    )

    def __init__(self, *args: Any, event: Event | None = None, **more: Any) -> None:
        if event is None:
            more.setdefault("initial", {"on": timezone.localdate()})
        else:
            more["initial"] = _initial(event)
        super().__init__(*args, **more)
        self.chosen = in_order(catalogue(active_on=timezone.localdate()))
        if event is not None and event.activity not in self.chosen and event.activity.key:
            self.chosen.append(event.activity)
        self.fields["activity"].widget.activities = self.chosen
        self.fields["office"].widget.offices = office_names()
        self.fields["sphere"].queryset = term_choices(ListKey.LEGAL_SPHERE)

    def clean_activity(self) -> Activity:
        """The activity that the words mean; several that fit are named."""
        words = self.cleaned_data["activity"]
        found = Recogniser(self.chosen).certain(words)
        if found is not None:
            return found
        fitting = [row for row in self.chosen if matches(row, words)]
        if len(fitting) == 1:
            return fitting[0]
        if not fitting:
            raise forms.ValidationError(_("The catalogue does not know this activity."))
        names = "; ".join(name_of(row) for row in fitting[:_OFFERED])
        raise forms.ValidationError(
            _("Several activities fit, please choose one: %(names)s") % {"names": names}
        )


def _initial(event: Event) -> dict[str, Any]:
    local = timezone.localtime(event.at, timezone.get_default_timezone())
    party = event.party
    office = "" if party is None else party.organisation or party.words
    return {
        "activity": name_of(event.activity), "on": day_of(event.at),
        "at": None if event.precision == Precision.DAY else local.time(),
        "office": str(office), "sphere": event.legal_sphere_id,
    }


class CourseGroupsForm(RowForm):
    """For whom and for what the course counts; empty means what follows from the case."""

    class Meta:
        model = Case
        fields = ["field_of_action", "target_group"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, key in (
            ("field_of_action", ListKey.FIELD_OF_ACTION), ("target_group", ListKey.TARGET_GROUP)
        ):
            self.fields[name].queryset = term_choices(key, getattr(self.instance, name))
            self.fields[name].empty_label = _("as it follows from topics and status")
