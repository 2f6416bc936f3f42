# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The report as plain text (a table as the booklet prints it) and as JSON."""

import json
import textwrap

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from stellwerk.indicators.rules.report import Report, as_json
from stellwerk.indicators.rules.showing import (
    Section,
    Shown,
    period_words,
    scope_words,
    sections,
    title_of,
)

_FINDING, _INDICATOR = 34, 74


def as_json_text(report: Report, language: str) -> bytes:
    """JSON with unrounded values; the formulas in ``language``."""
    text = json.dumps(as_json(report, language), ensure_ascii=False, indent=2)
    return (text + "\n").encode()


def as_text(report: Report, language: str) -> bytes:
    """A table "finding – indicator" in fixed width, then every figure with its fraction."""
    with override(language):
        lines = [*_head(report), "", *_findings(report), "", *_figures(report)]
    return ("\n".join(lines) + "\n").encode()


def _head(report: Report) -> list[str]:
    moment = date_format(report.as_of, "SHORT_DATETIME_FORMAT")
    return [
        title_of(report).upper(),
        scope_words(report),
        _("Period: %(period)s · as of %(moment)s")
        % {"period": period_words(report.period), "moment": moment},
    ]


def _findings(report: Report) -> list[str]:
    rule = f"+{'-' * (_FINDING + 2)}+{'-' * (_INDICATOR + 2)}+"
    lines = [rule, _row(_("Finding"), _("Indicator")), rule.replace("-", "=")]
    for section in sections(report):
        if section.sentences:
            lines += [*_section(section), rule]
    return lines


def _section(section: Section) -> list[str]:
    left = textwrap.wrap(section.title, _FINDING)
    right = [line for text in section.sentences for line in textwrap.wrap(text, _INDICATOR)]
    height = max(len(left), len(right))
    left += [""] * (height - len(left))
    right += [""] * (height - len(right))
    return [_row(a, b) for a, b in zip(left, right, strict=True)]


def _row(left: str, right: str) -> str:
    return f"| {left:<{_FINDING}} | {right:<{_INDICATOR}} |"


def _figures(report: Report) -> list[str]:
    lines = []
    for section in sections(report):
        if section.rows:
            lines += [section.title, *[_figure(row) for row in section.rows], ""]
    return lines[:-1]


def _figure(row: Shown) -> str:
    indent = "  " * (row.level + 1)
    second = f"  ({row.second})" if row.second else ""
    return f"{indent + row.name:<58} {row.first:>14}{second}"
