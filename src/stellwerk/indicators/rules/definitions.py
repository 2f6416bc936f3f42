# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The one registry of figures: what each is called, counts, is divided by, and over which time.

Texts are English message ids; both languages are resolved by ``rules.words.in_both``.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from stellwerk.indicators.choices import CaseSet, Kind, Unit


@dataclass(frozen=True)
class FigureDefinition:
    """One figure. ``behind`` are the cases a click on it leads to."""

    key: str
    kind: Kind
    unit: Unit
    name: str
    formula: str
    numerator: str
    denominator: str
    counted: str
    period_rule: str
    behind: CaseSet


OPEN_IN_PERIOD = _("cases open on any day of the period")
ENDED_IN_PERIOD = _("cases closed within the period")
RUNNING_AT_END = _("cases open at the end of the period")
BY_DATE = _("appointments by their date, of cases open on any day of the period")
NONE = ""
SUM = _("sum over the cases")


def _count(
    key: str, name: str, formula: str, behind: CaseSet, rule: str, of: str = NONE
) -> FigureDefinition:
    return FigureDefinition(
        key, Kind.COUNT, Unit.CASES, name, formula, name, of, _("cases"), rule, behind
    )


CASES = _("Cases")
ENDED = _("Cases ended")
UNPLANNED = _("Unplanned end")

_COUNTS = (
    _count("cases.total", CASES, _("All cases of the period"), CaseSet.ALL, OPEN_IN_PERIOD),
    _count(
        "cases.running",
        _("Still running"),
        _("Cases without an end by the end of the period"),
        CaseSet.RUNNING,
        RUNNING_AT_END,
        CASES,
    ),
    _count(
        "cases.ended",
        ENDED,
        _("Cases with an end within the period"),
        CaseSet.ENDED,
        ENDED_IN_PERIOD,
        CASES,
    ),
    _count(
        "cases.ended_planned",
        _("Planned end"),
        _("Ended cases whose end was planned"),
        CaseSet.PLANNED,
        ENDED_IN_PERIOD,
        ENDED,
    ),
    _count(
        "cases.ended_unplanned",
        UNPLANNED,
        _("Ended cases whose end was unplanned"),
        CaseSet.UNPLANNED,
        ENDED_IN_PERIOD,
        ENDED,
    ),
    _count(
        "cases.ended_unplanned_by_client",
        _("Unplanned end by the client"),
        _("Unplanned endings that came from the client"),
        CaseSet.BY_CLIENT,
        ENDED_IN_PERIOD,
        UNPLANNED,
    ),
    _count(
        "cases.ended_unplanned_by_case_manager",
        _("Unplanned end by the case manager"),
        _("Unplanned endings that came from the case manager"),
        CaseSet.BY_CASE_MANAGER,
        ENDED_IN_PERIOD,
        UNPLANNED,
    ),
    _count(
        "cases.ended_unplanned_by_others",
        _("Unplanned end by both, by others or not stated"),
        _("Unplanned endings that came neither from the client alone nor from the case manager"),
        CaseSet.BY_OTHERS,
        ENDED_IN_PERIOD,
        UNPLANNED,
    ),
    _count(
        "cases.ended_kind_missing",
        _("End without a stated kind"),
        _("Ended cases of which nobody noted whether the end was planned"),
        CaseSet.KIND_MISSING,
        ENDED_IN_PERIOD,
        ENDED,
    ),
)


def _mean(
    key: str,
    unit: Unit,
    name: str,
    formula: str,
    counted: tuple[str, str],
    behind: CaseSet,
    rule: str = ENDED_IN_PERIOD,
) -> FigureDefinition:
    """``counted``: what is summed, and over what the mean is taken."""
    return FigureDefinition(
        key, Kind.MEAN, unit, name, formula, counted[0], counted[1], counted[1], rule, behind
    )


def _share(
    key: str,
    name: str,
    formula: str,
    parts: tuple[str, str],
    counted: str,
    behind: CaseSet,
    rule: str,
) -> FigureDefinition:
    return FigureDefinition(
        key, Kind.SHARE, Unit.PERCENT, name, formula, parts[0], parts[1], counted, rule, behind
    )


CASE_MEANS = _("sum of the cases' mean attainment")
ATTAINMENTS = _("sum of the goals' attainment")
ASSESSED_CASES = _("ended cases with assessed goals")
ASSESSED_GOALS = _("assessed goals of the ended cases")
REACHED_GOALS = _("goals reached in full")
PER_CASE = _(
    "For each ended case the mean attainment of its assessed goals; of these the mean over the "
    "cases. Goals without attainment do not count."
)
PER_GOAL = _(
    "Sum of the attainment of all assessed goals of the ended cases / number of these goals"
)
REACHED = _(
    "Goals of the ended cases with an attainment of 100 % / assessed goals of the ended cases × 100"
)

