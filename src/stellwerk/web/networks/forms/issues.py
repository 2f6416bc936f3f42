# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the register of issues: what is said of one, a step, the filters of the list."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.base.actor import Actor
from stellwerk.directory.queries import all_organisations
from stellwerk.networks.choices import IssueState, ObservationKind
from stellwerk.networks.models import KnownIssue
from stellwerk.networks.queries.chains import chain_by_id
from stellwerk.networks.queries.issues import OPEN, IssueFilter
from stellwerk.networks.queries.offices import office_names, sides
from stellwerk.networks.queries.places import places, released
from stellwerk.networks.rules.issues import needs_words
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import terms
from stellwerk.web.shell.clash import TakesConflict
from stellwerk.web.shell.offices import OfficeInput


class IssueForm(TakesConflict, forms.Form):
    """Title and sentence; everything else as far as it is known."""

    title = forms.CharField(label=_("Title"), max_length=160)
    sentence = forms.CharField(
        label=_("In one sentence"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What does not work between which offices? Without any person."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", "–"), *ObservationKind.choices]
    )
    from_office = forms.CharField(
        label=_("From which office"), max_length=120, required=False, widget=OfficeInput()
    )
    to_office = forms.CharField(
        label=_("To which office"), max_length=120, required=False, widget=OfficeInput()
    )
    field_of_action = forms.ModelChoiceField(None, label=_("Field of action"), required=False)
    legal_spheres = forms.ModelMultipleChoiceField(
        None, label=_("Legal spheres"), required=False, widget=forms.CheckboxSelectMultiple
    )
    station = forms.ChoiceField(label=_("Station of an agreed chain"), required=False)
    typical_cases = forms.ModelMultipleChoiceField(
        None, label=_("Typical cases"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, issue: KnownIssue | None = None, **more: Any) -> None:
        if issue is not None:
            more["initial"] = _said_of(issue)
        super().__init__(*args, **more)
        if issue is None:
            del self.fields["version"]
        today = timezone.localdate()
        for name, key in (
            ("field_of_action", ListKey.FIELD_OF_ACTION), ("legal_spheres", ListKey.LEGAL_SPHERE)
        ):
            self.fields[name].queryset = terms(key, active_on=today)  # type: ignore[attr-defined]
        self.fields["typical_cases"].queryset = released()  # type: ignore[attr-defined]
        self.fields["station"].choices = _stations(issue)  # type: ignore[attr-defined]
        for name in ("station", "typical_cases"):
            choices: Any = self.fields[name]
            if len(choices.choices) < (2 if name == "station" else 1):
                del self.fields[name]
        offices = office_names()
        for name in ("from_office", "to_office"):
            self.fields[name].widget.offices = offices  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """What the actions take."""
        given = dict(self.cleaned_data)
        chain, _colon, key = given.pop("station", "").partition(":")
        found = {**sides(given), "chain": chain_by_id(UUID(chain)) if chain else None}
        asked = {k: v for k, v in given.items() if k not in ("from_office", "to_office")}
        return {**asked, **found, "station_key": key}


def _stations(issue: KnownIssue | None) -> list[tuple[str, str]]:
    """All that are agreed, and the one that the issue names even if it is agreed no longer."""
    found = places()
    if issue is not None and issue.chain is not None:
        own = f"{issue.chain_id}:{issue.station_key}"
        if own not in dict(found):
            found.append((own, f"{issue.chain}: {issue.station_key}"))
    return [("", "–"), *found]


def _said_of(issue: KnownIssue) -> dict[str, Any]:
    return {
        "title": issue.title, "sentence": issue.sentence, "kind": issue.kind,
        "from_office": issue.from_name, "to_office": issue.to_name,
        "field_of_action": issue.field_of_action_id,
        "legal_spheres": [term.pk for term in issue.legal_spheres.all()],
        "station": f"{issue.chain_id}:{issue.station_key}" if issue.chain_id else "",
        "typical_cases": [one.pk for one in issue.typical_cases.all()],
        "version": issue.version,
    }


class StepForm(TakesConflict, forms.Form):
    """A step: on which day, what was decided or found, or why."""

    on = forms.DateField(
        label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    addressee = forms.CharField(label=_("Passed on to"), max_length=160)
    words = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, issue: KnownIssue, to_state: str, **more: Any) -> None:
        more["initial"] = {"on": timezone.localdate(), "version": issue.version}
        super().__init__(*args, **more)
        if to_state != IssueState.ESCALATED:
            del self.fields["addressee"]
        words = self.fields["words"]
        words.required = needs_words(issue.state, to_state)
        words.label = {
            IssueState.DECIDED.value: _("Words of the decision"),
            IssueState.CHECKED.value: _("Result of the check"),
        }.get(to_state, _("Why"))
        words.help_text = _("Stands in the history that the whole network reads.")


STATES = [("", _("all")), (OPEN, _("all but done")), *IssueState.choices]


class IssueFilterForm(forms.Form):
    """Never refuses: what cannot be read narrows nothing."""

    q = forms.CharField(
        label=_("Number or words"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", "–"), *ObservationKind.choices]
    )
    field = forms.ModelChoiceField(None, label=_("Field of action"), required=False)
    office = forms.ModelChoiceField(None, label=_("Office"), required=False)
    own = forms.BooleanField(label=_("Only what we have met"), required=False)

    def __init__(self, data: Any, *, actor: Actor, sees_own: bool) -> None:
        super().__init__(data)
        self.actor = actor
        self.fields["field"].queryset = terms(ListKey.FIELD_OF_ACTION)  # type: ignore[attr-defined]
        self.fields["office"].queryset = all_organisations()  # type: ignore[attr-defined]
        if not sees_own:
            del self.fields["own"]
        self.is_valid()

    def chosen(self) -> IssueFilter:
        got = self.cleaned_data
        field, office = got.get("field"), got.get("office")
        return IssueFilter(
            text=got.get("q") or "", state=got.get("state") or "", kind=got.get("kind") or "",
            field_of_action=field.pk if field else None, office=office.pk if office else None,
            own=self._own(),
        )

    def _own(self) -> UUID | None:
        return self.actor.organisation_id if self.cleaned_data.get("own") else None

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)

    def query(self, address: QueryDict) -> str:
        """The filters alone, for the file of the same rows."""
        kept = QueryDict(mutable=True)
        for name in self.fields:
            if address.get(name):
                kept[name] = address[name]
        return kept.urlencode()
