# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Receipts of transmissions: what they vouch for, and whether one is genuine."""

from dataclasses import dataclass

from stellwerk.base.keys import load_keys
from stellwerk.cases.models import Transmission
from stellwerk.cases.queries.consent import transmission_by_id
from stellwerk.cases.rules.receipts import (
    ReceiptFacts,
    content_digest,
    is_genuine,
    read_code,
    receipt_code,
)
from stellwerk.vault.crypto import keyring
from stellwerk.vault.fields import attach_key


def facts_of(row: Transmission) -> ReceiptFacts:
    """All that the signature of this transmission covers."""
    return ReceiptFacts(
        transmission=row.pk, number=row.number, sender=row.organisation_id,
        recipient=row.recipient_id, sent_at=row.sent_at, basis=row.basis,
        provision=row.provision, consent=row.consent_id, scope=row.scope,
        entrusted=row.entrusted, digest=row.digest,
    )


def code_of(row: Transmission) -> str:
    """The code that stands on the receipt."""
    return receipt_code(row.pk, row.signature)


@dataclass(frozen=True)
class Verdict:
    """What is known of a code: nothing at all, or a transmission and whether all is as sent."""

    transmission: Transmission | None
    is_genuine: bool = False
    is_unchanged: bool = False


def verdict_on(code: str) -> Verdict:
    """Check a code against what was sent; unknown, foreign and malformed look the same."""
    known = read_code(code)
    row = transmission_by_id(known[0]) if known else None
    if known is None or row is None:
        return Verdict(None)
    key = keyring().receipt_key(row.organisation_id)
    attach_key([row], load_keys([row.pk]).get(row.pk, b""))
    return Verdict(
        row,
        is_genuine=is_genuine(facts_of(row), known[1], key),
        is_unchanged=content_digest(row.content) == row.digest,
    )
