# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Ending a case; what the client says about it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import ClosedBy, ClosingKind, RetentionClass
from stellwerk.cases.models import Case, ClientEvaluation, Goal
from stellwerk.cases.rules.ending import HIGHEST, QUESTIONS
from stellwerk.vocabulary.choices import ListKey
from stellwerk.web.cases.forms.base import (
    Versioned,
    combobox,
    long_text,
    mark_needed,
    term_choices,
)


class EndingForm(Versioned, forms.Form):
    """Planned or unplanned, by whom, why; for each goal without an assessment a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    closing_kind = forms.ChoiceField(
        label=_("Kind of ending"), choices=ClosingKind.choices, widget=forms.RadioSelect
    )
    closed_by = forms.ChoiceField(
        label=_("Ended by whom"), choices=ClosedBy.choices, widget=forms.RadioSelect
    )
    closing_reason = forms.ModelChoiceField(
        queryset=None, label=_("Reason"), widget=combobox()
    )
    closed_on = forms.DateField(label=_("Ended on"))
    closing_note = forms.CharField(
        label=_("Note on the ending"), required=False, widget=long_text(3)
    )
    aftercare_on = forms.DateField(
        label=_("After-care on"), required=False,
        help_text=_("When to ask once more how things are; it then stands on My day."),
    )
    retention_class = forms.ChoiceField(
        label=_("Kept as"), required=False,
        choices=[("", _("standard of the organisation")), *RetentionClass.choices],
    )

    def __init__(
        self, *args: Any, case: Case, goals: Sequence[Goal] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {"version": case.version, "closed_on": timezone.localdate()}
        reasons: Any = self.fields["closing_reason"]
        reasons.queryset = term_choices(ListKey.CLOSING_REASON)
        self.goals = list(goals)
        for n, goal in enumerate(self.goals):
            self.fields[f"goal_{n}"] = forms.CharField(
                label=_("Why it stays open"), required=False, max_length=1000,
                widget=long_text(2),
            )
            mark_needed(self.fields[f"goal_{n}"])
            self.initial[f"goal_{n}"] = goal.open_reason or ""

    def goal_rows(self) -> list[dict[str, Any]]:
        return [{"goal": goal, "reason": self[f"goal_{n}"]} for n, goal in enumerate(self.goals)]

    def asks(self) -> dict[str, Any]:
        """What the action asks for."""
        entered = {k: v for k, v in self.values.items() if not k.startswith("goal_")}
        reasons: dict[UUID, str] = {
            goal.pk: self.cleaned_data.get(f"goal_{n}") or "" for n, goal in enumerate(self.goals)
        }
        return {"version": self.version, "open_reasons": reasons, **entered}


class AnswersForm(forms.Form):
    """The five questions; ``words`` are the sentences in the language of whoever answers."""

    remark = forms.CharField(required=False, max_length=4000, widget=long_text(4))

    def __init__(self, *args: Any, words: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            *[(str(n), words[f"answer_{n}"]) for n in range(HIGHEST, -1, -1)],
            ("", words["no_answer"]),
        ]
        for name in QUESTIONS:
            self.fields[name] = forms.TypedChoiceField(
                label=words[name], choices=choices, coerce=int, empty_value=None, required=False,
                widget=forms.RadioSelect,
            )
        self.fields["remark"].label = words["remark"]
        self.fields["remark"].widget.attrs["class"] = "kern-form-input__input app-textarea"
        self.order_fields([*self.base_names(), *QUESTIONS, "remark"])

    @staticmethod
    def base_names() -> tuple[str, ...]:
        """Fields that stand before the questions."""
        return ()

    def asks(self) -> dict[str, Any]:
        """What the action asks for."""
        entered = dict(self.cleaned_data)
        answers = {name: entered.pop(name) for name in QUESTIONS}
        return {**entered, "answers": answers}


class PaperAnswersForm(AnswersForm):
    """The same, copied from paper by whoever works on the case."""

    given_on = forms.DateField(label=_("Filled in on"))
    language = forms.ChoiceField(label=_("Language of the sheet"))

    def __init__(self, *args: Any, languages: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["language"]
        field.choices = languages
        self.initial.setdefault("given_on", timezone.localdate())
        for name in QUESTIONS:
            field = self.fields[name]
            field.label = capfirst(ClientEvaluation._meta.get_field(name).verbose_name)
            field.widget = forms.Select(choices=[*field.choices[-1:], *field.choices[:-1]])
        del self.fields["remark"].widget.attrs["class"]

    @staticmethod
    def base_names() -> tuple[str, ...]:
        return ("given_on", "language")
