# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""An office in free words, with the network's offices offered while typing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class OfficeInput(forms.TextInput):
    """Free words with the network's offices offered while typing."""

    offices: Iterable[str] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        place = f"{(attrs or {}).get('id', name)}_offices"
        control = super().render(
            name, value, {**(attrs or {}), "list": place, "autocomplete": "off"}, renderer
        )
        options = format_html_join("", '<option value="{}"></option>', ((o,) for o in self.offices))
        return format_html('{}<datalist id="{}">{}</datalist>', control, place, options)
