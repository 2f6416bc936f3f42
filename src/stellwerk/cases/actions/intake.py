# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Opening cases: the first approach, a new episode, who carries the case."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import attach_key, create_keys
from stellwerk.base.refusal import Refusal, refuse_if
from stellwerk.cases.actions.changing import lock_version, update_fields
from stellwerk.cases.actions.facts import refresh_facts
from stellwerk.cases.actions.logging import log_cases, log_episodes
from stellwerk.cases.actions.numbers import insert_numbered
from stellwerk.cases.actions.parts import locked_case
from stellwerk.cases.actions.people import own_organisation, register_person
from stellwerk.cases.actions.transitions import move_manager, note_assignment
from stellwerk.cases.choices import ENDED_PHASES, Phase
from stellwerk.cases.models import Case, Person, PhaseChange
from stellwerk.cases.queries.logging import hold_episodes
from stellwerk.cases.queries.state import has_open_case
from stellwerk.cases.rules.numbers import case_number
from stellwerk.cases.rules.phases import opening_blockers
from stellwerk.directory.models import User
from stellwerk.directory.queries import case_workers
from stellwerk.vocabulary.models import Term


@transaction.atomic
def open_case(
    *,
    actor: Actor,
    person: Person,
    opened_on: date,
    manager: User | None = None,
    concern: str | None = None,
    access_channel: Term | None = None,
    previous: Case | None = None,
) -> Case:
    """Open a case in the phase "approached" for a person of the own organisation.

    Admission comes later and on its own grounds. Returns the case with its key opened.
    """
    organisation_id = own_organisation(actor)
    # Two colleagues at once: the second waits here and then sees the first one's case.
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    refuse_if(
        opening_blockers(
            opened_on=opened_on,
            today=timezone.localdate(),
            has_open_case=has_open_case(person.pk, organisation_id),
            previous_ended=previous is None or previous.phase in ENDED_PHASES,
        )
    )
    _require_worker(manager, organisation_id)
    case = Case(
        organisation_id=organisation_id,
        person=person,
        manager=manager,
        phase=Phase.APPROACHED,
        phase_since=opened_on,
        opened_on=opened_on,
        access_channel=access_channel,
        previous=previous,
        episode=previous.episode + 1 if previous else 1,
    )
    attach_key([case], create_keys([(case.pk, organisation_id)])[case.pk])
    case.concern = concern or None
    _insert_case(case)
    _begin_phases(case, actor)
    refresh_facts([case.pk])
    record(
        actor=actor, verb=Verb.CREATED, kind="case", subjects=[case.pk, person.pk],
        fields=["opened_on", "concern", "manager", "access_channel"],
    )
    log_episodes(actor=actor, person=person)
    return case


@transaction.atomic
def register_and_open(
    *, actor: Actor, identity: Mapping[str, Any], contact: Mapping[str, Any],
    case: Mapping[str, Any], household_members: int | None = None,
) -> Case:
    """Register a person and open her first case, both or neither."""
    person = register_person(
        actor=actor, identity=identity, contact=contact, household_members=household_members
    )
    return open_case(actor=actor, person=person, **case)


def _insert_case(case: Case) -> None:
    year = case.opened_on.year

    def insert(ordinal: int) -> None:
        case.case_key = case_number(year, ordinal)
        case.save(force_insert=True)

    insert_numbered(
        insert, table="cases_case", column="case_key",
        organisation_id=case.organisation_id, prefix=f"{year}-",
    )


def _begin_phases(case: Case, actor: Actor) -> None:
    first = PhaseChange(
        case=case, organisation_id=case.organisation_id, phase=case.phase,
        entered_on=case.opened_on, by=actor.label,
    )
    first.save(force_insert=True)


def readmit(
    *, actor: Actor, previous: Case, opened_on: date, manager: User | None = None,
    concern: str | None = None, access_channel: Term | None = None,
) -> Case:
    """Open the next episode of a person whose former case has ended (Wiederaufnahme)."""
    return open_case(
        actor=actor, person=previous.person, opened_on=opened_on, manager=manager,
        concern=concern, access_channel=access_channel, previous=previous,
    )


@transaction.atomic
def assign_case(*, actor: Actor, case: Case, manager: User | None, version: int) -> None:
    """Give a case to a case manager of the organisation, or to nobody for the time being."""
    _require_worker(manager, case.organisation_id)
    fresh = locked_case(case)
    lock_version(fresh, version, fresh, {"manager": manager})
    if fresh.manager_id == (manager.pk if manager else None):
        return
    note_assignment(actor=actor, case=fresh, manager=manager)
    move_manager(fresh, manager)
    record(
        actor=actor, verb=Verb.CHANGED, kind="case", subjects=[case.pk], fields=["manager"]
    )


def change_concern(
    *, actor: Actor, case: Case, version: int | None, values: Mapping[str, Any]
) -> list[str]:
    """Change concern, access channel and the day of the first approach."""
    opened_on = values.get("opened_on")
    first_left = PhaseChange.objects.filter(case=case, left_on__isnull=False).first()
    bound = first_left.left_on if first_left else case.closed_on
    if opened_on is None or opened_on > timezone.localdate() or (bound and opened_on > bound):
        raise Refusal(
            "opened_on", _("The first approach lies before all that followed."),
            field="opened_on",
        )
    with transaction.atomic():
        if opened_on != case.opened_on:
            hold_episodes(case.person_id)
        changed = update_fields(
            actor=actor, row=case, version=version, kind="case", values=values
        )
        if "opened_on" in changed:
            _move_beginning(case, opened_on)
        refresh_facts([case.pk])
        if "opened_on" in changed:
            log_episodes(actor=actor, person=case.person)
        else:
            log_cases(actor=actor, organisation_id=case.organisation_id, case_ids=[case.pk])
    return changed


def _move_beginning(case: Case, opened_on: date) -> None:
    """The first phase begins with the case."""
    first = PhaseChange.objects.filter(case=case).first()
    if first is not None:
        first.entered_on = opened_on
        first.save(update_fields=["entered_on", "updated_at"])
    if first is None or first.left_on is None:
        Case.objects.filter(pk=case.pk).update(phase_since=opened_on)


def _require_worker(manager: User | None, organisation_id: UUID) -> None:
    if manager is None:
        return
    workers = case_workers(organisation_id, timezone.localdate())
    if not workers.filter(pk=manager.pk).exists():
        raise Refusal(
            "no_worker", _("This person does not carry cases of your organisation."),
            field="manager",
        )
