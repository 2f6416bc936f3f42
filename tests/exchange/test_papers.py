# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Papers for clients: complete in all languages, right letters, right direction, tagged."""

import re
import shutil
import subprocess
import zlib
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from stellwerk.base.refusal import Refusal
from stellwerk.cases.choices import ConsentPurpose, FieldGroup, PaperLanguage
from stellwerk.exchange.papers import (
    LANGUAGES,
    language_of,
    paper_html,
    paper_pdf,
    phrase,
    printing,
)
from stellwerk.exchange.papers.phrases import PLACE, catalogue

GERMAN = catalogue("de")
OFFICE = "Stadt Musterau – Integrationsmanagement (KIM)"
CONTEXT: dict[str, Any] = {
    "paper_title": "Einwilligung",
    "office": OFFICE,
    "number": "F-2026-0007",
    "name": "Olena Probe",
    "groups": ["identity", "health", "plan"],
    "has_health": True,
    "recipients": ["Jobcenter Musterau", "Beratung <Mitte> e. V."],
    "purpose": "coordination",
    "own_words": "Kurs ab Januar klären.",
    "start": date(2026, 11, 21),
    "end": date(2027, 11, 20),
    "explained_in": "de",
    "guardian": "",
}
TEMPLATE = "exchange/papers/consent.html"


