# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Legal spheres, entitlements, and the rules of the deadline watch."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stellwerk.cases.choices import DatePrecision, RuleEffect
from stellwerk.cases.models import DeadlineRule, Entitlement, LegalSpherePeriod
from stellwerk.cases.rules.deadline_rules import AMOUNTS
from stellwerk.directory.queries import all_organisations
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import terms
from stellwerk.web.cases.forms.base import RowForm, combobox, long_text, term_choices
from stellwerk.web.shell.clash import TakesConflict


class _PersonRowForm(RowForm):
    """A row of a person with days that may be approximate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["precision"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        cleaned["precision"] = cleaned.get("precision") or DatePrecision.DAY
        return cleaned


class LegalSphereForm(_PersonRowForm):
    class Meta:
        model = LegalSpherePeriod
        fields = ["sphere", "office", "valid_from", "valid_until", "precision", "note"]
        labels = {
            "sphere": _("Legal sphere"), "office": _("Responsible office"),
            "valid_from": _("From"), "valid_until": _("Until"),
            "precision": _("Precision of the days"), "note": _("Note"),
        }
        widgets = {"sphere": combobox(), "office": combobox(), "note": long_text(2)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = None if self.instance._state.adding else self.instance.sphere
        self.fields["sphere"].queryset = term_choices(ListKey.LEGAL_SPHERE, current)
        self.fields["office"].queryset = all_organisations()
        if self.instance._state.adding:
            self.initial.setdefault("valid_from", timezone.localdate())


class EntitlementForm(_PersonRowForm):
    class Meta:
        model = Entitlement
        fields = [
            "kind", "issued_by", "issued_on", "valid_until", "state", "handed_in_at",
            "handed_in_on", "ended_on", "precision", "note",
        ]
        labels = {
            "kind": _("Kind of entitlement"), "issued_by": _("Issued by"),
            "issued_on": _("Issued on"), "valid_until": _("Valid until"), "state": _("State"),
            "handed_in_at": _("Handed in at"), "handed_in_on": _("Handed in on"),
            "ended_on": _("No longer in force since"),
            "precision": _("Precision of the days"), "note": _("Note"),
        }
        widgets = {
            "issued_by": combobox(), "handed_in_at": combobox(), "note": long_text(2),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("issued_by", "handed_in_at"):
            self.fields[name].queryset = all_organisations()


class DeadlineRuleForm(TakesConflict, forms.Form):
    """The words, days and numbers of a rule; what sets it off stays."""

    is_active = forms.BooleanField(label=_("Rule is in use"), required=False)
    title_de = forms.CharField(label=_("German title"), max_length=160)
    meaning_de = forms.CharField(label=_("What it means (German)"), widget=long_text(4))
    title_en = forms.CharField(label=_("English title"), max_length=160)
    meaning_en = forms.CharField(label=_("What it means (English)"), widget=long_text(4))
    effect = forms.ChoiceField(label=_("Effect"), choices=RuleEffect.choices)
    amount = forms.IntegerField(
        label=pgettext_lazy("deadline rule", "Number"), min_value=1, max_value=240,
        help_text=_("Years for a birthday, months for a span of time, days for a paper."),
    )
    actor_kind = forms.ChoiceField(label=_("Who must act"), required=False)
    legal_sphere = forms.ChoiceField(label=_("Legal sphere"), required=False)
    lead_days = forms.CharField(
        label=_("Reminder days before"), required=False, max_length=60,
        help_text=_("Numbers with commas, for example 90, 60, 30."),
    )
    keep_days = forms.IntegerField(
        label=_("Shown for days after"), min_value=0, max_value=3650, required=False,
        help_text=_("Empty: until it is settled."),
    )
    source = forms.CharField(
        label=_("Source"), widget=long_text(2), help_text=_("The provision or the practice."),
    )
    change_note = forms.CharField(label=_("Why it changes"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rule: DeadlineRule, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(rule)
        super().__init__(*args, **kwargs)
        for name, key in (
            ("actor_kind", ListKey.ORGANISATION_KIND), ("legal_sphere", ListKey.LEGAL_SPHERE),
        ):
            choices = [(term.key, term.label) for term in terms(key)]
            self.fields[name].choices = [("", "–"), *choices]
        if rule.trigger not in AMOUNTS:
            del self.fields["amount"]

    def clean_lead_days(self) -> list[int]:
        text = self.cleaned_data["lead_days"].replace(";", ",")
        try:
            days = {int(part) for part in text.split(",") if part.strip()}
        except ValueError:
            raise forms.ValidationError(_("Please enter whole numbers with commas.")) from None
        return sorted(days, reverse=True)


def _initial(rule: DeadlineRule) -> dict[str, Any]:
    names = (
        "is_active", "title_de", "meaning_de", "title_en", "meaning_en", "effect", "actor_kind",
        "legal_sphere", "keep_days", "source", "version",
    )
    return {
        **{name: getattr(rule, name) for name in names},
        "amount": rule.parameters.get("amount"),
        "lead_days": ", ".join(map(str, rule.lead_days)),
    }
