# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The log of an organisation and who acts in it: found, or made at the first mention."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction

from stellwerk.base.refusal import refuse_if
from stellwerk.directory.models import Organisation
from stellwerk.networks.choices import PARTY_LOCK, LogKind
from stellwerk.networks.models import EventLog, Party
from stellwerk.networks.rules.recording import LONGEST_WORDS, party_blockers

_Row = TypeVar("_Row", bound=models.Model)
#: A random code may be taken, or somebody else may be quicker.
_TRIES = 5


def recorded_log(organisation_id: UUID) -> EventLog:
    """The log that an organisation's own work is recorded in."""

    def find() -> EventLog | None:
        return EventLog.objects.filter(
            organisation_id=organisation_id, kind=LogKind.RECORDED
        ).first()

    return _made(find, lambda: EventLog(organisation_id=organisation_id, kind=LogKind.RECORDED))


def party_of(organisation: Organisation) -> Party:
    """An organisation of the directory as one who acts; the same for all logs."""
    return _made(
        lambda: Party.objects.filter(organisation=organisation).first(),
        lambda: Party(organisation=organisation),
    )


def party_in_words(owner_id: UUID, words: str, log: EventLog | None = None) -> Party:
    """Somebody whom only words name: an office, a file's group. Raises Refusal without words.

    An office of the recorded log stays there until the transaction ends: it goes with the last
    event that names it.
    """
    name = " ".join(words.split())[:LONGEST_WORDS]
    refuse_if(party_blockers(name))

    def find() -> Party | None:
        return Party.objects.filter(
            owner_id=owner_id, log=log, words=name, organisation=None
        ).first()

    for _try in range(_TRIES):
        found = _made(find, lambda: Party(owner_id=owner_id, log=log, words=name))
        if log is not None or _held(found):
            return found
    raise IntegrityError("the office is being erased")


def _held(party: Party) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(%s, %s)", [PARTY_LOCK, party.pk]
        )
    return Party.objects.filter(pk=party.pk).exists()


def _made(find: Callable[[], _Row | None], make: Callable[[], _Row]) -> _Row:
    """The row as it is found, or a new one; two who make it at once both get the first."""
    for _try in range(_TRIES):
        found = find()
        if found is not None:
            return found
        row = make()
        try:
            with transaction.atomic():
                row.save(force_insert=True)
            return row
        except IntegrityError:
            continue
    raise IntegrityError("no free code was found")
