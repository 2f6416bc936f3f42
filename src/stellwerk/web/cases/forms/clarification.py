# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Clarifying one case; writing an organisation's admission criteria."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.actions.clarification import Answer, Result
from stellwerk.cases.choices import RUNNING_PHASES, ClarificationResult, CriterionState
from stellwerk.cases.models import Case
from stellwerk.cases.queries.clarification import ClarificationView
from stellwerk.cases.rules.checklist_sets import Criterion
from stellwerk.cases.rules.clarification import MOST_CRITERIA
from stellwerk.directory.queries import other_organisations
from stellwerk.web.cases.forms.base import Versioned, combobox, long_text

NOT_YET = ("", _("not decided yet"))
_SPARE = 4


class ClarificationForm(Versioned, forms.Form):
    """Answers to the criteria and, once it is clear, the result."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    exception_reason = forms.CharField(
        label=_("Reason of an exception"), required=False, widget=long_text(2),
        help_text=_("Only if somebody is admitted although a required criterion is not met."),
    )
    result = forms.ChoiceField(label=_("Result"), required=False, widget=forms.RadioSelect)
    decided_on = forms.DateField(label=_("Decided on"), required=False)
    reason = forms.CharField(label=_("Reason"), required=False, widget=long_text(3))
    referred_to = forms.ModelChoiceField(
        queryset=None, required=False, label=_("Referred on to"), widget=combobox(),
        help_text=_("An organisation of the network, or below in your own words."),
    )
    referred_to_text = forms.CharField(
        label=_("Referred on to somebody else"), required=False, max_length=200
    )

    def __init__(
        self, *args: Any, case: Case, view: ClarificationView, preset: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = view.lines
        results = ClarificationResult.choices
        if case.phase in RUNNING_PHASES:
            # Only what led to the admission is still to be written down.
            results = results[:1]
            del self.fields["referred_to"], self.fields["referred_to_text"]
        field: Any = self.fields["result"]
        field.choices = [NOT_YET, *results]
        organisations: Any = self.fields.get("referred_to")
        if organisations is not None:
            organisations.queryset = other_organisations(
                case.organisation_id, timezone.localdate()
            )
        self.initial |= {
            "version": view.version,
            "exception_reason": view.row.exception_reason if view.row else "",
            "decided_on": timezone.localdate(),
            "result": preset if preset in ClarificationResult.values else "",
        }
        for n, line in enumerate(view.lines):
            self.fields[f"state_{n}"] = forms.ChoiceField(
                label=line.item.text, choices=CriterionState.choices, widget=forms.RadioSelect,
                required=line.item.is_required,
                help_text=_("required") if line.item.is_required else "",
            )
            self.fields[f"note_{n}"] = forms.CharField(
                label=_("Note"), required=False, max_length=2000
            )
            self.initial |= {f"state_{n}": line.state, f"note_{n}": line.note}

    def rows(self) -> list[dict[str, Any]]:
        """Each criterion with its two fields."""
        return [
            {"item": line.item, "state": self[f"state_{n}"], "note": self[f"note_{n}"]}
            for n, line in enumerate(self.lines)
        ]

    def asks(self) -> dict[str, Any]:
        """What the action asks for."""
        entered = self.cleaned_data
        answers: dict[UUID, Answer] = {
            line.item.pk: Answer(
                entered.get(f"state_{n}") or CriterionState.OPEN.value,
                entered.get(f"note_{n}") or "",
            )
            for n, line in enumerate(self.lines)
        }
        result = None
        if entered.get("result"):
            result = Result(
                entered["result"], entered.get("decided_on"), entered.get("reason") or "",
                entered.get("referred_to"), entered.get("referred_to_text") or "",
            )
        return {
            "version": self.version, "answers": answers, "result": result,
            "exception_reason": entered.get("exception_reason") or "",
        }


class ChecklistForm(forms.Form):
    """The next version of the admission criteria; empty lines count not."""

    name = forms.CharField(label=_("Name of the checklist"), max_length=120)
    valid_from = forms.DateField(label=_("Valid from"))
    based_on = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, criteria: Sequence[Criterion] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("valid_from", timezone.localdate())
        self.size = min(max(len(criteria), self._sent()) + _SPARE, MOST_CRITERIA)
        for n in range(self.size):
            self.fields[f"text_{n}"] = forms.CharField(
                label=_("Criterion"), required=False, max_length=300
            )
            self.fields[f"required_{n}"] = forms.BooleanField(
                label=_("required"), required=False
            )
            self.fields[f"key_{n}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, max_length=40
            )
        for n, one in enumerate(criteria[: self.size]):
            self.initial |= {
                f"text_{n}": one.text, f"required_{n}": one.is_required, f"key_{n}": one.key,
            }

    def _sent(self) -> int:
        """How many lines came filled, so that none is lost when the form comes back."""
        filled = [n for n in range(MOST_CRITERIA) if self.data.get(f"text_{n}")]
        return max(filled, default=-1) + 1

    def rows(self) -> list[dict[str, Any]]:
        return [
            {"number": n + 1, **{name: self[f"{name}_{n}"] for name in ("text", "required", "key")}}
            for n in range(self.size)
        ]

    def asks(self) -> dict[str, Any]:
        """What the action asks for."""
        entered = self.cleaned_data
        criteria = [
            Criterion(
                entered.get(f"key_{n}") or "", entered.get(f"text_{n}") or "",
                bool(entered.get(f"required_{n}")),
            )
            for n in range(self.size)
        ]
        return {
            "name": entered["name"], "valid_from": entered["valid_from"],
            "criteria": criteria, "based_on": entered.get("based_on") or "",
        }
