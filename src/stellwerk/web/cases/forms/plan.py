# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Goals, measures, topics, people involved."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.models import Goal, Involved, Measure
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
        fields = ["text", "life_area", "agreed_on", "due_on"]
        labels = {
            "text": _("Goal"), "life_area": _("Life area"), "agreed_on": _("Agreed on"),
            "due_on": _("To be reached by"),
        }
        widgets = {"text": long_text(3), "life_area": combobox()}

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

    class Meta:
        model = Goal
        fields = ["attainment", "assessed_on"]
        labels = {"assessed_on": _("Assessed on")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assessed_on"].required = True
        if self.instance.assessed_on is None:
            self.initial["assessed_on"] = timezone.localdate()


class MeasureForm(RowForm):
    class Meta:
        model = Measure
        fields = [
            "title", "provider", "life_area", "legal_sphere", "state", "asked_on", "began_on",
            "ended_on", "due_on", "outcome_reason",
        ]
        labels = {
            "title": _("Measure"), "provider": _("Responsible organisation"),
            "life_area": _("Life area"), "legal_sphere": _("Legal sphere"),
            "state": _("State"), "asked_on": _("Asked for on"), "began_on": _("Began on"),
            "ended_on": _("Ended on"), "due_on": _("To be done by"),
            "outcome_reason": _("Reason, if it came to nothing"),
        }
        widgets = {
            "title": long_text(2), "outcome_reason": long_text(2), "provider": combobox(),
            "life_area": combobox(), "legal_sphere": combobox(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = {"life_area": ListKey.LIFE_AREA, "legal_sphere": ListKey.LEGAL_SPHERE}
        for name, key in lists.items():
            current = getattr(self.instance, name)
            self.fields[name].queryset = term_choices(key, current)
        self.fields["provider"].queryset = all_organisations()


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
