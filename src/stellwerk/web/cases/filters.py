# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The filters of the case list: read from the address, kept in the address.

A typed name is a personal datum: in the address it stands sealed, so that neither logs nor the
browser's history can be read.
"""

import base64
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stellwerk.access.matrix import Need, may
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.cases.choices import Phase
from stellwerk.cases.queries.lists import CaseFilter
from stellwerk.directory.queries import worker_names
from stellwerk.vault.crypto import Unreadable, keyring, seal, unseal
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import terms
from stellwerk.web.cases.widgets import FlatSelect
from stellwerk.web.shell.fields import field_html

STATES = [("open", _("open")), ("ended", _("ended")), ("all", _("all"))]
SILENCES = [("", "–"), ("14", _("14 days")), ("30", _("30 days")), ("60", _("60 days"))]
NOBODY = "-"
SEALED = "s"
_PLACE = b"case list search"


class FilterForm(forms.Form):
    """Never refuses: what cannot be read narrows nothing."""

    q = forms.CharField(
        label=_("Name or case number"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=_("State"), choices=STATES, required=False, widget=FlatSelect
    )
    phase = forms.ChoiceField(label=_("Phase"), required=False, widget=FlatSelect)
    manager = forms.ChoiceField(label=_("Case manager"), required=False, widget=FlatSelect)
    topic = forms.ChoiceField(label=_("Topic"), required=False, widget=FlatSelect)
    residence = forms.ChoiceField(label=_("Residence status"), required=False, widget=FlatSelect)
    silent = forms.ChoiceField(
        label=_("No contact for"), choices=SILENCES, required=False, widget=FlatSelect
    )

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        self._choose("phase", [(p.value, p.label) for p in Phase])
        language, minute = get_language() or "de", int(time.monotonic() // 60)
        self._choose("topic", _labels(ListKey.LIFE_AREA, language, minute))
        self._choose("residence", _labels(ListKey.RESIDENCE_STATUS, language, minute))
        if may(actor, Need.LEAD_TEAM) and actor.organisation_id:
            workers = worker_names(actor.organisation_id, timezone.localdate())
            names = [(str(pk), name) for pk, name in workers]
            self._choose("manager", [(NOBODY, _("nobody")), *names])
        else:
            del self.fields["manager"]
        self.is_valid()

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", "–"), *choices]

    def _got(self, name: str) -> str:
        return str(getattr(self, "cleaned_data", {}).get(name) or "")

    def chosen(self) -> CaseFilter:
        """What the queries understand; a name that was typed finds ended cases as well."""
        manager = self._got("manager")
        return CaseFilter(
            text=self._got("q").strip(),
            state=self._got("state") or ("all" if self._got("q").strip() else "open"),
            phase=self._got("phase"),
            manager=UUID(manager) if manager not in ("", NOBODY) else None,
            unassigned=manager == NOBODY,
            topic=_number(self._got("topic")),
            residence_status=_number(self._got("residence")),
            silent_days=_number(self._got("silent")),
        )

    @property
    def is_narrowed(self) -> bool:
        return any(self._got(name) for name in self.fields if name != "state")

    @property
    def has_more(self) -> bool:
        """Whether one of the filters behind "more filters" is set."""
        return any(self._got(name) for name in ("topic", "residence", "silent", "manager"))

    def first_choices(self) -> SafeString:
        return self._written("state", "phase")

    def more_choices(self) -> SafeString:
        return self._written("manager", "topic", "residence", "silent")

    def _written(self, *names: str) -> SafeString:
        """The fields as HTML; the same choice of the same words is written once."""
        language = get_language() or ""
        return mark_safe(  # noqa: S308 - written by the shell's own fields
            "".join(_field(self[name], language) for name in names if name in self.fields)
        )

    def chips(self, address: QueryDict) -> list[dict[str, str]]:
        """Each filter that is set, with the address that takes it away."""
        found = []
        for name in self.fields:
            value = self._got(name)
            if value and (name, value) != ("state", "open"):
                query = address.copy()
                for gone in ("cursor", name, SEALED if name == "q" else name):
                    query.pop(gone, None)
                labels = dict(getattr(self.fields[name], "choices", []))
                found.append(
                    {
                        "label": str(self.fields[name].label),
                        "value": str(labels.get(value, value)),
                        "address": "?" + query.urlencode(),
                    }
                )
        return found


def sealed_address(data: QueryDict, actor: Actor) -> str:
    """The query string for posted filters: empty ones left out, the typed text sealed."""
    query = QueryDict(mutable=True)
    for name in FilterForm.base_fields:
        value = data.get(name, "").strip()
        if name == "q" and value:
            blob = seal(_key(actor), value[:200], _PLACE)
            query[SEALED] = base64.urlsafe_b64encode(blob).decode().rstrip("=")
        elif value:
            query[name] = value
    return query.urlencode()


def kept_address(address: QueryDict) -> str:
    """The filters of an address alone, as they may be saved: no page of the list, no odd words."""
    query = QueryDict(mutable=True)
    for name in (*FilterForm.base_fields, SEALED):
        value = address.get(name, "").strip()
        if value and name != "q":
            query[name] = value[:300]
    return query.urlencode()


def read_address(address: QueryDict, actor: Actor) -> QueryDict:
    """The filters of an address with the text opened; what cannot be opened is left out."""
    data = address.copy()
    text = data.get(SEALED, "")
    if text:
        try:
            blob = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            data["q"] = unseal(_key(actor), blob, _PLACE)
        except (Unreadable, ValueError):
            data.pop(SEALED)
    return data


def _key(actor: Actor) -> bytes:
    return keyring().index_key(certain(actor.organisation_id, "who sees cases has one"))


# Written fields by name, choice, words and language; never what somebody typed.
_written: dict[tuple[Any, ...], str] = {}
_MOST_WRITTEN = 500


def _field(bound: BoundField, language: str) -> str:
    choices: Any = bound.field
    words = tuple((str(key), str(label)) for key, label in choices.choices)
    chosen = str(bound.value() or "")
    key = (bound.name, chosen, words, language)
    # asked once: another thread may clear the store at any moment
    html = _written.get(key)
    if html is None:
        html = str(field_html(bound))
        if any(chosen == known for known, _label in words):
            if len(_written) >= _MOST_WRITTEN:
                _written.clear()
            _written[key] = html
    return html


@lru_cache(maxsize=16)
def _labels(list_key: str, language: str, minute: int) -> list[tuple[str, str]]:
    """The words of a list, read once a minute: a changed word may come a minute late here."""
    return [(str(term.pk), term.label) for term in terms(list_key)]


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else None
