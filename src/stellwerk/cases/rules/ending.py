# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The client's evaluation: five statements, each from 0 (not at all) to 4 (completely)."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker

QUESTIONS = ("understood", "say", "clearer", "better", "recommend")
HIGHEST = 4


def evaluation_blockers(
    answers: Mapping[str, int | None], remark: str, given_on: date | None, today: date
) -> list[Blocker]:
    """What stands in the way of keeping the answers; 0 is an answer."""
    found: list[Blocker] = []
    given = [value for name, value in answers.items() if name in QUESTIONS and value is not None]
    if not given and not remark.strip():
        found.append(Blocker("nothing_said", _("There is no answer yet.")))
    if any(not 0 <= value <= HIGHEST for value in given):
        found.append(Blocker("answer", _("An answer lies between 0 and 4.")))
    if given_on is None:
        found.append(Blocker("day_missing", _("The day is missing."), "given_on"))
    elif given_on > today:
        found.append(Blocker("day_ahead", _("The day lies in the future."), "given_on"))
    return found
