# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How wide a text is in the house's font, and how it breaks into lines.

Widths in thousandths of the font size: the wider of regular and semi-bold, rounded up.
"""

from functools import lru_cache

TITLE_SIZE, TITLE_LINE = 14, 18
SMALL_SIZE, SMALL_LINE = 12, 16

_WIDTHS: dict[str, int] = {
    letter: width
    for width, letters in (
        (240, "'"), (250, "!,.:;·"), (270, " \u00a0"), (300, "ijìíîïI"), (310, "lÌÍÎÏ"),
        (330, "()[]{}JĮ"), (360, "f"), (390, "t"), (410, "r-|¦"), (440, '"'), (470, "1*z7"),
        (490, "sc?¿"), (510, "xFvy2L+<=>«~"), (530, "35/k−–_°"), (550, "T9EZg#$46^aeàáâãäåè§éêë"),
        (580, "CSX8YhoVÝ0»"), (600, "APbdnpquµßßñòóôõöøùúûü"), (620, "BKR&"), (650, "GD"),
        (680, "UÙÚÛÜ"), (700, "HNOQÑÒÓÔÕÖØ"), (750, "w…"), (790, "M"), (860, "%Wæmœ"), (1040, "@"),
    )
    for letter in letters
}
_OTHER = 1040


@lru_cache(maxsize=8192)
def text_width(text: str, size: int = SMALL_SIZE) -> float:
    """Pixels that a text takes at most."""
    return sum(_WIDTHS.get(letter, _OTHER) for letter in text) * size / 1000


def wrapped(text: str, most: float, size: int, lines: int) -> tuple[str, ...]:
    """The text in lines no wider than ``most``; long words break with a hyphen.

    What does not fit into ``lines`` ends with an ellipsis: the full text stands elsewhere.
    """
    found: list[str] = []
    line = ""
    for word in text.split():
        for piece in _pieces(word, most, size):
            joined = f"{line} {piece}" if line else piece
            if text_width(joined, size) <= most:
                line = joined
                continue
            if line:
                found.append(line)
            line = piece
    if line:
        found.append(line)
    if len(found) > lines:
        found = [*found[: lines - 1], _ended(found[lines - 1], most, size)]
    return tuple(found)


def _pieces(word: str, most: float, size: int) -> list[str]:
    """A word too long for one line, cut into pieces with hyphens."""
    pieces = []
    while text_width(word, size) > most:
        cut = len(word) - 1
        while cut > 1 and text_width(word[:cut] + "-", size) > most:
            cut -= 1
        pieces.append(word[:cut] if word[cut - 1] in "-/" else word[:cut] + "-")
        word = word[cut:]
    pieces.append(word)
    return pieces


def _ended(line: str, most: float, size: int) -> str:
    line = line.rstrip("-")
    while line and text_width(line + "…", size) > most:
        line = line[:-1]
    return line.rstrip() + "…"
