# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The report as CSV (for German Excel: semicolon, BOM, decimal comma) and as a workbook."""

import io
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from stellwerk.exchange.safe import workbook_options, write_csv
from stellwerk.indicators.rules.report import Report
from stellwerk.indicators.rules.showing import period_words, scope_words, title_of

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


def _tables(report: Report) -> list[tuple[str, list[str], list[list[Any]]]]:
    """Name, header and rows of every table."""
    figures = [
        [
            f.key, str(f.name), f.value, f.numerator, f.denominator, f.unit, str(f.formula),
            str(f.period_rule),
        ]
        for f in report.figures
    ]
    flow = [[f"{r.year}-Q{r.quarter}", r.entries, r.exits, r.stock] for r in report.flow]
    labels = report.cross.labels
    cross = [
        [
            str(labels["residence_status"][c.residence_status]), str(labels["gender"][c.gender]),
            str(labels["age_group"][c.age_group]), str(labels["nationality"][c.nationality]),
            c.cases,
        ]
        for c in report.cross.cells
    ]
    tables = [
        (
            _("Figures"),
            [
                _("Key"), _("Figure"), _("Value"), _("Numerator"), _("Denominator"), _("Unit"),
                _("Formula"), _("What counts in a period"),
            ],
            figures,
        )
    ]
    if flow:
        tables.append(
            (_("Flow"), [_("Quarter"), _("Entries"), _("Exits"), _("Stock at the end")], flow)
        )
    if cross:
        tables.append(
            (
                _("Cross table"),
                [
                    _("Residence status"), _("Gender"), _("Age group"), _("Nationality"),
                    _("Cases"),
                ],
                cross,
            )
        )
    return tables
