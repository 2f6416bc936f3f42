# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Words that tell whether somebody is a woman or a man."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+")
_WOMEN = frozenset(
    {
        "Frau", "Frauen", "Mutter", "Mütter", "Müttern", "Kindsmutter", "Großmutter", "Oma",
        "Tochter", "Töchter", "Töchtern", "Schwester", "Schwestern", "Tante", "Witwe", "Witwen",
        "Mädchen", "Mädchens", "Klientin", "Klientinnen", "Schwangere", "Schwangeren",
        "Schwangerschaft", "Mutterschutz", "Entbindung",
    }
)  # fmt: skip
_MEN = frozenset(
    {
        "Herr", "Herrn", "Herren", "Mann", "Manns", "Mannes", "Männer", "Männern", "Vater",
        "Vaters", "Väter", "Vätern", "Kindsvater", "Großvater", "Opa", "Sohn", "Sohnes", "Sohns",
        "Söhne", "Söhnen", "Bruder", "Bruders", "Brüder", "Brüdern", "Onkel", "Witwer", "Witwers",
    }
)  # fmt: skip
#: "Her husband" tells of a wife: which of both the person is, the word alone does not say.
_EITHER = frozenset(
    {
        "Ehemann", "Ehemanns", "Ehemannes", "Ehefrau", "Ehefrauen", "Gatte", "Gatten", "Gattin",
        "Exmann", "Exfrau",
    }
)  # fmt: skip


def gender_words(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words in these texts that tell a gender -> the genders that they may tell."""
    found: dict[str, tuple[str, ...]] = {}
    for word in (word for text in texts for word in _WORD.findall(text)):
        if word in _WOMEN or word.casefold().startswith("schwanger"):
            found[word] = ("w",)
        elif word in _MEN:
            found[word] = ("m",)
        elif word in _EITHER:
            found[word] = ("m", "w")
    return found
