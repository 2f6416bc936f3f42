# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The network card and the family."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import Effect
from stellwerk.cases.models import FamilyMember, Involved, NetworkTie, Person
from stellwerk.cases.queries.surroundings import born_of
from stellwerk.web.cases.forms.base import RowForm, long_text

_MADE = ("born_on", "born_year", "client_number")


class TieForm(RowForm):
    effect = forms.TypedChoiceField(
        label=_("Helpful or burdening"), required=False, coerce=int, empty_value=None,
        choices=[("", _("not rated")), *Effect.choices],
    )

    class Meta:
        model = NetworkTie
        fields = [
            "name", "role", "sector", "closeness", "effect", "is_formal", "involved", "noted_on",
            "until",
        ]
        labels = {
            "name": _("Who"), "role": _("What this person or place does for the client"),
            "sector": _("Part of life"), "closeness": _("Closeness"),
            "is_formal": _("By profession or office (formal)"),
            "involved": _("Is noted under “Who is involved”"), "noted_on": _("Noted on"),
            "until": _("Valid until"),
        }
        widgets = {"role": long_text(2)}
        help_texts = {"until": _("Leave empty as long as it is valid.")}

    def __init__(
        self, *args: Any, involved: QuerySet[Involved], names: dict[Any, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["involved"].queryset = involved
        self.fields["involved"].label_from_instance = lambda row: names.get(row.pk, "–")
        if self.instance._state.adding:
            self.initial.setdefault("noted_on", timezone.localdate())


class FamilyForm(RowForm):
    """A birth is known by its day, by its year, or not at all."""

    born_on = forms.DateField(label=_("Date of birth"), required=False)
    born_year = forms.IntegerField(
        label=_("Year of birth"), required=False, min_value=1900, max_value=2200,
        help_text=_("If the day is not known."),
    )
    client_number = forms.CharField(
        label=_("Client number, if she or he is a client here"), required=False, max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Only people of cases that you may see are found."),
    )

    class Meta:
        model = FamilyMember
        fields = ["relation", "name", "in_household", "note"]
        labels = {
            "relation": _("Relation"), "name": _("Name"),
            "in_household": _("Lives in the household"), "note": _("Note"),
        }
        widgets = {"note": long_text(2)}

    field_order = ["relation", "name", "born_on", "born_year", "in_household", "client_number",
                   "note"]

    def __init__(self, *args: Any, people: QuerySet[Person], person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.person = people, person
        if not self.instance._state.adding:
            born = born_of(self.instance)
            client = self.instance.client
            self.initial |= {
                "born_on": born.day, "born_year": None if born.day else born.year,
                "client_number": client.client_key if client else "",
            }

    def clean_client_number(self) -> str:
        """Whom she may not see and who does not exist are answered alike."""
        wanted = str(self.cleaned_data["client_number"] or "").strip()
        self.client: Person | None = None
        if wanted:
            found = self.people.filter(client_key=wanted).exclude(pk=self.person.pk)
            self.client = found.first()
            if self.client is None:
                raise forms.ValidationError(_("No such client was found among your cases."))
        return wanted

    @property
    def member(self) -> dict[str, Any]:
        """What the actions ask for."""
        entered = {name: value for name, value in self.values.items() if name not in _MADE}
        day, year = self.cleaned_data.get("born_on"), self.cleaned_data.get("born_year")
        born = day.isoformat() if day else str(year) if year else None
        return {**entered, "born": born, "client": self.client}
