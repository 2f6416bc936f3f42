# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The search forms of names: few for a stored name, all acceptable ones for a typed word.

Everything is an equality of tokens, because only equality keeps its index under row-level
security. Prefixes of tokens: `f` folded form, `p` its beginnings, `s` sound, `k` consonants of a
Latin name, `r` consonants of a name in Arabic script.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from stellwerk.cases.rules import name_skeletons as skeletons
from stellwerk.cases.rules.name_letters import folds, is_arabic, tidy
from stellwerk.cases.rules.name_neighbours import filed, neighbours
from stellwerk.cases.rules.name_sounds import readings

SHORTEST_PREFIX = 3
LONGEST_PREFIX = 10
#: What is longer than any name is cut: nobody shall make the search work for minutes.
LONGEST_NAME, LONGEST_WORD, MOST_WORDS = 300, 40, 12
#: How many sound forms one typed word may ask for, over all its readings.
MOST_SOUNDS = 300

_WORDS = re.compile(r"[^\W\d_]+")
_ARTICLES = frozenset(
    {"al", "el", "ul", "il", "ar", "as", "ash", "ad", "an", "at", "az", "ech", "es", "er", "en",
     "ed", "et", "ez"}
)  # fmt: skip
#: Small words that people leave out; they must not decide.
_PARTICLES = _ARTICLES | {
    "von", "van", "vom", "zu", "zum", "zur", "der", "den", "de", "di", "da", "del", "dela", "la",
    "le", "du", "bin", "ben", "ibn", "bint", "und",
}  # fmt: skip
_ARABIC_ARTICLE = "ال"
#: Servant of …: abd, abdul, abdel, abdur … with the divine name that follows.
_SERVANT = re.compile("^[ae]bd([aeiou]|ou|ü)?([lrnstzdš]|sh|ch)?$")
_SERVANT_JOINED = re.compile(
    "^[ae]bd(?:(?:[aeiouü]|ou)l[ -]?|(?:[aeiouü]|ou)(?=([rnstzdš])\\1)[rnstzdš]"
    "|(?:[aeiouü]|ou)(?=r?r?[ae]h)|(?:[aeiouü]|ou)(?=[hgqkmwbfcj][aeiou]))(?=.{3})"
)
_DIN = re.compile("^(?:[aeu]d?)?d(?:i|ee|ie)ne?$")
_ARABIC_SERVANT = re.compile("^عبد(?:ال)?(?=..)")


@dataclass(frozen=True)
class _Word:
    """One word of a name, and whether it goes on from the word before in the same name."""

    text: str
    joined: bool = False


def name_tokens(*names: str) -> set[str]:
    """The search forms to store for a person's names (about 15 for two names)."""
    tokens: set[str] = set()
    words: list[_Word] = []
    for name in names:
        words += _words(name)
    for word in words:
        tokens |= _stored(word.text)
    inner = [word for word in words if word.text not in _ARTICLES]
    for one, two in pairwise(inner):
        if _is_servant(one.text):
            tokens |= _servant_stored(two.text)
        elif two.joined:
            both = _both(one.text, two.text)
            tokens |= {f"f:{both}", *(f"s:{filed(key)}" for key in readings(both))}
    if len(inner) > 1 and _is_servant(inner[-1].text):
        # family name first: Rahman, Abdul
        tokens |= _servant_stored(inner[0].text)
    return tokens


def query_tokens(text: str, *, prefixes: bool = True) -> list[set[str]]:
    """For each typed word the tokens of which one must be stored; all words must be met.

    `prefixes=False` asks for whole words only (same or like-sounding names).
    """
    words = _words(text)
    asked = [word for word in words if word.text not in _PARTICLES] or words
    groups = [_asked(word.text, prefixes) for word in asked]
    for index, (one, two) in enumerate(pairwise(asked)):
        joined = _joined(one, two)
        # (joined or one) and (joined or two) is: joined, or both
        groups[index] |= joined
        groups[index + 1] |= joined
    return groups


def _words(name: str) -> list[_Word]:
    words = _WORDS.findall(tidy(name[:LONGEST_NAME]))[:MOST_WORDS]
    return [_Word(word[:LONGEST_WORD], place > 0) for place, word in enumerate(words)]


def _is_servant(word: str) -> bool:
    return word == "عبد" or bool(_SERVANT.match(word))


# --- stored ------------------------------------------------------------------------------------


def _stored(word: str) -> set[str]:
    if is_arabic(word):
        return _stored_arabic(word)
    tokens: set[str] = set()
    for fold in folds(word):
        tokens.add(f"f:{fold}")
        top = min(len(fold), LONGEST_PREFIX + 1)
        tokens.update([f"p:{fold[:length]}" for length in range(SHORTEST_PREFIX, top)])
    keys = readings(word)
    tokens.update([f"s:{filed(key)}" for key in keys])
    for key in keys[:2]:
        tokens.update([f"k:{bones}" for bones in skeletons.of_sounds(key)])
    if joined := _SERVANT_JOINED.match(word):
        tokens |= _servant_stored(word[joined.end() :])
    return tokens


