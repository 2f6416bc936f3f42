# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which sound keys count as the same name: small differences, each with a price.

A stored name keeps its own key only; a typed name asks for all keys within its budget. In long
names the consonants tell enough, so inner a, e and i fall together (`filed`). The differences are
those between spelling traditions (kh/h, a/e in closed syllables, Ukrainian and Russian forms, a
vowel that is written or not), not between any two similar names.
"""

import heapq
import re
from dataclasses import dataclass

#: How many keys one reading may ask for; each costs one probe of the index.
MOST_KEYS = 180
#: How far one reading is followed at most; names stay far below, nonsense does not.
MOST_STEPS = 4000
LONGEST = 24
#: From this length on inner a, e, i are one vowel.
LONG = 7
VOWELS = frozenset("aeiuOU")


@dataclass(frozen=True)
class Step:
    """One difference: `before` may stand for `after` where `where` matches; costs `price`.

    `where` is matched on the whole key at the start of `before`; "" means anywhere.
    """

    before: str
    after: str
    price: float
    where: str = ""


def _both(one: str, two: str, price: float, where: str = "") -> list[Step]:
    return [Step(one, two, price, where), Step(two, one, price, where)]


_CLOSED = "closed"
_OPEN = "open"
_FIRST = "first"
_LAST = "last"
_INNER = "inner"
_LATER = "later"
_LATE = "late"

STEPS: list[Step] = [
    # vowels: unwritten in Arabic, unstressed in Slavic languages
    *_both("a", "e", 0.5, _CLOSED), *_both("a", "e", 0.5, _FIRST), *_both("a", "e", 1.0, _LAST),
    *_both("a", "e", 0.7, _OPEN),
    *_both("e", "i", 0.5, _CLOSED), *_both("e", "i", 1.0, _FIRST), *_both("e", "i", 1.0, _LAST),
    *_both("e", "i", 1.45, _OPEN),
    *_both("u", "e", 1.3, _FIRST), *_both("u", "e", 1.4, _INNER), *_both("u", "i", 1.4, _LATE),
    *_both("a", "u", 1.1, _FIRST), *_both("a", "u", 2.5, _LATE), *_both("U", "u", 0.3),
    *_both("O", "u", 0.3), *_both("U", "i", 1.4, _LATE), *_both("e", "O", 1.4, _FIRST),
    *_both("ey", "i", 0.7, _FIRST), *_both("ey", "i", 1.0), *_both("ay", "i", 1.3),
    *_both("ey", "e", 1.2, _LAST),
    *_both("awf", "uf", 1.2), *_both("awl", "ul", 1.2), *_both("awh", "uh", 1.2),
    *_both("awr", "ur", 1.2), *_both("ewr", "ur", 1.2), *_both("ewf", "uf", 1.2),
    *_both("a", "eh", 0.8, _LAST),
    *_both("ye", "e", 0.4, _FIRST), *_both("yi", "i", 0.4, _FIRST), *_both("ye", "i", 0.6, _LATER),
    *_both("ye", "e", 0.8, _INNER), *_both("ye", "e", 1.7, _LAST), *_both("yu", "e", 1.0),
    *_both("yu", "u", 1.0, _LATER),
    *_both("ya", "a", 1.5, _FIRST),
    # the throat: kh, h, ch, Ukrainian h for g
    *_both("H", "h", 0.6), *_both("H", "k", 0.7), *_both("h", "g", 0.9),
    *_both("k", "g", 1.5, _FIRST), *_both("H", "g", 1.5),
    # hissing sounds
    *_both("J", "X", 0.9), *_both("J", "g", 1.2), *_both("J", "C", 1.8), *_both("Q", "X", 0.8),
    *_both("Q", "Xt", 0.8), *_both("Q", "XC", 0.2), *_both("S", "s", 0.7, _LATER),
    *_both("S", "z", 0.7, _FIRST), *_both("S", "s", 1.2, _FIRST), *_both("z", "s", 1.2, _FIRST),
    *_both("X", "s", 2.0), *_both("J", "s", 1.5, _LATER), *_both("J", "z", 1.2, _FIRST),
    *_both("C", "S", 2.0), *_both("C", "X", 1.8), *_both("S", "t", 2.0),
    # voiced and unvoiced; b for p where Arabic has none
    *_both("d", "t", 2.0, _LATER), *_both("b", "p", 1.5, _FIRST),
    *_both("ada", "asa", 1.5),
    # silent h at the end
    Step("eh", "e", 0.2, _LAST), Step("uh", "u", 0.4, _LAST), Step("ih", "i", 0.4, _LAST),
    Step("e", "eh", 0.2, _LAST), Step("u", "uh", 0.4, _LAST), Step("i", "ih", 0.4, _LAST),
]  # fmt: skip

_INNER_VOWELS = str.maketrans("eiOU", "aauu")
_END_VOWELS = str.maketrans("eOU", "auu")
_GLIDE = re.compile("(?<=[^aiuyw])y(?=[au][^h])")
_DOUBLE = re.compile(r"(.)\1+")
_VOICELESS = str.maketrans("wdbJ", "ftpC")


def _merged(text: str, *, first: bool = False) -> str:
    """Inner vowels without their colour; the very first letter keeps its own."""
    if first:
        return text[:1] + text[1:].translate(_INNER_VOWELS)
    return text.translate(_INNER_VOWELS)


def _coarse(key: str) -> str:
    """A long key: one vowel for a, e, i inside, no glide behind a consonant, no silent h."""
    if len(key) > 3 and key[-1] == "h" and key[-2] in VOWELS:
        key = key[:-1]
    body = _merged(key[:-1], first=True)
    end = key[-1].translate(_END_VOWELS)
    return _DOUBLE.sub(r"\1", _GLIDE.sub("", body + end))


def filed(key: str) -> str:
    """The key as it is stored; long ones are marked `~`. Final b d w J count as p t f C."""
    text = f"~{_coarse(key)}" if len(key) >= LONG else key
    return text[:-1] + text[-1:].translate(_VOICELESS)


def _by_first(steps: list[Step]) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in steps:
        found.setdefault(step.before[0], []).append(step)
    return found


def _coarse_steps() -> list[Step]:
    """The same differences between merged vowels; those that vanish are free."""
    prices: dict[tuple[str, str, str], float] = {}
    for step in STEPS:
        for where in {step.where, _LAST} - ({_LAST} if step.where == _FIRST else set()):
            before = _coarse_part(step.before, where)
            after = _coarse_part(step.after, where)
            # glides behind consonants are gone already, those at the start are not
            if where == _LATER and before.lstrip("y") == after.lstrip("y"):
                continue
            if before != after and before:
                name = (before, after, where)
                prices[name] = min(step.price, prices.get(name, step.price))
    return [Step(before, after, price, where) for (before, after, where), price in prices.items()]


def _coarse_part(text: str, where: str) -> str:
    if where == _LAST:
        return _merged(text[:-1]) + text[-1:].translate(_END_VOWELS)
    return _GLIDE.sub("", _merged(text, first=where == _FIRST))


_FINE_STEPS = _by_first(STEPS)
_COARSE_STEPS = _by_first(_coarse_steps())


def budget(length: int) -> float:
    """How much difference a name of this length may bear: short names nearly none."""
    for most, allowed in ((3, 0.7), (4, 1.0), (5, 1.9), (6, 2.4)):
        if length <= most:
            return allowed
    return 2.4


def neighbours(key: str) -> dict[str, float]:
    """All filed keys within the budget of `key` with their price, the cheapest ones.

    Near the border between long and short names both manners of filing are asked for.
    """
    if len(key) > LONGEST:
        return {filed(key): 0.0}
    allowed = budget(len(key))
    shapes = {key: 0.0, **_reshaped(key, allowed)}
    found: dict[str, float] = {}
    if len(key) <= LONG:
        # long keys are asked for in the coarse manner below
        for near, price in _within(shapes, allowed, _FINE_STEPS, LONG - 1).items():
            name = near[:-1] + near[-1:].translate(_VOICELESS)
            found[name] = min(price, found.get(name, price))
    if len(key) > LONG - 3:
        coarse: dict[str, float] = {}
        for text, price in shapes.items():
            coarse.setdefault(_coarse(text), price)
        for near, price in _within(coarse, allowed, _COARSE_STEPS).items():
            name = f"~{near[:-1]}{near[-1:].translate(_VOICELESS)}"
            found[name] = min(price, found.get(name, price))
    return found


def _within(
    shapes: dict[str, float], allowed: float, steps: dict[str, list[Step]], longest: int = 99
) -> dict[str, float]:
    """Cheapest first over (price, position reached, text so far, the text read)."""
    found: dict[str, float] = {}
    heap = [(price, 0, "", text) for text, price in shapes.items()]
    heapq.heapify(heap)
    seen: set[tuple[str, str]] = set()
    ways: dict[tuple[str, int], list[tuple[float, int, str]]] = {}
    for _ in range(MOST_STEPS):
        if not heap or len(found) >= MOST_KEYS:
            break
        price, position, done, text = heapq.heappop(heap)
        if position == len(text):
            if len(done) <= longest:
                found.setdefault(done, price)
            continue
        state = (done, text[position:])
        if state in seen:
            continue
        seen.add(state)
        place = (text, position)
        if place not in ways:
            ways[place] = _ways(text, position, steps)
        for extra, after, written in ways[place]:
            if price + extra > allowed:
                break
            heapq.heappush(heap, (price + extra, after, done + written, text))
    return found


def _ways(text: str, position: int, steps: dict[str, list[Step]]) -> list[tuple[float, int, str]]:
    """What may be written at a place, cheapest first: (price, place after it, letters)."""
    letter = text[position]
    found = [(0.0, position + 1, letter)]
    for step in steps.get(letter, ()):
        if _fits(step, text, position):
            found.append((step.price, position + len(step.before), step.after))
    return sorted(found)


def _fits(step: Step, text: str, position: int) -> bool:
    if not text.startswith(step.before, position):
        return False
    where = step.where
    if not where:
        return True
    end = position + len(step.before)
    first, last = position == 0, end == len(text)
    if where == _FIRST:
        return first
    if where == _LAST:
        return last
    if where == _LATER:
        return not first
    if first or last:
        return False
    if where == _INNER:
        return True
    if where == _LATE:
        # behind another vowel: not in the first, usually stressed, syllable
        return any(letter in VOWELS for letter in text[:position])
    open_syllable = end + 1 < len(text) and text[end + 1] in VOWELS and text[end] not in VOWELS
    if where == _OPEN:
        # Lena is not Lina and Lana: in names of two open syllables the vowel decides
        return open_syllable and len(text) > 4
    return not open_syllable


_ENDS: tuple[tuple[re.Pattern[str], tuple[str, ...], float], ...] = (
    # a vowel before the last consonant, written or not: Petr, Peter; Badr, Badir
    (re.compile("([^aeiuywOU])()([lrmndbtks])$"), ("e", "a", "i"), 1.0),
    (re.compile("([^aeiuywOU])([aei])([lrmndbtks])$"), ("",), 1.0),
)
_STARTS: tuple[tuple[re.Pattern[str], tuple[str, ...], float], ...] = (
    (re.compile("^([bdgkpstfHXz])()([lrmnk])"), ("i", "e", "u"), 1.5),
    (re.compile("^([bdgkpstfHXz])([ieu])([lrmnk][aeiu])"), ("",), 1.5),
)


def _reshaped(key: str, allowed: float) -> dict[str, float]:
    """Differences that change the number of syllables, at most one at a time."""
    found: dict[str, float] = {}

    def add(text: str, price: float) -> None:
        if price <= allowed and text != key and len(text) > 2:
            found[text] = min(price, found.get(text, price))

    for pattern, choices, price in (*_ENDS, *_STARTS):
        for choice in choices:
            add(pattern.sub(rf"\g<1>{choice}\g<3>", key), price)
    if len(key) >= 4:
        # the mute e of French spellings: Marouane, Yacine (but not Simone, Juliane)
        add(re.sub("(?<=[^y]an)e$|(?<=[sd]in)e$", "", key), 0.8)
        add(re.sub("(?<=[^y]an)$|(?<=[sd]in)$|(?<=[sd]eyn)$", "e", key), 0.8)
    if len(key) >= 5:
        # Fatima, Fatma; Ahmed, Ahamed: a short vowel before m
        add(re.sub("(?<=[tdh])[aei](?=m[aeiu])", "", key), 1.0)
        for vowel in "ai":
            add(re.sub("(?<=[tdh])(?=m[aeiu])", vowel, key), 1.0)
        # Ukrainian -o, Russian consonant or -i: Danylo, Danil; Dmytro, Dmitri
        add(re.sub("(?<=[lrn])u$", "", key), 1.8)
        add(re.sub("(?<=[lrn])$", "u", key), 1.8)
        add(re.sub("(?<=[tdp]r)u$", "i", key), 2.0)
        add(re.sub("(?<=[tdp]r)i$", "u", key), 2.0)
    if len(key) >= 6:
        # Ekaterina, Katerina; Ibrahim, Brahim
        add(re.sub("^(?:ye|e|i)(?=[^aeiuywOU][aeiur])", "", key), 1.5)
        for vowel in "ei":
            add(re.sub("^(?=[^aeiuywOU][aeiur])", vowel, key), 1.5)
        dropped = "[aei]" if len(key) == LONG else "e"
        inner = f"(?<=[aeiuOU][^aeiuywOU]){dropped}(?=[lrmn][aeiu])"
        add(re.sub(inner, "", key, count=1), 1.5)
    if 5 <= len(key) < 8:
        add(re.sub("(?<=[aeiuOU][^aeiuywOU])(?=[lrmn][aeiu])", "e", key, count=1), 1.5)
    if len(key) >= 8:
        for index in range(2, len(key) - 2):
            before, letter, after = key[index - 1], key[index], key[index + 1]
            if letter in "aei" and before not in "aeiuywOU" and after not in "aeiuywOU":
                add(key[:index] + key[index + 1 :], 1.5)
            elif before not in "aeiuywOU" and letter not in "aeiuywOU":
                for vowel in "ei":
                    add(key[:index] + vowel + key[index:], 1.5)
    return found
