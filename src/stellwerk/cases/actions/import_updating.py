# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Bringing stored cases and people up to what a file says; used inside an import's transaction."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils import timezone

from stellwerk.base.keys import attach_key, load_keys, open_keys
from stellwerk.cases.actions.tokens import index_names
from stellwerk.cases.choices import ENDED_PHASES, ENTRUSTED, FieldGroup
from stellwerk.cases.models import (
    Appointment,
    Case,
    CaseTopic,
    Goal,
    GoalAssessment,
    GoalScale,
    Household,
    Identity,
    Person,
    PhaseChange,
)
from stellwerk.cases.queries.importing import StoredCase, StoredPerson, Terms
from stellwerk.cases.rules.rows import GOAL_DETAILS, AppointmentRow, CaseRow, GoalRow
from stellwerk.vocabulary.choices import ListKey

IDENTITY = ("family_name", "given_name", "birth_date", "birth_year", "gender", "nationality")


def touched() -> dict[str, Any]:
    """What every change of a versioned row brings along."""
    return {"version": F("version") + 1, "updated_at": timezone.now()}


# --- people ------------------------------------------------------------------------------------
def change_person(
    organisation_id: UUID, person: StoredPerson, values: dict[str, Any], terms: Terms
) -> None:
    """Take over the named values; names are indexed anew."""
    known, _made = Identity.objects.get_or_create(
        person_id=person.id, defaults={"organisation_id": organisation_id}
    )
    attach_key([known], load_keys([person.id]).get(person.id, b""))
    fields = [name for name in values if name in IDENTITY]
    for name in fields:
        if name == "nationality":
            known.nationality_id = terms.id(ListKey.NATIONALITY, values[name])
        else:
            setattr(known, name, values[name])
    if fields:
        known.save(update_fields=[*fields, "updated_at"])
    if {"family_name", "given_name"} & set(fields):
        index_names(person.id, organisation_id, known.family_name, known.given_name)
    changes = touched()
    if "household_members" in values:
        changes |= _household(organisation_id, person, values["household_members"])
    Person.objects.filter(pk=person.id).update(**changes)


def _household(organisation_id: UUID, person: StoredPerson, members: int) -> dict[str, Any]:
    if person.household_id is not None:
        Household.objects.filter(pk=person.household_id).update(
            members=members, updated_at=timezone.now()
        )
        return {}
    household = Household.objects.create(organisation_id=organisation_id, members=members)
    return {"household_id": household.pk}


# --- cases -------------------------------------------------------------------------------------
def change_case(
    row: CaseRow, case: StoredCase, values: dict[str, Any], history: list[PhaseChange],
    terms: Terms, by: str, today: date,
) -> None:  # fmt: skip
    """Take over the named values and keep the dated phases in step with them."""
    changes = dict(values)
    for name, list_key in (
        ("closing_reason", ListKey.CLOSING_REASON),
        ("access_channel", ListKey.ACCESS_CHANNEL),
    ):
        if name in changes:
            changes[f"{name}_id"] = terms.id(list_key, changes.pop(name))
    for name in ("closing_kind", "closed_by"):
        if name in changes:
            changes[name] = changes[name] or None
    since = _follow_phases(row, case, values, history, by, today)
    if since is not None:
        changes["phase_since"] = since
    Case.objects.filter(pk=case.id).update(**changes, **touched())


def _follow_phases(
    row: CaseRow, case: StoredCase, values: dict[str, Any], history: list[PhaseChange],
    by: str, today: date,
) -> date | None:  # fmt: skip
    """The day since which the case is in its phase; None where the phases stay."""
    if not history or not {"phase", "opened_on", "closed_on"} & set(values):
        return None
    if "opened_on" in values:
        _redate(history[0], entered_on=row.opened_on)
    phase = values.get("phase", case.values["phase"])
    was_ended = case.values["phase"] in ENDED_PHASES
    if phase in ENDED_PHASES:
        ended_on = row.closed_on or case.values["closed_on"] or today
        return _end(history, phase, ended_on, was_ended, by)
    last = history[-1]
    if was_ended and len(history) > 1:
        last.delete()
        _redate(history[-2], phase=phase, left_on=None)
        return history[-2].entered_on
    if "phase" in values:
        _redate(last, left_on=today)
        _add_phase(last, phase, today, by)
        return today
    return last.entered_on


def _end(history: list[PhaseChange], phase: str, ended_on: date, was_ended: bool, by: str) -> date:
    last = history[-1]
    if not was_ended:
        _redate(last, left_on=ended_on)
        _add_phase(last, phase, ended_on, by)
        return ended_on
    for before in history[-2:-1]:
        _redate(before, left_on=ended_on)
    _redate(last, phase=phase, entered_on=ended_on)
    return ended_on


