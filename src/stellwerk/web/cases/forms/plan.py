# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Goals, measures, topics, people involved."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import MEASURE_ENDINGS, SCALE_LEVELS, DatePrecision
from stellwerk.cases.models import Goal, GoalScale, Involved, Measure
from stellwerk.directory.queries import all_organisations
from stellwerk.vocabulary.choices import ListKey
from stellwerk.web.cases.forms.base import (
    RowForm,
    Versioned,
    combobox,
    long_text,
    term_choices,
)


class GoalForm(RowForm):
    class Meta:
        model = Goal
        fields = [
            "text", "life_area", "indicator", "relevance", "agreed_on", "due_on", "responsible",
            "responsible_name",
        ]
        labels = {
            "text": _("Goal"), "life_area": _("Life area"), "agreed_on": _("Agreed on"),
            "due_on": _("To be reached by"), "indicator": _("By what we see it (indicator)"),
            "relevance": _("Why it matters"), "responsible": _("Who sees to it"),
            "responsible_name": _("Name, if it is somebody else"),
        }
        widgets = {
            "text": long_text(3), "life_area": combobox(), "indicator": long_text(2),
            "relevance": long_text(2),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["life_area"].queryset = term_choices(
            ListKey.LIFE_AREA, self.instance.life_area
        )
        self.fields["life_area"].required = True
        if self.instance._state.adding:
            self.initial.setdefault("agreed_on", timezone.localdate())


class AssessmentForm(RowForm):
    attainment = forms.DecimalField(
        label=_("Attainment in percent"), min_value=Decimal(0), max_value=Decimal(100),
        max_digits=15, decimal_places=12,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        help_text=_("0 = nothing reached, 100 = fully reached. 0 is a value."),
    )
    level = forms.TypedChoiceField(
        label=_("Level on the goal's scale"), required=False, coerce=int, empty_value=None
    )
    note = forms.CharField(label=_("Note"), required=False, widget=long_text(2))

    class Meta:
        model = Goal
        fields = ["attainment", "assessed_on"]
        labels = {"assessed_on": _("Assessed on")}

    def __init__(self, *args: Any, scale: GoalScale | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if scale is None:
            del self.fields["level"]
        else:
            self.fields["level"].choices = [("", "–"), *_level_choices(scale)]
            # With a scale the level alone says something as well.
            self.fields["attainment"].required = False
        self.fields["assessed_on"].required = True
        # Every assessment is one more of the history: it begins with today.
        self.initial["assessed_on"] = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        is_empty = cleaned.get("attainment") is None and cleaned.get("level") is None
        if is_empty and not self.errors:
            self.add_error("attainment", _("Please enter a percentage or a level."))
        return cleaned


def _level_choices(scale: GoalScale) -> list[tuple[int, str]]:
    texts = (scale.much_less, scale.less, scale.expected, scale.more, scale.much_more)
    return [
        (level, f"{level:+d} – {text}".replace("-", "−", 1) if text else f"{level:+d}")
        for level, text in zip(SCALE_LEVELS, texts, strict=True)
    ]


class MeasureForm(RowForm):
    """The state is never asked for: it follows from the days and from how it ended."""

    ending = forms.ChoiceField(
        label=_("How it ended"), required=False,
        choices=[("", "–"), *((state.value, state.label) for state in MEASURE_ENDINGS)],
    )

    class Meta:
        model = Measure
        fields = [
            "title", "is_own_step", "provider", "offer", "life_area", "legal_sphere", "due_on",
            "asked_on", "began_on", "ended_on", "precision", "ending", "reason", "outcome_reason",
        ]
        labels = {
            "title": _("Measure"), "provider": _("Responsible organisation"),
            "life_area": _("Life area"), "legal_sphere": _("Legal sphere"),
            "asked_on": _("Asked for on"), "began_on": _("Began on"),
            "ended_on": _("Ended on"), "due_on": _("To be done by"),
            "reason": _("Reason"), "outcome_reason": _("The reason in words"),
            "precision": _("Precision of the days"),
            "offer": _("Offer"), "is_own_step": _("The client does this herself or himself"),
        }
        widgets = {
            "title": long_text(2), "outcome_reason": long_text(2), "provider": combobox(),
            "life_area": combobox(), "legal_sphere": combobox(),
        }
        help_texts = {
            "asked_on": _("From this day on the waiting days are counted."),
            "offer": _("Course, group, service – in your own words."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = {"life_area": ListKey.LIFE_AREA, "legal_sphere": ListKey.LEGAL_SPHERE}
        for name, key in lists.items():
            current = getattr(self.instance, name)
            self.fields[name].queryset = term_choices(key, current)
        self.fields["provider"].queryset = all_organisations()
        self.fields["precision"].required = False
        if self.instance.state in MEASURE_ENDINGS:
            self.initial["ending"] = self.instance.state

    def clean_precision(self) -> str:
        return self.cleaned_data.get("precision") or DatePrecision.DAY


class InvolvedForm(RowForm):
    class Meta:
        model = Involved
        fields = ["provider", "name", "task", "reach"]
        labels = {
            "provider": _("Organisation"), "name": _("Name"), "task": _("What for"),
            "reach": _("Phone or e-mail"),
        }
        widgets = {"provider": combobox()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = all_organisations()


class TopicsForm(Versioned, forms.Form):
    """Which life areas are topics, and which of them are central."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    topics = forms.ModelMultipleChoiceField(
        queryset=None, required=False, label=_("Topics"),
        widget=forms.CheckboxSelectMultiple,
    )
    central = forms.ModelMultipleChoiceField(
        queryset=None, required=False, label=_("Central topics"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("topics", "central"):
            self.fields[name].queryset = term_choices(
                ListKey.LIFE_AREA
            )

    def rows(self) -> list[dict[str, Any]]:
        """Both boxes of each life area, as sent or as stored."""
        chosen = {
            name: {str(value) for value in self[name].value() or ()}
            for name in ("topics", "central")
        }
        field: Any = self.fields["topics"]
        return [
            {
                "value": str(term.pk),
                "label": term.label,
                "is_topic": str(term.pk) in chosen["topics"],
                "is_central": str(term.pk) in chosen["central"],
            }
            for term in field.queryset
        ]
