# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Choosing a period, freezing a report."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.indicators.rules.report import Period


class PeriodForm(forms.Form):
    """Both days belong to the period; an empty day leaves that side open."""

    start = forms.DateField(label=_("From"), required=False)
    end = forms.DateField(label=_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if Period(cleaned.get("start"), cleaned.get("end")).is_backwards:
            self.add_error("end", _("The period ends before it starts."))
        return cleaned

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data.get("start"), self.cleaned_data.get("end"))


class FreezeForm(PeriodForm):
    title = forms.CharField(label=_("Title"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("start", "end"):
            self.fields[name].widget = forms.HiddenInput()


def query_of(period: Period) -> str:
    """The period as it stands in an address; empty when everything counts."""
    days = {"start": period.start, "end": period.end}
    query = urlencode({name: day.isoformat() for name, day in days.items() if day})
    return f"?{query}" if query else ""


def shortcuts(today: date) -> list[tuple[Any, Period]]:
    """Periods that people ask for most."""
    first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return [
        (_("All time"), Period()),
        (_("This quarter"), Period(first, today)),
        (_("This year"), Period(today.replace(month=1, day=1), today)),
        (_("Last year"), Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))),
    ]
