# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Taking an assessment on one page; strengths; language levels; the organisation's scale texts."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import NEED_LEVELS, AssessmentKind
from stellwerk.cases.models import LanguageLevel, Strength
from stellwerk.cases.queries.assessments import Meanings, Taken, meanings
from stellwerk.cases.rules.assessments import AREA_FIELDS, AREA_NEEDS
from stellwerk.cases.rules.scale_texts import default_text
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term
from stellwerk.web.cases.forms.base import RowForm, Versioned, combobox, long_text, term_choices
from stellwerk.web.cases.widgets import FlatSelect

_LABELS = {
    "need": _("Need: case manager's view"),
    "client_need": _("Need: client's view"),
    "situation": _("Situation"),
    "resources": _("Resources"),
    "client_view": _("What the client says"),
    "manager_view": _("What the case manager sees"),
}


class TakingForm(Versioned, forms.Form):
    """All life areas on one page; only those of which something is said become part of it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    assessed_on = forms.DateField(label=_("Day"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=AssessmentKind.choices, widget=forms.RadioSelect
    )
    set_topics = forms.BooleanField(
        label=_("Take areas with a need of 2 or more over as topics (3 and 4 as central ones)"),
        required=False,
    )
    note = forms.CharField(label=_("Note on the whole"), required=False, widget=long_text(2))

    def __init__(
        self, *args: Any, areas: Sequence[Term], own: Meanings, first: Collection[Term] = (),
        taken: Taken | None = None, **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.areas, self.own = areas, own
        self.first = {area.pk for area in first}
        if taken is None:
            del self.fields["version"]
            self.initial.setdefault("assessed_on", timezone.localdate())
        else:
            seen = taken.assessment
            self.initial |= {
                "version": seen.version, "assessed_on": seen.assessed_on, "kind": seen.kind,
                "note": seen.note,
            }
        noted = taken.by_area if taken else {}
        for area in areas:
            self._add_area(area, noted.get(area.pk))

    def _add_area(self, area: Term, noted: Any) -> None:
        levels = [("", "–"), *((n, f"{n} – {text}") for n, text in meanings(area, self.own))]
        for name in AREA_FIELDS:
            key = f"{name}_{area.pk}"
            if name in AREA_NEEDS:
                self.fields[key] = forms.TypedChoiceField(
                    label=_LABELS[name], choices=levels, coerce=int, empty_value=None,
                    required=False, widget=FlatSelect,
                )
            else:
                self.fields[key] = forms.CharField(
                    label=_LABELS[name], required=False, widget=long_text(2)
                )
            if noted is not None:
                self.initial[key] = getattr(noted, name)

    @property
    def has_version(self) -> bool:
        return "version" in self.fields

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The life areas that are a topic or were noted; all of them where there is none."""
        return self._rows(self.first) or self._rows({area.pk for area in self.areas})

    @property
    def more_rows(self) -> list[dict[str, Any]]:
        """The other life areas, one click away."""
        return self._rows({area.pk for area in self.areas} - self.first) if self.first else []

    def _rows(self, wanted: set[int]) -> list[dict[str, Any]]:
        found = []
        for area in self.areas:
            if area.pk not in wanted:
                continue
            fields = {name: self[f"{name}_{area.pk}"] for name in AREA_FIELDS}
            texts = [fields[name] for name in AREA_FIELDS if name not in AREA_NEEDS]
            found.append(
                {
                    "area": area, **{name: fields[name] for name in AREA_NEEDS}, "texts": texts,
                    "is_open": any(field.value() for field in texts),
                }
            )
        return found

    def asks(self) -> dict[str, Any]:
        """What the actions ask for."""
        entered = self.cleaned_data
        return {
            "values": {name: entered[name] for name in ("assessed_on", "kind", "note")},
            "areas": {
                area: {name: entered[f"{name}_{area.pk}"] for name in AREA_FIELDS}
                for area in self.areas
            },
            "set_topics": entered["set_topics"],
        }


class StrengthForm(RowForm):
    class Meta:
        model = Strength
        fields = ["text", "life_area", "noted_on", "until"]
        labels = {
            "text": _("Strength or resource"), "life_area": _("Life area"),
            "noted_on": _("Noted on"), "until": _("Valid until"),
        }
        widgets = {"text": long_text(3), "life_area": combobox()}
        help_texts = {
            "text": _("What can the person do, whom and what can she or he rely on?"),
            "until": _("Leave empty as long as it is valid."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["life_area"].queryset = term_choices(
            ListKey.LIFE_AREA, self.instance.life_area
        )
        if self.instance._state.adding:
            self.initial.setdefault("noted_on", timezone.localdate())


class LanguageLevelForm(RowForm):
    class Meta:
        model = LanguageLevel
        fields = ["language", "level", "reached_on", "certificate", "issuer"]
        labels = {
            "language": _("Language"), "level": _("Language level"),
            "reached_on": _("Reached on"), "certificate": _("Certificate"),
            "issuer": _("Issued by"),
        }
        widgets = {"language": combobox()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance._state.adding
        for name, key in (("language", ListKey.LANGUAGE), ("level", ListKey.CEFR_LEVEL)):
            current = None if is_new else getattr(self.instance, name)
            self.fields[name].queryset = term_choices(key, current)
        if is_new:
            self.initial.setdefault("reached_on", timezone.localdate())


class ScaleTextsForm(forms.Form):
    """The five levels of one life area in the organisation's own words; empty brings ours back."""

    def __init__(self, *args: Any, area: Term, own: Meanings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level in NEED_LEVELS:
            self.fields[f"level_{level}"] = forms.CharField(
                label=_("Need %(level)s") % {"level": level}, max_length=300, required=False,
                help_text=default_text(area.key, level), initial=own.get((area.pk, level), ""),
            )

    def texts(self) -> dict[int, str]:
        return {level: self.cleaned_data[f"level_{level}"] for level in NEED_LEVELS}
