# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold of a structural issue and of each of its steps."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.networks.choices import COURSE, STEPS, IssueState, TypicalState
from stellwerk.networks.rules.observing import personal_blockers

#: So many observations of so many people make a bundle.
FEWEST_OBSERVATIONS = FEWEST_PERSONS = 2
#: What a body decides and what a check brought is said; so is why an issue leaves the course.
_WITH_WORDS = {
    IssueState.DECIDED, IssueState.CHECKED, IssueState.ACCEPTED, IssueState.ESCALATED,
}
# "Beschluss vom 12.10.2026" names nobody.
_DAY = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\b")


def issue_blockers(values: Mapping[str, Any]) -> list[Blocker]:
    """A known issue has a title and a sentence, and names nobody."""
    title, sentence = (str(values.get(name) or "") for name in ("title", "sentence"))
    found = []
    if not title.strip():
        found.append(Blocker("title_missing", _("Please give the issue a title."), "title"))
    if not sentence.strip():
        found.append(
            Blocker("sentence_missing", _("Please say in one sentence what it is."), "sentence")
        )
    if any(one.state != TypicalState.RELEASED for one in values.get("typical_cases") or ()):
        text = _("Only a released typical case can stand with an issue that everybody reads.")
        found.append(Blocker("not_released", text, "typical_cases"))
    for side in ("from", "to"):
        found += personal_blockers(str(values.get(f"{side}_words") or ""), f"{side}_office")
    return [
        *found, *personal_blockers(title, "title"), *personal_blockers(sentence, "sentence"),
    ]


@dataclass(frozen=True)
class Evidence:
    """What lies behind an issue, as far as the asking organisation may know it."""

    observations: int = 0
    persons: int = 0
    levers: int = 0
    typical_cases: int = 0


@dataclass(frozen=True)
class Step:
    """A step that somebody wants to take; ``words`` are the decision, the result or the reason."""

    to_state: str
    on: date | None
    words: str = ""
    addressee: str = ""


def needs_words(state: str, to_state: str) -> bool:
    """Whether the step says something: a decision, a result, or why it does not go straight on."""
    return to_state in _WITH_WORDS or not _is_forward(state, to_state)


def standing_blockers(state: str, to_state: str, evidence: Evidence) -> list[Blocker]:
    """What stands in the way of a step already before anything is entered."""
    if to_state not in STEPS.get(IssueState(state), ()):
        words = {"from": IssueState(state).label, "to": _label(to_state)}
        return [
            Blocker("step", _("An issue that is “%(from)s” cannot become “%(to)s”.") % words, "")
        ]
    found = []
    if to_state == IssueState.BUNDLED and _is_forward(state, to_state):
        if evidence.observations < FEWEST_OBSERVATIONS:
            found.append(
                Blocker("observations", _("At least two observations must belong to the issue."))
            )
        if evidence.persons < FEWEST_PERSONS:
            found.append(Blocker("persons", _("At least two people must have met the issue.")))
    # Coming back from a check or from the side, the analysis begins, it is not done.
    done = to_state == IssueState.ANALYSED and state == IssueState.BUNDLED
    if done and not evidence.levers and not evidence.typical_cases:
        found.append(
            Blocker("analysis", _("The analysis needs a lever or a typical case with the issue."))
        )
    return found


def step_blockers(
    state: str, step: Step, evidence: Evidence, *, last_on: date | None, today: date
) -> list[Blocker]:
    """All that stands in the way of a step; a decision needs its day and words."""
    found = standing_blockers(state, step.to_state, evidence)
    if step.on is None:
        found.append(Blocker("day_missing", _("Please say on which day."), "on"))
    elif step.on > today:
        found.append(Blocker("day_ahead", _("This day lies ahead."), "on"))
    elif last_on is not None and step.on < last_on:
        found.append(
            Blocker("day_before", _("This day lies before the last step of the issue."), "on")
        )
    if not step.words.strip() and needs_words(state, step.to_state):
        found.append(Blocker("words_missing", words_asked(step.to_state), "words"))
    if step.to_state == IssueState.ESCALATED and not step.addressee.strip():
        found.append(
            Blocker("addressee_missing", _("Please say to whom it is passed on."), "addressee")
        )
    for field in ("words", "addressee"):
        found += personal_blockers(_DAY.sub("", getattr(step, field)), field)
    return found


def words_asked(to_state: str) -> str:
    """What the words of a step are about."""
    return {
        IssueState.DECIDED.value: _("Please give the words of the decision."),
        IssueState.CHECKED.value: _("Please say what the check brought."),
    }.get(to_state) or _("Please say why.")


def _is_forward(state: str, to_state: str) -> bool:
    """One step along the course; an issue that came back from the side is beside it."""
    if state not in COURSE or to_state not in COURSE:
        return False
    return COURSE.index(IssueState(to_state)) == COURSE.index(IssueState(state)) + 1


def is_back(state: str, to_state: str) -> bool:
    """Whether a step goes back on the course."""
    if state not in COURSE or to_state not in COURSE:
        return False
    return COURSE.index(IssueState(to_state)) < COURSE.index(IssueState(state))


def _label(state: str) -> str:
    return str(IssueState(state).label) if state in IssueState.values else state
