# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading one cell: texts, numbers, percentages. Dates stand in `moments.py`.

German notation comes first. What has two readings is asked back with both, never guessed; what
is missing stays missing and never turns into 0.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from stellwerk.exchange.cells import Broken, Cell, Misread, Percent, shown
from stellwerk.exchange.safe import unguarded

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_PLAIN = re.compile(r"[+-]?\d+")
_GERMAN = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+|[+-]?\d{1,3}(\.\d{3}){2,}")
_POINT = re.compile(r"[+-]?\d+\.\d+")
_THOUSAND = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
# Spreadsheets keep 15 digits; a longer "number" has silently lost its last ones.
_EXACT = 10**15


def is_blank(cell: Cell) -> bool:
    """Nothing in it. 0 and FALSE are something."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def read_text(cell: Cell, longest: int) -> str:
    """Free text. Looks like a formula? It is text all the same."""
    text = _as_text(cell)
    if text.isascii() and text.isalnum() and len(text) <= longest:
        return text
    if _CONTROL.search(text):
        raise Misread("control_character", _("text without control characters"))
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if len(text) > longest:
        raise Misread("too_long", _("at most %(longest)d characters") % {"longest": longest})
    return text


def read_name(cell: Cell, longest: int) -> str:
    """A key: text or a whole number; inner spaces are kept, outer ones not."""
    if isinstance(cell, bool | Percent) or (isinstance(cell, float) and not cell.is_integer()):
        raise Misread("not_a_key", _("a key as text, such as CM-2019-07"))
    text = read_text(cell, longest)
    if "\n" in text or "\t" in text or "\r" in text:
        raise Misread("not_a_key", _("a key on one line"))
    return text


def _as_text(cell: Cell) -> str:
    if isinstance(cell, Broken):
        raise _broken(cell)
    if cell is None:
        return ""
    if isinstance(cell, str):
        return unguarded(cell)
    if isinstance(cell, float) and abs(cell) >= _EXACT:
        raise Misread(
            "digits_lost",
            _("format the cell as text: a spreadsheet keeps only 15 digits of a number"),
        )
    return shown(cell)


def _broken(cell: Broken) -> Misread:
    if cell.shown == "=":
        return Misread(
            "formula_without_result",
            _("a value; the formula has no stored result (open and save the file once)"),
        )
    return Misread("cell_error", _("a value; the spreadsheet shows an error here"))


def read_number(cell: Cell) -> Decimal:
    """A number: 12, 12,5 or 12.5. "1.234" may be 1234 or 1,234 and is asked back."""
    if isinstance(cell, Broken):
        raise _broken(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise Misread("not_a_number", _("a number"))
    if isinstance(cell, int | float):
        number = Decimal(repr(cell))
        if not number.is_finite():
            raise Misread("not_a_number", _("a number"))
        return number
    text = unguarded(cell).strip().replace("\u00a0", "").replace("\u202f", "")
    text = text.replace("\u2212", "-").replace(" ", "") if _spaced(text) else text
    if _THOUSAND.fullmatch(text):
        whole, fraction = text.split(".")
        raise Misread(
            "ambiguous_number",
            _("write %(whole)s or %(fraction)s")
            % {"whole": whole + fraction, "fraction": f"{whole},{fraction}"},
            readings=(whole + fraction, f"{whole},{fraction}"),
        )
    if _GERMAN.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif not (_PLAIN.fullmatch(text) or _POINT.fullmatch(text)):
        raise Misread("not_a_number", _("a number such as 12 or 12,5"))
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Misread("not_a_number", _("a number")) from None


def _spaced(text: str) -> bool:
    """Digits grouped by spaces ("12 000"), or a sign that is no hyphen."""
    return bool(re.fullmatch(r"[+\-\u2212]?\d{1,3}( \d{3})*([.,]\d+)?", text))


def read_count(cell: Cell, least: int = 1, most: int = 99) -> int:
    """A whole number between ``least`` and ``most``."""
    number = read_number(cell)
    if number != number.to_integral_value():
        raise Misread("not_whole", _("a whole number"))
    if not least <= number <= most:
        raise Misread(
            "out_of_range",
            _("a whole number from %(least)d to %(most)d") % {"least": least, "most": most},
        )
    return int(number)


def read_percent(cell: Cell) -> Decimal:
    """0 to 100, with or without the sign.

    A bare 0.9 may mean 0.9 % or be the inside of a cell shown as 90 %: asked back. A cell whose
    number format says so (`Percent`) is in no doubt.
    """
    if isinstance(cell, Percent):
        number = cell.share * 100
    else:
        text = cell.strip() if isinstance(cell, str) else ""
        signed = text.endswith("%")
        number = read_number(text.removesuffix("%").rstrip() if signed else cell)
        if 0 < number < 1 and not signed:
            few = f"{number.normalize():f}".replace(".", ",")
            many = f"{(number * 100).normalize():f}".replace(".", ",")
            raise Misread(
                "ambiguous_percent",
                _("write %(few)s %% or %(many)s %%") % {"few": few, "many": many},
                readings=(f"{few} %", f"{many} %"),
            )
    if not 0 <= number <= 100:
        raise Misread("out_of_range", _("a percentage from 0 to 100, or nothing"))
    return number


_FLAGS = {
    "ja": True, "j": True, "yes": True, "y": True, "x": True, "1": True, "wahr": True,
    "true": True, "nein": False, "n": False, "no": False, "0": False, "falsch": False,
    "false": False,
}  # fmt: skip


def read_flag(cell: Cell) -> bool:
    """Yes or no, as a word, a cross or a cell that is true or false."""
    flag = _FLAGS.get(_as_text(cell).strip().casefold())
    if flag is None:
        raise Misread("not_yes_or_no", _("yes or no (ja, nein)"))
    return flag


def read_word(cell: Cell, words: Mapping[str, str], examples: Callable[[], str]) -> str:
    """One word of a list, by key or label. ``words`` maps folded names to keys."""
    if isinstance(cell, str) and (key := words.get(cell)) is not None:
        return key  # nearly all cells: written exactly as in the list
    text = read_text(cell, 200)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        # Spreadsheets cut the leading zeros of official keys: 0 is 000, 29 is 029.
        text = text.zfill(3) if text.zfill(3) in words else text
    key = words.get(text) or words.get(folded_word(text))
    if key is None and text.isdigit() and len(text) < 3:
        key = words.get(text.zfill(3))
    if key is None:
        raise Misread("unknown_word", _("one of: %(examples)s") % {"examples": examples()})
    return key


def read_words(
    cell: Cell, words: Mapping[str, str], examples: Callable[[], str]
) -> tuple[str, ...]:
    """Several words separated by ";", each once, in the order of the cell."""
    text = read_text(cell, 2_000)
    parts = [part.strip() for part in re.split(r"[;\n]", text)]
    keys = [read_word(part, words, examples) for part in parts if part]
    return tuple(dict.fromkeys(keys))


def folded_word(text: str) -> str:
    """A list's word as it is compared: case, spaces, "_" and "-" make no difference."""
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
