# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the case base answers about a typical case: how many people share what it says.

Asked is the base of the own organisation alone. Everybody reads whose typical case it is, so the
people of other organisations hide nobody; and no count of theirs leaves their wall.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from stellwerk.cases.models import Case, Person, PersonToken, TypicalSource
from stellwerk.cases.rules.barriers import spelled
from stellwerk.networks.models import TypicalCase
from stellwerk.networks.queries.typical import stations_of, told_of, traits_of
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
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import terms

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
_WORD = re.compile(r"[^\W\d_]+")
#: German words for the language of everybody here ("Deutschkurs") tell no origin.
_HOME = "de"
#: "syrisch" -> "Syrer", "Syrerinnen"; "türkisch" -> "Türke", "Türkin".
_PEOPLE = (
    "e", "en", "er", "ers", "ern", "erin", "erinnen", "in", "innen", "ier", "iers", "ierin",
    "ierinnen",
)
#: "malisch" would make a painter of everybody from Mali.
_TRADES = frozenset({"Mal"})


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


def evidence_for(typical: TypicalCase) -> Evidence:
    """All that its release is judged by; the caller holds the transaction."""
    stations = stations_of(typical)
    texts = texts_of(typical, stations)
    sources = source_ids(typical)
    told = told_of({typical.pk, *_of_the_same_people(typical, sources)})
    said = [*_nationalities(texts), *_genders(typical.called)]
    stated = traits_of(typical)
    needed = combinations(stated, [*told, *said])
    wider = possible_coarsenings(stated)
    alone = {name: Traits(**{name: value}) for name, value in stated.stated.items()}
    asked = [stated, *needed, *(traits for _n, _v, traits in wider), *alone.values()]
    counted = count_people(typical.organisation_id, asked)
    return Evidence(
        traits=stated,
        told=tuple(told),
        said=tuple(said),
        persons={one: counted[one] for one in (stated, *needed)},
        names=household_names_in(typical.organisation_id, sources, texts),
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


def _genders(called: str) -> list[Traits]:
    """"Herr A." says something about the person, whether it is stated or not."""
    first = called.split(" ")[0].casefold()
    told = {"herr": "m", "herrn": "m", "frau": "w"}.get(first)
    return [Traits(gender=told)] if told else []


def _nationalities(texts: Mapping[str, str]) -> list[Traits]:
    """A word like "Syrer" says more than a region."""
    found = {key for key, _region in nationality_words(texts.values()).values()}
    return [Traits(nationality=key) for key in sorted(found)]


def nationality_words(texts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Words in these texts that tell a nationality -> its key and region."""
    known = _words_of_nationalities()
    return {
        word: known[word] for text in texts for word in _WORD.findall(text) if word in known
    }


def _words_of_nationalities() -> dict[str, tuple[str, str]]:
    """Word as written. Adjectives in small letters: "Türkisch" is the language as well."""
    words: dict[str, tuple[str, str]] = {}
    for term in terms(ListKey.NATIONALITY):
        region = str(term.attributes.get("region") or "")
        if term.key == _HOME or not region:
            continue
        for name in (term.label_de, *term.attributes.get("also", [])):
            for ending in ("", "s", "n", "nen", "en"):
                words.setdefault(f"{name}{ending}", (term.key, region))
        adjective = str(term.attributes.get("adjective_de") or "")
        for ending in ("e", "er", "en", "es", "em", "") if adjective else ():
            words.setdefault(f"{adjective}{ending}", (term.key, region))
        stem = adjective.removesuffix("isch").capitalize()
        for ending in _PEOPLE if adjective.endswith("isch") and stem not in _TRADES else ():
            words.setdefault(f"{stem}{ending}", (term.key, region))
    return words


def household_names_in(
    organisation_id: UUID, case_ids: Iterable[UUID], texts: Mapping[str, str]
) -> dict[str, list[str]]:
    """Field -> words that are a name of a source case's household; nothing is opened for it."""
    people = Person.objects.filter(cases__in=list(case_ids))
    homes = list(people.filter(household_id__isnull=False).values_list("household_id", flat=True))
    persons = {*people.values_list("pk", flat=True)}
    persons |= set(Person.objects.filter(household_id__in=homes).values_list("pk", flat=True))
    forms = {form for text in texts.values() for own in spelled(text).values() for form in own}
    if not persons or not forms:
        return {}
    key = crypto.keyring().index_key(organisation_id)
    tokens = {crypto.token(key, form): form for form in forms}
    stored = PersonToken.objects.filter(
        organisation_id=organisation_id, person_id__in=persons, token__in=list(tokens)
    )
    known = {tokens[token] for token in stored.values_list("token", flat=True)}
    found = {}
    for field, text in texts.items():
        words = [word for word, own in spelled(text).items() if own & known]
        if words:
            found[field] = words
    return found
