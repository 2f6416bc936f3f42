# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Sample content for the style guide; only in development and tests, all of it invented."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Name", help_text="Wie im Ausweis.", max_length=40)
    search = forms.CharField(
        label="Suche", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    due_on = forms.DateField(label="Fällig am")
    at = forms.TimeField(label="Uhrzeit", required=False)
    status = forms.ChoiceField(
        label="Aufenthaltsstatus",
        choices=[("", "Bitte wählen"), ("24", "§ 24 AufenthG"), ("25", "§ 25 Abs. 2 AufenthG")],
    )
    language = forms.ChoiceField(
        label="Sprache",
        required=False,
        choices=[("", ""), ("ar", "Arabisch"), ("tr", "Türkisch"), ("uk", "Ukrainisch")],
    )
    kind = forms.ChoiceField(
        label="Art des Kontakts",
        widget=forms.RadioSelect,
        choices=[("phone", "Telefon"), ("visit", "Hausbesuch"), ("office", "Büro")],
    )
    topics = forms.MultipleChoiceField(
        label="Themen",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("housing", "Wohnen"), ("health", "Gesundheit"), ("work", "Arbeit")],
    )
    note = forms.CharField(label="Notiz", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    document = forms.FileField(label="Datei", required=False)
    agreed = forms.BooleanField(label="Die Klient:in ist einverstanden", required=False)


def context(request: HttpRequest) -> dict[str, Any]:
    """Everything the page shows, the same on every call."""
    bound = SampleForm({"b-name": "", "b-due_on": "2026-02-31", "b-kind": "phone"}, prefix="b")
    return {
        "breadcrumb": [("Fälle", "/faelle/"), ("Herr A.", "")],
        "form": SampleForm(initial={"kind": "phone", "due_on": date(2026, 11, 21)}),
        "bound": bound,
        "rows": [
            {"name": name, "phase": phase, "tone": tone, "days": days, "share": share}
            for name, phase, tone, days, share in (
                ("Amira Beispiel", "Assessment", "info", 3, 40),
                ("Олександр Зразок", "Monitoring", "success", 12, 85),
                ("Yıldız Örnek", "Klärung", "warning", 31, 10),
            )
        ],
        "phases": [
            {"label": "Klärung", "state": "done", "day": date(2026, 3, 2)},
            {"label": "Aufnahme", "state": "done", "day": date(2026, 3, 16)},
            {"label": "Assessment", "state": "current", "day": date(2026, 4, 1)},
            {"label": "Hilfeplanung", "state": "ahead", "day": None},
            {"label": "Monitoring", "state": "ahead", "day": None},
            {"label": "Abschluss", "state": "ahead", "day": None},
        ],
        "facts": [
            ("Sprache", "Arabisch, Deutsch B1"),
            ("Haushalt", "4 Personen"),
            ("Telefon", None),
        ],
        "tabs": [
            {"label": "Verlauf", "address": "?tab=1", "is_current": True, "count": 12},
            {"label": "Ziele", "address": "?tab=2", "is_current": False, "count": 3},
            {"label": "Beteiligte", "address": "?tab=3", "is_current": False, "count": None},
        ],
        "links": {"next": "?cursor=n", "back": "?cursor=b"},
        "conflict": {
            "who": "Kim Muster",
            "when": datetime(2026, 11, 21, 13, 5, tzinfo=UTC),
            "rows": [
                {"label": "Telefon", "yours": "05971 123", "theirs": "05971 456", "differs": True},
                {"label": "Sprache", "yours": "Arabisch", "theirs": "Arabisch", "differs": False},
            ],
        },
        "when": datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
    }
