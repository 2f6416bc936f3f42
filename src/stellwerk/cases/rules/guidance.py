# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What each phase is for, what usually belongs to it, and what of that is done.

Advice, never a gate: what really stands in the way are the blockers of ``rules.phases``. The tasks
follow the cycle of the German professional association for case management (DGCC) and the practice
in the seeds (Lippe: clarification of case and assignment; Rheine: alliance, goals, plan).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.cases.choices import Phase
from stellwerk.cases.rules.phases import CaseState


@dataclass(frozen=True)
class Marks:
    """What a case already has, beyond what the rules of the phases count."""

    clarified: bool = False
    alliance: bool = False
    consent: bool = False
    assessments: int = 0
    measures_running: int = 0
    evaluated: bool = False


@dataclass(frozen=True)
class Task:
    """Something that usually belongs to a phase; ``place`` names the section where it is done."""

    text: Promise
    place: str
    is_done: bool


@dataclass(frozen=True)
class Guide:
    """A phase in words: what it is for, what belongs to it, what usually comes next."""

    purpose: Promise
    tasks: tuple[Task, ...]
    next_step: Promise

    @property
    def done(self) -> int:
        return sum(task.is_done for task in self.tasks)


Told = tuple[Promise, str, Callable[[CaseState, Marks], bool]]

_CONCERN: Told = (_("The concern is noted"), "concern", lambda s, m: s.has_concern)
_MANAGER: Told = (_("Somebody carries the case"), "access", lambda s, m: s.has_manager)
_CLARIFIED: Told = (
    _("The admission criteria are answered"), "clarification", lambda s, m: m.clarified,
)
_ALLIANCE: Told = (_("The working alliance is agreed"), "consents", lambda s, m: m.alliance)
_CONSENT: Told = (
    _("Consents for those who have to cooperate"), "consents", lambda s, m: m.consent,
)
_ASSESSED: Told = (
    _("Life areas, needs and strengths are assessed"), "assessment",
    lambda s, m: m.assessments > 0,
)
_TOPICS: Told = (_("Topics are named"), "topics", lambda s, m: s.topics > 0)
_GOALS: Told = (_("Goals are agreed"), "plan", lambda s, m: s.goals > 0)
_MEASURES: Told = (_("The plan says who does what"), "plan", lambda s, m: s.measures > 0)
_RUNNING: Told = (_("Measures have begun"), "plan", lambda s, m: m.measures_running > 0)
_OUTCOMES: Told = (
    _("Past appointments have an outcome"), "next",
    lambda s, m: s.appointments_without_outcome == 0,
)
_REASSESSED: Told = (
    _("The situation is assessed anew"), "assessment", lambda s, m: m.assessments > 1,
)
_GOALS_ASSESSED: Told = (
    _("Every goal is assessed"), "plan", lambda s, m: s.goals > 0 and not s.goals_unassessed,
)
_EVALUATED: Told = (
    _("The client has looked back"), "evaluation", lambda s, m: m.evaluated,
)

_GUIDES: dict[str, tuple[Promise, tuple[Told, ...], Promise]] = {
    Phase.APPROACHED: (
        _("Somebody has got in touch or was approached. Nothing is decided yet."),
        (_CONCERN, _MANAGER),
        _("Usually a first conversation follows: clarification."),
    ),
    Phase.CLARIFICATION: (
        _(
            "Find out together whether case management fits: concern, complexity, and whether the "
            "person wants it."
        ),
        (_CONCERN, _CLARIFIED),
        _("Afterwards she is admitted, gets short advice, is referred on, or declines."),
    ),
    Phase.ADMITTED: (
        _("Agree on how you work together, and ask who may know what."),
        (_ALLIANCE, _CONSENT),
        _("The assessment follows."),
    ),
    Phase.ASSESSMENT: (
        _("Understand the situation in all life areas: need, resources, both views."),
        (_ASSESSED, _TOPICS),
        _("From the assessment follow the goals: planning."),
    ),
    Phase.PLANNING: (
        _("Agree on goals, and on who does what until when. The plan is signed by both."),
        (_GOALS, _MEASURES),
        _("Then the measures are brought about: linking."),
    ),
    Phase.LINKING: (
        _("Bring the person and the offers together across the offices."),
        (_MEASURES, _CONSENT, _RUNNING),
        _("Once measures run, monitoring follows."),
    ),
    Phase.MONITORING: (
        _("Stay at it: does what was agreed happen, does it help, does the plan still fit?"),
        (_RUNNING, _OUTCOMES, _GOALS_ASSESSED),
        _("Every few months a re-assessment; when the goals are reached, the evaluation."),
    ),
    Phase.REASSESSMENT: (
        _("Look again at all life areas: what has changed, what is needed now?"),
        (_REASSESSED, _GOALS_ASSESSED),
        _("Then plan anew, or go on with monitoring."),
    ),
    Phase.EVALUATION: (
        _("Look back together: what was reached, what helped, what remains?"),
        (_GOALS_ASSESSED, _EVALUATED, _OUTCOMES),
        _("Then the case is closed, with a date for after-care if wanted."),
    ),
}


def guide(state: CaseState, marks: Marks) -> Guide | None:
    """The guide of the present phase; None for a case that has ended."""
    found = _GUIDES.get(state.phase)
    if found is None:
        return None
    purpose, told, next_step = found
    tasks = tuple(Task(text, place, is_done(state, marks)) for text, place, is_done in told)
    return Guide(purpose, tasks, next_step)
