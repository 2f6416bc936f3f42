# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Handing over, referring, declining."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import DeclineReason
from stellwerk.cases.models import Case
from stellwerk.cases.rules.transitions import ANSWER_WITHIN
from stellwerk.directory.queries import case_workers, other_organisations
from stellwerk.vocabulary.choices import ListKey
from stellwerk.web.cases.forms.base import combobox, long_text, term_choices


class _Proposal(forms.Form):
    answer_by = forms.DateField(label=_("Answer by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["answer_by"] = timezone.localdate() + ANSWER_WITHIN


class HandOverForm(_Proposal):
    to_user = forms.ModelChoiceField(queryset=None, label=_("Who is to take the case over"))
    message = forms.CharField(
        label=_("Message"), required=False, widget=long_text(5),
        help_text=_("What is agreed, what is urgent, why you hand the case over."),
    )
    field_order = ["to_user", "answer_by", "message"]

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = case_workers(case.organisation_id, timezone.localdate())
        self.fields["to_user"].queryset = workers.exclude(pk=case.manager_id)


class ReferralForm(_Proposal):
    to_organisation = forms.ModelChoiceField(
        queryset=None, label=_("Organisation"), widget=combobox()
    )
    field_of_action = forms.ModelChoiceField(queryset=None, label=_("Field of action"))
    message = forms.CharField(
        label=_("Message"), required=False, widget=long_text(5),
        help_text=_(
            "Only with a grant in force to this organisation. Left empty, an anonymous request"
            " goes: that you would like to refer somebody, in which field of action."
        ),
    )
    field_order = ["to_organisation", "field_of_action", "answer_by", "message"]

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_organisation"].queryset = other_organisations(
            case.organisation_id, timezone.localdate()
        )
        self.fields["field_of_action"].queryset = term_choices(ListKey.FIELD_OF_ACTION)


class DeclineForm(forms.Form):
    decline_reason = forms.ChoiceField(
        label=_("Reason"), choices=DeclineReason.choices, widget=forms.RadioSelect
    )
    decline_note = forms.CharField(
        label=_("In your own words"), required=False, widget=long_text(3)
    )

    def __init__(self, *args: Any, may_write: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_write:
            # Words need the case's key, so only what is coded can be answered.
            del self.fields["decline_note"]
            coded = [(key, label) for key, label in DeclineReason.choices if key != "other"]
            self.fields["decline_reason"].choices = coded

    def answer(self) -> dict[str, Any]:
        return {
            "reason": self.cleaned_data["decline_reason"],
            "note": self.cleaned_data.get("decline_note") or "",
        }
