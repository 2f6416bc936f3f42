# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of the agreed chain: its frame, one station, the day from which a version holds."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.directory.models import Organisation
from stellwerk.directory.queries import all_organisations
from stellwerk.networks.actions.stations import STATION_FIELDS
from stellwerk.networks.choices import StationKind
from stellwerk.networks.models import Activity, ChainVersion, ServiceChain, Station
from stellwerk.networks.queries.activities import catalogue, name_of
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import terms
from stellwerk.web.shell.clash import TakesConflict


def _words(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _text(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=2000, widget=_words(), help_text=help_text
    )


def _combobox() -> forms.Select:
    return forms.Select(attrs={"data-combobox": ""})


class ChainForm(TakesConflict, forms.Form):
    """What stands above all versions of a chain."""

    name = forms.CharField(label=_("Name"), max_length=160)
    purpose = forms.CharField(
        label=_("Purpose"), required=False, max_length=2000, widget=_words(3),
        help_text=_("What shall people get, and until when? Without any person."),
    )
    field_of_action = forms.ModelChoiceField(
        None, label=_("Field of action"), required=False,
        help_text=_("Courses of this field are held against the chain as soon as they meet it."),
    )
    legal_spheres = forms.ModelMultipleChoiceField(
        None, label=_("Legal spheres"), required=False, widget=forms.CheckboxSelectMultiple
    )
    keeper = forms.ChoiceField(label=_("Who may change it?"), widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, own: Organisation | None, chain: ServiceChain | None = None, **more: Any
    ) -> None:
        if chain is not None:
            names = ("name", "purpose", "field_of_action", "version")
            more["initial"] = {
                **{name: getattr(chain, name) for name in names},
                "legal_spheres": list(chain.legal_spheres.all()),
                "keeper": str(chain.keeper_id or ""),
            }
        super().__init__(*args, **more)
        choice: Any = self.fields["field_of_action"]
        choice.queryset = terms(ListKey.FIELD_OF_ACTION)
        choice = self.fields["legal_spheres"]
        choice.queryset = terms(ListKey.LEGAL_SPHERE)
        choice = self.fields["keeper"]
        everybody = ("", _("everybody in the network who keeps chains"))
        choice.choices = [(str(own.pk), own.name), everybody] if own else [everybody]
        choice.required = False
        if chain is None:
            del self.fields["version"]
            choice.initial = str(own.pk) if own else ""

    @property
    def asked(self) -> dict[str, Any]:
        """The arguments of the action."""
        values = dict(self.cleaned_data)
        term = values.pop("field_of_action")
        keeper = values.pop("keeper")
        return {
            **values,
            "field_of_action_id": term.pk if term else None,
            "keeper_id": UUID(keeper) if keeper else None,
        }


class AgreeForm(forms.Form):
    """From which day a draft holds, and on what that rests."""

    valid_from = forms.DateField(
        label=_("Valid from"), widget=forms.DateInput,
        help_text=_("Courses that enter the chain from this day on are held against this version."),
    )
    basis = forms.CharField(
        label=_("What it rests on"), required=False, max_length=600, widget=_words(2),
        help_text=_("For example body, day and number of the decision. Without any person."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, draft: ChainVersion, **more: Any) -> None:
        more["initial"] = {"valid_from": draft.valid_from, "version": draft.version}
        super().__init__(*args, **more)


class ActivityChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Activity) -> str:  # type: ignore[override]
        return name_of(obj)


class StationForm(TakesConflict, forms.Form):
    """One station with its ways on: works by keyboard alone, nothing is drawn.

    The ways are pairs of fields, ``way_<n>`` (tick) and ``when_<n>`` (condition), one pair for
    each station of the version in the order of the list.
    """

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=StationKind.choices)
    responsible = forms.ModelChoiceField(
        None, label=_("Responsible organisation"), required=False, widget=_combobox()
    )
    responsible_words = forms.CharField(
        label=_("Responsible, in words"), required=False, max_length=120,
        help_text=_("Only where the directory does not know the organisation."),
    )
    activity = ActivityChoice(
        None, label=_("Activity in the log"), required=False, widget=_combobox(),
        help_text=_("By it recorded courses are recognised here; empty: the log cannot see it."),
    )
    legal_sphere = forms.ModelChoiceField(None, label=_("Legal sphere"), required=False)
    max_days = forms.IntegerField(
        label=_("At most days"), required=False, min_value=0,
        help_text=_("From the station before (its trigger) to this one; empty = no limit."),
    )
    trigger = _text(_("Trigger"), _("What sets this station going."))
    standard = _text(_("What is promised"), _("What everybody may rely on here."))
    handed_over = _text(
        _("What is handed over"), _("Paper or information, in which form, to whom.")
    )
    feedback = _text(_("Feedback duty"), _("Who tells whom what came of it, and until when."))
    fallback = _text(_("If it does not succeed"))
    legal_basis = _text(_("Legal basis"))
    offers = _text(_("Offers used"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        stations: Iterable[Station],
        station: Station | None = None,
        onward: Mapping[UUID, str] | None = None,
        after: Station | None = None,
        **more: Any,
    ) -> None:
        self.stations, onward = list(stations), onward or {}
        if station is not None:
            more["initial"] = {
                name: getattr(station, name) for name in (*STATION_FIELDS, "version")
            }
        super().__init__(*args, **more)
        for name, rows in (
            ("responsible", all_organisations()), ("activity", catalogue().order_by("name_de")),
            ("legal_sphere", terms(ListKey.LEGAL_SPHERE)),
        ):
            choice: Any = self.fields[name]
            choice.queryset = rows
        if station is None:
            del self.fields["version"]
            self.fields["kind"].initial = StationKind.STEP
            self._ask_before(after)
        for number, other in enumerate(self.stations):
            self.fields[f"way_{number}"] = forms.BooleanField(
                label=other.name, required=False, initial=other.pk in onward,
                widget=forms.CheckboxInput(attrs={"class": "kern-form-check__checkbox"}),
            )
            self.fields[f"when_{number}"] = forms.CharField(
                label=_("Condition for the way to »%(name)s«") % {"name": other.name},
                required=False, max_length=160, initial=onward.get(other.pk, ""),
                widget=forms.TextInput(
                    attrs={"class": "kern-form-input__input", "placeholder": _("if …")}
                ),
            )

    def _ask_before(self, after: Station | None) -> None:
        self.fields["before"] = forms.MultipleChoiceField(
            label=_("Comes after"), required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"data-own-words": ""}),
            choices=[(str(row.pk), row.name) for row in self.stations],
            initial=[str(after.pk)] if after else [],
        )
        self.fields["between"] = forms.BooleanField(
            label=_("The direct ways between them go"), required=False, initial=True
        )

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields of the station itself."""
        return [self[name] for name in STATION_FIELDS]

    @property
    def ways(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Tick and condition for each station."""
        return [
            (self[f"way_{number}"], self[f"when_{number}"]) for number in range(len(self.stations))
        ]

    @property
    def asked(self) -> dict[str, Any]:
        """Values and ways as the actions take them."""
        given = self.cleaned_data
        onward = {
            row.pk: given[f"when_{number}"]
            for number, row in enumerate(self.stations)
            if given[f"way_{number}"]
        }
        found = {"values": {name: given[name] for name in STATION_FIELDS}, "onward": onward}
        if "version" in self.fields:
            return {**found, "version": given["version"]}
        return {
            **found, "before": [UUID(pk) for pk in given["before"]], "between": given["between"],
        }
