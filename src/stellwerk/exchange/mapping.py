# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Foreign lists: any headings, one table; its columns and words are matched with ours.

What comes out is a CSV file of cases in our form, each row in its line, so that the ordinary way
(check, preview, take in) follows and names faults by the rows of the list.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import get_close_matches

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal
from stellwerk.exchange.cells import Broken, Cell, Percent
from stellwerk.exchange.columns import CASES, Column, Form, column_named, folded, letter
from stellwerk.exchange.intake import RowRead, SheetStart, Upload, read_any
from stellwerk.exchange.safe import write_csv
from stellwerk.exchange.values import folded_word, is_blank
from stellwerk.exchange.words import WordList, Words

HEADING_WITHIN = 10
#: Words of a list that are asked for, per column.
MOST_WORDS = 60
LONGEST_WORD = 80
#: Instead of one of our words: their word becomes an empty cell.
NOTHING = "-"
LISTED = (Form.WORD, Form.WORDS)


@dataclass(frozen=True)
class ForeignList:
    """The first table of a file that holds anything: its headings and the rows below."""

    headings: tuple[str, ...]
    heading_row: int
    rows: tuple[tuple[int, tuple[str | None, ...]], ...]

    def examples(self, index: int) -> list[str]:
        """The first cells of a column, to recognise it by."""
        found = (cells[index] for _row, cells in self.rows if index < len(cells))
        return [cell[:40] for cell in found if cell][:3]


