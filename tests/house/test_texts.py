# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Everything is said in German as well, and in German only."""

import re

from django.conf import settings

from tests.house.catalogues import (
    catalogues,
    entries,
    forms,
    key_of,
    placeholders,
    said,
    templates,
    translated,
)
from tests.house.source import shown

#: Words that are the same in both languages.
SAME = {
    "AGS",
    "App",
    "CSV",
    "Code",
    "Deutsch",
    "English",
    "E-Mail",
    "Format",
    "Filter",
    "HTML",
    "IP",
    "JSON",
    "Name",
    "Name: %(name)s",
    "Organisation",
    "Organisations-ID",
    "PDF",
    "Passkey",
    "Person",
    "Phase",
    "Plan",
    "Position",
    "Set",
    "Situation",
    "Status",
    "Stellwerk",
    "TOTP",
    "Text",
    "Version",
    "Assessment",
    "Evaluation",
    "Monitoring",
    "Median",
    "Phase:",
    "XLSX",
    "in",
    "online",
    "Online",
    "n",
    "n = %(n)s",
    "–",
    "Details",
    "Import",
    "System",
    "Team",
    "Passkeys",
    "Excel",
    "SHA-256:",
    "– Stellwerk",
    "· EUPL-1.2",
    "Deutsch English",
}
#: English words that no German sentence contains.
ENGLISH = re.compile(
    r"\b(the|and|with|your|please|from|this|that|you|are|not|have|has|been|case|cases|which|"
    r"cannot|should|password|sign|enter|choose|search|save|cancel)\b",
    re.IGNORECASE,
)
#: Words above that are German as well or stand in a name.
HARMLESS = re.compile(r"case[- ]?manag\w*|Single Sign-On|Sign-in|\w+\.csv", re.IGNORECASE)


def test_every_text_is_translated() -> None:
    known = translated()
    missing = sorted(
        f"{where}: {text!r}"
        for (context, text), where in said().items()
        if (context, text) not in known
    )
    assert not missing, f"{len(missing)} texts without German"


def test_no_translation_is_fuzzy_or_empty() -> None:
    open_ones = [
        f"{shown(path)}: {key_of(message)[1]!r}"
        for path in catalogues()
        for message in entries(path)
        if message.fuzzy or not all(forms(message.string))
    ]
    assert not open_ones


def test_no_text_is_left_in_english() -> None:
    left = []
    for path in catalogues():
        for message in entries(path):
            text = key_of(message)[1]
            for german in forms(message.string):
                bare = HARMLESS.sub("", re.sub(r"%\(\w+\)s|\{\w+\}|<[^>]+>", "", german))
                if (german == text and text not in SAME and re.search("[a-z]{3}", text)) or (
                    ENGLISH.search(bare)
                ):
                    left.append(f"{shown(path)}: {german!r}")
    assert not left


def test_translations_keep_their_placeholders() -> None:
    broken = []
    for path in catalogues():
        for message in entries(path):
            wanted = set().union(*(placeholders(text) for text in forms(message.id)))
            for german in forms(message.string):
                if not placeholders(german) <= wanted or (
                    len(forms(message.string)) == 1 and placeholders(german) != wanted
                ):
                    broken.append(f"{shown(path)}: {german!r}")
    assert not broken


def test_one_text_has_one_german() -> None:
    """Catalogues are merged when the pages are shown: two translations would hide each other."""
    torn = {
        text: {shown(path): strings for path, strings in places.items()}
        for (_context, text), places in translated().items()
        if len({tuple(strings) for strings in places.values()}) > 1
    }
    assert not torn


def test_no_translation_is_left_over() -> None:
    spoken = set(said())
    stale = [
        f"{shown(path)}: {key_of(message)[1]!r}"
        for path in catalogues()
        for message in entries(path)
        if key_of(message) not in spoken
    ]
    assert not stale


def test_the_german_is_formal_and_fair() -> None:
    """Sie, never Du; Klient:innen with a colon, never another mark."""
    wrong = re.compile(r"\b([Dd]u|[Dd]ein\w*|[Dd]ir|[Dd]ich)\b|\w[*_]in(nen)?\b|\wInnen\b")
    found = [
        f"{shown(path)}: {german!r}"
        for path in catalogues()
        for message in entries(path)
        for german in forms(message.string)
        if wrong.search(german)
    ]
    assert not found


def test_templates_hold_no_bare_words() -> None:
    """Text between tags goes through gettext."""
    bare = []
    for path in templates():
        if path.name == "styleguide.html":  # shows parts with invented words, to developers only
            continue
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}", "", text, flags=re.S)
        text = re.sub(r"\{%\s*blocktrans.*?endblocktrans\w*\s*%\}", "", text, flags=re.S)
        text = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", "", text, flags=re.S)
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.S)
        for chunk in re.findall(r">([^<>]+)<", text):
            words = " ".join(re.sub(r"&\w+;|&#\d+;", "", chunk).split())
            if re.search(r"[A-Za-zÄÖÜäöüß]{3}", words) and words not in SAME:
                bare.append(f"{shown(path)}: {words[:60]!r}")
    assert not bare


def test_both_languages_are_offered() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["de", "en"]
    assert settings.LANGUAGE_CODE == "de"
