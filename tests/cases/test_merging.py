# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Two records of one person become one, and two again."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cases.casts import IDENTITY, day, term

from stellwerk.access.visible import open_case, visible_access
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.base.refusal import Refusal
from stellwerk.cases.actions import around, intake, people
from stellwerk.cases.actions.merging import merge_people, undo_merge
from stellwerk.cases.models import (
    Case,
    CaseAccess,
    CaseFact,
    ContactData,
    Identity,
    Person,
    PersonLanguage,
    PersonMerge,
    PersonToken,
    ResidencePeriod,
)
from stellwerk.cases.queries.importing import kept_after
from stellwerk.cases.queries.merging import (
    chosen_fields,
    content_of,
    merge_view,
    models_of_people,
)
from stellwerk.cases.queries.search import people_by_name
from stellwerk.cases.rules.merging import chosen_values, preset_side
from stellwerk.vault.fields import sealed_fields
from stellwerk.vocabulary.models import Term

pytestmark = pytest.mark.django_db


def registered(actor, manager, number, **more):
    """A person with a case, as it is registered at the first contact."""
    person = people.register_person(
        actor=actor, identity={**IDENTITY, **more.get("identity", {})},
        contact=more.get("contact"), household_members=more.get("members"),
    )
    intake.open_case(actor=actor, person=person, opened_on=day(number), manager=manager)
    return person


@pytest.fixture
def two(cast):
    """Yıldız with a phone and a residence title; Yildiz with an address and another language."""
    actor = cast.lead.actor
    with acting(actor):
        one = registered(
            actor, cast.manager.user, 20, contact={"phone": "05971 1"}, members=2
        )
        other = registered(
            actor, cast.colleague.user, 10,
            identity={"family_name": "Yildiz", "birth_date": None, "gender": "d"},
            contact={"phone": "05971 2", "address": "Markt 1"}, members=4,
        )
        status = Term.objects.filter(list="residence_status").first()
        for person, note in ((one, "eins"), (other, "zwei")):
            around.add_residence_period(
                actor=actor, person=person,
                values={"status": status, "valid_from": date(2024, 1, 1), "note": note},
            )
        for person, language in ((one, "ar"), (other, "ar"), (other, "tr")):
            PersonLanguage.objects.create(
                person=person, organisation_id=person.organisation_id,
                language=term("language", language),
            )
        yield one, other


def merged(actor, kept, gone, **sides):
    view = merge_view(kept, gone)
    return merge_people(
        actor=actor, kept=kept, merged=gone, versions=view.versions, sides=sides
    )


def rows(organisation):
    """Everything that a merge could touch, opened; without clocks and versions."""
    found = {}
    for model in (Identity, ContactData, *models_of_people(), Case, CaseAccess, PersonToken):
        some = list(model.objects.filter(organisation=organisation))
        if sealed_fields(model):
            open_keys(some)
        found[model.__name__] = sorted(repr((r.pk, _whose(r), content_of(r))) for r in some)
    found["people"] = sorted(
        Person.objects.filter(organisation=organisation).values_list(
            "pk", "household_id", "merged_into_id"
        )
    )
    facts = CaseFact.objects.filter(organisation_id=organisation.pk).order_by("case_id")
    found["facts"] = list(facts.values())
    return found


def _whose(row):
    return getattr(row, "person_id", None)


def test_what_is_chosen_stays_and_what_was_missing_comes_along(cast, two):
    one, other = two
    merged(cast.lead.actor, one, other, phone="merged", household="kept")
    fresh = Person.objects.get(pk=one.pk)
    parts = [Identity.objects.get(person=one), ContactData.objects.get(person=one)]
    open_keys(parts)
    identity, contact = parts
    assert (identity.family_name, identity.birth_date, identity.gender) == (
        "Yıldız", "1990-05-04", "m",
    )
    assert (contact.phone, contact.address) == ("05971 2", "Markt 1")
    assert fresh.household.members == 2
    periods = list(ResidencePeriod.objects.filter(person=one))
    open_keys(periods)
    assert sorted(period.note for period in periods) == ["eins", "zwei"]
    spoken = PersonLanguage.objects.filter(person=one).values_list("language__key", flat=True)
    assert sorted(spoken) == ["ar", "tr"]


