# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A computed report as a value: figures, flow and cross table; to a file's shape and back."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from stellwerk.indicators.rules.words import Words, as_dict, words_from

Number = int | float


@dataclass(frozen=True)
class Period:
    """Both days belong to it; ``None`` = open. Without any day everything counts."""

    start: date | None = None
    end: date | None = None

    @property
    def is_everything(self) -> bool:
        return self.start is None and self.end is None

    @property
    def is_backwards(self) -> bool:
        return self.start is not None and self.end is not None and self.start > self.end


@dataclass(frozen=True)
class Scope:
    """Whose cases: one organisation, or all of the network (key is None)."""

    key: str | None = None
    name: str = ""


@dataclass(frozen=True)
class Figure:
    """One figure with the texts of the moment at which it was computed.

    ``value`` is unrounded and None for a share or mean of nothing; 0 is 0.
    """

    key: str
    kind: str
    unit: str
    value: Number | None
    numerator: Number | None
    denominator: int | None
    name: Words
    formula: Words
    numerator_text: Words
    denominator_text: Words
    period_rule: Words


@dataclass(frozen=True)
class FlowRow:
    """One quarter: entries, exits, stock at its end."""

    year: int
    quarter: int
    entries: int
    exits: int
    stock: int


@dataclass(frozen=True)
class CrossCell:
    """Cases of one combination of residence status, gender, age group and nationality."""

    residence_status: str
    gender: str
    age_group: str
    nationality: str
    cases: int


@dataclass(frozen=True)
class CrossTable:
    """All combinations that occur, and the labels of their keys in the order of display."""

    cells: tuple[CrossCell, ...] = ()
    labels: dict[str, dict[str, Words]] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """Everything a page, a file or a frozen copy shows."""

    name: str
    scope: Scope
    period: Period
    as_of: datetime
    figures: tuple[Figure, ...]
    flow: tuple[FlowRow, ...] = ()
    cross: CrossTable = CrossTable()

    def figure(self, key: str) -> Figure | None:
        return next((figure for figure in self.figures if figure.key == key), None)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def head(report: Report) -> dict[str, Any]:
    """Which report, of whom, over which time, computed when."""
    return {
        "report": report.name,
        "scope": {"organisation": report.scope.key, "name": report.scope.name},
        "period": {"from": _day(report.period.start), "to": _day(report.period.end)},
        "as_of": report.as_of.isoformat(timespec="seconds"),
    }


def tables(report: Report) -> dict[str, Any]:
    return {
        "flow": [
            {
                "quarter": f"{row.year}-Q{row.quarter}",
                "entries": row.entries,
                "exits": row.exits,
                "stock": row.stock,
            }
            for row in report.flow
        ],
        "cross": [
            {
                "residence_status": cell.residence_status,
                "gender": cell.gender,
                "age_group": cell.age_group,
                "nationality": cell.nationality,
                "cases": cell.cases,
            }
            for cell in report.cross.cells
        ],
    }


def as_json(report: Report, language: str) -> dict[str, Any]:
    """The shape of ``report … --format json``; the formulas in one language."""
    figures = [
        {
            "key": f.key,
            "value": f.value,
            "numerator": f.numerator,
            "denominator": f.denominator,
            "unit": f.unit,
            "formula": getattr(f.formula, language),
        }
        for f in report.figures
    ]
    return {**head(report), "figures": figures, "tables": tables(report)}


_TEXTS = ("name", "formula", "numerator_text", "denominator_text", "period_rule")
_PLAIN = ("key", "kind", "unit", "value", "numerator", "denominator")


def freeze(report: Report) -> str:
    """The report as text that never changes: sorted keys, both languages, nothing rounded."""
    payload = {
        **head(report),
        "figures": [
            {name: getattr(f, name) for name in _PLAIN}
            | {name: as_dict(getattr(f, name)) for name in _TEXTS}
            for f in report.figures
        ],
        "tables": tables(report),
        "labels": {
            dimension: [[key, label.de, label.en] for key, label in labels.items()]
            for dimension, labels in report.cross.labels.items()
        },
    }
    return json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of a frozen report."""
    return hashlib.sha256(text.encode()).hexdigest()


def _figure(row: dict[str, Any]) -> Figure:
    values: dict[str, Any] = {name: row[name] for name in _PLAIN}
    values |= {name: words_from(row[name]) for name in _TEXTS}
    return Figure(**values)


def thaw(text: str) -> Report:
    """The report that ``freeze`` wrote."""
    payload = json.loads(text)
    start, end = payload["period"]["from"], payload["period"]["to"]
    return Report(
        name=payload["report"],
        scope=Scope(payload["scope"]["organisation"], payload["scope"]["name"]),
        period=Period(
            date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None
        ),
        as_of=datetime.fromisoformat(payload["as_of"]),
        figures=tuple(_figure(row) for row in payload["figures"]),
        flow=tuple(
            FlowRow(
                int(row["quarter"][:4]),
                int(row["quarter"][-1]),
                row["entries"],
                row["exits"],
                row["stock"],
            )
            for row in payload["tables"]["flow"]
        ),
        cross=CrossTable(
            cells=tuple(CrossCell(**row) for row in payload["tables"]["cross"]),
            labels={
                dimension: {key: Words(de, en) for key, de, en in labels}
                for dimension, labels in payload["labels"].items()
            },
        ),
    )
