# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Letting another organisation see field groups of a case, on a basis and until a day."""

from datetime import date, datetime, time
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.base.refusal import Refusal, refuse_if
from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.models import Case, CaseAccess, ConsentRecipient
from stellwerk.cases.rules.course import grant_blockers
from stellwerk.directory.models import Organisation


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def _names(scope: int) -> list[str]:
    return [str(group.name).lower() for group in FieldGroup if group & scope]


def end_recipients(case: Case, organisation_id: UUID) -> None:
    """What a consent allowed this organisation ends together with its grant."""
    ConsentRecipient.objects.filter(
        case=case, recipient_id=organisation_id, ended_at__isnull=True
    ).update(ended_at=timezone.now())


@transaction.atomic
def grant_access(
    *, actor: Actor, case: Case, organisation: Organisation, scope: int, basis: str, note: str,
    until: date | None,
) -> UUID:
    """Grant field groups of an own case; a grant in force to the same organisation is replaced.

    The database function checks ownership once more: a grant to oneself is impossible.
    """
    refuse_if(
        grant_blockers(
            scope=scope, basis=basis, note=note, until=until, today=timezone.localdate()
        )
    )
    if organisation.pk == case.organisation_id:
        raise Refusal(
            "own", _("Your organisation sees its own case anyway."), field="organisation"
        )
    end_recipients(case, organisation.pk)
    last_day = certain(until, "the blockers ask for it")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT grant_case_access(%s, %s, %s::smallint, %s, %s, %s)",
            [case.pk, organisation.pk, scope, basis, note[:200], _end_of(last_day)],
        )
        granted: UUID = cursor.fetchone()[0]
    record(
        actor=actor, verb=Verb.GRANTED, kind="case", subjects=[case.pk, organisation.pk],
        fields=_names(scope), note=f"{basis} {last_day.isoformat()}",
    )
    return granted


@transaction.atomic
def revoke_access(*, actor: Actor, case: Case, access: CaseAccess) -> None:
    """End a grant now; the next statement of the other organisation sees nothing any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT revoke_case_access(%s)", [access.pk])
        revoked = bool(cursor.fetchone()[0])
    if not revoked:
        raise Refusal("not_in_force", _("This grant is not in force any more."))
    end_recipients(case, access.organisation_id)
    record(
        actor=actor, verb=Verb.REVOKED, kind="case",
        subjects=[case.pk, access.organisation_id], fields=_names(access.scope),
    )
