# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The forms that a page holds, read from its HTML: what a browser would send, and could choose."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

#: Names of fields that take a day or a moment, though they are plain text to the browser.
DATES = re.compile(r"(_on|_at|_from|_until|date|^on|^at|^start|^end)$")


@dataclass
class PageForm:
    """One form: where it goes, what it would send as it stands, what could be chosen instead."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)  # fields for free text

    @property
    def names(self) -> list[str]:
        return sorted({*self.values, *self.choices, *self.files} - {"csrfmiddlewaretoken"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self.form: PageForm | None = None
        self.select = ""
        self.text_of = ""
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        if tag == "form":
            method = str(given.get("method") or "get").upper()
            self.form = PageForm(str(given.get("action") or ""), method)
            self.forms.append(self.form)
        if self.form is None:
            return
        name = str(given.get("name") or "")
        if tag == "input" and name:
            self._input(self.form, name, given)
        elif tag == "select":
            self.select = name
            self.form.choices.setdefault(name, [])
        elif tag == "option" and self.select:
            value = str(given.get("value") or "")
            self.form.choices[self.select].append(value)
            if "selected" in given:
                self.form.values.setdefault(self.select, []).append(value)
        elif tag == "textarea":
            self.text_of, self.text = name, ""
            self.form.words.add(name)
        elif tag == "button" and name:
            self.form.choices.setdefault(name, []).append(str(given.get("value") or ""))

    def _input(self, form: PageForm, name: str, given: dict[str, Any]) -> None:
        kind, value = given.get("type", "text"), str(given.get("value") or "")
        if kind == "file":
            form.files.add(name)
        elif kind in {"radio", "checkbox"}:
            form.choices.setdefault(name, []).append(value or "on")
            if "checked" in given:
                form.values.setdefault(name, []).append(value or "on")
        else:
            form.values.setdefault(name, []).append(value)
            if kind in {"text", "search", "tel", "email"} and not DATES.search(name):
                form.words.add(name)

    def handle_data(self, data: str) -> None:
        if self.text_of:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.form is not None:
            self.form.values.setdefault(self.text_of, []).append(self.text.lstrip("\n"))
            self.text_of = ""


def forms_in(html: str) -> list[PageForm]:
    """Every form of a page, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.forms
