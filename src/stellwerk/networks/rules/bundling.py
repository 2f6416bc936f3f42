# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Which sentences seem to say the same: suggested for bundling, never bundled.

Two sentences are compared only where interface and kind are the same. Their likeness is the mean of
two cosines of weighted bags (TF-IDF): of word stems, and of pieces of four letters, because German
joins words ("Kursplatz", "Integrationskurs"). What is suggested does not depend on any order.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

#: From here on two groups are suggested as one (chosen on sentences written by hand: there it finds
#: nine of ten pairs and none that is wrong).
LIKE = 0.15
_PIECE = 4
_MOST_SHARED = 6
_SPOKEN = re.compile(r"[^\W\d_]+\d*|\d+[^\W\d_]+")
# "Auslaenderbehoerde" is written for "Ausländerbehörde"; not so in "neue", "Steuer", "quer".
_UMLAUTS = (("ae", "ä"), ("oe", "ö"))
_UE = re.compile(r"(?<![aeiouyäöüq])ue")

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Text:
    """A sentence with the place it speaks of; ``words`` maps each stem to the word as written."""

    id: UUID
    place: Hashable
    words: Mapping[str, str]


@dataclass(frozen=True)
class Suggestion:
    """Sentences that seem to belong together; ``score`` is the mean likeness of its pairs.

    ``fits`` are the issues that the group may belong to, the likest first.
    """

    place: Hashable
    ids: tuple[UUID, ...]
    score: float
    shared: tuple[str, ...]
    fits: tuple[UUID, ...] = ()


def spoken(text: str) -> dict[str, str]:
    """The words of a sentence in small letters, umlauts written as such -> as they were written."""
    return {_folded(word.lower()): word for word in _SPOKEN.findall(text)}


def _folded(word: str) -> str:
    for plain, umlaut in _UMLAUTS:
        word = word.replace(plain, umlaut)
    return _UE.sub("ü", word)


def suggestions(
    texts: Iterable[Text], issues: Iterable[Text] = (), *, like: float = LIKE
) -> list[Suggestion]:
    """Groups of two and more within one place, the likest first.

    Two groups join while the mean likeness of all their pairs is high enough (average linkage), so
    that a chain of chance resemblances does not tie everything together.
    """
    known, about = _in_order(texts), _in_order(issues)
    weights = _Weights([*known, *about])
    found = []
    for place in dict.fromkeys(text.place for text in known):
        here = [text for text in known if text.place == place]
        there = [text for text in about if text.place == place]
        alike = weights.likeness([*here, *there])
        for members, score in _joined(alike[: len(here), : len(here)], like):
            group = [here[n] for n in members]
            means = alike[members, len(here) :].mean(axis=0)
            fits = sorted((-mean, n) for n, mean in enumerate(means) if mean >= like)
            found.append(
                Suggestion(
                    place, tuple(text.id for text in group), score, weights.shared(group),
                    tuple(there[n].id for _mean, n in fits),
                )
            )
    return sorted(found, key=lambda one: (-one.score, one.ids[0].bytes))


def likeness(texts: Iterable[Text]) -> dict[tuple[UUID, UUID], float]:
    """How alike each two texts are, from 0 (nothing in common, or another place) to 1."""
    known = _in_order(texts)
    alike = _Weights(known).likeness(known)
    return {
        (one.id, other.id): float(alike[a, b]) if one.place == other.place else 0.0
        for a, one in enumerate(known)
        for b, other in enumerate(known)
    }


class _Weights:
    """What a word and a piece of a word weigh: the less, the more texts use it."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._words = _rarity([set(text.words) for text in texts])
        self._pieces = _rarity([_pieces(text.words) for text in texts])

    def likeness(self, texts: Sequence[Text]) -> Matrix:
        words = _cosines(texts, lambda text: set(text.words), self._words)
        alike: Matrix = (words + _cosines(texts, lambda t: _pieces(t.words), self._pieces)) / 2
        return alike

    def shared(self, texts: Sequence[Text]) -> tuple[str, ...]:
        """Words that at least two of them use, the most common and telling ones first."""
        users: dict[str, list[str]] = {}
        for text in texts:
            for stem, written in text.words.items():
                users.setdefault(stem, []).append(written)
        told = sorted(
            (-len(written), -self._words[stem], min(written))
            for stem, written in users.items()
            if len(written) > 1
        )
        return tuple(written for _times, _weight, written in told[:_MOST_SHARED])


def _in_order(texts: Iterable[Text]) -> list[Text]:
    return sorted(texts, key=lambda text: text.id.bytes)


def _pieces(words: Iterable[str]) -> set[str]:
    return {
        word[start : start + _PIECE]
        for word in words
        for start in range(max(1, len(word) - _PIECE + 1))
    }


def _rarity(bags: Sequence[set[str]]) -> dict[str, float]:
    """Weight of each word; smoothed, so that a word of all texts still counts a little."""
    seen: dict[str, int] = {}
    for bag in bags:
        for word in bag:
            seen[word] = seen.get(word, 0) + 1
    return {word: 1 + float(np.log((1 + len(bags)) / (1 + times))) for word, times in seen.items()}


def _cosines(
    texts: Sequence[Text], bag_of: Callable[[Text], set[str]], weights: Mapping[str, float]
) -> Matrix:
    bags = [sorted(bag_of(text)) for text in texts]
    column = {word: n for n, word in enumerate(sorted({word for bag in bags for word in bag}))}
    vectors = np.zeros((len(texts), max(1, len(column))))
    for row, bag in enumerate(bags):
        for word in bag:
            vectors[row, column[word]] = weights[word]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(lengths > 0, lengths, 1)
    cosines: Matrix = np.minimum(vectors @ vectors.T, 1.0)
    return cosines


def _joined(alike: Matrix, like: float) -> list[tuple[list[int], float]]:
    """Members of each group with the mean likeness of their pairs."""
    count = len(alike)
    groups = [[n] for n in range(count)]
    sizes = np.ones(count)
    # Sums over all pairs of two groups; a group is never compared with itself.
    sums: Matrix = alike.copy()
    np.fill_diagonal(sums, -np.inf)
    means: Matrix = sums.copy()
    inner: list[Any] = [0.0] * count
    while count > 1:
        a, b = sorted(divmod(int(means.argmax()), len(means)))
        if not means[a, b] >= like:
            break
        inner[a] += inner[b] + sums[a, b]
        groups[a] = sorted(groups[a] + groups[b])
        sizes[a] += sizes[b]
        sums[a, :] += sums[b, :]
        sums[:, a] = sums[a, :]
        sums[a, a] = -np.inf
        sums[b, :] = sums[:, b] = means[b, :] = means[:, b] = -np.inf
        means[a, :] = means[:, a] = sums[a, :] / (sizes[a] * sizes)
        groups[b] = []
        count -= 1
    return [
        (members, float(inner[n]) / (len(members) * (len(members) - 1) / 2))
        for n, members in enumerate(groups)
        if len(members) > 1
    ]