def holes(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


def test_the_languages_are_those_that_can_be_chosen() -> None:
    assert list(LANGUAGES) == list(PaperLanguage.values)
    assert {key for key, one in LANGUAGES.items() if one.direction == "rtl"} == {"ar", "fa"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_stands_in_every_language_with_the_same_holes(language: str) -> None:
    found = catalogue(language)
    assert set(found) == set(GERMAN)
    assert {key: holes(text) for key, text in found.items()} == {
        key: holes(text) for key, text in GERMAN.items()
    }
    assert not [key for key, text in found.items() if text != text.strip() or not text]
    for folder in PLACE.iterdir():
        assert (folder / f"{language}.toml").exists(), f"{folder.name} lacks {language}"


LETTERS = {
    "uk": (r"[Ѐ-ӿ]", "іїє"), "ru": (r"[Ѐ-ӿ]", "ыэё"), "bg": (r"[Ѐ-ӿ]", "ъщя"),
    "ar": (r"[؀-ۿ]", "ةىأ"), "fa": (r"[؀-ۿ]", "پچگی"),
    "tr": (r"[a-z]", "ğışç"), "ro": (r"[a-z]", "ățșî"), "fr": (r"[a-z]", "éàç"),
    "de": (r"[a-z]", "äöü"), "de-plain": (r"[a-z]", "äöü"), "en": (r"[a-z]", "thw"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_written_in_the_letters_of_the_language(language: str) -> None:
    """A sentence left in another language, or letters of a neighbour, would show here."""
    pattern, typical = LETTERS[language]
    for key, text in catalogue(language).items():
        assert re.search(pattern, text.lower()), key
    whole = " ".join(catalogue(language).values())
    assert all(letter in whole for letter in typical)
    if language == "uk":
        assert not re.search("[ыэъё]", whole)
    if language in ("ru", "bg"):
        assert not re.search("[іїєґ]", whole)
    if language == "fa":
        assert not re.search("[ىيكة]", whole), "Arabic forms of letters that Farsi writes otherwise"
    if language == "ro":
        assert not re.search("[şţ]", whole), "cedilla instead of comma below"


def test_every_field_group_and_purpose_has_its_words() -> None:
    for group in FieldGroup:
        assert f"groups.{str(group.name).lower()}" in GERMAN
    for purpose in ConsentPurpose:
        assert f"purposes.{purpose.value}" in GERMAN


def test_values_stand_in_their_places_and_do_not_turn_arabic_round() -> None:
    assert phrase("paper.case_number", "en", number=7) == "Case number: 7"
    assert phrase("paper.case_number", "ar", number="F-7").endswith("\u2068F-7\u2069")
    assert language_of("xx") == LANGUAGES["de"]
    with pytest.raises(KeyError):
        phrase("paper.nothing", "de")


def test_days_and_numbers_as_people_write_them() -> None:
    day = date(2026, 11, 21)
    assert LANGUAGES["de"].day(day) == "21.11.2026"
    assert LANGUAGES["de-plain"].day(day) == "21. November 2026"
    assert LANGUAGES["uk"].day(day).startswith("21 листопада 2026")
    assert LANGUAGES["ru"].day(day).startswith("21 ноября 2026")
    assert LANGUAGES["ar"].day(day) == "21 نوفمبر 2026"
    assert LANGUAGES["tr"].day(day) == "21 Kasım 2026"
    assert LANGUAGES["fr"].day(None) == ""
    assert LANGUAGES["de"].number(0) == "0"


def test_the_page_to_print_holds_both_parts_each_in_its_direction() -> None:
    page = paper_html(TEMPLATE, "ar", CONTEXT)
    assert '<article lang="de" dir="ltr">' in page
    assert '<article lang="ar" dir="rtl">' in page
    assert "Beratung &lt;Mitte&gt; e. V." in page
    assert page.count("Kurs ab Januar") == 2
    assert page.count("<h1>") == 2
    assert "<article" in (alone := paper_html(TEMPLATE, "de", CONTEXT))
    assert alone.count("<article") == 1


needs_pango = pytest.mark.skipif(
    not printing.is_pdf_possible() or not shutil.which("pdftotext"),
    reason="no Pango or no pdftotext on this machine",
)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: Any) -> dict[str, Path]:
    """The consent in the languages whose letters are hardest."""
    place = tmp_path_factory.mktemp("papers")
    found = {}
    for language in ("ar", "uk"):
        found[language] = place / f"{language}.pdf"
        context = {**CONTEXT, "explained_in": language}
        found[language].write_bytes(paper_pdf(TEMPLATE, language, context))
    return found


def words(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-q", str(path), "-"], capture_output=True, check=True)
    text = done.stdout.decode()
    # What readers skip: isolates and marks of direction.
    return re.sub(r"\s+", " ", re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text))


@needs_pango
def test_the_letters_come_out_of_the_pdf_as_they_went_in(papers: dict[str, Path]) -> None:
    uk = words(papers["uk"])
    for key in ("consent.title", "consent.nothing_else", "groups.health", "consent.rights"):
        assert phrase(key, "uk") in uk
        assert phrase(key, "de") in uk
    assert OFFICE in words(papers["ar"])


@needs_pango
def test_arabic_lines_carry_their_text_for_readers(papers: dict[str, Path]) -> None:
    """Shapes and dots alone do not say which letter they are: the text stands beside them."""
    raw = papers["ar"].read_bytes()
    packed = b"".join(inflated(raw))
    found = re.findall(rb"/ActualText <([0-9a-fA-F]+)>", packed)
    said = " ".join(bytes.fromhex(text.decode()).decode("utf-16") for text in found)
    for key in ("consent.title", "consent.what", "groups.health", "consent.voluntary"):
        assert phrase(key, "ar") in said
    for word in phrase("consent.revoke", "ar").split():
        assert word in said


@needs_pango
def test_the_pdf_is_tagged_and_names_its_languages(papers: dict[str, Path]) -> None:
    for language, path in papers.items():
        raw = path.read_bytes()
        text = raw + b"".join(inflated(raw))
        assert b"/MarkInfo" in text
        assert b"/StructTreeRoot" in text
        assert b"pdfuaid" in text
        assert b"/Lang (de)" in text
        assert f"/Lang ({language})".encode() in text
        assert b"NotDef" not in text


def inflated(raw: bytes) -> list[bytes]:
    """Everything that stands packed in the file."""
    found = []
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", raw, re.DOTALL):
        try:
            found.append(zlib.decompress(part))
        except zlib.error:
            continue
    return found


def test_without_the_library_one_sentence_says_so(monkeypatch: Any) -> None:
    monkeypatch.setattr(printing, "is_pdf_possible", lambda: False)
    with pytest.raises(Refusal) as refused:
        paper_pdf(TEMPLATE, "uk", CONTEXT)
    assert refused.value.code == "no_pango"
