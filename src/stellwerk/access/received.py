# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What other organisations sent to the actor's: listed and opened, recorded on both sides."""

from uuid import UUID

from stellwerk.access.matrix import Need, may
from stellwerk.access.visible import GRANTED, OpenedCase, record_list
from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import open_keys
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.models import Transmission
from stellwerk.cases.queries.consent import received_by, transmission_by_id, transmissions_of

KIND = "transmission"


def received_list(actor: Actor, most: int) -> list[Transmission]:
    """The newest that were sent to the actor's organisation; contents stay closed."""
    if actor.organisation_id is None or not may(actor, Need.SEE_CASES):
        raise NotVisible
    rows = list(received_by(actor.organisation_id).defer("content", "purpose")[:most])
    record_list(actor, KIND, [row.pk for row in rows], fields=["number"])
    return rows


def open_received(actor: Actor, transmission_id: UUID) -> Transmission:
    """One received transmission with its content; the sender finds the read in her own log.

    Raises ``NotVisible`` when it is missing or was sent to somebody else.
    """
    row = transmission_by_id(transmission_id)
    mine = row is not None and row.recipient_id == actor.organisation_id
    if row is None or not mine or not may(actor, Need.SEE_CASES):
        raise NotVisible
    for log in {actor.organisation_id, row.organisation_id}:
        record(
            actor=actor, verb=Verb.READ, kind=KIND, subjects=[row.pk], fields=["content"],
            note="" if log == actor.organisation_id else GRANTED, organisation_id=log,
        )
    open_keys([row])
    return row


def open_sent(actor: Actor, opened: OpenedCase, transmission_id: UUID) -> Transmission:
    """One transmission from an own opened case, with its content."""
    row = transmission_by_id(transmission_id)
    if row is None or not opened.is_own or row.case_id != opened.case.pk:
        raise NotVisible
    record(
        actor=actor, verb=Verb.READ, kind=KIND, subjects=[opened.case.pk, row.pk],
        fields=["content"],
    )
    open_keys([row])
    return row


def sent_list(opened: OpenedCase) -> list[Transmission]:
    """What was sent from an own opened case."""
    return transmissions_of(opened.case) if opened.is_own else []
