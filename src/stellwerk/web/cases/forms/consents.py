# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Consent, alliance, transmission, the mark "entrusted"."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import (
    FIELD_GROUP_LABELS,
    Basis,
    ConsentForm,
    ConsentPurpose,
    FieldGroup,
    PaperLanguage,
)
from stellwerk.cases.models import Alliance, Case, Consent
from stellwerk.cases.queries.extract import EntrustedRow
from stellwerk.cases.rules.consent import chosen_scope
from stellwerk.directory.queries import other_organisations
from stellwerk.web.cases.forms.base import RowForm, combobox, long_text, mark_needed

GROUP_CHOICES = [(int(group), FIELD_GROUP_LABELS[group]) for group in FieldGroup]


def _groups(label: Any, help_text: Any) -> forms.TypedMultipleChoiceField:
    """Each field group by a tick of its own: there is no button for all of them."""
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, widget=forms.CheckboxSelectMultiple, choices=GROUP_CHOICES,
        required=False, help_text=help_text,
    )


class GiveConsentForm(forms.Form):
    """What the client consents to; nothing is preset that she would have to decide."""

    purpose = forms.ChoiceField(
        label=_("What for"), choices=ConsentPurpose.choices, widget=forms.RadioSelect
    )
    own_words = forms.CharField(
        label=_("Purpose in own words"), required=False, widget=long_text(2),
        help_text=_("In German; it stands so on the paper."),
    )
    groups = _groups(
        _("What may be passed on"), _("Only what the purpose needs; tick each by itself.")
    )
    health_ticked = forms.BooleanField(
        label=_("The client expressly consents to data on health (Art. 9 GDPR)"), required=False,
        help_text=_("Only if health is ticked above."),
    )
    recipients = forms.ModelMultipleChoiceField(
        queryset=None, label=_("To whom"), widget=forms.CheckboxSelectMultiple
    )
    explained_in = forms.ChoiceField(
        label=_("Explained in"), choices=PaperLanguage.choices, initial=PaperLanguage.GERMAN,
        help_text=_("The paper is printed in German and in this language."),
    )
    refusal_explained = forms.BooleanField(
        label=_("The consequences of a refusal were explained"), required=False
    )
    form = forms.ChoiceField(
        label=_("How it was given"), choices=ConsentForm.choices, widget=forms.RadioSelect
    )
    guardian = forms.CharField(
        label=_("Who has custody"), required=False, max_length=200,
        help_text=_("Below the age of 15 those who have custody consent."),
    )
    given_on = forms.DateField(label=_("Given on"))
    valid_until = forms.DateField(
        label=_("Until"), help_text=_("At most three years. It can be revoked at any time.")
    )
    replaces = forms.BooleanField(
        label=_("It takes the place of what these offices can see so far"), required=False
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        mark_needed(self.fields["groups"])
        self.fields["recipients"].queryset = other_organisations(case.organisation_id, today)
        self.initial.setdefault("given_on", today)
        self.initial.setdefault("valid_until", today + timedelta(days=365))

    def asks(self) -> dict[str, Any]:
        """What the action asks for."""
        values = dict(self.cleaned_data)
        values["scope"] = chosen_scope(values.pop("groups"))
        recipients, replaces = list(values.pop("recipients")), values.pop("replaces")
        return {"recipients": recipients, "replaces": replaces, "values": values}


class SignedPaperForm(RowForm):
    file = forms.FileField(
        label=_("Signed copy"), required=False, allow_empty_file=True,
        help_text=_("A scan or photo of the signed paper; it is filed among the documents."),
    )

    field_order = ["signed_on", "file", "signed_where"]

    @property
    def values(self) -> dict[str, Any]:
        """What is noted of the paper, without the file."""
        return {name: value for name, value in super().values.items() if name != "file"}

    class Meta:
        model = Consent
        fields = ["signed_on", "signed_where"]
        labels = {
            "signed_on": _("Signed paper received on"), "signed_where": _("Where the paper lies"),
        }


class AllianceForm(RowForm):
    class Meta:
        model = Alliance
        fields = ["agreed_on", "content", "client_side", "our_side", "explained_in", "ended_on"]
        labels = {
            "agreed_on": _("Agreed on"), "content": _("What it is about"),
            "client_side": _("What the client does"), "our_side": _("What we do"),
            "explained_in": _("Explained in"), "ended_on": _("Ended on"),
        }
        widgets = {
            "content": long_text(4), "client_side": long_text(3), "our_side": long_text(3),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial.setdefault("agreed_on", timezone.localdate())
            del self.fields["ended_on"]


class TransmitForm(forms.Form):
    """One act: to whom, on what basis, what for, and exactly what."""

    recipient = forms.ModelChoiceField(queryset=None, label=_("Recipient"), widget=combobox())
    basis = forms.ChoiceField(
        label=_("Basis"), widget=forms.RadioSelect,
        choices=[(b.value, b.label) for b in (Basis.CONSENT, Basis.STATUTE)],
    )
    provision = forms.CharField(
        label=_("Provision"), required=False, max_length=200,
        help_text=_(
            "Only for a statutory basis, with its number, such as § 69 SGB X. No names: it stands"
            " on the receipt. Nothing goes to an immigration office by default (§ 88 AufenthG)."
        ),
    )
    purpose = forms.CharField(label=_("What for"), widget=long_text(2))
    groups = _groups(_("What is sent"), _("Entrusted entries are never among it."))
    entrusted = forms.MultipleChoiceField(
        label=_("Entrusted entries to be sent as well"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    entrusted_again = forms.MultipleChoiceField(
        label=_("Confirm each entrusted entry once more"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, case: Case, entrusted: list[EntrustedRow], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].queryset = other_organisations(
            case.organisation_id, timezone.localdate()
        ).select_related("kind")
        for name in ("entrusted", "entrusted_again"):
            if entrusted:
                self.fields[name].choices = [(str(row.row_id), row.label) for row in entrusted]
            else:
                del self.fields[name]

    def asks(self) -> dict[str, Any]:
        """What the action asks for."""
        entered = self.cleaned_data
        return {
            "recipient": entered["recipient"],
            "basis": entered["basis"],
            "provision": entered["provision"],
            "purpose": entered["purpose"],
            "scope": chosen_scope(entered["groups"]),
            "entrusted": [UUID(text) for text in entered.get("entrusted", ())],
            "entrusted_again": [UUID(text) for text in entered.get("entrusted_again", ())],
        }


class EntrustForm(forms.Form):
    """The mark "entrusted" on one row."""

    is_entrusted = forms.BooleanField(
        label=_("Entrusted: leaves only by an act of its own"), required=False
    )


class CodeForm(forms.Form):
    """The code of a receipt, however it is spaced."""

    code = forms.CharField(
        label=_("Code of the receipt"), max_length=300, widget=long_text(3),
        help_text=_("It stands at the bottom of the receipt; blanks do not matter."),
    )
