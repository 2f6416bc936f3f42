# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Sending something of a case to another organisation: one logged act with basis and receipt."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.keys import attach_key, create_keys
from stellwerk.base.refusal import Refusal, refuse_if
from stellwerk.cases.actions.logging import log_rows
from stellwerk.cases.actions.numbers import insert_numbered
from stellwerk.cases.actions.parts import locked_case, touch
from stellwerk.cases.choices import ENTRUSTED, Basis
from stellwerk.cases.models import Case, Consent, Transmission
from stellwerk.cases.queries.consent import consents_in_force, group_keys
from stellwerk.cases.queries.extract import EntrustedRow, entrusted_rows, extract_of
from stellwerk.cases.queries.receipts import facts_of
from stellwerk.cases.rules.consent import Sending, sending_blockers
from stellwerk.cases.rules.receipts import content_digest, signature
from stellwerk.directory.models import Organisation
from stellwerk.vault.crypto import keyring

#: What the vocabulary calls the office to which nothing goes by default (§§ 87, 88 AufenthG).
IMMIGRATION_OFFICE = "immigration_office"
NUMBERS = "UE-"


@transaction.atomic
def transmit(
    *, actor: Actor, case: Case, recipient: Organisation, basis: str, provision: str,
    purpose: str, scope: int, entrusted: Iterable[UUID] = (),
    entrusted_again: Iterable[UUID] = (),
) -> Transmission:
    """Send the chosen field groups and entrusted rows; refused without a basis in force.

    What is sent is sealed as it was sent under a key of its own that the recipient can open.
    """
    locked_case(case)
    if recipient.pk == case.organisation_id:
        raise Refusal(
            "own", _("Your organisation sees its own case anyway."), field="recipient"
        )
    wanted = frozenset(entrusted)
    chosen = [row for row in entrusted_rows(case) if row.row_id in wanted]
    needed = reduce(or_, (row.row.groups & ~ENTRUSTED for row in chosen), 0)
    consent = _covering(consents_in_force(case, recipient.pk), scope | needed)
    refuse_if(
        sending_blockers(
            Sending(
                basis=basis, consent_in_force=consent is not None,
                allowed=consent.scope if consent else 0, provision=provision, purpose=purpose,
                scope=scope, needed=needed, entrusted=wanted,
                entrusted_again=frozenset(entrusted_again),
                to_immigration_office=recipient.kind.key == IMMIGRATION_OFFICE,
            )
        )
    )
    on_consent = consent if basis == Basis.CONSENT else None
    sent = Transmission(
        case_id=case.pk, organisation_id=case.organisation_id, recipient=recipient, basis=basis,
        consent_id=on_consent.pk if on_consent else None, scope=scope,
        provision=provision if basis == Basis.STATUTE else "", by=actor.label,
        sent_at=timezone.now(), entrusted=len(chosen),
    )
    _store(case, sent, purpose, chosen)
    _log(actor, case, sent, chosen)
    log_rows(actor=actor, case=case, rows=[sent], is_new=True)
    touch(case)
    return sent


def _covering(consents: list[Consent], scope: int) -> Consent | None:
    """The consent that covers all of the scope, or the widest."""
    covering = [consent for consent in consents if not scope & ~consent.scope]
    return next(iter([*covering, *consents]), None)


def _store(case: Case, sent: Transmission, purpose: str, chosen: list[EntrustedRow]) -> None:
    attach_key([sent], create_keys([(sent.pk, case.organisation_id)])[sent.pk])
    with override("de"):  # what offices send each other
        content = extract_of(case, sent.scope, chosen)
    sent.purpose, sent.content = purpose, content
    sent.digest = content_digest(content)

    def insert(ordinal: int) -> None:
        sent.number = f"{NUMBERS}{ordinal:05d}"
        key = keyring().receipt_key(case.organisation_id)
        sent.signature = signature(facts_of(sent), key)
        sent.save(force_insert=True)

    insert_numbered(
        insert, table="cases_transmission", column="number",
        organisation_id=case.organisation_id, prefix=NUMBERS,
    )


def _log(actor: Actor, case: Case, sent: Transmission, chosen: list[EntrustedRow]) -> None:
    """The act itself, and each entrusted row once more by itself."""
    record(
        actor=actor, verb=Verb.EXPORTED, kind="transmission",
        subjects=[case.pk, sent.pk, sent.recipient_id], fields=group_keys(sent.scope),
        note=f"{sent.number} {sent.basis}",
    )
    for entrusted in chosen:
        record(
            actor=actor, verb=Verb.EXPORTED, kind="entrusted",
            subjects=[case.pk, entrusted.row_id, sent.pk, sent.recipient_id],
            fields=[entrusted.kind], note=sent.number,
        )
