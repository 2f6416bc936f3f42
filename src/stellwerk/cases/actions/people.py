# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Registering people and changing what is known of them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import attach_key, create_keys, share_key
from stellwerk.base.refusal import Refusal, refuse_if
from stellwerk.cases.actions.changing import (
    changed_values,
    check_version,
    lock_version,
    take_over,
)
from stellwerk.cases.actions.facts import refresh_facts
from stellwerk.cases.actions.logging import keep_groups
from stellwerk.cases.actions.numbers import insert_numbered
from stellwerk.cases.actions.steps import remember_step, stored_values
from stellwerk.cases.actions.tokens import index_names
from stellwerk.cases.models import (
    Case,
    ContactData,
    Household,
    Identity,
    Person,
    PersonLanguage,
)
from stellwerk.cases.rules.numbers import client_number
from stellwerk.cases.rules.people import identity_blockers

IDENTITY_FIELDS = (
    "family_name", "given_name", "birth_date", "birth_year", "gender", "nationality",
)
CONTACT_FIELDS = ("phone", "email", "address")
LARGEST_HOUSEHOLD = 50
#: Under which name the replaced values of a part are remembered (`undo`).
_STEPS: dict[type[Identity] | type[ContactData], str] = {
    Identity: "identity", ContactData: "contact_data",
}


def own_organisation(actor: Actor) -> UUID:
    """The organisation in which the actor acts; an actor without one changes nothing."""
    if actor.organisation_id is None:
        raise Refusal("no_organisation", _("You act for no organisation at the moment."))
    return actor.organisation_id


def _insert_person(person: Person, client_key: str) -> None:
    if client_key:
        person.client_key = client_key
        person.save(force_insert=True)
        return

    def insert(ordinal: int) -> None:
        person.client_key = client_number(ordinal)
        person.save(force_insert=True)

    insert_numbered(
        insert, table="cases_person", column="client_key",
        organisation_id=person.organisation_id, prefix="K-",
    )


@transaction.atomic
def register_person(
    *,
    actor: Actor,
    identity: Mapping[str, Any],
    contact: Mapping[str, Any] | None = None,
    household_members: int | None = None,
    languages: Iterable[Mapping[str, Any]] = (),
    client_key: str = "",
) -> Person:
    """Register a person of the actor's organisation with her own data key and name tokens.

    ``identity`` and ``contact`` are keyed by the fields of ``Identity`` and ``ContactData``;
    without ``client_key`` a number is given. Returns the person with her key opened.
    """
    refuse_if(identity_blockers(identity, timezone.localdate()))
    organisation_id = own_organisation(actor)
    person = Person(organisation_id=organisation_id)
    if household_members is not None:
        person.household = Household.objects.create(
            organisation_id=organisation_id, members=household_members
        )
    _insert_person(person, client_key)
    key = create_keys([(person.pk, organisation_id)])[person.pk]
    part = {"person": person, "organisation_id": organisation_id}
    known = Identity(**part, **{name: identity.get(name) for name in IDENTITY_FIELDS})
    reach = ContactData(**part, **{name: (contact or {}).get(name) for name in CONTACT_FIELDS})
    attach_key([person, known, reach], key)
    known.save(force_insert=True)
    reach.save(force_insert=True)
    PersonLanguage.objects.bulk_create(PersonLanguage(**part, **spoken) for spoken in languages)
    index_names(person.pk, organisation_id, known.family_name, known.given_name)
    fields = [name for name in IDENTITY_FIELDS if identity.get(name) not in (None, "")]
    record(actor=actor, verb=Verb.CREATED, kind="person", subjects=[person.pk], fields=fields)
    return person


@transaction.atomic
def change_identity(
    *, actor: Actor, person: Person, version: int, values: Mapping[str, Any]
) -> list[str]:
    """Change names and coded attributes; ``person`` comes with its key opened.

    Raises ``Conflict`` when the person was changed meanwhile. Returns the changed field names.
    """
    refuse_if(identity_blockers(values, timezone.localdate()))
    changed = _change_part(actor, person, Identity, version, values)
    if {"family_name", "given_name"} & set(changed):
        fresh = Identity.objects.get(pk=person.pk)
        share_key(person, [fresh])
        index_names(person.pk, person.organisation_id, fresh.family_name, fresh.given_name)
    if changed:
        cases = list(Case.objects.filter(person=person).values_list("pk", flat=True))
        refresh_facts(cases)
        if "birth_year" in changed:
            keep_groups(actor=actor, case_ids=cases)
    return changed


@transaction.atomic
def change_contact_data(
    *, actor: Actor, person: Person, version: int, values: Mapping[str, Any]
) -> list[str]:
    """Change how the person is reached; otherwise like ``change_identity``."""
    return _change_part(actor, person, ContactData, version, values)


def _change_part(
    actor: Actor,
    person: Person,
    part: type[Identity] | type[ContactData],
    version: int,
    values: Mapping[str, Any],
) -> list[str]:
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    row, _made = part.objects.get_or_create(
        person=locked, defaults={"organisation_id": locked.organisation_id}
    )
    share_key(person, [row])
    lock_version(locked, version, row, values)
    changed = changed_values(row, values)
    if changed:
        before = stored_values(row, changed)
        take_over(row, values, changed)
        locked.version += 1
        locked.save(update_fields=["version", "updated_at"])
        step = remember_step(
            actor=actor, row=row, kind=_STEPS[part], before=before, version=locked.version
        )
        person.__dict__["undo_step"] = step  # where a page looks for the way back
        record(
            actor=actor, verb=Verb.CHANGED, kind="person", subjects=[person.pk], fields=changed
        )
    return changed


@transaction.atomic
def set_languages(
    *, actor: Actor, person: Person, version: int | None, languages: Iterable[Mapping[str, Any]]
) -> None:
    """Replace the languages a person speaks; each with ``language``, ``level``, interpreter."""
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    check_version(locked, version, {}, {})
    PersonLanguage.objects.filter(person=person).delete()
    PersonLanguage.objects.bulk_create(
        PersonLanguage(person=person, organisation_id=person.organisation_id, **spoken)
        for spoken in languages
    )
    _person_changed(actor, locked, ["languages"])


@transaction.atomic
def set_household(
    *, actor: Actor, person: Person, version: int | None, members: int | None
) -> None:
    """Say how many people live in the person's household (herself included)."""
    if members is not None and not 1 <= members <= LARGEST_HOUSEHOLD:
        raise Refusal(
            "household_size", _("A household has between 1 and 50 people."), field="members"
        )
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    before = locked.household.members if locked.household else None
    check_version(locked, version, {"members": before}, {"members": members})
    if locked.household_id:
        Household.objects.filter(pk=locked.household_id).update(
            members=members, updated_at=timezone.now()
        )
    else:
        locked.household = Household.objects.create(
            organisation_id=locked.organisation_id, members=members
        )
    _person_changed(actor, locked, ["household"])
    sharing = Person.objects.filter(household=locked.household)
    refresh_facts(Case.objects.filter(person__in=sharing).values_list("pk", flat=True))


def _person_changed(actor: Actor, locked: Person, fields: list[str]) -> None:
    locked.version += 1
    locked.save(update_fields=["version", "household", "updated_at"])
    record(actor=actor, verb=Verb.CHANGED, kind="person", subjects=[locked.pk], fields=fields)
