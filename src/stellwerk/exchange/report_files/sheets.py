# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The report as CSV (for German Excel: semicolon, BOM, decimal comma) and as a workbook."""

import io
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from stellwerk.exchange.safe import workbook_options, write_csv
from stellwerk.indicators.rules.report import Figure, Report
from stellwerk.indicators.rules.showing import period_words, scope_words, title_of
from stellwerk.indicators.rules.tables import DIMENSIONS

_BOM = "\ufeff"


def as_csv(report: Report, language: str) -> bytes:
    """Three tables below each other: figures, flow, cross table; values unrounded."""
    with override(language):
        rows: list[list[Any]] = [*_about(report), []]
        for _name, header, body in _tables(report):
            rows += [header, *body, []]
    decimal_comma = language == "de"
    stream = io.StringIO(newline="")
    write_csv(
        stream,
        [[_cell(value, decimal_comma) for value in row] for row in rows],
        delimiter=";" if decimal_comma else ",",
    )
    return (_BOM + stream.getvalue()).encode()


def _cell(value: Any, decimal_comma: bool) -> Any:
    if isinstance(value, float) and decimal_comma:
        return repr(value).replace(".", ",")
    return value


def as_xlsx(report: Report, language: str) -> bytes:
    """One sheet per table; numbers stay numbers, no text is a formula."""
    import xlsxwriter

    stream = io.BytesIO()
    with override(language), xlsxwriter.Workbook(stream, workbook_options()) as book:
        book.set_properties({"title": title_of(report), "company": scope_words(report)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        about = book.add_worksheet(_("About"))
        about.set_column(0, 0, 24)
        about.set_column(1, 1, 60)
        for place, row in enumerate(_about(report)):
            about.write_row(place, 0, row, bold if place == 0 else wrap)
        for name, header, body in _tables(report):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(header) - 1, 22, wrap)
            sheet.write_row(0, 0, header, bold)
            for place, row in enumerate(body, start=1):
                sheet.write_row(place, 0, row, wrap)
            sheet.autofilter(0, 0, max(len(body), 1), len(header) - 1)
    return stream.getvalue()


def _about(report: Report) -> list[list[Any]]:
    return [
        [title_of(report)],
        [_("Organisation"), scope_words(report)],
        [_("Period"), period_words(report.period)],
        [_("As of"), date_format(report.as_of, "SHORT_DATETIME_FORMAT")],
    ]


Table = tuple[str, list[str], list[list[Any]]]


def _tables(report: Report) -> list[Table]:
    """Name, header and rows of every table that has rows."""
    return [table for table in (_figures(report), _flow(report), _cross(report)) if table[2]]


def _figures(report: Report) -> Table:
    header = [
        _("Key"),
        _("Figure"),
        _("Value"),
        _("Numerator"),
        _("Denominator"),
        _("Unit"),
        _("Formula"),
        _("What counts in a period"),
    ]
    rows: list[list[Any]] = [
        [*_numbers(f), str(f.formula), str(f.period_rule)] for f in report.figures
    ]
    return _("Figures"), header, rows


def _numbers(figure: Figure) -> list[Any]:
    """One figure without its rules."""
    return [
        figure.key,
        str(figure.name),
        figure.value,
        figure.numerator,
        figure.denominator,
        figure.unit,
    ]


def _flow(report: Report) -> Table:
    header = [_("Quarter"), _("Entries"), _("Exits"), _("Stock at the end")]
    rows: list[list[Any]] = [
        [f"{r.year}-Q{r.quarter}", r.entries, r.exits, r.stock] for r in report.flow
    ]
    return _("Flow"), header, rows


def _cross(report: Report) -> Table:
    header = [_("Residence status"), _("Gender"), _("Age group"), _("Nationality"), _("Cases")]
    labels = report.cross.labels
    rows: list[list[Any]] = [
        [*(str(labels[name][getattr(cell, name)]) for name in DIMENSIONS), cell.cases]
        for cell in report.cross.cells
    ]
    return _("Cross table"), header, rows
