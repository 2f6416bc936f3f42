# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the directory."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.directory import queries
from stellwerk.directory.choices import MunicipalityKind, Role
from stellwerk.directory.models import Organisation, User
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import terms
from stellwerk.web.shell.clash import TakesConflict


class OrganisationForm(TakesConflict, forms.Form):
    key = forms.SlugField(
        label=_("Key"),
        max_length=64,
        help_text=_("Small letters, digits and hyphens. Files and commands use it; it stays."),
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ModelChoiceField(None, label=_("Kind"))
    municipality = forms.ModelChoiceField(None, label=_("Municipality"), required=False)
    legal_spheres = forms.ModelMultipleChoiceField(
        None,
        label=_("Legal spheres"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, organisation: Organisation | None = None, **more: Any) -> None:
        if organisation is not None:
            more["initial"] = {
                "name": organisation.name,
                "kind": organisation.kind_id,
                "municipality": organisation.municipality_id,
                "legal_spheres": [t.pk for t in organisation.legal_spheres.all()],
                "version": organisation.version,
            }
        super().__init__(*args, **more)
        today = timezone.localdate()
        kinds = terms(ListKey.ORGANISATION_KIND, active_on=today)
        if organisation is not None:
            del self.fields["key"]
            kinds = kinds | terms(ListKey.ORGANISATION_KIND).filter(pk=organisation.kind_id)
        self.fields["kind"].queryset = kinds
        self.fields["municipality"].queryset = queries.municipalities()
        self.fields["legal_spheres"].queryset = terms(ListKey.LEGAL_SPHERE, active_on=today)


class MunicipalityForm(forms.Form):
    ags = forms.CharField(
        label=_("Official key (AGS)"),
        max_length=8,
        help_text=_("5 digits for a district or district-free city, 8 for a municipality."),
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=MunicipalityKind.choices)
    parent = forms.ModelChoiceField(None, label=_("District"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["parent"].queryset = queries.municipalities().filter(
            kind=MunicipalityKind.DISTRICT
        )


class NetworkForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    seat = forms.ModelChoiceField(
        None, label=_("Seat"), help_text=_("The district or city that leads the network.")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["seat"].queryset = queries.municipalities()


class PersonForm(TakesConflict, forms.Form):
    state_field = "seen"

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class NewPersonForm(PersonForm):
    language = forms.ChoiceField(
        label=_("Language"), choices=[("de", "Deutsch"), ("en", "English")]
    )


class RoleForm(forms.Form):
    organisation = forms.ModelChoiceField(None, label=_("Organisation"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    covers = forms.ModelChoiceField(
        None,
        label=_("Stands in for"),
        required=False,
        help_text=_("Only for a substitute: whose cases she looks after."),
    )
    valid_from = forms.DateField(label=_("From"))
    valid_until = forms.DateField(
        label=_("Until"), required=False, help_text=_("The last day; empty = until further notice.")
    )

    def __init__(self, *args: Any, user: User, **more: Any) -> None:
        today = timezone.localdate()
        more.setdefault("initial", {})["valid_from"] = today
        super().__init__(*args, **more)
        self.fields["organisation"].queryset = queries.organisations_in_use(today)
        self.fields["covers"].queryset = queries.people_with_cases(today).exclude(pk=user.pk)


class EndForm(forms.Form):
    on = forms.DateField(label=_("Last day"))
