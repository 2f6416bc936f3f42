# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold of a checklist, and of the result of a clarification."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import ClarificationResult, CriterionState

MOST_CRITERIA = 20
_LETTERS: dict[int, str] = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"}
_KEY = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Criteria:
    """How one case stands to the checklist that holds for it; texts of required criteria."""

    unanswered: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    has_exception: bool = False


def standing(
    items: Sequence[tuple[Any, str, bool]], states: Mapping[Any, str], *, has_exception: bool
) -> Criteria:
    """Compare ``(id, text, is_required)`` of a checklist with the answers by id."""
    required = [(key, text) for key, text, needed in items if needed]
    state_of = {key: states.get(key, CriterionState.OPEN) for key, _text in required}
    return Criteria(
        unanswered=tuple(t for k, t in required if state_of[k] == CriterionState.OPEN),
        unmet=tuple(t for k, t in required if state_of[k] == CriterionState.NOT_MET),
        has_exception=has_exception,
    )


def criteria_blockers(criteria: Criteria) -> list[Blocker]:
    """What of the checklist stands in the way of an admission."""
    found: list[Blocker] = []
    if criteria.unanswered:
        found.append(
            Blocker(
                "criteria_open",
                _("Required criteria without an answer: %(texts)s.")
                % {"texts": "; ".join(criteria.unanswered)},
                "criteria",
            )
        )
    if criteria.unmet and not criteria.has_exception:
        found.append(
            Blocker(
                "criteria_unmet",
                _(
                    "Required criteria that are not met: %(texts)s. An exception needs a reason."
                )
                % {"texts": "; ".join(criteria.unmet)},
                "exception_reason",
            )
        )
    return found


def result_blockers(
    result: str, *, has_reason: bool, has_receiver: bool, decided_on: date | None, today: date,
    opened_on: date,
) -> list[Blocker]:
    """What is missing in the words of a result; the phases ask for the rest."""
    found: list[Blocker] = []
    if not has_reason:
        found.append(Blocker("reason_missing", _("Please say why."), "reason"))
    if result == ClarificationResult.REFERRED_ON and not has_receiver:
        found.append(
            Blocker(
                "receiver_missing", _("Please say to whom the person was referred on."),
                "referred_to",
            )
        )
    if decided_on is None:
        found.append(Blocker("day_missing", _("The day is missing."), "decided_on"))
    elif decided_on > today:
        found.append(Blocker("day_ahead", _("The day lies in the future."), "decided_on"))
    elif decided_on < opened_on:
        found.append(
            Blocker(
                "before_opening", _("The day lies before the first approach."), "decided_on"
            )
        )
    return found


def checklist_blockers(
    name: str, texts: Sequence[str], valid_from: date | None, latest_from: date | None
) -> list[Blocker]:
    """What stands in the way of publishing a version."""
    found: list[Blocker] = []
    if not name.strip():
        found.append(Blocker("name_missing", _("The checklist needs a name."), "name"))
    if not texts:
        found.append(
            Blocker("no_criterion", _("A checklist needs at least one criterion."), "text_0")
        )
    folded = [" ".join(text.split()).casefold() for text in texts]
    if len(set(folded)) < len(folded):
        found.append(
            Blocker("criterion_twice", _("The same criterion stands there twice."), "text_0")
        )
    if valid_from is None:
        found.append(Blocker("day_missing", _("The day is missing."), "valid_from"))
    elif latest_from is not None and valid_from < latest_from:
        found.append(
            Blocker(
                "before_latest",
                _("A new version begins no earlier than the one before it."), "valid_from",
            )
        )
    return found


def criterion_key(text: str, taken: set[str]) -> str:
    """A key for a criterion that was written by hand, different from those ``taken``."""
    plain = text.casefold().translate(_LETTERS)
    stem = _KEY.sub("_", plain).strip("_")[:30] or "criterion"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key
