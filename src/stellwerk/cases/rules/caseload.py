# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The caseload calculator: weighted cases against hours. A help for thinking, never a hard cap.

No norm for the caseload of integration management was found (design, domain.md 3.3): real ratios
run from 17.6 to 192 cases per person, and the guidance of the BTHG gives four drivers instead of a
number (scope and complexity, number of bodies involved, maturity of the network, direct contact).
So the defaults say only how much one case asks for beside another, and each organisation changes
them: phases with much direct contact weigh more, and so do a high assessed need and several
central topics.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import NEED_LEVELS, OPEN_PHASES, Phase

#: 1 = a case in full work.
PHASE_WEIGHTS: dict[str, float] = {
    Phase.APPROACHED: 0.3,
    Phase.CLARIFICATION: 0.8,
    Phase.ADMITTED: 1.0,
    Phase.ASSESSMENT: 1.3,
    Phase.PLANNING: 1.3,
    Phase.LINKING: 1.0,
    Phase.MONITORING: 0.6,
    Phase.REASSESSMENT: 1.0,
    Phase.EVALUATION: 0.5,
}
#: What the highest need of the latest assessment makes of the weight of a case, per level; a case
#: that nobody has rated weighs what its phase says. Assumptions, to be changed.
NEED_WEIGHTS: dict[int, float] = {0: 0.6, 1: 0.8, 2: 1.0, 3: 1.2, 4: 1.5}
#: What each central topic beyond the first adds to the weight of a case.
TOPIC_STEP = 0.2
#: Days after which a case is called stalled in its phase. Assumptions, to be changed.
USUAL_DAYS: dict[str, int] = {
    Phase.APPROACHED: 14,
    Phase.CLARIFICATION: 28,
    Phase.ADMITTED: 14,
    Phase.ASSESSMENT: 42,
    Phase.PLANNING: 28,
    Phase.LINKING: 90,
    Phase.MONITORING: 180,
    Phase.REASSESSMENT: 42,
    Phase.EVALUATION: 28,
}
SILENCE_DAYS = 30
MOST_HOURS = Decimal(60)

WEIGHTS_KEY, STEP_KEY = "caseload.phase_weights", "caseload.topic_step"
DAYS_KEY, SILENCE_KEY = "caseload.usual_days", "caseload.silence_days"
NEEDS_KEY = "caseload.need_weights"
CASELOAD_KEYS = (WEIGHTS_KEY, STEP_KEY, DAYS_KEY, SILENCE_KEY, NEEDS_KEY)


@dataclass(frozen=True)
class Yardstick:
    """What an organisation measures its caseload with: weights, days, silence."""

    weights: Mapping[str, float]
    need_weights: Mapping[int, float]
    topic_step: float
    usual_days: Mapping[str, int]
    silence_days: int

    def phase_limits(self, today: date) -> dict[str, date]:
        """Per phase the day before which a case that entered it is called stalled."""
        return {phase: today - timedelta(days=days) for phase, days in self.usual_days.items()}

    def silent_since(self, today: date) -> date:
        return today - timedelta(days=self.silence_days)


def yardstick(values: Mapping[str, Any]) -> Yardstick:
    """From the settings of an organisation; what it says nothing about keeps its default."""
    weights = {**PHASE_WEIGHTS, **(values.get(WEIGHTS_KEY) or {})}
    days = {**USUAL_DAYS, **(values.get(DAYS_KEY) or {})}
    needs = {str(level): weight for level, weight in NEED_WEIGHTS.items()}
    needs |= values.get(NEEDS_KEY) or {}
    step, silence = values.get(STEP_KEY), values.get(SILENCE_KEY)
    return Yardstick(
        weights={phase: float(weights[phase]) for phase in OPEN_PHASES},
        need_weights={level: float(needs[str(level)]) for level in NEED_LEVELS},
        topic_step=TOPIC_STEP if step is None else float(step),
        usual_days={phase: int(days[phase]) for phase in OPEN_PHASES},
        silence_days=SILENCE_DAYS if silence is None else int(silence),
    )


def case_weight(
    measure: Yardstick, phase: str, central_topics: int, need: int | None = None
) -> float:
    """Weight of its phase × weight of its need × (1 + step × central topics beyond the first).

    ``need``: the highest of the latest assessment in which any was rated (0–4); None when none was.
    """
    by_need = 1.0 if need is None else measure.need_weights[need]
    return measure.weights[phase] * by_need * (
        1 + measure.topic_step * max(central_topics - 1, 0)
    )


def minutes_per_case(hours: Decimal | float | None, weight: float) -> float | None:
    """Minutes per week for a case of weight 1: hours × 60 ÷ sum of weights.

    None while no hours are known or nothing weighs anything.
    """
    if hours is None or weight <= 0:
        return None
    return float(hours) * 60 / weight


def work_time_blockers(
    *, hours: Decimal | None, valid_from: date | None, is_worker: bool
) -> list[Blocker]:
    """What stands in the way of noting somebody's hours for case work; 0 is a value."""
    found: list[Blocker] = []
    if hours is None or not 0 <= hours <= MOST_HOURS:
        found.append(
            Blocker("hours", _("Hours per week lie between 0 and 60."), "hours_per_week")
        )
    if valid_from is None:
        found.append(Blocker("from", _("Please say from which day on."), "valid_from"))
    if not is_worker:
        found.append(
            Blocker(
                "no_worker", _("This person does not carry cases of your organisation."), "user"
            )
        )
    return found
