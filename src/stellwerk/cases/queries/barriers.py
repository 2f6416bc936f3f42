# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The barriers of a case, both halves together, and names that must not be handed down."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from stellwerk.cases.models import Barrier, Case, Involved, Person, PersonToken
from stellwerk.cases.queries.casefile import opened
from stellwerk.cases.rules.barriers import name_words, spelled, words_among
from stellwerk.networks.models import Observation
from stellwerk.networks.queries.observing import observations_by_id
from stellwerk.networks.queries.offices import office_names
from stellwerk.vault import crypto


@dataclass(frozen=True)
class BarrierView:
    """A barrier as its own organisation sees it."""

    barrier: Barrier
    observation: Observation


def barriers_of(case: Case) -> list[BarrierView]:
    """Newest first; only the own organisation sees the half that was handed down."""
    rows = opened(Barrier.objects.filter(case=case), case)
    halves = observations_by_id(case.organisation_id, [row.observation_id for row in rows])
    return [BarrierView(row, halves[row.observation_id]) for row in rows]


def observation_of(barrier: Barrier) -> Observation:
    """The structural half of one barrier."""
    return observations_by_id(barrier.organisation_id, [barrier.observation_id])[
        barrier.observation_id
    ]


def names_in(case: Case, texts: dict[str, str]) -> dict[str, list[str]]:
    """Field -> words in it that name the client, her household or somebody involved."""
    known = _known_tokens(case, texts.values())
    involved = [row.name for row in opened(Involved.objects.filter(case=case), case) if row.name]
    others = name_words(involved, office_names()) if involved else frozenset()
    found = {}
    for field, text in texts.items():
        of_household = [word for word, forms in spelled(text).items() if forms & known]
        hits = dict.fromkeys([*of_household, *words_among(text, others)])
        found[field] = list(hits)
    return found


def _known_tokens(case: Case, texts: Iterable[str]) -> frozenset[str]:
    """The forms in these texts that are stored for the client or somebody of her household."""
    forms = {form for text in texts for own in spelled(text).values() for form in own}
    if not forms:
        return frozenset()
    key = crypto.keyring().index_key(case.organisation_id)
    tokens = {crypto.token(key, form): form for form in forms}
    stored = PersonToken.objects.filter(
        organisation_id=case.organisation_id,
        person_id__in=_household(case),
        token__in=list(tokens),
    ).values_list("token", flat=True)
    return frozenset(tokens[token] for token in stored)


def _household(case: Case) -> list[UUID]:
    household = Person.objects.filter(pk=case.person_id).values_list("household_id", flat=True)
    home = household.first()
    if home is None:
        return [case.person_id]
    return list(Person.objects.filter(household_id=home).values_list("pk", flat=True))
