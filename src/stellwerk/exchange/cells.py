# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What a cell can be once it has left the file, and how a cell says that it cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Percent:
    """A number that the spreadsheet shows as a percentage: ``share`` 0.9 is shown as 90 %."""

    share: Decimal


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell in which the spreadsheet itself shows an error, or a formula without a result."""

    shown: str


Cell = str | int | float | bool | date | datetime | time | Percent | Broken | None


class Misread(ValueError):  # noqa: N818 - an answer to the person who sent the file
    """A cell that is not understood: a code, what is expected, and the possible readings."""

    def __init__(self, code: str, expected: str, readings: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.expected = expected
        self.readings = tuple(readings)


def from_wire(value: object) -> Cell:
    """A cell as the reading process sends it (JSON; whatever JSON lacks is a one-key object)."""
    if isinstance(value, dict):
        ((kind, content),) = value.items()
        if kind == "d":
            return date.fromisoformat(content)
        if kind == "t":
            return datetime.fromisoformat(content)
        if kind == "h":
            return time.fromisoformat(content)
        if kind == "p":
            return Percent(Decimal(content))
        return Broken(str(content))
    if value is None or isinstance(value, str | int | float | bool):
        return value or None if isinstance(value, str) else value
    raise TypeError(type(value).__name__)


def shown(cell: Cell) -> str:
    """The cell's content as it is quoted back to the person, at most 80 characters."""
    if cell is None:
        text = ""
    elif isinstance(cell, bool):
        text = "WAHR" if cell else "FALSCH"
    elif isinstance(cell, float):
        text = repr(cell).removesuffix(".0").replace(".", ",")
    elif isinstance(cell, datetime):
        text = cell.strftime("%d.%m.%Y %H:%M")
    elif isinstance(cell, date):
        text = cell.strftime("%d.%m.%Y")
    elif isinstance(cell, time):
        text = cell.strftime("%H:%M")
    elif isinstance(cell, Percent):
        text = f"{(cell.share * 100).normalize():f} %".replace(".", ",")
    elif isinstance(cell, Broken):
        text = cell.shown
    else:
        text = str(cell)
    return text if len(text) <= 80 else text[:79] + "…"