_GOALS = (
    _mean(
        "goals.attainment_planned",
        Unit.PERCENT,
        _("Attainment of goals, planned end"),
        PER_CASE,
        (CASE_MEANS, ASSESSED_CASES),
        CaseSet.ASSESSED_PLANNED,
    ),
    _mean(
        "goals.attainment_unplanned",
        Unit.PERCENT,
        _("Attainment of goals, unplanned end"),
        PER_CASE,
        (CASE_MEANS, ASSESSED_CASES),
        CaseSet.ASSESSED_UNPLANNED,
    ),
    _mean(
        "goals.attainment_ratio_planned",
        Unit.PERCENT,
        _("Attainment over all goals, planned end"),
        PER_GOAL,
        (ATTAINMENTS, ASSESSED_GOALS),
        CaseSet.ASSESSED_PLANNED,
    ),
    _mean(
        "goals.attainment_ratio_unplanned",
        Unit.PERCENT,
        _("Attainment over all goals, unplanned end"),
        PER_GOAL,
        (ATTAINMENTS, ASSESSED_GOALS),
        CaseSet.ASSESSED_UNPLANNED,
    ),
    _share(
        "goals.reached_share_planned",
        _("Goals reached in full, planned end"),
        REACHED,
        (REACHED_GOALS, ASSESSED_GOALS),
        _("goals"),
        CaseSet.ASSESSED_PLANNED,
        ENDED_IN_PERIOD,
    ),
    _share(
        "goals.reached_share_unplanned",
        _("Goals reached in full, unplanned end"),
        REACHED,
        (REACHED_GOALS, ASSESSED_GOALS),
        _("goals"),
        CaseSet.ASSESSED_UNPLANNED,
        ENDED_IN_PERIOD,
    ),
)

DUE_CASES = _("cases with at least one appointment due")
APPOINTMENTS = _("appointments")

_APPOINTMENTS = (
    _mean(
        "appointments.kept_mean",
        Unit.PERCENT,
        _("Appointments kept, mean over the cases"),
        _(
            "For each case the appointments kept / the appointments due; of these shares the mean "
            "over the cases. Due are appointments kept, not kept without notice or cancelled by "
            "the client; planned ones and those cancelled by us do not count."
        ),
        (_("sum of the cases' shares"), DUE_CASES),
        CaseSet.DUE,
        BY_DATE,
    ),
    _share(
        "appointments.kept_ratio",
        _("Appointments kept, over all appointments"),
        _("All appointments kept / all appointments due × 100"),
        (_("appointments kept"), _("appointments due")),
        APPOINTMENTS,
        CaseSet.DUE,
        BY_DATE,
    ),
    _share(
        "appointments.kept_all",
        _("Kept every appointment"),
        _(
            "Cases in which every appointment due was kept / cases with at least one appointment "
            "due × 100"
        ),
        (_("cases with every appointment kept"), DUE_CASES),
        _("cases"),
        CaseSet.ALL_KEPT,
        BY_DATE,
    ),
    FigureDefinition(
        "appointments.planned",
        Kind.COUNT,
        Unit.APPOINTMENTS,
        _("Appointments still planned"),
        _("Appointments without an outcome yet; in no share"),
        _("appointments still planned"),
        NONE,
        APPOINTMENTS,
        BY_DATE,
        CaseSet.STILL_PLANNED,
    ),
    FigureDefinition(
        "appointments.cancelled_by_us",
        Kind.COUNT,
        Unit.APPOINTMENTS,
        _("Appointments cancelled by us"),
        _("Appointments that we cancelled; in no share"),
        _("appointments cancelled by us"),
        NONE,
        APPOINTMENTS,
        BY_DATE,
        CaseSet.CANCELLED_BY_US,
    ),
)


def _extreme(key: str, unit: Unit, name: str, formula: str) -> FigureDefinition:
    return FigureDefinition(
        key,
        Kind.EXTREME,
        unit,
        name,
        formula,
        NONE,
        ENDED,
        _("ended cases"),
        ENDED_IN_PERIOD,
        CaseSet.ENDED,
    )


IN_DAYS = _("Day of closing − day of opening")
IN_MONTHS = _("(Day of closing − day of opening) / 30.4375")
_DURATION_SUM = (_("sum of the durations"), ENDED)

_DURATION = (
    _mean(
        "duration.mean_days",
        Unit.DAYS,
        _("Duration, mean in days"),
        IN_DAYS,
        _DURATION_SUM,
        CaseSet.ENDED,
    ),
    _extreme("duration.min_days", Unit.DAYS, _("Duration, shortest in days"), IN_DAYS),
    _extreme("duration.max_days", Unit.DAYS, _("Duration, longest in days"), IN_DAYS),
    _mean(
        "duration.mean_months",
        Unit.MONTHS,
        _("Duration, mean in months"),
        IN_MONTHS,
        _DURATION_SUM,
        CaseSet.ENDED,
    ),
    _extreme("duration.min_months", Unit.MONTHS, _("Duration, shortest in months"), IN_MONTHS),
    _extreme("duration.max_months", Unit.MONTHS, _("Duration, longest in months"), IN_MONTHS),
)

DEFINITIONS: tuple[FigureDefinition, ...] = (*_COUNTS, *_GOALS, *_APPOINTMENTS, *_DURATION)
BY_KEY = {definition.key: definition for definition in DEFINITIONS}

# One pair per life area: its key and labels come from the vocabulary.
TOPIC = _share(
    "topics",
    "",
    _("Cases with this topic / cases × 100. A case may have several topics."),
    (_("cases with this topic"), CASES),
    _("cases"),
    CaseSet.TOPIC,
    OPEN_IN_PERIOD,
)
CENTRAL_TOPIC = _share(
    "topics_central",
    "",
    _("Cases in which this topic is central / cases × 100. A case may have several central ones."),
    (_("cases in which this topic is central"), CASES),
    _("cases"),
    CaseSet.CENTRAL,
    OPEN_IN_PERIOD,
)


def definition_of(key: str) -> FigureDefinition | None:
    """The definition behind a figure's key; those of topics serve every life area."""
    if key.startswith("topics_central."):
        return CENTRAL_TOPIC
    if key.startswith("topics."):
        return TOPIC
    return BY_KEY.get(key)
