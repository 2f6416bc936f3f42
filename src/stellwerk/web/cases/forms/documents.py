# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Documents of a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import (
    ENTRUSTED,
    FIELD_GROUP_LABELS,
    DocumentKind,
    FieldGroup,
)
from stellwerk.cases.models import Document
from stellwerk.web.cases.forms.base import RowForm

_GROUPS = [(str(int(group)), label) for group, label in FIELD_GROUP_LABELS.items()]
_CHOICES = [*_GROUPS, (str(ENTRUSTED), _("Entrusted: leaves by an explicit act only"))]


class GroupsField(forms.MultipleChoiceField):
    """Field groups as check boxes, as a sum of bits inside."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_CHOICES, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return [key for key, _label in _CHOICES if int(key) & value]
        return value

    def clean(self, value: Any) -> Any:
        return sum(int(key) for key in super().clean(value))

    def in_words(self, value: Any) -> str:
        return ", ".join(str(label) for key, label in _CHOICES if int(key) & int(value or 0))


class DocumentForm(RowForm):
    groups = GroupsField(
        label=_("Field groups"), initial=int(FieldGroup.NOTES),
        help_text=_("Whoever the case is shared with sees the document only with all of these."),
    )

    class Meta:
        model = Document
        fields = ["title", "kind", "dated_on", "groups"]
        labels = {
            "title": _("Title"), "kind": _("Kind"), "dated_on": _("Date of the document"),
        }
        widgets = {"title": forms.TextInput(attrs={"autocomplete": "off", "maxlength": 200})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            choice for choice in DocumentKind.choices if choice[0] != DocumentKind.LETTER
        ]


class NewDocumentForm(DocumentForm):
    file = forms.FileField(label=_("File"), allow_empty_file=True)

    field_order = ["file", "title", "kind", "dated_on", "groups"]

    @property
    def values(self) -> dict[str, Any]:
        """What is noted of the document, without the file."""
        return {name: value for name, value in super().values.items() if name != "file"}
