# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of levers."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stellwerk.directory.queries import all_organisations, organisations_in_use
from stellwerk.networks.choices import LEVER_STEPS, Effort, Figure, LeverState
from stellwerk.networks.models import Activity, Lever
from stellwerk.networks.queries.issues import known_issues
from stellwerk.networks.queries.levers import LeverFilter, catalogue
from stellwerk.web.shell.clash import TakesConflict

#: Unknown is an answer of its own.
ACROSS = [("", "–"), ("yes", _("yes")), ("no", _("no"))]


class ActivityField(forms.ModelChoiceField):
    """An activity of the catalogue, by its name in the language of the page."""

    def label_from_instance(self, obj: Any) -> str:
        return activity_name(obj)


def activity_name(activity: Activity) -> str:
    """The name in the language of the page."""
    english = (get_language() or "de").startswith("en")
    return activity.name_en if english and activity.name_en else activity.name_de


class LeverForm(TakesConflict, forms.Form):
    """A title and a place; everything else as far as it is known."""

    title = forms.CharField(label=_("What is turned?"), max_length=160)
    issue = forms.ModelChoiceField(
        None, label=_("Known issue"), required=False,
        widget=forms.Select(attrs={"data-combobox": ""}),
    )
    point = forms.CharField(
        label=_("Point in the chain or interface"), max_length=200, required=False,
        help_text=_("At which station or between which two offices."),
    )
    powers = forms.ModelMultipleChoiceField(
        None, label=_("In whose power"), required=False, widget=forms.CheckboxSelectMultiple
    )
    power_words = forms.CharField(
        label=_("Who else"), max_length=200, required=False,
        help_text=_("An office that is not in the network's list, a council, the state."),
    )
    across_spheres = forms.ChoiceField(
        label=_("Across legal spheres"), choices=ACROSS, required=False
    )
    effort = forms.ChoiceField(
        label=_("Effort"), choices=[("", "–"), *Effort.choices], required=False
    )
    effect = forms.CharField(
        label=_("Expected effect"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    figure = forms.ChoiceField(
        label=_("Figure that should move"), choices=[("", "–"), *Figure.choices], required=False
    )
    from_activity = ActivityField(
        None, label=_("From activity"), required=False,
        widget=forms.Select(attrs={"data-combobox": ""}),
        help_text=_("Only for a waiting time."),
    )
    to_activity = ActivityField(
        None, label=_("To activity"), required=False,
        widget=forms.Select(attrs={"data-combobox": ""}),
    )
    figure_words = forms.CharField(
        label=_("The figure in words"), max_length=300, required=False,
        help_text=_("From what to what, until when."),
    )
    state = forms.ChoiceField(label=_("State"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, lever: Lever | None = None, issue: str = "", **more: Any
    ) -> None:
        more["initial"] = _said_of(lever) if lever is not None else {"issue": issue}
        super().__init__(*args, **more)
        if lever is None:
            del self.fields["version"], self.fields["state"]
        else:
            now = LeverState(lever.state)
            states = [now, *LEVER_STEPS[now]]
            self.fields["state"].choices = [(s.value, s.label) for s in states]  # type: ignore[attr-defined]
        self.fields["issue"].queryset = known_issues()  # type: ignore[attr-defined]
        offices = organisations_in_use(timezone.localdate())
        self.fields["powers"].queryset = offices  # type: ignore[attr-defined]
        for name in ("from_activity", "to_activity"):
            self.fields[name].queryset = catalogue()  # type: ignore[attr-defined]

    @property
    def asks(self) -> dict[str, Any]:
        """What the actions take."""
        values = dict(self.cleaned_data)
        version = values.pop("version", None)
        values["across_spheres"] = {"yes": True, "no": False}.get(values["across_spheres"])
        return {"values": values} | ({"version": version} if "version" in self.fields else {})


def _said_of(lever: Lever) -> dict[str, Any]:
    names = (
        "title", "point", "power_words", "effort", "effect", "figure", "figure_words", "state",
        "version",
    )
    across = {True: "yes", False: "no", None: ""}[lever.across_spheres]
    return {name: getattr(lever, name) for name in names} | {
        "issue": lever.issue_id, "across_spheres": across,
        "from_activity": lever.from_activity_id, "to_activity": lever.to_activity_id,
        "powers": [one.pk for one in lever.powers.all()],
    }


class LeverFilterForm(forms.Form):
    """Never refuses: what cannot be read narrows nothing."""

    q = forms.CharField(
        label=_("Words"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", "–"), *LeverState.choices], required=False
    )
    effort = forms.ChoiceField(
        label=_("Effort"), choices=[("", "–"), *Effort.choices], required=False
    )
    power = forms.ModelChoiceField(None, label=_("In whose power"), required=False)
    issue = forms.ModelChoiceField(None, label=_("Issue"), required=False)
    across = forms.BooleanField(label=_("Only across legal spheres"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["power"].queryset = all_organisations()  # type: ignore[attr-defined]
        self.fields["issue"].queryset = known_issues()  # type: ignore[attr-defined]
        self.is_valid()

    def chosen(self) -> LeverFilter:
        got = self.cleaned_data
        issue, power = got.get("issue"), got.get("power")
        return LeverFilter(
            text=got.get("q") or "", state=got.get("state") or "", effort=got.get("effort") or "",
            issue=issue.pk if issue else None, power=power.pk if power else None,
            across=bool(got.get("across")),
        )

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)
