# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Network card, family members, language levels."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import share_key
from stellwerk.base.refusal import Blocker, refuse_if
from stellwerk.cases.actions.changing import update_fields
from stellwerk.cases.actions.parts import add_part, still_entrusted, touch
from stellwerk.cases.models import (
    Case,
    FamilyMember,
    LanguageLevel,
    NetworkTie,
    Person,
    PersonLanguage,
)
from stellwerk.cases.rules.course import order_blockers
from stellwerk.cases.rules.surroundings import family_blockers, level_blockers, tie_groups

TIE_FIELDS = (
    "name", "role", "sector", "is_formal", "closeness", "effect", "involved", "noted_on", "until",
)
FAMILY_FIELDS = ("relation", "name", "born", "in_household", "client", "note")
LEVEL_FIELDS = ("language", "level", "reached_on", "certificate", "issuer")


def _tie_blockers(case: Case, values: Mapping[str, Any]) -> list[Blocker]:
    found = order_blockers(values, "noted_on", "until")
    if not str(values.get("name") or "").strip():
        found.append(Blocker("name_missing", _("Please say who it is."), "name"))
    involved = values.get("involved")
    if involved is not None and involved.case_id != case.pk:
        found.append(Blocker("involved", _("This person is not involved here."), "involved"))
    return found


@transaction.atomic
def add_tie(*, actor: Actor, case: Case, values: Mapping[str, Any]) -> NetworkTie:
    """Put somebody on the network card; ``values`` are keyed by ``TIE_FIELDS``."""
    refuse_if(_tie_blockers(case, values))
    row = NetworkTie(groups=int(tie_groups(values["sector"])))
    for name in TIE_FIELDS:
        value = values.get(name)
        setattr(row, name, None if value == "" else value)
    add_part(actor=actor, case=case, row=row, kind="network_tie", fields=TIE_FIELDS)
    touch(case)
    return row


@transaction.atomic
def change_tie(
    *, actor: Actor, case: Case, tie: NetworkTie, version: int | None, values: Mapping[str, Any]
) -> list[str]:
    """Change what is noted of somebody on the card."""
    refuse_if(_tie_blockers(case, values))
    changed = update_fields(
        actor=actor, row=tie, version=version, kind="network_tie", subjects=[case.pk],
        values=values,
    )
    if changed:
        groups = int(tie_groups(values["sector"]))
        NetworkTie.objects.filter(pk=tie.pk).update(groups=still_entrusted(groups))
        touch(case)
    return changed


@transaction.atomic
def add_family_member(
    *, actor: Actor, person: Person, values: Mapping[str, Any]
) -> FamilyMember:
    """Note somebody of the family or household; the number that figures use stays as it is."""
    refuse_if(family_blockers(values, timezone.localdate()))
    row = FamilyMember(person=person, organisation_id=person.organisation_id)
    share_key(person, [row])
    for name in FAMILY_FIELDS:
        value = values.get(name)
        setattr(row, name, None if value == "" else value)
    row.save(force_insert=True)
    record(
        actor=actor, verb=Verb.CREATED, kind="family", subjects=[person.pk, row.pk],
        fields=list(FAMILY_FIELDS),
    )
    return row


@transaction.atomic
def change_family_member(
    *, actor: Actor, person: Person, member: FamilyMember, version: int | None,
    values: Mapping[str, Any],
) -> list[str]:
    """Change what is noted of somebody of the family."""
    refuse_if(family_blockers(values, timezone.localdate()))
    return update_fields(
        actor=actor, row=member, version=version, kind="family", subjects=[person.pk],
        values=values,
    )


@transaction.atomic
def remove_family_member(*, actor: Actor, person: Person, member: FamilyMember) -> None:
    """Take somebody off the list who does not belong there."""
    FamilyMember.objects.filter(pk=member.pk, person=person).delete()
    record(actor=actor, verb=Verb.DELETED, kind="family", subjects=[person.pk, member.pk])


@transaction.atomic
def add_language_level(
    *, actor: Actor, person: Person, values: Mapping[str, Any]
) -> LanguageLevel:
    """Note a level that was reached; the person's present level follows the latest one."""
    refuse_if(level_blockers(values, timezone.localdate()))
    row = LanguageLevel(
        person=person, organisation_id=person.organisation_id, language=values["language"],
        level=values["level"], reached_on=values["reached_on"],
    )
    share_key(person, [row])
    row.certificate = values.get("certificate") or None
    row.issuer = values.get("issuer") or None
    row.save(force_insert=True)
    record(
        actor=actor, verb=Verb.CREATED, kind="language_level", subjects=[person.pk, row.pk],
        fields=list(LEVEL_FIELDS),
    )
    _follow_latest(person, row.language_id)
    return row


@transaction.atomic
def change_language_level(
    *, actor: Actor, person: Person, row: LanguageLevel, version: int | None,
    values: Mapping[str, Any],
) -> list[str]:
    """Correct a level of the history."""
    refuse_if(level_blockers(values, timezone.localdate()))
    before = row.language_id
    changed = update_fields(
        actor=actor, row=row, version=version, kind="language_level", subjects=[person.pk],
        values=values,
    )
    if changed:
        for language_id in {before, row.language_id}:
            _follow_latest(person, language_id)
    return changed


def _follow_latest(person: Person, language_id: int) -> None:
    """The present level is the latest of the history; without a history it stays as it is."""
    latest = (
        LanguageLevel.objects.filter(person=person, language_id=language_id)
        .order_by("-reached_on", "-created_at").first()
    )
    if latest is None:
        return
    PersonLanguage.objects.update_or_create(
        person=person, organisation_id=person.organisation_id, language_id=language_id,
        defaults={"level_id": latest.level_id},
    )
    Person.objects.filter(pk=person.pk).update(version=F("version") + 1)
