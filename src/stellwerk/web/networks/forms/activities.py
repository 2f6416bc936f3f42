# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the catalogue of activities."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.networks.choices import ActivityGroup
from stellwerk.networks.models import Activity
from stellwerk.networks.queries.activities import OwnActivity, name_of, stamp
from stellwerk.networks.rules.activities import LONGEST_NAME, Recogniser, parsed_synonyms
from stellwerk.web.shell.clash import TakesConflict

CSS = "kern-form-input__input"
#: What a browser may send at once: a file has hundreds of activities, hardly thousands.
MOST_ROWS = 2_000


class ActivityForm(TakesConflict, forms.Form):
    """An activity of the catalogue; its key is chosen once, with the first saving."""

    state_field = "seen"

    key = forms.CharField(
        label=_("Key"), max_length=64,
        help_text=_("Small letters, digits and underscores. Files use it; it stays."),
    )
    name_de = forms.CharField(label=_("German name"), max_length=LONGEST_NAME)
    name_en = forms.CharField(label=_("English name"), max_length=LONGEST_NAME)
    group = forms.ChoiceField(label=_("Group"), choices=ActivityGroup.choices)
    synonyms = forms.CharField(
        label=_("Synonyms"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One per line. They are found when somebody searches or reads a file in."),
    )
    paper = forms.CharField(
        label=_("Paper asked for"), max_length=64, required=False,
        help_text=_(
            "Only where something is demanded: the same key twice in one course counts as asked "
            "for twice."
        ),
    )
    is_final = forms.BooleanField(
        label=_("Ends a course"), required=False,
        help_text=_("A course that stops without such an activity may have broken off."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, activity: Activity | None = None, **more: Any) -> None:
        if activity is not None:
            names = ("name_de", "name_en", "group", "paper", "is_final")
            more["initial"] = {name: getattr(activity, name) for name in names} | {
                "synonyms": "\n".join(activity.synonyms), "seen": stamp(activity),
            }
        super().__init__(*args, **more)
        for name in ["seen"] if activity is None else ["key"]:
            del self.fields[name]

    def clean_synonyms(self) -> list[str]:
        return parsed_synonyms(self.cleaned_data["synonyms"])


class MeaningsForm(forms.Form):
    """What each activity of a file means in the catalogue: one field per activity, may be empty."""

    def __init__(
        self, *args: Any, rows: Iterable[OwnActivity], activities: Iterable[Activity], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.rows = list(rows)[:MOST_ROWS]
        self._recogniser = Recogniser(activities)
        self._by_name: Mapping[str, Activity] = {name_of(row): row for row in activities}
        for row in self.rows:
            self.fields[self._name(row)] = forms.CharField(
                label=row.activity.name_de, required=False, max_length=LONGEST_NAME,
                initial=name_of(row.activity.same_as) if row.activity.same_as else "",
                widget=forms.TextInput(
                    attrs={"class": CSS, "list": "catalogue", "autocomplete": "off"}
                ),
            )

    @staticmethod
    def _name(row: OwnActivity) -> str:
        return f"activity_{row.activity.pk}"

    def lines(self) -> list[dict[str, Any]]:
        """Each activity with its field and, where nothing was said, what may be meant."""
        return [
            {
                "activity": row.activity,
                "field": self[self._name(row)],
                "suggestion": name_of(row.suggestion) if row.suggestion else "",
                "is_certain": row.is_certain,
            }
            for row in self.rows
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        takes_all = "suggested" in self.data
        meanings: dict[int, int | None] = {}
        for row in self.rows:
            name = self._name(row)
            text = str(values.get(name) or "").strip()
            meant = self._by_name.get(text) or self._recogniser.certain(text) if text else None
            if not text and takes_all:
                meant = row.suggestion
            if text and meant is None:
                self.add_error(name, _("The catalogue does not know this activity."))
            meanings[row.activity.pk] = meant.pk if meant else None
        return {"meanings": meanings}
