# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the case base answers about a typical case: how many people share what it says.

Asked is the base of the own organisation alone. Everybody reads whose typical case it is, so the
people of other organisations hide nobody; and no count of theirs leaves their wall.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from stellwerk.cases.models import Case, Person, PersonToken, TypicalSource
from stellwerk.cases.rules.barriers import name_words, spelled
from stellwerk.networks.models import TypicalCase
from stellwerk.networks.queries.offices import office_names
from stellwerk.networks.queries.telling import told_by_words
from stellwerk.networks.queries.typical import stations_of, told_of, traits_of, views_of
from stellwerk.networks.rules.reidentification import (
    Coarsening,
    Evidence,
    Traits,
    age_bounds,
    combinations,
    half_years_within,
    possible_coarsenings,
    regions_within,
)
from stellwerk.networks.rules.typical import texts_of
from stellwerk.vault import crypto

_BASE = """
FROM cases_fact f
JOIN cases_case c ON c.id = f.case_id
LEFT JOIN vocabulary_term n ON n.id = f.nationality_id
LEFT JOIN vocabulary_term r ON r.id = f.residence_status_id
WHERE f.organisation_id = %s
"""
_CONDITIONS = {
    "age_band": "EXTRACT(YEAR FROM f.opened_on) - f.birth_year BETWEEN %s AND %s",
    "region": "n.attributes->>'region' = ANY(%s)",
    "residence_group": "r.attributes->>'group' = %s",
    "gender": "f.gender = %s",
    "half_year": "EXTRACT(YEAR FROM f.opened_on) = %s "
    "AND (EXTRACT(MONTH FROM f.opened_on)::int + 5) / 6 = ANY(%s)",
    "nationality": "n.key = %s",
}


def count_people(organisation_id: UUID, wanted: Iterable[Traits]) -> dict[Traits, int]:
    """People (not cases) of the organisation whom each of these fits: one statement for all.

    What is not stated restricts nothing; what is stated and missing in a case does not fit it.
    """
    asked = list(dict.fromkeys(wanted))
    if not asked:
        return {}
    columns, values = [], []
    for traits in asked:
        conditions = ["true"]
        for name, value in traits.stated.items():
            conditions.append(_CONDITIONS[name])
            values.extend(_bound(name, value))
        columns.append(
            f"count(DISTINCT c.person_id) FILTER (WHERE {' AND '.join(conditions)})"
        )
    sql = f"SELECT {', '.join(columns)} {_BASE}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, organisation_id])
        row = cursor.fetchone()
    return dict(zip(asked, row, strict=True))


def _bound(name: str, value: str) -> list[Any]:
    if name == "age_band":
        return list(age_bounds(value))
    if name == "region":
        return [list(regions_within(value))]
    if name == "half_year":
        year, halves = half_years_within(value)
        return [year, list(halves)]
    return [value]