@dataclass
class Mapped:
    """The decisions: position of a column to ours; per column of ours their words to our keys."""

    columns: dict[int, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    def by_heading(self, listed: ForeignList) -> dict[str, str]:
        """As it is saved: by heading, for the next list."""
        return {folded(listed.headings[index]): key for index, key in self.columns.items()}


def read_list(upload: Upload) -> ForeignList:
    """The list as plain texts. Raises `Refusal`."""
    before: list[tuple[int, list[Cell]]] = []
    started = False
    for event in read_any(upload):
        if isinstance(event, SheetStart) and started:
            break
        if isinstance(event, RowRead) and any(not is_blank(cell) for cell in event.cells):
            started = True
            before.append((event.number, event.cells))
            if len(before) > CASES.most_rows + HEADING_WITHIN:
                raise Refusal("too_many_rows", _("The list has too many rows."))
    head = _heading_of(before)
    if head is None:
        raise Refusal("sheet_empty", _("The table is empty."))
    number, cells = before[head]
    rows = tuple((row, tuple(_plain(c, row, i) for i, c in enumerate(line)))
                 for row, line in before[head + 1 :])  # fmt: skip
    return ForeignList(tuple(_plain(c, number, i) or "" for i, c in enumerate(cells)), number, rows)


def _heading_of(rows: Sequence[tuple[int, Sequence[Cell]]]) -> int | None:
    """The first row with two filled cells, else the first one."""
    for index, (_row, cells) in enumerate(rows[:HEADING_WITHIN]):
        if sum(not is_blank(cell) for cell in cells) >= 2:
            return index
    return 0 if rows else None


def _plain(cell: Cell, row: int, index: int) -> str | None:
    if cell is None or is_blank(cell):
        return None
    if isinstance(cell, Broken):
        raise Refusal(
            "cell_error",
            _("Row %(row)d, column %(letter)s: the spreadsheet shows an error in this cell.")
            % {"row": row, "letter": letter(index)},
        )
    if isinstance(cell, bool):
        return "ja" if cell else "nein"
    if isinstance(cell, datetime):
        return cell.strftime("%d.%m.%Y" if cell.time() == time(0) else "%d.%m.%Y %H:%M:%S")
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y")
    if isinstance(cell, Percent):
        return f"{(cell.share * 100).normalize():f} %".replace(".", ",")
    if isinstance(cell, float):
        return repr(cell).removesuffix(".0").replace(".", ",")
    return str(cell).strip()


def suggested(listed: ForeignList, saved: Mapping[str, str] | None = None) -> Mapped:
    """What each column probably is: as saved, by its name, by a name like it; each of ours once."""
    found = Mapped()
    for index, heading in enumerate(listed.headings):
        key = (saved or {}).get(folded(heading)) or _column_like(heading)
        if key and key not in found.columns.values():
            found.columns[index] = key
    return found


def _column_like(heading: str) -> str | None:
    known = column_named(CASES, heading)
    if known is not None:
        return known.key
    names = {folded(name): column.key for column in CASES.columns for name in column.names}
    text = folded(heading)
    close = get_close_matches(text, list(names), n=1, cutoff=0.75)
    if close:
        return names[close[0]]
    within = {key for name, key in names.items() if len(name) > 4 and name in text}
    return within.pop() if len(within) == 1 else None


def unknown_words(
    listed: ForeignList, mapped: Mapped, words: Words
) -> dict[str, list[tuple[str, str]]]:
    """Per column of ours the words of the list that are not ours, each with the likeliest one."""
    found: dict[str, list[tuple[str, str]]] = {}
    for index, key in sorted(mapped.columns.items()):
        column = CASES.column(key)
        if column.form not in LISTED:
            continue
        ours = words[column.words]
        said = dict.fromkeys(
            part
            for _row, cells in listed.rows
            if index < len(cells)
            for part in _parts(column, cells[index], ours)
        )
        strange = [text for text in said if not _is_known(text, ours)][:MOST_WORDS]
        if strange:
            chosen = mapped.words.get(key, {})
            found[key] = [(text, chosen.get(text, _word_like(text, ours))) for text in strange]
    return found


def _parts(column: Column, cell: str | None, ours: WordList) -> list[str]:
    """The words in a cell; a comma separates them too, unless it belongs to a word of ours."""
    if cell is None:
        return []
    parts = [cell]
    if column.form == Form.WORDS:
        whole = [part.strip() for part in cell.replace("\n", ";").split(";")]
        parts = [w for p in whole for w in ([p] if _is_known(p, ours) else p.split(","))]
    return [part.strip()[:LONGEST_WORD] for part in parts if part.strip()]


def _is_known(text: str, ours: WordList) -> bool:
    return text in ours.keys or folded_word(text) in ours.keys or text.zfill(3) in ours.keys


def _word_like(text: str, ours: WordList) -> str:
    """The key of the only word that begins so, or of one written nearly so; empty without any."""
    short = folded_word(text).rstrip(". ")
    names = {folded_word(name): key for name, key in ours.keys.items()}
    begin = {key for name, key in names.items() if short and name.startswith(short)}
    if len(begin) == 1:
        return begin.pop()
    close = get_close_matches(short, list(names), n=1, cutoff=0.75)
    return names[close[0]] if close else ""


def as_cases(listed: ForeignList, mapped: Mapped, words: Words) -> bytes:
    """The list as a CSV file of cases; every row stands in the line that it had."""
    order = sorted(mapped.columns.items())
    lines: list[list[str | None]] = [[] for _ in range(listed.heading_row - 1)]
    lines.append([key for _index, key in order])
    for number, cells in listed.rows:
        lines += [[] for _ in range(number - 1 - len(lines))]
        lines.append(
            [
                _mapped_cell(CASES.column(key), cells[i] if i < len(cells) else None, mapped, words)
                for i, key in order
            ]
        )
    text = io.StringIO(newline="")
    write_csv(text, lines)
    return text.getvalue().encode("utf-8-sig")


def _mapped_cell(
    column: Column, cell: str | None, mapped: Mapped, words: Words
) -> str | None:
    if cell is None or column.form not in LISTED:
        return cell
    chosen = mapped.words.get(column.key, {})
    parts = [chosen.get(part) or part for part in _parts(column, cell, words[column.words])]
    return "; ".join(part for part in parts if part != NOTHING) or None
