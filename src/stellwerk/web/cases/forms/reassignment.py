# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which cases go to whom."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import OPEN_PHASES
from stellwerk.directory.queries import worker_names

NOBODY = "-"


class ReassignForm(forms.Form):
    from_user = forms.ChoiceField(label=_("Whose open cases"))
    phase = forms.ChoiceField(
        label=_("Phase"), required=False,
        choices=[("", _("all")), *((phase.value, phase.label) for phase in OPEN_PHASES)],
    )
    targets = forms.MultipleChoiceField(
        label=_("Who is to get them"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Several people: the heaviest case goes to whoever carries least."),
    )

    def __init__(self, *args: Any, people: dict[UUID, str], gone: dict[UUID, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        workers = [(str(pk), name) for pk, name in people.items()]
        left = [(str(pk), name) for pk, name in gone.items()]
        self.fields["from_user"].choices = [(NOBODY, _("nobody")), *workers, *left]
        self.fields["targets"].choices = workers

    @property
    def whose(self) -> UUID | None:
        """The person whose cases move; None for cases that nobody carries."""
        text = self.cleaned_data["from_user"]
        return None if text == NOBODY else UUID(text)

    @property
    def to(self) -> list[UUID]:
        return [UUID(text) for text in self.cleaned_data["targets"]]


class LeaveOutForm(forms.Form):
    """Lines of a preview that were ticked to stay as they are."""

    leave = forms.TypedMultipleChoiceField(coerce=UUID, required=False)

    def __init__(self, *args: Any, items: list[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leave"].choices = [(str(pk), "") for pk in items]


def people_of(organisation_id: UUID) -> dict[UUID, str]:
    return dict(worker_names(organisation_id, timezone.localdate()))


