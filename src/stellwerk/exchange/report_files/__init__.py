# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A report as a file: one function per format, `write` for all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from stellwerk.exchange.report_files.paper import as_html, as_pdf
from stellwerk.exchange.report_files.sheets import as_csv, as_xlsx
from stellwerk.exchange.report_files.text import as_json_text, as_text
from stellwerk.indicators.rules.report import Report


@dataclass(frozen=True)
class Format:
    """A file format: media type, file ending, how it is written."""

    media_type: str
    ending: str
    write: Callable[[Report, str], bytes]


FORMATS: dict[str, Format] = {
    "json": Format("application/json", "json", as_json_text),
    "text": Format("text/plain; charset=utf-8", "txt", as_text),
    "csv": Format("text/csv; charset=utf-8", "csv", as_csv),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", as_xlsx
    ),
    "pdf": Format("application/pdf", "pdf", as_pdf),
    "html": Format("text/html; charset=utf-8", "html", as_html),
}


def file_name(report: Report, file_format: str) -> str:
    """A name without blanks or umlauts: report, organisation, day."""
    scope = report.scope.key or "alle"
    return f"{report.name}-{scope}-{report.as_of:%Y-%m-%d}.{FORMATS[file_format].ending}"
