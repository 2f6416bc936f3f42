# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Topics, goals and measures: what is to change and who does what for it."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Blocker, refuse_if
from stellwerk.cases.actions.changing import check_version, locked_row, update_fields
from stellwerk.cases.actions.facts import refresh_facts
from stellwerk.cases.actions.goals import (
    add_assessment,
    has_scale,
    keep_what_stood,
    regroup,
    standing,
    withdraw_all,
)
from stellwerk.cases.actions.logging import keep_groups, log_rows
from stellwerk.cases.actions.parts import (
    add_part,
    case_key,
    locked_case,
    require_open,
    still_entrusted,
    touch,
)
from stellwerk.cases.actions.tokens import goal_token
from stellwerk.cases.choices import ENTRUSTED
from stellwerk.cases.models import Case, CaseTopic, Goal, Measure
from stellwerk.cases.rules.course import assessment_blockers, groups_for, order_blockers
from stellwerk.cases.rules.goals import level_blockers
from stellwerk.cases.rules.measures import ending_in, measure_blockers, measure_state
from stellwerk.vocabulary.models import Term

GOAL_FIELDS = (
    "life_area", "text", "agreed_on", "due_on", "indicator", "relevance", "responsible",
    "responsible_name",
)
MEASURE_FIELDS = (
    "title", "life_area", "legal_sphere", "provider", "offer", "is_own_step", "asked_on",
    "began_on", "ended_on", "due_on", "precision", "reason", "outcome_reason",
)


def _groups(life_area: Term | None) -> int:
    return int(groups_for(life_area.attributes if life_area else None))


def _kept_entrusted(life_area: Term | None) -> Any:
    """The groups of the life area; a row that is entrusted stays so."""
    return still_entrusted(_groups(life_area))


def _goal_blockers(values: Mapping[str, Any]) -> list[Blocker]:
    found = order_blockers(values, "agreed_on", "due_on")
    if not str(values.get("text") or "").strip():
        found.append(Blocker("text_missing", _("Please write down the goal."), "text"))
    return found


@transaction.atomic
def add_goal(*, actor: Actor, case: Case, values: Mapping[str, Any]) -> Goal:
    """Agree on a goal; ``values`` are keyed by ``GOAL_FIELDS``."""
    require_open(case)
    refuse_if(_goal_blockers(values))
    goal = Goal(
        life_area=values.get("life_area"), agreed_on=values.get("agreed_on"),
        due_on=values.get("due_on"), groups=_groups(values.get("life_area")),
        text_token=goal_token(case.organisation_id, str(values["text"])),
        responsible=values.get("responsible") or None,
    )
    goal.text = str(values["text"])
    for name in ("indicator", "relevance", "responsible_name"):
        setattr(goal, name, values.get(name) or None)
    add_part(actor=actor, case=case, row=goal, kind="goal", fields=GOAL_FIELDS)
    touch(case)
    refresh_facts([case.pk])
    return goal


@transaction.atomic
def change_goal(
    *, actor: Actor, case: Case, goal: Goal, version: int, values: Mapping[str, Any]
) -> list[str]:
    """Change what was agreed; attainment has its own action."""
    refuse_if(_goal_blockers(values))
    changed = update_fields(
        actor=actor, row=goal, version=version, kind="goal", subjects=[case.pk], values=values
    )
    if changed:
        groups = _groups(values.get("life_area"))
        Goal.objects.filter(pk=goal.pk).update(
            groups=_kept_entrusted(values.get("life_area")),
            text_token=goal_token(case.organisation_id, str(values["text"])),
        )
        goal.groups = groups | (goal.groups & ENTRUSTED)
        regroup(goal, goal.groups)
        log_rows(actor=actor, case=case, rows=[goal])
        touch(case)
    return changed


