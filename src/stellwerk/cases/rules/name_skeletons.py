# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Names in Arabic script against names in Latin: consonants, and vowels only as far as written.

A skeleton keeps consonants coarsely; `y` and `w` stand for a single vowel of the i or u kind, `Y`
and `W` for the consonant or the end of a diphthong (which Arabic script always writes), `a` only
for a vowel at the start. The side that asks tries what the other side
could have written: an Arabic word its unwritten short vowels, a Latin word its optional long ones.
"""

import itertools
import re

#: Arabic, Persian, Urdu, Pashto and Sorani letters; the first choice is the common one.
LETTERS: dict[str, str] = {
    "ب": "b", "پ": "b", "ت": "t", "ث": "ts", "ج": "jg", "چ": "xj", "ح": "h", "خ": "h", "د": "d",
    "ذ": "ds", "ر": "r", "ز": "s", "ژ": "jx", "س": "s", "ش": "x", "ص": "s", "ض": "ds", "ط": "t",
    "ظ": "sd", "غ": "gk", "ف": "f", "ق": "kg", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n",
    "ه": "h", "ڤ": "w", "ٹ": "t", "ڈ": "d", "ڑ": "r", "ښ": "xh", "ځ": "sj", "څ": "sx", "ړ": "r",
    "ډ": "d", "ټ": "t", "ڼ": "n", "ں": "n", "ڵ": "l", "ڕ": "r", "و": "w", "ۆ": "w", "ي": "y",
    "ێ": "y", "ې": "y", "ھ": "h", "ګ": "g", "ئ": "y ", "ؤ": "w ",
    "ى": " y",
}  # fmt: skip
#: Written without a sound of their own inside a word.
SILENT = frozenset("اعءە")
_FORMS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ی": "ي", "ۍ": "ي",
     "ک": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ۂ": "ه"}
)  # fmt: skip
_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200c\u200d]")
_SAME = re.compile(r"(.)\1+")
#: Sounds (see `name_sounds`) to coarse consonants; where a spelling is open, all of them.
SOUNDS: dict[str, str] = {
    "p": "b", "S": "s", "z": "s", "X": "x", "Q": "x", "C": "xj", "J": "j", "H": "h", "a": "",
    "e": "", "i": "y", "u": "w", "O": "w", "U": "w", "y": "Y", "w": "W",
}  # fmt: skip
VOWELS = frozenset("aeiuOU")
_PLAIN_SOUNDS = str.maketrans(SOUNDS)
MOST_GAPS = 8
MOST_ARABIC = 96
MOST_LATIN = 48


def plain_arabic(word: str) -> str:
    """One way of writing: no vowel marks, plain alif, ya and kaf, ta marbuta as ha."""
    return _MARKS.sub("", word).translate(_FORMS)


def of_arabic(word: str) -> tuple[str, ...]:
    """The skeletons of a word in Arabic script as it stands (for storing; few)."""
    return _joined(_arabic_choices(plain_arabic(word)), 4)


def of_sounds(key: str) -> tuple[str, ...]:
    """The skeletons of a sound key (for storing): every vowel of the i or u kind is kept."""
    if "C" in key:
        return _joined(_sound_choices(key), 2)
    body = key[:-1] if len(key) > 2 and key[-1] == "h" else key
    start, rest = ("a", body[1:]) if body[:1] in VOWELS else ("", body)
    text = _finish(start + rest.translate(_PLAIN_SOUNDS))
    return (text,) if len(text) > 1 else ()


def asked_by_arabic(word: str) -> tuple[str, ...]:
    """What an Arabic word may be in Latin letters: short vowels are tried between consonants."""
    heard = {"y": ("y", "Y"), "w": ("w", "W")}
    choices = [
        tuple(sound for letter in letters for sound in heard.get(letter, (letter,)))
        for letters in _arabic_choices(plain_arabic(word))
    ]
    found: dict[str, None] = {}
    for bones in _joined(choices, 16):
        gaps = [
            place
            for place in range(1, len(bones))
            if bones[place] not in "wyWY" and bones[place - 1] not in "wya"
        ]
        for number in (0, 1, 2):
            for chosen in itertools.combinations(gaps[:MOST_GAPS], number):
                for vowels in itertools.product("yw", repeat=number):
                    text = bones
                    for place, vowel in sorted(zip(chosen, vowels, strict=True), reverse=True):
                        text = text[:place] + vowel + text[place:]
                    found.setdefault(_finish(text))
        if len(found) >= MOST_ARABIC:
            break
    return tuple(found)


def asked_by_sounds(key: str) -> tuple[str, ...]:
    """What a Latin name may look like in Arabic letters: each single vowel written or not."""
    choices = []
    for place, letters in enumerate(_sound_choices(key)):
        written = tuple(letter.lower() for letter in letters)
        choices.append((*written, "") if key[place] in "iuOU" and place > 0 else written)
    return _joined(choices, MOST_LATIN)


def _arabic_choices(plain: str) -> list[tuple[str, ...]]:
    choices: list[tuple[str, ...]] = []
    for place, letter in enumerate(plain):
        if letter in SILENT or (letter == "ئ" and place == 0):
            choices.append(("a",) if place == 0 else ("",))
        elif place == 1 and letter in "يو" and choices == [("a",)]:
            # a long vowel on its carrier (إيمان), or a diphthong (أيوب)
            choices.append(("", *LETTERS[letter]))
        elif letter in LETTERS:
            # a blank in the table: perhaps no sound of its own
            choices.append(tuple(sound.strip() for sound in LETTERS[letter]))
    if len(choices) > 1 and plain[-1] in "هاح":
        choices[-1] = ("",) if plain[-1] != "ح" else ("h", "")
    # initial alif carries any vowel, also a written long one: إيمان, أويس
    return choices


def _sound_choices(key: str) -> list[tuple[str, ...]]:
    choices: list[tuple[str, ...]] = []
    for place, sound in enumerate(key):
        if place == 0 and sound in VOWELS:
            choices.append(("a",))
            continue
        choices.append(tuple(SOUNDS.get(sound, sound)) or ("",))
    if len(key) > 2 and key[-1] == "h":
        choices[-1] = ("",)
    return choices


def _joined(choices: list[tuple[str, ...]], most: int) -> tuple[str, ...]:
    """All ways through the choices, the first ones first; never more than `most` on the way."""
    found = [""]
    for letters in choices:
        longer: dict[str, None] = {}
        for text in found:
            for letter in letters:
                longer.setdefault(text if letter and text.endswith(letter) else text + letter)
        found = list(longer)[:most]
    return tuple(dict.fromkeys(_finish(text) for text in found if len(text) > 1))


def _finish(text: str) -> str:
    """No doubled letters; d and t, b and p fall together at the end."""
    text = _SAME.sub(r"\1", text)
    return text[:-1] + "t" if text.endswith("d") else text
