# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A person: names, contact data, languages, household, residence."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import DatePrecision, Gender
from stellwerk.cases.models import (
    ContactData,
    Identity,
    Person,
    PersonLanguage,
    ResidencePeriod,
)
from stellwerk.cases.rules.people import parse_birth_date
from stellwerk.vocabulary.choices import ListKey
from stellwerk.web.cases.forms.base import RowForm, Versioned, combobox, long_text, term_choices

MOST_LANGUAGES = 12


class PersonVersioned(Versioned, forms.ModelForm):
    """A part of a person; the version is the person's."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if person is None:
            del self.fields["version"]
        else:
            self.initial["version"] = person.version

    def _post_clean(self) -> None:
        """Nothing: the person is changed by an action, not by the form."""


class IdentityForm(PersonVersioned):
    birth_date = forms.DateField(label=_("Date of birth"), required=False)
    gender = forms.ChoiceField(
        label=_("Gender"), choices=[("", "–"), *Gender.choices], required=False
    )

    class Meta:
        model = Identity
        fields = [
            "family_name", "given_name", "birth_date", "birth_year", "gender", "nationality",
        ]
        labels = {
            "family_name": _("Family name"), "given_name": _("Given name"),
            "birth_year": _("Year of birth"), "nationality": _("Nationality"),
        }
        widgets = {
            "family_name": forms.TextInput(attrs={"autocomplete": "off"}),
            "given_name": forms.TextInput(attrs={"autocomplete": "off"}),
            "nationality": combobox(),
        }
        help_texts = {
            "family_name": _("At least one of the two names."),
            "birth_year": _("If the day is not known."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nationality"].queryset = term_choices(
            ListKey.NATIONALITY
        )
        if not self.instance._state.adding:
            self.initial["birth_date"] = parse_birth_date(self.instance.birth_date)

    def clean(self) -> dict[str, Any]:
        """The day is kept sealed as ISO text, the year in clear for the figures."""
        cleaned = dict(super().clean() or self.cleaned_data)
        day = cleaned.get("birth_date")
        if day and not cleaned.get("birth_year"):
            cleaned["birth_year"] = day.year
        cleaned["birth_date"] = day.isoformat() if day else None
        cleaned["gender"] = cleaned.get("gender") or None
        return cleaned


class NewPersonForm(IdentityForm):
    """Identity and contact data of a new person in one go."""

    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = forms.CharField(label=_("Address"), required=False, widget=long_text(2))
    members = forms.IntegerField(
        label=_("People in the household"), min_value=1, max_value=50, required=False,
        help_text=_("The person herself included."),
    )

    def parts(self) -> dict[str, Any]:
        """What the action asks for."""
        entered = self.cleaned_data
        return {
            "identity": {name: entered.get(name) for name in self._meta.fields},
            "contact": {name: entered.get(name) or None for name in ("phone", "email", "address")},
            "household_members": entered.get("members"),
        }


class ContactDataForm(PersonVersioned):
    email = forms.EmailField(label=_("E-mail"), required=False, empty_value=None)

    class Meta:
        model = ContactData
        fields = ["phone", "email", "address"]
        labels = {"phone": _("Phone"), "address": _("Address")}
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            "address": long_text(3),
        }


class HouseholdForm(Versioned, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    members = forms.IntegerField(
        label=_("People in the household"), min_value=1, max_value=50, required=False,
        help_text=_("The person herself included."),
    )


class LanguagesForm(Versioned, forms.Form):
    """The languages a person speaks, one row each, with two rows to spare; empty rows count not."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, spoken: Sequence[PersonLanguage] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.size = min(len(spoken) + 2, MOST_LANGUAGES)
        languages = term_choices(ListKey.LANGUAGE)
        levels = term_choices(ListKey.CEFR_LEVEL)
        for n in range(self.size):
            self.fields[f"language_{n}"] = forms.ModelChoiceField(
                languages, required=False, label=_("Language"), widget=combobox()
            )
            self.fields[f"level_{n}"] = forms.ModelChoiceField(
                levels, required=False, label=_("Language level")
            )
            self.fields[f"interpreter_{n}"] = forms.BooleanField(
                required=False, label=_("Interpreter needed")
            )
        for n, row in enumerate(spoken[: self.size]):
            self.initial |= {
                f"language_{n}": row.language_id,
                f"level_{n}": row.level_id,
                f"interpreter_{n}": row.needs_interpreter,
            }

    def rows(self) -> list[dict[str, Any]]:
        """The three fields of each row, for the template."""
        return [
            {name: self[f"{name}_{n}"] for name in ("language", "level", "interpreter")}
            for n in range(self.size)
        ]

    def clean(self) -> dict[str, Any]:
        """Gather the rows; the same language twice is a slip."""
        cleaned = dict(super().clean() or self.cleaned_data)
        self.languages: list[dict[str, Any]] = []
        seen = set()
        for n in range(self.size):
            language = cleaned.get(f"language_{n}")
            if language is None:
                continue
            if language in seen:
                self.add_error(f"language_{n}", _("This language is already in the list."))
            seen.add(language)
            self.languages.append(
                {
                    "language": language,
                    "level": cleaned.get(f"level_{n}"),
                    "needs_interpreter": bool(cleaned.get(f"interpreter_{n}")),
                }
            )
        return cleaned


class ResidenceForm(RowForm):
    class Meta:
        model = ResidencePeriod
        fields = [
            "status", "paragraph", "valid_from", "valid_until", "precision", "work_permit",
            "residence_duty", "conditions", "note",
        ]
        labels = {
            "status": _("Residence status"), "valid_from": _("From"),
            "valid_until": _("Expires on"), "note": _("Note"),
            "paragraph": _("Paragraph on the paper"), "precision": _("Precision of the days"),
            "work_permit": _("Work permit"), "residence_duty": _("Residence requirement"),
            "conditions": _("Further conditions"),
        }
        help_texts = {
            "paragraph": _("Only if it says more than the status, for example § 25 Abs. 2."),
            "residence_duty": _("Where the person must live, in the words of the paper."),
        }
        widgets = {
            "status": combobox(), "note": long_text(2), "residence_duty": long_text(2),
            "conditions": long_text(2),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = None if self.instance._state.adding else self.instance.status
        self.fields["status"].queryset = term_choices(
            ListKey.RESIDENCE_STATUS, current
        )
        self.fields["precision"].required = False
        if self.instance._state.adding:
            self.initial.setdefault("valid_from", timezone.localdate())

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        cleaned["precision"] = cleaned.get("precision") or DatePrecision.DAY
        cleaned["work_permit"] = cleaned.get("work_permit") or None
        return cleaned
