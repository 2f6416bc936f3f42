# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Goal attainment scales and the plan as an agreement."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import SCALE_LEVELS
from stellwerk.cases.models import GoalScale, PlanAgreement
from stellwerk.web.cases.forms.base import RowForm, long_text

#: A plan is looked at again after a quarter of a year unless something else is agreed.
_REVIEW = timedelta(days=90)


class ScaleForm(RowForm):
    baseline = forms.TypedChoiceField(
        label=_("Where it started"), required=False, coerce=int, empty_value=None,
        choices=[("", "–"), *((n, f"{n:+d}" if n else "0") for n in SCALE_LEVELS)],
        help_text=_("The level at the time of agreeing; −1 is usual."),
    )

    class Meta:
        model = GoalScale
        fields = [
            "much_less", "less", "expected", "more", "much_more", "weight", "baseline",
        ]
        labels = {
            "much_less": _("−2: much less than expected"), "less": _("−1: less than expected"),
            "expected": _("0: as expected"), "more": _("+1: more than expected"),
            "much_more": _("+2: much more than expected"), "weight": _("Weight"),
        }
        widgets = {
            name: long_text(2) for name in ("much_less", "less", "expected", "more", "much_more")
        }
        help_texts = {"weight": _("1 to 10: how much this goal counts beside the others.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expected"].required = True


class AgreementForm(RowForm):
    class Meta:
        model = PlanAgreement
        fields = ["agreed_on", "review_on", "note"]
        labels = {
            "agreed_on": _("Agreed on"), "review_on": _("We look at it again on"),
            "note": _("What else was agreed"),
        }
        widgets = {"note": long_text(3)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            today = timezone.localdate()
            self.initial.setdefault("agreed_on", today)
            self.initial.setdefault("review_on", today + _REVIEW)
