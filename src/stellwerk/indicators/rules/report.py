# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A computed report as a value: figures, flow and cross table; to a file's shape and back."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

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


class CrossCell(NamedTuple):
    """Cases of one combination of residence status, gender, age group and nationality."""

    residence_status: str
    gender: str
    age_group: str
    nationality: str
    cases: int


@dataclass(frozen=True)
class PivotRow:
    """One line of a two-way table."""

    label: Words
    cells: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Pivot:
    """A two-way table with totals, made from the full cross table."""

    rows_by: str
    columns_by: str
    columns: tuple[Words, ...]
    rows: tuple[PivotRow, ...]
    totals: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class CrossTable:
    """All combinations that occur, the labels of their keys, and the two-way tables for readers.

    The combinations may be many; a frozen report keeps them apart from what its page shows.
    """

    cells: tuple[CrossCell, ...] = ()
    labels: dict[str, dict[str, Words]] = field(default_factory=dict)
    pivots: tuple[Pivot, ...] = ()


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
        "cross": [cell._asdict() for cell in report.cross.cells],
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


class Frozen(NamedTuple):
    """A report as two texts that never change: what is shown, and all combinations."""

    content: str
    cells: str


def freeze(report: Report) -> Frozen:
    """Sorted keys, both languages, nothing rounded; the content names the digest of the cells."""
    cells = _dumps(report.cross.cells)
    payload = {
        **head(report),
        "figures": [
            {name: getattr(f, name) for name in _PLAIN}
            | {name: as_dict(getattr(f, name)) for name in _TEXTS}
            for f in report.figures
        ],
        "flow": tables(report)["flow"],
        "labels": {
            dimension: [[key, label.de, label.en] for key, label in labels.items()]
            for dimension, labels in report.cross.labels.items()
        },
        "pivots": [_pivot_as_dict(pivot) for pivot in report.cross.pivots],
        "cells": digest(cells),
    }
    return Frozen(_dumps(payload), cells)


def _dumps(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _pivot_as_dict(pivot: Pivot) -> dict[str, Any]:
    return {
        "rows_by": pivot.rows_by,
        "columns_by": pivot.columns_by,
        "columns": [as_dict(column) for column in pivot.columns],
        "rows": [[as_dict(row.label), row.cells, row.total] for row in pivot.rows],
        "totals": pivot.totals,
        "total": pivot.total,
    }


def _pivot_from(value: dict[str, Any]) -> Pivot:
    return Pivot(
        value["rows_by"],
        value["columns_by"],
        tuple(words_from(column) for column in value["columns"]),
        tuple(PivotRow(words_from(w), tuple(cells), total) for w, cells, total in value["rows"]),
        tuple(value["totals"]),
        value["total"],
    )


def digest(text: str) -> str:
    """SHA-256 of a frozen report."""
    return hashlib.sha256(text.encode()).hexdigest()


def cells_digest(content: str) -> str:
    """The digest that the content names for its cells."""
    return str(json.loads(content)["cells"])


def _figure(row: dict[str, Any]) -> Figure:
    values: dict[str, Any] = {name: row[name] for name in _PLAIN}
    values |= {name: words_from(row[name]) for name in _TEXTS}
    return Figure(**values)


def thaw(content: str, cells: str | None = None) -> Report:
    """The report that ``freeze`` wrote; without ``cells`` only what its page shows."""
    payload = json.loads(content)
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
            for row in payload["flow"]
        ),
        cross=CrossTable(
            cells=tuple(CrossCell(*row) for row in json.loads(cells)) if cells else (),
            labels={
                dimension: {key: Words(de, en) for key, de, en in labels}
                for dimension, labels in payload["labels"].items()
            },
            pivots=tuple(_pivot_from(value) for value in payload["pivots"]),
        ),
    )
