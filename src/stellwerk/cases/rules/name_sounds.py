# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What a spelled name may sound like: one short key per reading, whatever the spelling tradition.

Lower-case letters stand for themselves, capitals for sounds: `X` sh, `Q` shch, `C` ch as in chess,
`J` zh or dzh, `H` kh, `S` ts; `z` stands only at the start (elsewhere `s`). Vowels are `a e i u`
(o is u) and `O U` (ö ü), glides `y w`; a glide after a vowel closes a diphthong.
"""

import re

from stellwerk.cases.rules.name_letters import is_cyrillic, strip_marks, to_latin

#: Letters with marks that tell a sound; every other mark is dropped. Digits wait for `_READINGS`.
MARKED = str.maketrans(
    {
        "š": "X", "ş": "X", "ș": "X", "ŝ": "Q", "č": "C", "ć": "C", "ĉ": "C", "ž": "J",
        "ż": "J", "ǧ": "J", "ǰ": "J", "ḫ": "H", "ẖ": "H", "ḵ": "H", "ȟ": "H", "ġ": "g", "ğ": "g",
        "ţ": "S", "ț": "S", "ß": "s", "ö": "O", "ü": "U", "ő": "O", "ű": "U", "ç": "0",
        "ṯ": "th", "ḏ": "dh", "ḍ": "dh", "ẓ": "dh", "â": "5", "û": "6", "ą": "7", "ę": "8",
        "đ": "9", "œ": "oe", "æ": "ae",
    }
)  # fmt: skip

SOUND_LETTERS = frozenset("XCJHQSOU056789abcdefghijklmnopqrstuvwxyz")

#: Cyrillic by sound; vowels after a hard sign or a vowel are mended below.
CYRILLIC = {
    "а": "a", "б": "b", "в": "w", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ё": "yo",
    "ж": "J", "з": "z", "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "H",
    "ц": "S", "ч": "C", "ш": "X", "щ": "Q", "ы": "i", "э": "e", "ю": "yu", "я": "ya", "ў": "w",
    "ј": "y", "љ": "ly", "њ": "ny", "ћ": "C", "ђ": "J", "џ": "J", "ѓ": "g", "ќ": "k", "ѕ": "z",
    "қ": "k", "ғ": "g", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "ә": "e", "ҳ": "h",
    "ҷ": "J", "ӣ": "i", "ӯ": "u", "ҡ": "k",
}  # fmt: skip
_SOFT = re.compile("[ьъ](?=[еёиоюяєї])")
_HARD = re.compile("(?<=[^аеёиоуыэюяєіїьъ])ъ(?=[^аеёиоуыэюяєіїьъ])")
_CYRILLIC_E = re.compile("(?:^|(?<=[аеёиоуыэюяєії]))е")

_DIGRAPHS = {
    "schtsch": "Q", "schtch": "Q", "shtsh": "Q", "shch": "Q", "chtch": "Q", "szcz": "Q", "XC": "Q",
    "stsch": "Q", "dzsch": "J", "dsch": "J", "tzsch": "C", "tsch": "C", "tsh": "C", "tch": "C",
    "tX": "C", "cz": "C", "dzh": "J", "dJ": "J", "zh": "J", "sch": "X", "sh": "X", "kh": "H",
    "chs": "ks", "ck": "k", "ph": "f", "ts": "S", "tz": "S",
    "qu": "kw", "rh": "r", "dz": "z", "dt": "t", "q": "k", "v": "w", "x": "ks",
    "pf": "f", "c": "k", "ch": "H",
}  # fmt: skip
_AT_THE_START = frozenset({"rh", "dz"})
_GRAPHEME = re.compile(
    "|".join(
        f"^{letters}" if letters in _AT_THE_START else letters.replace("qu", "qu(?=[aeiy])")
        for letters in sorted(_DIGRAPHS, key=len, reverse=True)
    )
)

#: Spellings with several readings: the letters, where they count, and the readings.
_READINGS: tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...] = (
    ("dj", re.compile("dj"), ("J", "dy")),
    ("j", re.compile("(?<![bdfgklmnprstvwzh])j(?=[aeiouy56])|(?<=[aeiou])j(?=[a-z])"), ("y", "J")),
    ("j", re.compile("j"), ("y",)),
    ("th", re.compile("th"), ("t", "s")),
    ("dh", re.compile("dh"), ("d", "z")),
    ("gh", re.compile("gh"), ("g", "k")),
    ("ae", re.compile("ae"), ("e", "ay")),
    ("oe", re.compile("oe"), ("O", "oy")),
    ("gue", re.compile("gue"), ("gU", "ge")),
    ("gui", re.compile("gui"), ("gi", "gwi")),
    ("ue", re.compile("(?<![aeoq])ue"), ("U", "we")),
    ("ee", re.compile("ee"), ("i", "ey")),
    ("x", re.compile("^x|(?<=[aeiou])x(?=[aeiouy])"), ("ks", "H")),
    ("sz", re.compile("sz(?!cz)"), ("X", "s")),
    ("ch", re.compile("^ch(?=[^aeiouyt])"), ("k", "H")),
    ("ch", re.compile("(?<![ts])ch(?!s|tch)"), ("C", "H", "X")),
    ("c", re.compile("c(?=[eiy])"), ("s", "J", "C")),
    ("c", re.compile("(?<=[ei])c(?=[aou])"), ("k", "S", "J")),
    ("c", re.compile("^c(?=[vw])"), ("S",)),
    ("c", re.compile("(?:^|(?<=[aounlrms]))c(?=[aou])"), ("k", "J")),
    ("c", re.compile("c$"), ("k", "C")),
    ("0", re.compile("0"), ("C", "s")),
    ("5", re.compile("5"), ("a", "ya")),
    ("6", re.compile("6"), ("u", "yu")),
    ("7", re.compile("7"), ("a", "on")),
    ("8", re.compile("8"), ("e", "en")),
    ("9", re.compile("9"), ("d", "J")),
)
_READING_LETTERS = re.compile("[jxc05-9]|gui|[aoeu]e|[tdg]h|sz")
MOST_READINGS = 6

#: The ends -eddin and -allah in their many spellings: last letters, pattern, replacement.
_ENDS = (
    (("n", "e"), re.compile("(?<=..)[aeiou]t{2}ine?$"), "edin"),
    (("lah", "ulla"), re.compile("(?<=..)(?:[aeou]ll?ah|ulla)$"), "alla"),
    (("лла", "ллах", "ллаг"), re.compile("(?<=..)[аеуо]лла(?:х|г)?$"), "алла"),
)
#: What makes one key of many spellings: letters that must be there, pattern, replacement.
_STEPS: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...] = (
    (("ou", "oo"), re.compile("(?:ou|oo)(?=[aeOU]|[iy](?![aeouOU]))"), "w"),
    (("ou", "oo", "uu"), re.compile("ou|oo|uu"), "u"),
    (("ua", "ue", "uo", "ui", "uy", "uO", "uU"),
     re.compile("(?<![aeouOU])u(?=[aeoOU]|[iy](?![aeouOU]))"), "w"),
    # i and y in a row: a glide beside another vowel, otherwise the vowel i
    (("y",), re.compile("(?<![aeouiyOU])[iy]+(?![aeouiyOU])"), "i"),
    (("ii",), re.compile("ii+"), "i"),
    (("y", "i"), re.compile("(?<=[aeouOU])[iy]+|[iy]+(?=[aeouOU])"), "y"),
    # Mayer is Mayr, Tesfaye is Tesfay, Andreyev is Andreev
    (("ye", "yi"), re.compile("(?<=[aeouOU])y[ei](?![aeiouOU])"), "y"),
    (("y",), re.compile("(?<=[XCQJ])y(?=[eou])"), ""),
    (("au", "eu", "wu"), re.compile("(?<=[aeo])wu(?![aeiouOU])|(?<=[ae])u"), "w"),
    (("nb", "np"), re.compile("n(?=[bp])"), "m"),
    # the h that only lengthens in German: Jahn, Kühn
    (("hl", "hm", "hn", "hr"),
     re.compile("(?<=[aeiouOU])h(?=[lmnr](?:[^aeiouywOU]|$))"), ""),
    (("z",), re.compile("(?<!^)z"), "s"),
    (("o",), re.compile("o"), "u"),
    (("din",), re.compile("(?<=..)[aeiu]l?d{1,2}ine?$"), "edin"),
    (("ah",), re.compile("(?<=a)h$"), ""),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")


def readings(word: str, most: int = MOST_READINGS) -> tuple[str, ...]:
    """The sound keys of one tidy word in Latin, Cyrillic, Greek, … letters; at most `most`."""
    for endings, pattern, end in _ENDS:
        if word.endswith(endings):
            word = pattern.sub(end, word)
    if is_cyrillic(word):
        return (_sounds(_cyrillic(word)),)
    word = _bare(word)
    spellings = _spellings(word, most) if _READING_LETTERS.search(word) else [word]
    keys = (
        _sounds(_GRAPHEME.sub(lambda match: _DIGRAPHS[match.group()], text)) for text in spellings
    )
    return tuple(dict.fromkeys(key for key in keys if key))


def _sound(match: re.Match[str]) -> str:
    return _DIGRAPHS[match.group()]


def _spellings(word: str, most: int) -> list[str]:
    found = [word]
    for letters, pattern, choices in _READINGS:
        if letters in word:
            found = [pattern.sub(choice, text) for text in found for choice in choices]
            found = list(dict.fromkeys(found))[:most]
    return found


def _bare(word: str) -> str:
    """Marks that tell a sound become that sound, all others go."""
    if word.isascii():
        return word
    text = strip_marks(to_latin(word).translate(MARKED))
    return "".join(letter for letter in text if letter in SOUND_LETTERS)


def _cyrillic(word: str) -> str:
    word = _CYRILLIC_E.sub("є", _HARD.sub("а", _SOFT.sub("й", word)))
    return "".join(CYRILLIC.get(letter, "") for letter in word).replace("dJ", "J")


def _sounds(text: str) -> str:
    text = _DOUBLED.sub(r"\1", text.replace("oo", "ou").replace("uu", "u"))
    for needed, pattern, replacement in _STEPS:
        # most steps do not concern a name; asking is ten times cheaper than substituting
        for letters in needed:
            if letters in text:
                text = pattern.sub(replacement, text)
                break
    return _DOUBLED.sub(r"\1", text)
