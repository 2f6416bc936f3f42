# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What all forms on records share: the version they were opened with, and both sides of a clash."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from stellwerk.base.refusal import Conflict
from stellwerk.cases.choices import Phase
from stellwerk.vocabulary.models import Term
from stellwerk.vocabulary.queries import terms
from stellwerk.web.cases.widgets import FlatSelect


class Versioned(forms.BaseForm):
    """Mixin: carries the version of the record and shows both sides when somebody was quicker."""

    conflict: Conflict | None = None
    opened_with: int | None = None

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(chosen(data), *args, **kwargs)

    @property
    def version(self) -> int | None:
        found: int | None = self.cleaned_data.get("version")
        return found

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def take_conflict(self, conflict: Conflict) -> None:
        """Keep the input, take over the version that stands now: saving again is a decision."""
        self.conflict = conflict
        self.opened_with = self.version
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(conflict.version)
        self.add_error(None, str(conflict.message))

    def conflict_rows(self) -> list[dict[str, Any]]:
        """Every compared value on both sides, as people read it."""
        if self.conflict is None:
            return []
        rows = []
        for name, theirs in self.conflict.theirs.items():
            yours = self.conflict.yours.get(name)
            field = self.fields.get(name) or _OTHER_FIELDS.get(name)
            if field is not None:
                rows.append(
                    {
                        "label": field.label,
                        "yours": shown(field, yours),
                        "theirs": shown(field, theirs),
                        "differs": (yours or None) != (theirs or None),
                        "name": name,
                    }
                )
        return rows


    def conflict_choice(self) -> list[dict[str, Any]]:
        """Hidden values of a form that asks field by field whose entry is to stand.

        Empty where a side holds something that this form has no field for.
        """
        rows = {row["name"]: row for row in self.conflict_rows()}
        differing = [name for name, row in rows.items() if row["differs"]]
        if self.conflict is None or not differing or not set(differing) <= set(self.fields):
            return []
        found = []
        for name in self.fields:
            entry = {"name": self.add_prefix(name), "yours": self._sent(name)}
            if name in differing:
                theirs = as_sent(self.fields[name], self.conflict.theirs[name])
                entry |= {"row": rows[name], "theirs": theirs}
            found.append(entry)
        return found

    def _sent(self, name: str) -> list[str]:
        prefixed = self.add_prefix(name)
        many = hasattr(self.data, "getlist")
        return self.data.getlist(prefixed) if many else [self.data.get(prefixed, "")]


def chosen(data: Any) -> Any:
    """What was sent, with the other side's values where she chose them on the conflict page."""
    names = [key.removeprefix("take_") for key in data or () if key.startswith("take_")]
    if not names or not hasattr(data, "setlist"):
        return data
    merged = data.copy()
    for name in names:
        if data.get(f"take_{name}") == "theirs":
            merged.setlist(name, data.getlist(f"theirs_{name}"))
            if not merged.getlist(name):
                del merged[name]
    return merged


def as_sent(field: forms.Field, value: Any) -> list[str]:
    """A stored value the way a browser would send it for this field."""
    ready = field.prepare_value(value)
    if ready is None or ready is False:
        return []
    if isinstance(ready, list | tuple | set):
        return [str(one) for one in ready]
    if isinstance(ready, datetime):
        local = timezone.localtime(ready) if timezone.is_aware(ready) else ready
        return [local.strftime("%Y-%m-%dT%H:%M:%S")]
    if isinstance(ready, date):
        return [ready.isoformat()]
    return ["on" if ready is True else str(ready)]


# Values that an action compares though the form does not ask for them.
_OTHER_FIELDS = {"phase": forms.ChoiceField(label=_lazy("Phase"), choices=Phase.choices)}


class RowForm(Versioned, forms.ModelForm):
    """A form on one record. New records have no version yet."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            del self.fields["version"]
        else:
            self.fields["version"].initial = self.instance.version
            self.initial["version"] = self.instance.version

    def _post_clean(self) -> None:
        """Nothing: the record is changed by an action, not by the form."""


def shown(field: forms.Field, value: Any) -> str:
    """A value as the page would write it."""
    if value in (None, ""):
        return ""
    if hasattr(field, "in_words"):
        return str(field.in_words(value))
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(str(row) for row in field.queryset.filter(pk__in=value))
    if isinstance(field, forms.ModelChoiceField):
        found = field.queryset.filter(pk=value).first()
        return str(found or "")
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(field.choices)).get(value, value))
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return value
    return number_format(value)


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    flat: list[tuple[Any, Any]] = []
    for value, label in choices:
        flat += list(label) if isinstance(label, list | tuple) else [(value, label)]
    return flat


def term_choices(list_key: str, current: Term | None = None) -> QuerySet[Term]:
    """The terms to choose from: active ones, and the one chosen long ago."""
    found = terms(list_key, active_on=timezone.localdate())
    return found | terms(list_key).filter(pk=current.pk) if current else found


def long_text(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def combobox() -> FlatSelect:
    """A choice of many that can be searched by typing."""
    return FlatSelect(attrs={"data-combobox": ""})


def mark_needed(field: Any) -> None:
    """The form lets it pass and the action asks for it: so it must not be called optional."""
    field.is_needed = True


def moment_now() -> datetime:
    """Now, to the minute, for a preset."""
    return timezone.localtime().replace(second=0, microsecond=0)


def only(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: values.get(name) for name in names}