def test_the_other_record_is_found_nowhere_and_its_cases_are_the_kept_ones(cast, two):
    one, other = two
    assert people_by_name(cast.home.pk, "Yildiz").count() == 2
    merged(cast.lead.actor, one, other)
    assert [row.person_id for row in people_by_name(cast.home.pk, "Yildiz")] == [one.pk]
    access = visible_access(cast.lead.actor)
    assert set(access.values_list("person_id", flat=True)) == {one.pk}
    assert Case.objects.filter(person=one).count() == 2
    assert Person.objects.get(pk=other.pk).merged_into_id == one.pk
    # whoever carried the other one's case goes on with it
    colleague = cast.colleague.actor
    with acting(colleague):
        case = Case.objects.get(manager=cast.colleague.user)
        assert open_case(colleague, case.pk).case.person_id == one.pk


def test_facts_follow_the_kept_record(cast, two):
    one, other = two
    merged(cast.lead.actor, one, other, gender="merged")
    genders = CaseFact.objects.filter(organisation_id=cast.home.pk)
    assert set(genders.values_list("gender", flat=True)) == {"d"}


def test_the_number_of_a_merged_record_means_the_kept_one(cast, two):
    one, other = two
    third = registered(cast.lead.actor, cast.manager.user, 1)
    merged(cast.lead.actor, one, other)
    one.refresh_from_db(fields=["version"])
    merged(cast.lead.actor, third, one)
    found = kept_after(cast.home.pk, [one.client_key, other.client_key, "sonst"])
    assert found == {one.client_key: third.pk, other.client_key: third.pk}


def test_what_cannot_be_merged(cast, two):
    one, other = two
    with pytest.raises(Refusal) as refused:
        merged(cast.lead.actor, one, one)
    assert [b.code for b in refused.value.blockers] == ["same"]
    with pytest.raises(Refusal) as refused:
        merge_people(actor=cast.lead.actor, kept=one, merged=other, versions="9.9", sides={})
    assert refused.value.code == "changed"
    row = merged(cast.lead.actor, one, other)
    with pytest.raises(Refusal):
        merged(cast.lead.actor, other, one)
    undo_merge(actor=cast.lead.actor, merge=row)
    with pytest.raises(Refusal) as refused:
        undo_merge(actor=cast.lead.actor, merge=row)
    assert refused.value.code == "undone"


def test_what_was_changed_after_the_merge_survives_taking_it_back(cast, two):
    one, other = two
    row = merged(cast.lead.actor, one, other, phone="merged")
    fresh = Person.objects.get(pk=one.pk)
    open_keys([fresh])
    people.change_contact_data(
        actor=cast.lead.actor, person=fresh, version=fresh.version, values={"phone": "05971 3"}
    )
    undo_merge(actor=cast.lead.actor, merge=row)
    contact = ContactData.objects.get(person=one)
    open_keys([contact])
    assert (contact.phone, contact.address) == ("05971 3", None)


FIELDS = [name for part in (Identity, ContactData) for name in chosen_fields(part)]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    sides=st.dictionaries(
        st.sampled_from([*FIELDS, "household"]), st.sampled_from(["kept", "merged"])
    ),
    turned=st.booleans(),
)
def test_taking_a_merge_back_restores_every_row(cast, two, sides, turned):
    one, other = reversed(two) if turned else two
    with transaction.atomic():
        before = rows(cast.home)
        row = merged(cast.lead.actor, one, other, **sides)
        assert rows(cast.home) != before
        undo_merge(actor=cast.lead.actor, merge=row)
        assert rows(cast.home) == before
        assert PersonMerge.objects.get(pk=row.pk).undone_at is not None
        transaction.set_rollback(True)


def test_what_is_there_beats_what_is_missing():
    assert [preset_side(None, "x"), preset_side("x", None), preset_side("x", "y")] == [
        "merged", "kept", "kept",
    ]
    kept, gone = {"a": None, "b": 1, "c": 2}, {"a": 5, "b": 3, "c": None}
    assert chosen_values(kept, gone, {}) == {"a": 5}
    assert chosen_values(kept, gone, {"b": "merged", "c": "merged"}) == {"a": 5, "b": 3, "c": None}
