# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Blind tokens: what can be recognised without being readable."""

from uuid import UUID

from stellwerk.cases.models import PersonToken
from stellwerk.cases.rules.names import name_tokens
from stellwerk.vault import crypto


def token_rows(organisation_id: UUID, person_id: UUID, *names: str | None) -> list[PersonToken]:
    """The blind-index rows of one person, unsaved (for inserts in bulk)."""
    key = crypto.keyring().index_key(organisation_id)
    texts = name_tokens(*(name for name in names if name))
    return [
        PersonToken(organisation_id=organisation_id, person_id=person_id, token=token)
        for token in {crypto.token(key, text) for text in texts}
    ]


def index_names(person_id: UUID, organisation_id: UUID, *names: str | None) -> None:
    """Replace the name tokens of one person; runs in the caller's transaction."""
    PersonToken.objects.filter(organisation_id=organisation_id, person_id=person_id).delete()
    PersonToken.objects.bulk_create(token_rows(organisation_id, person_id, *names))


def goal_token(organisation_id: UUID, text: str) -> int:
    """Recognises a goal by its text (an import finds it again without opening it)."""
    key = crypto.keyring().index_key(organisation_id)
    return crypto.token(key, "goal " + " ".join(text.split()).casefold())


def person_token(organisation_id: UUID, person_id: UUID) -> int:
    """Lets distinct people of one organisation be counted and tells nothing else."""
    key = crypto.keyring().index_key(organisation_id)
    return crypto.token(key, f"observation {person_id.hex}")
