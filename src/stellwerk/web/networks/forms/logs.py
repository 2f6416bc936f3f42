# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the logs: a file with how it is to be read, and the columns of a table."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.exchange.eventlogs.collecting import Reading
from stellwerk.exchange.eventlogs.columns import NONE

LIFECYCLES = [
    ("complete", _("only what is complete")), ("all", _("every event, whatever its state")),
]


class LogForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("XES, OCEL 2.0 (JSON or XML) or CSV, also packed as .gz. The format is found "
                    "by the content."),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Name of the log"), max_length=160, required=False,
        help_text=_("Without a name the file's own is taken."),
    )
    organisation_key = forms.CharField(
        label=_("Attribute of the organisation"), max_length=120, required=False,
        help_text=_("Usually org:group or org:resource; empty: found by itself."),
    )
    activity_key = forms.CharField(
        label=_("Attribute of the activity"), max_length=120, required=False,
        help_text=_("Usually concept:name."),
    )
    lifecycle = forms.ChoiceField(label=_("Events with a state"), choices=LIFECYCLES)
    object_type = forms.CharField(
        label=_("Object type that is the case (OCEL)"), max_length=120, required=False
    )

    def reading(self) -> Reading:
        names = ("organisation_key", "activity_key", "lifecycle", "object_type")
        return Reading(**{name: self.cleaned_data[name].strip() for name in names})

    def log_name(self) -> str:
        """The name, else that of the file without its ending."""
        given = str(self.cleaned_data["name"]).strip()
        file = str(self.cleaned_data["file"].name)
        return given or file.removesuffix(".gz").rsplit(".", 1)[0] or file

    @property
    def has_options(self) -> bool:
        """Whether one of the further fields is set or wrong."""
        names = ("organisation_key", "activity_key", "object_type")
        return any(self[name].errors or self[name].value() for name in names)


class ColumnsForm(forms.Form):
    """Which column of a table is what; the organisation may be missing."""

    case = forms.ChoiceField(label=_("Case (Vorgang)"))
    activity = forms.ChoiceField(label=_("Activity"))
    time = forms.ChoiceField(label=_("Time of the event"))
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    lifecycle = forms.ChoiceField(label=_("Events with a state"), choices=LIFECYCLES)

    def __init__(self, *args: Any, header: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        columns = [(name, name) for name in dict.fromkeys(header) if name]
        for name in ("case", "activity", "time"):
            self.fields[name].choices = [("", "–"), *columns]
        self.fields["organisation"].choices = [(NONE, _("none")), *columns]
        for name in ("case", "activity", "time", "organisation"):
            self.fields[name].widget.attrs["data-own-words"] = ""

    def reading(self) -> Reading:
        values = self.cleaned_data
        return Reading(
            case=values["case"], activity=values["activity"], time=values["time"],
            organisation=values["organisation"] or NONE, lifecycle=values["lifecycle"],
        )
