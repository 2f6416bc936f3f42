# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The shipped lists and how a written word is recognised; no database."""

import pytest

from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.rules import (
    Words,
    blockers_to_add,
    blockers_to_delete,
    folded,
    read_list,
    spaced,
)


@pytest.mark.parametrize("list_key", list(ListKey))
def test_every_list_has_complete_terms_with_unique_keys(list_key):
    terms = read_list(list_key)
    assert terms
    assert len({term.key for term in terms}) == len(terms)
    assert all(term.key and term.label_de and term.label_en for term in terms)
    assert not [
        term.key
        for term in terms
        if any(
            b.code != "key_taken"
            for b in blockers_to_add(
                key=term.key, label_de=term.label_de, label_en=term.label_en, taken_keys=set()
            )
        )
    ]


@pytest.mark.parametrize("list_key", list(ListKey))
def test_every_spelling_of_a_shipped_term_means_that_term(list_key):
    terms = read_list(list_key)
    words = Words(terms)
    for term in terms:
        spellings = [term.key, term.code, term.label_de, term.label_en]
        spellings += term.attributes.get("also", [])
        for spelling in filter(None, spellings):
            assert words.find(spelling) is term, spelling
            assert words.find(spelling.upper()) is term, spelling


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("475", "sy"), ("SY", "sy"), ("Syrien", "sy"), ("syrisch", "sy"), ("Syria", "sy"),
        ("000", "de"), ("0", "de"), (0, "de"), (163, "tr"), ("Tuerkei", "tr"), ("TÜRKEI", "tr"),
        ("997", "997"), ("staatenlos", "997"), ("998", "998"), ("999", "999"),
        ("150", "xk"), ("VAE", "ae"), ("  afghanisch ", "af"), ("Côte d'Ivoire", "ci"),
    ],
)  # fmt: skip
def test_nationality_is_found_by_official_key_iso_code_and_label(written, key):
    term = Words(read_list(ListKey.NATIONALITY)).find(written)
    assert term is not None
    assert term.key == key


@pytest.mark.parametrize("written", ["29", "Atlantis", "", "x", "kongolesisch"])
def test_nationality_is_never_guessed(written):
    assert Words(read_list(ListKey.NATIONALITY)).find(written) is None


def test_nationalities_have_three_digits_and_cover_all_of_the_official_key():
    terms = read_list(ListKey.NATIONALITY)
    codes = [term.code for term in terms]
    assert len(set(codes)) == len(codes) == 210
    assert all(len(code) == 3 and code.isdigit() for code in codes)
    iso = [term.attributes["iso2"] for term in terms if "iso2" in term.attributes]
    assert len(set(iso)) == len(iso) == 199


def test_field_groups_and_closing_kinds_are_known_words():
    groups = {term.attributes["field_group"] for term in read_list(ListKey.LIFE_AREA)}
    assert groups <= {
        "identity", "contact", "family", "residence", "language", "work_education", "housing",
        "health", "plan", "notes",
    }  # fmt: skip
    kinds = {k for t in read_list(ListKey.CLOSING_REASON) for k in t.attributes["closing_kinds"]}
    assert kinds == {"planned", "unplanned"}


def test_fields_of_action_of_rheine_are_the_printed_eight_and_map_to_life_areas():
    areas = {term.key for term in read_list(ListKey.LIFE_AREA)}
    fields = read_list(ListKey.FIELD_OF_ACTION)
    assert [term.code for term in fields] == [str(n) for n in range(1, 9)]
    assert fields[3].label_de == "Wohnen und dezentrales Unterbringungskonzept"
    assert len(fields[4].attributes["subtopics"]) == 5
    assert all(set(term.attributes["common"]) <= areas for term in fields)


def test_legal_spheres_of_organisation_kinds_exist():
    spheres = {term.key for term in read_list(ListKey.LEGAL_SPHERE)}
    for kind in read_list(ListKey.ORGANISATION_KIND):
        assert set(kind.attributes.get("legal_spheres", [])) <= spheres


def test_folding_joins_spellings_but_keys_stay_exact():
    assert folded("Müller-Straße") == folded("mueller strasse") == folded("MULLER STRASSE")
    assert spaced("VAE") == "vae"


def test_shipped_terms_and_life_areas_are_never_deleted():
    assert blockers_to_delete(list_key="language", key="de", bit=None)[0].code == "shipped"
    assert blockers_to_delete(list_key="life_area", key="own", bit=40)[0].code == "numbered"
    assert not blockers_to_delete(list_key="language", key="own", bit=None)