def _stored_arabic(word: str) -> set[str]:
    plain = skeletons.plain_arabic(word)
    tokens: set[str] = set()
    if servant := _ARABIC_SERVANT.match(plain):
        tokens |= _servant_stored(plain[servant.end() :])
    if plain.startswith(_ARABIC_ARTICLE) and len(plain) > 4:
        tokens.add(_arabic_fold(plain))
        plain = plain.removeprefix(_ARABIC_ARTICLE)
    tokens.add(_arabic_fold(plain))
    tokens.update(f"p:{plain[:length]}" for length in range(SHORTEST_PREFIX, len(plain)))
    tokens.update(f"r:{bones}" for bones in skeletons.of_arabic(plain))
    return tokens


def _arabic_fold(plain: str) -> str:
    return "f:" + plain.replace("ى", "ي")


def _servant_stored(rest: str) -> set[str]:
    """The compound Abd + divine name, as one form however it was written."""
    if is_arabic(rest):
        plain = skeletons.plain_arabic(rest)
        plain = plain.removeprefix(_ARABIC_ARTICLE) if len(plain) > 3 else plain
        return {f"r:abd+{bones}" for bones in skeletons.of_arabic(plain) or ("",)}
    tokens: set[str] = set()
    for key in readings(rest):
        tokens.add(f"s:abd+{filed(key)}")
        tokens.update(f"k:abd+{bones}" for bones in skeletons.of_sounds(key) or ("",))
    return tokens


# --- asked -------------------------------------------------------------------------------------


def _asked(word: str, prefixes: bool) -> set[str]:
    if is_arabic(word):
        return _asked_by_arabic(word, prefixes)
    tokens: set[str] = set()
    for fold in folds(word):
        tokens.add(f"f:{fold}")
        if prefixes and len(fold) >= SHORTEST_PREFIX:
            tokens.add(f"p:{fold[:LONGEST_PREFIX]}")
    keys = readings(word)
    tokens |= _asked_sounds(keys)
    for key in keys:
        tokens.update(f"r:{bones}" for bones in skeletons.asked_by_sounds(key))
    if joined := _SERVANT_JOINED.match(word):
        tokens |= _servant_asked(word[joined.end() :])
    tokens |= _with_or_without_article(word)
    return tokens


def _asked_sounds(keys: tuple[str, ...], label: str = "s:") -> set[str]:
    """The cheapest neighbours over all readings of one word."""
    prices: dict[str, float] = {}
    for key in keys:
        for near, price in neighbours(key).items():
            prices[near] = min(price, prices.get(near, price))
    best = sorted(prices, key=prices.__getitem__)[:MOST_SOUNDS]
    return {f"{label}{key}" for key in best}


def _with_or_without_article(word: str) -> set[str]:
    """Alhassan, Elhassan and Hassan: the article grown together with the name."""
    tokens: set[str] = set()
    if len(word) >= 7 and word[:2] in ("al", "el") and word[2] not in "aeiou":
        tokens |= {f"f:{fold}" for fold in folds(word[2:])} | _asked_sounds(readings(word[2:]))
    if len(word) >= 5 and word[0] not in "aeiouy":
        for article in ("al", "el"):
            tokens |= {f"f:{article}{fold}" for fold in folds(word)}
            tokens |= {f"s:{filed(key)}" for key in readings(article + word)}
    return tokens


def _asked_by_arabic(word: str, prefixes: bool) -> set[str]:
    plain = skeletons.plain_arabic(word)
    tokens: set[str] = {_arabic_fold(plain)}
    if servant := _ARABIC_SERVANT.match(plain):
        tokens |= _servant_asked(plain[servant.end() :])
    if plain.startswith(_ARABIC_ARTICLE) and len(plain) > 4:
        plain = plain.removeprefix(_ARABIC_ARTICLE)
        tokens.add(_arabic_fold(plain))
    if prefixes and len(plain) >= SHORTEST_PREFIX:
        tokens.add(f"p:{plain}")
    tokens.update(f"r:{bones}" for bones in skeletons.of_arabic(plain))
    tokens.update(f"k:{bones}" for bones in skeletons.asked_by_arabic(plain))
    return tokens


def _servant_asked(rest: str) -> set[str]:
    if is_arabic(rest):
        plain = skeletons.plain_arabic(rest)
        plain = plain.removeprefix(_ARABIC_ARTICLE) if len(plain) > 3 else plain
        tokens = {f"r:abd+{bones}" for bones in skeletons.of_arabic(plain) or ("",)}
        return tokens | {f"k:abd+{bones}" for bones in skeletons.asked_by_arabic(plain) or ("",)}
    tokens = _asked_sounds(readings(rest), "s:abd+")
    for key in readings(rest):
        tokens.update(f"r:abd+{bones}" for bones in skeletons.asked_by_sounds(key) or ("",))
    return tokens


def _both(one: str, two: str) -> str:
    """Two words written as one; Salah al-Din is Salaheddin."""
    return f"{one}eddin" if _DIN.match(two) else one + two


def _joined(one: _Word, two: _Word) -> set[str]:
    """What two typed words mean as one: Abd al-…, Anna Lena and Annalena."""
    if _is_servant(one.text):
        return _servant_asked(two.text)
    if is_arabic(one.text):
        return {_arabic_fold(skeletons.plain_arabic(one.text + two.text))}
    both = _both(one.text, two.text)
    return {f"f:{fold}" for fold in folds(both)} | {f"s:{filed(key)}" for key in readings(both)}
