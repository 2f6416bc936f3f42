# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The report as a page to print (HTML that stands alone) and as accessible PDF (PDF/UA-1)."""

from ctypes import CDLL
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from stellwerk.base.refusal import Refusal
from stellwerk.exchange.report_files.typeset import font_rules, opened_fonts
from stellwerk.indicators.rules.report import Pivot, Report
from stellwerk.indicators.rules.showing import (
    flow_lines,
    period_words,
    scope_words,
    sections,
    title_of,
)

_STYLE = Path(__file__).with_name("paper.css")
_FONT = "vendor/fonts/fira-sans-{part}-{weight}.woff2"
_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


def as_html(report: Report, language: str) -> bytes:
    """A page that stands alone: print it or keep it."""
    return _html(report, language).encode()


def as_pdf(report: Report, language: str) -> bytes:
    """PDF/UA-1: tagged headings and tables, language, title.

    Refuses with one sentence when the system lacks Pango.
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

    document = HTML(string=_html(report, language))
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", font_config=page_fonts())
    return pdf


@cache
def is_pdf_possible() -> bool:
    """Whether WeasyPrint would find its libraries, without loading it (that takes a second)."""
    if find_spec("weasyprint") is None:
        return False
    try:
        for library in _LIBRARIES:
            CDLL(library)
    except OSError:
        return False
    return True


def page_fonts() -> Any:
    """Our own fonts, so that a server without any font writes the same page."""
    return opened_fonts(
        font_rules(
            ("Report", weight, _FONT.format(part=part, weight=weight))
            for weight in (400, 600)
            for part in ("latin", "latin-ext")
        )
    )


def _html(report: Report, language: str) -> str:
    with override(language):
        return render_to_string(
            "exchange/report.html",
            {
                "report": report,
                "language": language,
                "style": page_style(),
                "title": title_of(report),
                "scope": scope_words(report),
                "period": period_words(report.period),
                "sections": sections(report),
                "flow": flow_lines(report.flow),
                "pivots": pivots(report),
            },
        )


def pivots(report: Report) -> list[tuple[str, Pivot]]:
    """The two-way tables with their titles."""
    names = {
        "residence_status": _("Residence status"),
        "gender": _("Gender"),
        "age_group": _("Age group"),
        "nationality": _("Nationality"),
    }
    title = _("%(rows)s by %(columns)s")
    return [
        (title % {"rows": names[pivot.rows_by], "columns": names[pivot.columns_by]}, pivot)
        for pivot in report.cross.pivots
    ]


def page_style() -> str:
    """The rules of a printed page, for other papers that look the same."""
    return _STYLE.read_text(encoding="utf-8")
