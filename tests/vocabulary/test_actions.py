# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
from datetime import date

import pytest
from django.db import connection

from stellwerk.base.actor import system_actor
from stellwerk.base.refusal import Refusal
from stellwerk.vocabulary import actions
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term
from stellwerk.vocabulary.queries import lexicon, resolve, stamp, term_by_key, terms

pytestmark = pytest.mark.django_db
ACTOR = system_actor("test")


def add(key="own", list_key=ListKey.LANGUAGE):
    return actions.add_term(
        actor=ACTOR, list_key=list_key, key=key, label_de="Eigenes", label_en="Own"
    )


def test_loading_twice_writes_nothing(django_assert_num_queries):
    actions.load_lists(actor=ACTOR)
    with django_assert_num_queries(4):  # savepoint, lock, one read, release
        assert actions.load_lists(actor=ACTOR) == 0


def test_loading_keeps_what_an_administrator_changed():
    term = term_by_key(ListKey.LIFE_AREA, "housing")
    actions.change_term(
        actor=ACTOR, term=term, label_de="Wohnraum", label_en="Homes", position=3, seen=stamp(term)
    )
    assert actions.load_lists(actor=ACTOR) == 0
    term.refresh_from_db()
    assert (term.label_de, term.position) == ("Wohnraum", 3)


def test_loading_brings_back_official_attributes():
    Term.objects.filter(list=ListKey.NATIONALITY, key="sy").update(code="", attributes={})
    assert actions.load_lists(actor=ACTOR) == 1
    assert term_by_key(ListKey.NATIONALITY, "sy").code == "475"


def test_life_areas_get_numbers_that_are_never_used_twice():
    bits = list(terms(ListKey.LIFE_AREA).values_list("bit", flat=True))
    assert len(set(bits)) == len(bits)
    first = add("garden", ListKey.LIFE_AREA)
    assert first.bit == max(bits) + 1
    with pytest.raises(Refusal):
        actions.delete_term(actor=ACTOR, term=first)
    assert add("music", ListKey.LIFE_AREA).bit == first.bit + 1


def test_unused_term_can_be_deleted():
    term = add()
    actions.delete_term(actor=ACTOR, term=term)
    assert term_by_key(ListKey.LANGUAGE, "own") is None


def test_used_term_is_refused_with_where_it_is_used(cast):
    kind = add("own_kind", ListKey.ORGANISATION_KIND)
    cast.home.kind = kind
    cast.home.save()
    with pytest.raises(Refusal) as caught:
        actions.delete_term(actor=ACTOR, term=kind)
    assert caught.value.code == "in_use"
    assert "organisation" in caught.value.message.lower()
    with connection.cursor() as cursor:  # the transaction is still usable
        cursor.execute("SELECT 1")
    assert term_by_key(ListKey.ORGANISATION_KIND, "own_kind") is not None


def test_somebody_elses_change_is_not_overwritten():
    term = add()
    seen = stamp(term)
    actions.change_term(
        actor=ACTOR, term=term, label_de="Zuerst", label_en="First", position=1, seen=seen
    )
    with pytest.raises(Refusal) as caught:
        actions.change_term(
            actor=ACTOR, term=term, label_de="Danach", label_en="Then", position=1, seen=seen
        )
    assert caught.value.code == "conflict"
    assert "Zuerst" in caught.value.message


def test_retired_term_stays_but_is_not_offered():
    term = add()
    actions.retire_term(actor=ACTOR, term=term, on=date(2026, 1, 1))
    assert term_by_key(ListKey.LANGUAGE, "own") is not None
    assert not terms(ListKey.LANGUAGE, active_on=date(2026, 1, 1)).filter(key="own").exists()
    with pytest.raises(Refusal):
        actions.retire_term(actor=ACTOR, term=term, on=date(2026, 1, 2))
    actions.reinstate_term(actor=ACTOR, term=term)
    assert terms(ListKey.LANGUAGE, active_on=date(2026, 1, 1)).filter(key="own").exists()


def test_key_and_labels_are_checked():
    with pytest.raises(Refusal) as caught:
        actions.add_term(
            actor=ACTOR, list_key=ListKey.LANGUAGE, key="Mit Leerzeichen", label_de="", label_en="x"
        )
    assert {b.field for b in caught.value.blockers} == {"key", "label_de"}
    with pytest.raises(Refusal):
        add("de")


def test_lexicon_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        words = lexicon(ListKey.RESIDENCE_STATUS)
        assert words.find("Duldung").key == "aufenthg_60a"
        assert words.find("§ 25 Abs. 2 Alt. 2").key == "aufenthg_25_2_alt2"
    assert resolve(ListKey.LIFE_AREA, "Kinder/Kita").key == "childcare"
