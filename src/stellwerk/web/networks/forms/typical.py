# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the typical cases, their stations and the organisations' views."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import DraftSource
from stellwerk.cases.queries.typical_drafts import MOST_CASES
from stellwerk.directory.queries import organisations_in_use
from stellwerk.networks.choices import CourseKind, ResidenceGroup, StationRating, TypicalState
from stellwerk.networks.models import StationView, TypicalCase, TypicalStation
from stellwerk.networks.queries.typical import stations_of
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import terms
from stellwerk.web.shell.clash import TakesConflict


def words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class OfRow(TakesConflict, forms.ModelForm):
    """A form on a versioned row: values for an action, and the version it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["version"]
        else:
            self.initial["version"] = self.instance.version

    @property
    def version_seen(self) -> int | None:
        found: int | None = self.cleaned_data.get("version")
        return found

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def _post_clean(self) -> None:
        """The action judges; the instance stays as it was read."""


class TypicalCaseForm(OfRow):
    class Meta:
        model = TypicalCase
        fields = [
            "title", "called", "about", "profile", "field_of_action", "target_group", "age_band",
            "region", "residence_group", "gender", "half_year",
        ]
        labels = {
            "title": _("Title"), "called": _("What the person is called here"),
            "about": _("What it is about"), "profile": _("What is known of the person"),
            "field_of_action": _("Field of action"), "target_group": _("Target group"),
            "age_band": _("Age group"), "region": _("Region of origin"),
            "residence_group": _("Group of residence statuses"), "gender": _("Gender"),
            "half_year": _("Half-year of opening"),
        }
        help_texts = {
            "called": _("For example “Herr A.”; never a real name."),
            "profile": _("In general terms, one line each."),
            "half_year": _("2017-1, 2017-2 or the whole year 2017. Empty: not stated."),
        }
        widgets = {"about": words(), "profile": words(4)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field_of_action"].queryset = terms(
            ListKey.FIELD_OF_ACTION, active_on=timezone.localdate()
        )
        self.fields["residence_group"] = forms.ChoiceField(
            label=_("Group of residence statuses"), required=False,
            choices=[("", "---------"), *ResidenceGroup.choices],
        )


class StationForm(OfRow):
    class Meta:
        model = TypicalStation
        fields = [
            "interval", "actor_organisation", "actor_words", "action", "legal_basis", "input",
            "output", "waiting_time", "consequence", "client_view", "rating", "evidence", "lever",
            "instead_of",
        ]
        labels = {
            "interval": _("When"), "actor_organisation": _("Organisation"),
            "actor_words": _("Who, in words"), "action": _("What happens"),
            "legal_basis": _("Legal basis"), "input": _("What is needed for it"),
            "output": _("What comes of it"), "waiting_time": _("Waiting time"),
            "consequence": _("Consequence"), "client_view": _("The client's view"),
            "rating": _("Rating"), "evidence": _("Evidence"), "lever": _("Adjusting screw"),
            "instead_of": _("Instead of"),
        }
        help_texts = {
            "interval": _("An interval, no day: “after about 8 months”."),
            "actor_words": _("If it is none of the organisations, or the client herself."),
            "waiting_time": _("In words: “about 1 year”."),
            "evidence": _("Where this is known from, without a reference number."),
            "lever": _("What could be turned here so that it goes on differently."),
            "instead_of": _("The station of the actual course that this one replaces."),
        }
        widgets = {
            "action": words(), "input": words(2), "output": words(2), "consequence": words(2),
            "client_view": words(2), "evidence": words(2), "lever": words(2),
            "rating": forms.RadioSelect,
        }

    def __init__(self, *args: Any, typical: TypicalCase, course: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actor_organisation"].queryset = organisations_in_use(timezone.localdate())
        self.fields["rating"] = forms.ChoiceField(
            label=_("Rating"), choices=StationRating.choices, widget=forms.RadioSelect,
            initial=StationRating.NEITHER,
        )
        if course == CourseKind.ACTUAL:
            del self.fields["instead_of"]
            return
        actual = [row for row in stations_of(typical) if row.course == CourseKind.ACTUAL]
        field = self.fields["instead_of"]
        field.queryset = TypicalStation._default_manager.filter(
            pk__in=[row.pk for row in actual]
        )
        field.label_from_instance = lambda row: f"{row.position + 1}. {row.action[:80]}"


class ViewForm(OfRow):
    class Meta:
        model = StationView
        fields = ["words", "rating", "lever"]
        labels = {
            "words": _("How we see it"), "rating": _("Rating"),
            "lever": _("What would help from our point of view"),
        }
        help_texts = {"words": _("From your own work, without any person.")}
        widgets = {"words": words(4), "lever": words(2)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rating"] = forms.ChoiceField(
            label=_("Rating"), choices=StationRating.choices, widget=forms.RadioSelect,
            initial=StationRating.NEITHER,
        )


class StepForm(forms.Form):
    """One click on the way to the group and back."""

    to = forms.ChoiceField(choices=[*TypicalState.choices, ("deleted", "")])
    version = forms.IntegerField(widget=forms.HiddenInput)


class MoveForm(forms.Form):
    """One click on a station of the list."""

    way = forms.ChoiceField(choices=[("up", ""), ("down", ""), ("remove", "")])


class ChooseCasesForm(forms.Form):
    """Which cases a draft is made of."""

    cases = forms.MultipleChoiceField(
        label=_("Cases"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one case.")},
    )
    source = forms.ChoiceField(
        label=_("Drawn from"), choices=DraftSource.choices, widget=forms.RadioSelect,
        initial=DraftSource.LOG,
    )
    title = forms.CharField(label=_("Title"), max_length=160)
    called = forms.CharField(
        label=_("What the person is called here"), max_length=40, required=False,
        help_text=_("For example “Herr A.”; never a real name."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].choices = choices

    def clean_cases(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["cases"]
        if len(chosen) > MOST_CASES:
            raise forms.ValidationError(
                _("Please choose at most %(n)s cases.") % {"n": MOST_CASES}
            )
        return chosen
