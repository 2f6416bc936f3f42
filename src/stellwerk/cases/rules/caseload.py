# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The caseload calculator: weighted cases against hours. A help for thinking, never a hard cap.

No norm for the caseload of integration management was found (design, domain.md 3.3): real ratios
run from 17.6 to 192 cases per person, and the guidance of the BTHG gives four drivers instead of a
number (scope and complexity, number of bodies involved, maturity of the network, direct contact).
So the defaults say only how much one case asks for beside another, and each organisation changes
them: phases with much direct contact weigh more, several central topics make a case heavier.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stellwerk.base.refusal import Blocker
from stellwerk.cases.choices import OPEN_PHASES, Phase

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
CASELOAD_KEYS = (WEIGHTS_KEY, STEP_KEY, DAYS_KEY, SILENCE_KEY)


@dataclass(frozen=True)
class Yardstick:
    """What an organisation measures its caseload with: weights, days, silence."""

    weights: Mapping[str, float]
    topic_step: float
    usual_days: Mapping[str, int]
    silence_days: int

    def phase_limits(self, today: date) -> dict[str, date]:
        """Per phase the day before which a case that entered it is called stalled."""
        return {phase: today - timedelta(days=days) for phase, days in self.usual_days.items()}

    def silent_since(self, today: date) -> date:
        return today - timedelta(days=self.silence_days)


def yardstick(values: Mapping[str, Any]) -> Yardstick:
    """From the settings of an organisation; phases it says nothing about keep their default."""
    weights = {**PHASE_WEIGHTS, **(values.get(WEIGHTS_KEY) or {})}
    days = {**USUAL_DAYS, **(values.get(DAYS_KEY) or {})}
    step, silence = values.get(STEP_KEY), values.get(SILENCE_KEY)
    return Yardstick(
        weights={phase: float(weights[phase]) for phase in OPEN_PHASES},
        topic_step=TOPIC_STEP if step is None else float(step),
        usual_days={phase: int(days[phase]) for phase in OPEN_PHASES},
        silence_days=SILENCE_DAYS if silence is None else int(silence),
    )


def case_weight(measure: Yardstick, phase: str, central_topics: int) -> float:
    """Weight of one case: weight of its phase × (1 + step × central topics beyond the first)."""
    return measure.weights[phase] * (1 + measure.topic_step * max(central_topics - 1, 0))


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
