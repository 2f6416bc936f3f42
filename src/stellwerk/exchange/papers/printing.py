# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A paper as page to print and as accessible PDF (PDF/UA-1): German first, then the language.

Both parts are documents of their own, each with its language, direction and page numbers, bound
into one file.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from stellwerk.base.refusal import Refusal
from stellwerk.exchange.papers.languages import GERMAN, Language, language_of
from stellwerk.exchange.papers.spoken import carry_text
from stellwerk.exchange.report_files.paper import is_pdf_possible
from stellwerk.exchange.report_files.typeset import font_rules, opened_fonts

_STYLE = Path(__file__).with_name("paper.css")
_FONT = "vendor/fonts/{file}-{weight}.woff2"
#: A family per file: whoever sets the page takes each letter from the first that has it.
_FAMILIES = {
    "Paper Latin": "fira-sans-latin",
    "Paper Latin Ext": "fira-sans-latin-ext",
    "Paper Cyrillic": "fira-sans-cyrillic",
    "Paper Arabic": "noto-sans-arabic",
}


def parts_of(language: str) -> tuple[Language, ...]:
    """German alone, or German and the language."""
    wanted = language_of(language)
    return (GERMAN,) if wanted == GERMAN else (GERMAN, wanted)


def paper_html(template: str, language: str, context: Mapping[str, Any]) -> str:
    """A page that stands alone with both parts one after the other: print it from the browser."""
    parts = parts_of(language)
    written = [(part, _part(template, part, context)) for part in parts]
    with override("de"):
        return render_to_string(
            "exchange/papers/page.html", {"parts": written, "style": _style(), **context}
        )


def paper_pdf(template: str, language: str, context: Mapping[str, Any]) -> bytes:
    """PDF/UA-1 with both parts; refuses with one sentence when the system lacks Pango.

    ``context`` is what the template needs in every language; the template finds ``language`` and
    says its sentences through ``{% phrase %}``.
    """
    if not is_pdf_possible():
        raise Refusal(
            "no_pango",
            _(
                "This server cannot write PDF: the library Pango is missing. "
                "Print the page instead."
            ),
        )
    from weasyprint import HTML

    carry_text()
    fonts, style, documents = _fonts(), _style(), []
    for part in parts_of(language):
        with override(part.locale):
            page = render_to_string(
                "exchange/papers/page.html",
                {"parts": [(part, _part(template, part, context))], "style": style, **context},
            )
        documents.append((part, HTML(string=page).render(font_config=fonts)))
    pages = [page for _part_of, document in documents for page in document.pages]
    tags = [part.tag for part, document in documents for _page in document.pages]
    bound = documents[0][1].copy(pages)

    def name_languages(_document: Any, pdf: Any) -> None:
        _name_languages(pdf, tags)

    written: bytes = bound.write_pdf(pdf_variant="pdf/ua-1", finisher=name_languages)
    return written


def _part(template: str, part: Language, context: Mapping[str, Any]) -> str:
    with override(part.locale):
        return render_to_string(template, {**context, "language": part})


def _name_languages(pdf: Any, tags: list[str]) -> None:
    """Say at every outermost element of a page in which language it is to be read aloud."""
    import pydyf

    pages = dict(zip(pdf.page_references, tags, strict=True))
    outer: Any = next(
        one for one in pdf.objects if isinstance(one, dict) and one.get("S") == "/Document"
    )
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("P") == outer.reference and "Pg" in item:
            item["Lang"] = pydyf.String(pages[item["Pg"]])


def _fonts() -> Any:
    """Our own fonts by file, so that a server without any font writes the same page."""
    return opened_fonts(
        font_rules(
            (family, weight, _FONT.format(file=file, weight=weight))
            for family, file in _FAMILIES.items()
            for weight in (400, 600)
        )
    )


def _style() -> str:
    return _STYLE.read_text(encoding="utf-8")