@transaction.atomic
def assess_goal(
    *, actor: Actor, case: Case, goal: Goal, version: int, attainment: Decimal | None,
    assessed_on: date | None, level: int | None = None, note: str | None = None,
) -> list[str]:
    """Say how far a goal was reached (0–100 %, ``level`` on its scale) and when.

    Each assessment stays in the goal's history; the goal itself keeps the latest by day. Without
    anything the assessments are taken back.
    """
    # A level alone says something as well: then no percentage is asked for.
    said = Decimal(0) if attainment is None and level is not None else attainment
    refuse_if([
        *assessment_blockers(said, assessed_on, goal.agreed_on, timezone.localdate()),
        *level_blockers(level, level is None or has_scale(goal)),
    ])
    case_key(case)
    keep_what_stood(actor=actor, case=case, goal=locked_row(goal))
    if assessed_on is None:
        withdraw_all(goal)
    else:
        add_assessment(
            actor=actor, case=case, goal=goal, attainment=attainment, level=level,
            assessed_on=assessed_on, note=note,
        )
    held = standing(goal)
    changed = update_fields(
        actor=actor, row=goal, version=version, kind="goal", subjects=[case.pk],
        values={
            "attainment": held.attainment if held else None,
            "assessed_on": held.assessed_on if held else None,
        },
    )
    touch(case)
    refresh_facts([case.pk])
    return changed


@transaction.atomic
def add_measure(*, actor: Actor, case: Case, values: Mapping[str, Any]) -> Measure:
    """Put a measure into the plan; ``values`` are keyed by ``MEASURE_FIELDS`` and ``ending``.

    Its state follows from its days and, once it has ended, from ``ending``.
    """
    require_open(case)
    refuse_if(measure_blockers(values, timezone.localdate()))
    measure = Measure(groups=_groups(values.get("life_area")), state=_state(values))
    for name in MEASURE_FIELDS:
        if values.get(name) not in (None, ""):
            setattr(measure, name, values[name])
    add_part(actor=actor, case=case, row=measure, kind="measure", fields=MEASURE_FIELDS)
    touch(case)
    return measure


@transaction.atomic
def change_measure(
    *, actor: Actor, case: Case, measure: Measure, version: int, values: Mapping[str, Any]
) -> list[str]:
    """Change a measure: days, how it ended and why, who is responsible."""
    refuse_if(measure_blockers(values, timezone.localdate()))
    entered = {name: value for name, value in values.items() if name != "ending"}
    changed = update_fields(
        actor=actor, row=measure, version=version, kind="measure", subjects=[case.pk],
        values={**entered, "state": _state(values)},
    )
    if changed:
        Measure.objects.filter(pk=measure.pk).update(
            groups=_kept_entrusted(values.get("life_area"))
        )
        measure.groups = _groups(values.get("life_area")) | (measure.groups & ENTRUSTED)
        log_rows(actor=actor, case=case, rows=[measure])
        touch(case)
    return changed


def _state(values: Mapping[str, Any]) -> str:
    return measure_state(
        values.get("asked_on"), values.get("began_on"), values.get("ended_on"), ending_in(values)
    )


@transaction.atomic
def set_topics(
    *, actor: Actor, case: Case, version: int | None, topics: Iterable[Term],
    central: Iterable[Term] = (),
) -> None:
    """Say which life areas are topics and which of them are central (central implies topic)."""
    fresh = locked_case(case)
    central_ids = {term.pk for term in central}
    wanted = {term.pk: term for term in (*topics, *central)}
    before = {row.life_area_id: row for row in CaseTopic.objects.filter(case=case)}
    check_version(
        fresh, version,
        {"topics": set(before), "central": {k for k, row in before.items() if row.is_central}},
        {"topics": set(wanted), "central": central_ids},
    )
    _replace_topics(case, before, wanted, central_ids)
    Case.objects.filter(pk=case.pk).update(version=fresh.version + 1)
    touch(case)
    refresh_facts([case.pk])
    keep_groups(actor=actor, case_ids=[case.pk])
    record(
        actor=actor, verb=Verb.CHANGED, kind="case", subjects=[case.pk],
        fields=["topics", "central_topics"],
    )


def _replace_topics(
    case: Case, before: Mapping[int, CaseTopic], wanted: Mapping[int, Term], central: set[int]
) -> None:
    gone = [row.pk for area, row in before.items() if area not in wanted]
    CaseTopic.objects.filter(pk__in=gone).delete()
    for area, row in before.items():
        if area in wanted and row.is_central != (area in central):
            row.is_central = area in central
            row.save(update_fields=["is_central", "updated_at"])
    CaseTopic.objects.bulk_create(
        CaseTopic(
            case=case, organisation_id=case.organisation_id, life_area=term,
            is_central=area in central, groups=_groups(term),
        )
        for area, term in wanted.items()
        if area not in before
    )
