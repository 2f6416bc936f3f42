# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Finding people by name without reading names: equality of blind tokens only."""

from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Lookup, Q, QuerySet

from stellwerk.cases.models import Identity, PersonToken
from stellwerk.cases.rules.names import query_tokens
from stellwerk.vault import crypto


@BigIntegerField.register_lookup
class AnyOf(Lookup[bool]):
    """``= ANY(array)``: hundreds of spellings travel as one value."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s::bigint[])", [*params, list(self.rhs)]


def name_condition(organisation_id: UUID, text: str, field: str = "person_id") -> Q:
    """A condition on ``field``: every typed word is found, in any of its spellings.

    Without a usable word nothing matches.
    """
    key = crypto.keyring().index_key(organisation_id)
    words = query_tokens(text)
    if not words:
        return Q(pk__in=[])
    found = []
    for spellings in words:
        tokens = {crypto.token(key, spelling) for spelling in spellings}
        people = PersonToken.objects.filter(
            organisation_id=organisation_id, token__any_of=sorted(tokens)
        )
        found.append(people.values("person_id"))
    # Cut among each other first: few people bear both names, thousands bear one of them.
    return Q(**{f"{field}__in": found[0].intersection(*found[1:]) if found[1:] else found[0]})


def people_by_name(organisation_id: UUID, text: str) -> QuerySet[Identity]:
    """Identities of the organisation's own people whose names match all words."""
    return (
        Identity.objects.filter(organisation_id=organisation_id)
        .filter(name_condition(organisation_id, text))
        .select_related("person", "nationality")
    )
