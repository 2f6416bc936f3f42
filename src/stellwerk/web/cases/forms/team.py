# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Hours for case work, and what the caseload is measured with."""

from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.base.refusal import Conflict
from stellwerk.cases.choices import NEED_LEVELS, OPEN_PHASES, Phase
from stellwerk.cases.rules.caseload import Yardstick
from stellwerk.directory.queries import case_workers


class WorkTimeForm(forms.Form):
    user = forms.ModelChoiceField(queryset=None, label=_("Person"))
    hours_per_week = forms.DecimalField(
        label=_("Hours per week for case work"), min_value=0, max_value=60, decimal_places=1,
        help_text=_("Without leading, meetings and other duties; 0 while somebody is away."),
    )
    valid_from = forms.DateField(label=_("From"))

    def __init__(self, *args: Any, organisation_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["user"].queryset = case_workers(organisation_id, today)
        self.initial.setdefault("valid_from", today)


class YardstickForm(forms.Form):
    """Two fields per open phase, weight and usual days; one per level of need."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    topic_step = forms.FloatField(
        label=_("Each further central topic adds"), min_value=0, max_value=2,
        help_text=_("Part of the phase's weight: 0,2 makes a case with three topics 1,4 times."),
    )
    silence_days = forms.IntegerField(
        label=_("Long silence from (days)"), min_value=7, max_value=365
    )

    def __init__(self, *args: Any, measure: Yardstick, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {
            "version": version, "topic_step": measure.topic_step,
            "silence_days": measure.silence_days,
        }
        for phase in OPEN_PHASES:
            label = Phase(phase).label
            self.fields[f"weight_{phase}"] = forms.FloatField(
                label=_("Weight: %(phase)s") % {"phase": label}, min_value=0, max_value=10
            )
            self.fields[f"days_{phase}"] = forms.IntegerField(
                label=_("Usual days: %(phase)s") % {"phase": label}, min_value=1, max_value=3650
            )
            self.initial[f"weight_{phase}"] = measure.weights[phase]
            self.initial[f"days_{phase}"] = measure.usual_days[phase]
        for level in NEED_LEVELS:
            self.fields[f"need_{level}"] = forms.FloatField(
                label=_("Highest need %(level)s") % {"level": level}, min_value=0, max_value=10
            )
            self.initial[f"need_{level}"] = measure.need_weights[level]

    def rows(self) -> list[tuple[BoundField, BoundField]]:
        """Weight and days of each phase, side by side."""
        return [(self[f"weight_{phase}"], self[f"days_{phase}"]) for phase in OPEN_PHASES]

    def needs(self) -> list[BoundField]:
        """The weight of each level of need."""
        return [self[f"need_{level}"] for level in NEED_LEVELS]

    def take_conflict(self, conflict: Conflict) -> None:
        """Keep what was entered; saving again is a decision."""
        self.data = self.data.copy()
        self.data["version"] = str(conflict.version)
        self.add_error(None, str(conflict.message))

    def entered(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "version": data["version"],
            "topic_step": data["topic_step"],
            "silence_days": data["silence_days"],
            "weights": {phase: data[f"weight_{phase}"] for phase in OPEN_PHASES},
            "need_weights": {level: data[f"need_{level}"] for level in NEED_LEVELS},
            "usual_days": {phase: data[f"days_{phase}"] for phase in OPEN_PHASES},
        }
