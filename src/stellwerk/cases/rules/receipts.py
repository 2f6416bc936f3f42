# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What a receipt of a transmission vouches for, and the code that a reader types in."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest, digest
from uuid import UUID

_CODE = re.compile(r"^([0-9a-f]{32})([0-9a-f]{64})$")


@dataclass(frozen=True)
class ReceiptFacts:
    """All that the signature covers; the content by its SHA-256."""

    transmission: UUID
    number: str
    sender: UUID
    recipient: UUID
    sent_at: datetime
    basis: str
    provision: str
    consent: UUID | None
    scope: int
    entrusted: int
    digest: str

    def text(self) -> str:
        """One line per fact, the same at all times and in all languages."""
        return "\n".join(
            (
                "stellwerk-receipt-1", str(self.transmission), self.number, str(self.sender),
                str(self.recipient), self.sent_at.astimezone(UTC).isoformat(), self.basis,
                self.provision, str(self.consent or ""), str(self.scope), str(self.entrusted),
                self.digest,
            )
        )


def content_digest(content: str) -> str:
    """SHA-256 of the content as it was sent, hexadecimal."""
    return sha256(content.encode()).hexdigest()


def signature(facts: ReceiptFacts, key: bytes) -> str:
    """HMAC-SHA-256 over the facts, hexadecimal."""
    return digest(key, facts.text().encode(), "sha256").hex()


def is_genuine(facts: ReceiptFacts, signed: str, key: bytes) -> bool:
    return compare_digest(signature(facts, key), signed)


def receipt_code(transmission: UUID, signed: str) -> str:
    """What stands on the receipt: identity and signature in groups of eight."""
    return grouped(transmission.hex + signed)


def grouped(text: str) -> str:
    """A long code in groups of eight, so that it can be read out and breaks on small screens."""
    return " ".join(text[at : at + 8] for at in range(0, len(text), 8))


def read_code(text: str) -> tuple[UUID, str] | None:
    """Identity and signature of a typed code, however it is spaced; None when it is none."""
    found = _CODE.match(re.sub(r"[\s-]", "", text).lower())
    return (UUID(found[1]), found[2]) if found else None
