# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Goals: what makes one SMART, how far several were reached, goal attainment scaling."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import sqrt
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import SCALE_LEVELS

#: How alike the goals of one person develop (Kiresuk and Sherman 1968; erratum of 2009).
RHO = 0.3
_FEWEST_WORDS = 3


@dataclass(frozen=True)
class SmartLetter:
    """One letter of SMART: the word behind it, whether the goal has it, what would help."""

    letter: str
    word: Promise
    is_there: bool
    hint: Promise


def smart_check(
    *, text: str, life_area: bool, indicator: str | None, responsible: str | None,
    agreed_on: date | None, relevance: str | None, due_on: date | None,
) -> list[SmartLetter]:
    """The five letters in order. A hint, never a block: a goal may be agreed on without them."""
    is_specific = life_area and len(text.split()) >= _FEWEST_WORDS
    return [
        SmartLetter(
            "S", _("specific"), is_specific,
            _("Say in a sentence what will be different, and in which life area."),
        ),
        SmartLetter(
            "M", _("measurable"), bool((indicator or "").strip()),
            _("Say by what both of you will see that the goal is reached."),
        ),
        SmartLetter(
            "A", _("accepted by both"), bool(responsible and agreed_on),
            _("Say when it was agreed on and who sees to it."),
        ),
        SmartLetter(
            "R", _("relevant"), bool((relevance or "").strip()),
            _("Say in a sentence why this matters to the client."),
        ),
        SmartLetter(
            "T", _("time-bound"), due_on is not None,
            _("Say by when."),
        ),
    ]


@dataclass(frozen=True)
class Attained:
    """How far the goals of a case were reached: only assessed ones count, 0 is a value."""

    goals: int
    assessed: int
    reached: int
    total: Decimal

    @property
    def mean(self) -> Decimal | None:
        """Mean attainment in percent of the assessed goals; None without any."""
        return self.total / self.assessed if self.assessed else None

    @property
    def reached_share(self) -> Decimal | None:
        """Fully reached goals in percent of the assessed ones."""
        return Decimal(100 * self.reached) / self.assessed if self.assessed else None


def attained(values: Iterable[Decimal | None]) -> Attained:
    """Count attainments of 0 to 100 percent; None means not assessed."""
    found = list(values)
    known = [value for value in found if value is not None]
    return Attained(
        len(found), len(known), sum(value == 100 for value in known), sum(known, Decimal(0))
    )


def t_score(pairs: Sequence[tuple[int, int]]) -> float | None:
    """T of pairs ``(weight, level)``; None without any.

    T = 50 + 10 · Σ(w·x) / √((1 − ρ) · Σw² + ρ · (Σw)²), ρ = 0.3 (programme.md 8.3).
    """
    if not pairs:
        return None
    weighted = sum(weight * level for weight, level in pairs)
    squares = sum(weight * weight for weight, _level in pairs)
    whole = sum(weight for weight, _level in pairs)
    return 50 + 10 * weighted / sqrt((1 - RHO) * squares + RHO * whole * whole)


@dataclass(frozen=True)
class ScaledGoal:
    """A goal with a scale: its weight, where it started, where it stands; both may be missing."""

    weight: int
    baseline: int | None
    level: int | None


@dataclass(frozen=True)
class Scaling:
    """T at the start and now over the same goals, and how many could not be counted."""

    counted: int
    left_out: int
    baseline: float | None
    achieved: float | None

    @property
    def difference(self) -> float | None:
        if self.baseline is None or self.achieved is None:
            return None
        return self.achieved - self.baseline


def scaling(goals: Iterable[ScaledGoal]) -> Scaling:
    """A goal without a rating at both times is left out and counted as such."""
    found = list(goals)
    rated = [
        (goal.weight, goal.baseline, goal.level)
        for goal in found
        if goal.baseline is not None and goal.level is not None
    ]
    return Scaling(
        counted=len(rated),
        left_out=len(found) - len(rated),
        baseline=t_score([(weight, start) for weight, start, _now in rated]),
        achieved=t_score([(weight, now) for weight, _start, now in rated]),
    )


def level_blockers(level: int | None, has_scale: bool) -> list[Blocker]:
    """A level belongs to a goal with a scale and lies on it."""
    if level is None:
        return []
    if not has_scale:
        return [Blocker("no_scale", gettext("This goal has no scale yet."), "level")]
    if level not in SCALE_LEVELS:
        return [Blocker("level", gettext("The level lies between −2 and +2."), "level")]
    return []


def scale_blockers(values: dict[str, Any]) -> list[Blocker]:
    """A scale says at least what "as expected" means, and weighs 1 to 10."""
    found: list[Blocker] = []
    if not str(values.get("expected") or "").strip():
        found.append(
            Blocker("expected", gettext("Please say what 0 (as expected) means."), "expected")
        )
    weight = values.get("weight")
    if weight is None or not 1 <= weight <= 10:
        found.append(Blocker("weight", gettext("The weight lies between 1 and 10."), "weight"))
    baseline = values.get("baseline")
    if baseline is not None and baseline not in SCALE_LEVELS:
        found.append(Blocker("level", gettext("The level lies between −2 and +2."), "baseline"))
    return found