def traits_of_cases(cases: Iterable[Case]) -> list[Traits]:
    """What each case says of its person, as narrowly as it is known."""
    sql = (
        "SELECT EXTRACT(YEAR FROM f.opened_on)::int - f.birth_year, n.attributes->>'region', "
        "r.attributes->>'group', f.gender, EXTRACT(YEAR FROM f.opened_on)::int, "
        "(EXTRACT(MONTH FROM f.opened_on)::int + 5) / 6, n.key "
        "FROM cases_fact f LEFT JOIN vocabulary_term n ON n.id = f.nationality_id "
        "LEFT JOIN vocabulary_term r ON r.id = f.residence_status_id "
        "WHERE f.case_id = ANY(%s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [[case.pk for case in cases]])
        rows = cursor.fetchall()
    return [
        Traits(
            age_band=_band(age), region=region or "", residence_group=group or "",
            gender=gender if gender in ("w", "m", "d") else "", half_year=f"{year}-{half}",
            nationality=key or "",
        )
        for age, region, group, gender, year, half, key in rows
    ]


def _band(age: int | None) -> str:
    bands = ("0-15", "16-17", "18-26", "27-39", "40-54", "55-64", "65-199")
    if age is None:
        return ""
    return next((b for b in bands if age_bounds(b)[0] <= age <= age_bounds(b)[1]), "")


def evidence_for(typical: TypicalCase, *, again: bool = False) -> Evidence:
    """All that its release is judged by; the caller holds the transaction.

    ``again``: what was released is counted once more. Whoever came into the house since then and
    happens to be called like a word of it is no reason to take it back.
    """
    texts = texts_of(typical, stations_of(typical), views_of(typical))
    sources = source_ids(typical)
    told = told_of({typical.pk, *_of_the_same_people(typical, sources)})
    said = told_by_words(texts)
    stated = traits_of(typical)
    needed = combinations(stated, [*told, *said])
    wider = possible_coarsenings(stated)
    alone = {name: Traits(**{name: value}) for name, value in stated.stated.items()}
    asked = [stated, *needed, *(traits for _n, _v, traits in wider), *alone.values()]
    counted = count_people(typical.organisation_id, asked)
    if sources:
        names = household_names_in(typical.organisation_id, sources, texts)
    else:
        names = {} if again else names_of_anybody_in(typical.organisation_id, texts)
    return Evidence(
        traits=stated,
        told=tuple(told),
        said=tuple(said),
        persons={one: counted[one] for one in (stated, *needed)},
        names=names,
        coarsenings=tuple(Coarsening(n, v, counted[traits]) for n, v, traits in wider),
        alone={name: counted[traits] for name, traits in alone.items()},
    )


def source_ids(typical: TypicalCase) -> list[UUID]:
    """The cases that it was made of."""
    rows = TypicalSource.objects.filter(typical_case_id=typical.pk)
    return list(rows.values_list("case_id", flat=True))


def _of_the_same_people(typical: TypicalCase, sources: list[UUID]) -> list[UUID]:
    """Other typical cases of the same people: whoever knows both puts them together."""
    people = Case.objects.filter(pk__in=sources).values("person_id")
    rows = TypicalSource.objects.filter(
        organisation_id=typical.organisation_id, case__person_id__in=people
    )
    return list(rows.values_list("typical_case_id", flat=True).distinct())


def household_names_in(
    organisation_id: UUID, case_ids: Iterable[UUID], texts: Mapping[str, str]
) -> dict[str, list[str]]:
    """Field -> words that are a name of a source case's household; nothing is opened for it."""
    people = Person.objects.filter(cases__in=list(case_ids))
    homes = list(people.filter(household_id__isnull=False).values_list("household_id", flat=True))
    persons = {*people.values_list("pk", flat=True)}
    persons |= set(Person.objects.filter(household_id__in=homes).values_list("pk", flat=True))
    if not persons:
        return {}
    words = {field: spelled(text) for field, text in texts.items()}
    rows = PersonToken.objects.filter(organisation_id=organisation_id, person_id__in=persons)
    return _stored_among(organisation_id, rows, words)


def names_of_anybody_in(
    organisation_id: UUID, texts: Mapping[str, str]
) -> dict[str, list[str]]:
    """Field -> words that are a name of anybody in the house: written by hand, it has no sources.

    Names begin with a capital ("lang" is no Mr Lang), and those that offices bear are no secret.
    """
    offices = name_words(office_names(), ())
    words = {
        field: {
            word: own for word, own in spelled(text).items()
            if word[0].isupper() and not own & offices
        }
        for field, text in texts.items()
    }
    rows = PersonToken.objects.filter(organisation_id=organisation_id)
    return _stored_among(organisation_id, rows, words)


def _stored_among(
    organisation_id: UUID, rows: QuerySet[PersonToken],
    words: Mapping[str, Mapping[str, frozenset[str]]],
) -> dict[str, list[str]]:
    """Field -> those of its words of which a form is stored among these tokens."""
    forms = {form for here in words.values() for own in here.values() for form in own}
    if not forms:
        return {}
    key = crypto.keyring().index_key(organisation_id)
    tokens = {crypto.token(key, form): form for form in forms}
    stored = rows.filter(token__in=list(tokens))
    known = {tokens[token] for token in stored.values_list("token", flat=True)}
    found = {
        field: [word for word, own in here.items() if own & known]
        for field, here in words.items()
    }
    return {field: hits for field, hits in found.items() if hits}
