# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who stands in for whom, from when until when."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.access.matrix import Need, may
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.cases.queries.substitution import people_to_cover
from stellwerk.directory.queries import case_workers


class SubstitutionForm(forms.Form):
    """A team lead chooses both; everybody else only who stands in for herself."""

    covers = forms.ModelChoiceField(queryset=None, label=_("Who is away"))
    substitute = forms.ModelChoiceField(queryset=None, label=_("Who stands in"))
    valid_from = forms.DateField(label=_("From"))
    valid_until = forms.DateField(label=_("Until"), help_text=_("The last day counts."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home, today = certain(actor.organisation_id, "she works there"), timezone.localdate()
        away = people_to_cover(home, today)
        if not may(actor, Need.LEAD_TEAM):
            away = away.filter(pk=actor.user_id)
            self.initial["covers"] = actor.user_id
        self.fields["covers"].queryset = away
        self.fields["substitute"].queryset = case_workers(home, today)
        self.initial.setdefault("valid_from", today)
