# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Letters of names: which script, how they fold to plain Latin, how they are romanised.

Sources of the tables: ISO 9, BGN/PCGN, Ukrainian resolution 55 of 2010, the German transcription
of the Duden, ICAO 9303, DIN 31635, BGN/PCGN for Georgian, Armenian, Greek and Amharic.
"""

import re
import unicodedata

APOSTROPHES = re.compile("['’‘`´ʼʻʹʺʾʿˈ′″\u02bd\u0301\u200c\u200d\u00ad\u0640\\.]")
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
CYRILLIC = re.compile("[\u0400-\u052f]")
ETHIOPIC = re.compile("[\u1200-\u139f\u2d80-\u2ddf]")

#: Letters that do not come apart into a base letter and a mark.
SINGLE = {
    "ß": "ss", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
    "ə": "e", "ħ": "h", "ŋ": "n", "ĸ": "k", "ŧ": "t", "ɛ": "e", "ɔ": "o", "ƴ": "y", "ɓ": "b",
    "ɗ": "d", "ƙ": "k",
}  # fmt: skip
#: How German writes vowels where the dots are missing.
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"}

#: English (BGN/PCGN, simplified) romanisation of Cyrillic; the sounds have a table of their own.
CYRILLIC_ENGLISH = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ё": "yo",
    "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya", "ў": "w", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj",
    "џ": "dz", "ѓ": "g", "ќ": "k", "ѕ": "dz", "қ": "q", "ғ": "gh", "ң": "ng", "ө": "o", "ұ": "u",
    "ү": "u", "һ": "h", "ә": "a", "ҳ": "h", "ҷ": "j", "ӣ": "i", "ӯ": "u",
}  # fmt: skip
#: What the Ukrainian table of 2010 writes otherwise.
CYRILLIC_UKRAINIAN = {"г": "h", "и": "y", "й": "i"}
#: What the German transcription writes otherwise.
CYRILLIC_GERMAN = {
    "в": "w", "ж": "sch", "з": "s", "й": "j", "х": "ch", "ц": "z", "ч": "tsch", "ш": "sch",
    "щ": "schtsch", "ю": "ju", "я": "ja", "є": "je", "ї": "ji", "ё": "jo",
}  # fmt: skip
GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
GEORGIAN = {
    "ა": "a", "ბ": "b", "გ": "g", "დ": "d", "ე": "e", "ვ": "v", "ზ": "z", "თ": "t", "ი": "i",
    "კ": "k", "ლ": "l", "მ": "m", "ნ": "n", "ო": "o", "პ": "p", "ჟ": "zh", "რ": "r", "ს": "s",
    "ტ": "t", "უ": "u", "ფ": "p", "ქ": "k", "ღ": "gh", "ყ": "q", "შ": "sh", "ჩ": "ch", "ც": "ts",
    "ძ": "dz", "წ": "ts", "ჭ": "ch", "ხ": "kh", "ჯ": "j", "ჰ": "h",
}  # fmt: skip
ARMENIAN = {
    "ա": "a", "բ": "b", "գ": "g", "դ": "d", "ե": "e", "զ": "z", "է": "e", "ը": "e", "թ": "t",
    "ժ": "zh", "ի": "i", "լ": "l", "խ": "kh", "ծ": "ts", "կ": "k", "հ": "h", "ձ": "dz", "ղ": "gh",
    "ճ": "ch", "մ": "m", "յ": "y", "ն": "n", "շ": "sh", "ո": "o", "չ": "ch", "պ": "p", "ջ": "j",
    "ռ": "r", "ս": "s", "վ": "v", "տ": "t", "ր": "r", "ց": "ts", "ւ": "v", "փ": "p", "ք": "k",
    "օ": "o", "ֆ": "f", "և": "ev",
}  # fmt: skip
OTHERS = str.maketrans({**GREEK, **GEORGIAN, **ARMENIAN})


def tidy(text: str) -> str:
    """Lower case, composed letters, no apostrophes or invisible signs; İ becomes i."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.replace("İ", "i"))
        # what did not compose: Arabic vowel signs, stress marks
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return APOSTROPHES.sub("", text.lower())


def is_arabic(word: str) -> bool:
    return not word.isascii() and bool(ARABIC.search(word))


def is_cyrillic(word: str) -> bool:
    return not word.isascii() and bool(CYRILLIC.search(word))


def strip_marks(word: str) -> str:
    """Base letters only: é → e, ş → s, ß → ss, ł → l."""
    if word.isascii():
        return word
    word = "".join(SINGLE.get(letter, letter) for letter in word)
    parts = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def to_latin(word: str) -> str:
    """Greek, Georgian, Armenian and Ethiopic in Latin letters; other scripts unchanged."""
    if word.isascii():
        return word
    if ETHIOPIC.search(word):
        return "".join(_syllable(letter) for letter in word)
    bare = unicodedata.normalize("NFD", word)
    if any("\u0370" <= letter <= "\u03ff" for letter in bare):
        bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
        return bare.replace("ου", "u").replace("μπ", "b").replace("ντ", "d").translate(OTHERS)
    return word.translate(OTHERS)


def _syllable(letter: str) -> str:
    """An Ethiopic syllable by its Unicode name: first order a, fourth aa, sixth without vowel."""
    name = unicodedata.name(letter, "")
    if not name.startswith("ETHIOPIC SYLLABLE "):
        return ""
    sound = name.removeprefix("ETHIOPIC SYLLABLE ").split()[-1].lower()
    sound = sound.replace("pharyngeal ", "").replace("glottal ", "")
    for long, short in (("aa", "a"), ("ee", "ie")):
        if sound.endswith(long):
            return sound.removesuffix(long) + short
    # the sixth order is written e in Unicode and spoken i or nothing
    return sound.removesuffix("e") if sound.endswith("e") and len(sound) > 1 else sound


def folds(word: str) -> tuple[str, ...]:
    """The plain Latin spellings of a tidy word, the usual one first (for exact and prefix search).

    Umlauts stand with and without e, digraphs also without; Cyrillic in the English, Ukrainian
    and German manner. Arabic script stays in (normalised) Arabic letters.
    """
    if word.isascii():
        return (word, *_without_e(word))
    if is_cyrillic(word):
        return _cyrillic_folds(word)
    word = to_latin(word)
    plain = strip_marks(word)
    found = [plain]
    if any(letter in UMLAUTS for letter in word):
        found.append(strip_marks("".join(UMLAUTS.get(letter, letter) for letter in word)))
    return tuple(dict.fromkeys([*found, *_without_e(plain)]))


def _without_e(plain: str) -> tuple[str, ...]:
    """Mueller may be Müller written without dots, so it is found as Muller as well."""
    if "ae" not in plain and "oe" not in plain and "ue" not in plain:
        return ()
    short = plain.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    return (short,) if len(short) > 2 else ()


def _cyrillic_folds(word: str) -> tuple[str, ...]:
    ukrainian = {**CYRILLIC_ENGLISH, **CYRILLIC_UKRAINIAN}
    german = {**CYRILLIC_ENGLISH, **CYRILLIC_GERMAN}
    tables = [CYRILLIC_ENGLISH, ukrainian, german]
    if any(letter in "іїєґ" for letter in word):
        tables = [ukrainian, {**german, "г": "h", "и": "y"}]
    spelled = ["".join(table.get(letter, letter) for letter in word) for table in tables]
    return tuple(dict.fromkeys(strip_marks(text) for text in spelled if text))
