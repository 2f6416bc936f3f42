# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Finding a person first, opening a case, moving and ending it, sharing it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.cases.choices import (
    FIELD_GROUP_LABELS,
    Basis,
    FieldGroup,
)
from stellwerk.cases.models import Case
from stellwerk.directory.choices import Role
from stellwerk.directory.queries import case_workers, other_organisations
from stellwerk.vocabulary.choices import ListKey
from stellwerk.web.cases.forms.base import Versioned, combobox, long_text, term_choices


class PersonSearchForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        help_text=_("Other spellings are found too: Yildiz finds Yıldız, Mohamed finds Muhammad."),
    )


class NewCaseForm(forms.Form):
    opened_on = forms.DateField(label=_("First approach on"))
    access_channel = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Access channel"), widget=combobox()
    )
    manager = forms.ModelChoiceField(queryset=None, required=False, label=_("Case manager"))
    concern = forms.CharField(
        label=_("Concern"), required=False, widget=long_text(4),
        help_text=_("What brings the person here, in her own words."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["access_channel"].queryset = term_choices(
            ListKey.ACCESS_CHANNEL
        )
        organisation_id = certain(actor.organisation_id, "the page needs a role")
        workers = case_workers(organisation_id, timezone.localdate())
        leads = actor.has_role(Role.TEAM_LEAD)
        if not leads:
            # Who leads no team opens cases for herself or for those she stands in for.
            workers = workers.filter(pk__in=actor.covers)
        field = self.fields["manager"]
        field.queryset = workers
        field.required = not leads
        self.initial.setdefault("opened_on", timezone.localdate())
        self.initial.setdefault("manager", actor.user_id)


class ConcernForm(Versioned, forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Case
        fields = ["concern", "access_channel", "opened_on"]
        labels = {
            "concern": _("Concern"), "access_channel": _("Access channel"),
            "opened_on": _("First approach on"),
        }
        widgets = {"concern": long_text(5), "access_channel": combobox()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.fields["access_channel"].queryset = term_choices(
            ListKey.ACCESS_CHANNEL, self.instance.access_channel
        )

    def _post_clean(self) -> None:
        """Nothing: the case is changed by an action, not by the form."""


class AssignForm(Versioned, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    manager = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Case manager"),
        empty_label=_("nobody for the time being"),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {"version": case.version, "manager": case.manager_id}
        self.fields["manager"].queryset = case_workers(
            case.organisation_id, timezone.localdate()
        )


class MoveForm(Versioned, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    on = forms.DateField(label=_("On"))
    reason = forms.CharField(label=_("Reason"), required=False, widget=long_text(3))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {"version": case.version, "on": timezone.localdate()}


class GrantForm(forms.Form):
    """Access on a statutory basis; a consent grants by itself (``GiveConsentForm``)."""

    organisation = forms.ModelChoiceField(
        queryset=None, label=_("Organisation"), widget=combobox()
    )
    groups = forms.TypedMultipleChoiceField(
        label=_("What may be seen"), coerce=int, widget=forms.CheckboxSelectMultiple,
        choices=[(int(group), FIELD_GROUP_LABELS[group]) for group in FieldGroup],
    )
    basis_note = forms.CharField(
        label=_("Provision"), max_length=200,
        help_text=_(
            "The provision that allows it. No names: the other organisation reads this as well."
        ),
    )
    until = forms.DateField(label=_("Until"))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = other_organisations(
            case.organisation_id, timezone.localdate()
        )

    def grant(self) -> dict[str, Any]:
        """What the action asks for; the chosen groups as one sum of bits."""
        entered = self.cleaned_data
        return {
            "organisation": entered["organisation"],
            "scope": sum(set(entered["groups"])),
            "basis": Basis.STATUTE,
            "note": entered["basis_note"],
            "until": entered["until"],
        }