def _redate(change: PhaseChange, **values: Any) -> None:
    for name, value in values.items():
        setattr(change, name, value)
    change.save(update_fields=[*values, "updated_at"])


def _add_phase(after: PhaseChange, phase: str, on: date, by: str) -> None:
    PhaseChange.objects.create(
        case_id=after.case_id, organisation_id=after.organisation_id, phase=phase, entered_on=on,
        by=by,
    )  # fmt: skip


def change_topics(
    case_id: UUID, wanted: dict[str, bool], stored: dict[str, bool], terms: Terms
) -> list[tuple[UUID, str, bool]]:
    """Drop and change stored topics; returns those to be added."""
    gone = [terms.id(ListKey.LIFE_AREA, area) for area in stored if area not in wanted]
    if gone:
        CaseTopic.objects.filter(case_id=case_id, life_area_id__in=gone).delete()
    for area, central in wanted.items():
        if area in stored and stored[area] != central:
            CaseTopic.objects.filter(
                case_id=case_id, life_area_id=terms.id(ListKey.LIFE_AREA, area)
            ).update(is_central=central, updated_at=timezone.now())
    return [(case_id, area, central) for area, central in wanted.items() if area not in stored]


# --- what happens in them ----------------------------------------------------------------------
def change_appointments(changed: Sequence[tuple[UUID, AppointmentRow]]) -> None:
    """All changed appointments of a chunk in one statement."""
    if not changed:
        return
    ids, rows = zip(*changed, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_appointment a SET starts_at = v.starts_at, kind = v.kind, "
            "outcome = v.outcome, version = a.version + 1, updated_at = now() "
            "FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::text[]) "
            "AS v(id, starts_at, kind, outcome) WHERE a.id = v.id",
            [
                list(ids),
                [row.starts_at for row in rows],
                [row.kind for row in rows],
                [row.outcome for row in rows],
            ],
        )


def change_appointment_texts(
    changed: Sequence[tuple[UUID, AppointmentRow]], there: Collection[str]
) -> None:
    """Notes and marks of changed appointments, where the file has columns for them."""
    wanted = dict(changed)
    stored = list(Appointment.objects.filter(pk__in=wanted))
    open_keys(stored)
    for one in stored:
        row = wanted[one.pk]
        if "note" in there:
            one.note = row.note or None
        if "entrusted" in there:
            # A file may set the mark; an act of its own lifts it.
            mark = ENTRUSTED if row.entrusted else one.groups & ENTRUSTED
            one.groups = int(FieldGroup.PLAN) | mark
        one.save(update_fields=["note", "groups"])


def change_goal(goal_id: UUID, row: GoalRow, terms: Terms) -> None:
    """All but its texts. What is entrusted stays so: a file may set the mark, it never lifts it.

    History and scale of a goal are seen by those who see the goal.
    """
    values = goal_values(row, terms)
    values["groups"] = F("groups").bitand(ENTRUSTED).bitor(values["groups"])
    Goal.objects.filter(pk=goal_id).update(**values, **touched())
    for model in (GoalAssessment, GoalScale):
        groups = Goal.objects.filter(pk=goal_id).values("groups")
        model._default_manager.filter(goal_id=goal_id).update(groups=groups)


def change_goal_texts(
    changed: Sequence[tuple[UUID, GoalRow, int | None]], there: Collection[str]
) -> None:
    """Texts of changed goals: a new wording, and what the file has columns for besides."""
    has_details = bool(set(GOAL_DETAILS) & set(there))
    told = {
        pk: (row, token) for pk, row, token in changed if has_details or token is not None
    }
    stored = list(Goal.objects.filter(pk__in=told))
    open_keys(stored)
    for goal in stored:
        row, token = told[goal.pk]
        values: dict[str, Any] = goal_details(row, there)
        if token is not None:
            values |= {"text": row.text, "text_token": token}
        for name, value in values.items():
            setattr(goal, name, value)
        goal.save(update_fields=list(values))


def goal_details(row: GoalRow, there: Collection[str]) -> dict[str, str | None]:
    """What the file says of a goal besides; an empty cell is nothing."""
    return {name: row.details.get(name) or None for name in GOAL_DETAILS if name in there}


def goal_values(row: GoalRow, terms: Terms) -> dict[str, Any]:
    """A goal's columns but for its text."""
    area = terms.id(ListKey.LIFE_AREA, row.life_area)
    groups = terms.groups[area] if area is not None else terms.plan
    return {
        "life_area_id": area,
        "groups": groups | (ENTRUSTED if row.entrusted else 0),
        "agreed_on": row.agreed_on,
        "due_on": row.due_on,
        "attainment": row.attainment,
        "assessed_on": row.assessed_on,
    }
