# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A released typical case never fits fewer than five people of its organisation's case base."""

from contextlib import contextmanager
from datetime import date
from itertools import combinations as subsets

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stellwerk.base.context import acting
from stellwerk.base.refusal import NotVisible, Refusal
from stellwerk.cases.actions.tokens import index_names
from stellwerk.cases.actions.typical_cases import recount_released, release_to_group
from stellwerk.cases.models import Case, CaseFact, Person, TypicalSource
from stellwerk.cases.queries import reidentification
from stellwerk.cases.queries.reidentification import count_people, evidence_for
from stellwerk.networks.actions import typical as actions
from stellwerk.networks.actions.station_views import say_view
from stellwerk.networks.choices import TypicalState
from stellwerk.networks.models import StationView, TypicalCase, TypicalRelease, TypicalStation
from stellwerk.networks.rules import reidentification as rules
from stellwerk.networks.rules.reidentification import (
    Evidence,
    Traits,
    coarser,
)
from stellwerk.vocabulary.choices import CONTINENTS, ListKey
from stellwerk.vocabulary.queries import term_by_key

#: (birth year, nationality, residence status, gender, day of opening): few values, many meetings.
FACTS = st.tuples(
    st.sampled_from([None, 1996, 1998, 1980, 2003]),
    st.sampled_from([None, "af", "sy", "ir", "ro"]),
    st.sampled_from([None, "asylg_55", "aufenthg_60a"]),
    st.sampled_from([None, "m", "w", "x"]),
    st.sampled_from([date(2017, 3, 1), date(2017, 9, 1), date(2018, 6, 30)]),
)
#: People with one or two cases each.
BASES = st.lists(st.lists(FACTS, min_size=1, max_size=2), max_size=14)
STATED = st.fixed_dictionaries(
    {
        "age_band": st.sampled_from(["", "18-26", "18-39", "27-39"]),
        "region": st.sampled_from(["", "southern_asia", "asia", "western_asia"]),
        "residence_group": st.sampled_from(["", "asylum", "toleration"]),
        "gender": st.sampled_from(["", "m", "w"]),
        "half_year": st.sampled_from(["", "2017-1", "2017", "2018-1"]),
    }
)
FEW = settings(
    max_examples=30, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
STATION = {"action": "Zwei Behörden stellen je einen Schein aus."}


@contextmanager
def base_of(cast, people):
    """A case base of these people; everything is taken back."""
    with transaction.atomic():
        with acting(cast.lead.actor):
            fill(cast.home, people)
            yield
        transaction.set_rollback(True)


def fill(organisation, people):
    persons = [
        Person(organisation=organisation, client_key=f"P-{n}") for n in range(len(people))
    ]
    Person.objects.bulk_create(persons)
    cases, facts = [], []
    for person, told in zip(persons, people, strict=True):
        for _year, _nation, _status, _gender, opened in told:
            cases.append(Case(
                organisation=organisation, person=person, case_key=f"F-{len(cases)}",
                phase_since=opened, opened_on=opened, sort_at=timezone.now(),
            ))
    Case.objects.bulk_create(cases)
    for case, fact in zip(cases, [one for told in people for one in told], strict=True):
        year, nation, status, gender, opened = fact
        facts.append(CaseFact(
            case_id=case.pk, organisation_id=organisation.pk, phase="monitoring",
            opened_on=opened, birth_year=year, gender=gender,
            nationality_id=nation and term_by_key(ListKey.NATIONALITY, nation).pk,
            residence_status_id=status and term_by_key(ListKey.RESIDENCE_STATUS, status).pk,
        ))
    CaseFact.objects.bulk_create(facts)


def fits(fact, stated):
    """Whether one case has all that is stated; a second opinion in plain Python."""
    year, nation, status, gender, opened = fact
    regions = {"af": "southern_asia", "ir": "southern_asia", "sy": "western_asia",
               "ro": "eastern_europe"}
    groups = {"asylg_55": "asylum", "aufenthg_60a": "toleration"}
    if age := stated.get("age_band"):
        low, high = map(int, age.split("-"))
        if year is None or not low <= opened.year - year <= high:
            return False
    if region := stated.get("region"):
        own = regions.get(nation)
        if own != region and own not in CONTINENTS.get(region, ()):
            return False
    if (group := stated.get("residence_group")) and groups.get(status) != group:
        return False
    if (wanted := stated.get("gender")) and gender != wanted:
        return False
    if half := stated.get("half_year"):
        own = f"{opened.year}-{1 if opened.month <= 6 else 2}"
        return own.startswith(half)
    return True


def matching(people, stated):
    return sum(any(fits(fact, stated) for fact in told) for told in people)


def drafted(cast, stated, **more):
    made = actions.add_typical_case(
        actor=cast.lead.actor, values={"title": "Zwei Scheine", **stated, **more},
        stations=[STATION],
    )
    return actions.check_typical_case(actor=cast.lead.actor, typical=made, version=made.version)


def released(cast, stated, **more):
    """The typical case when the house let it out, else None."""
    row = drafted(cast, stated, **more)
    return let_out(cast, row)


def let_out(cast, row):
    try:
        with transaction.atomic():
            return release_to_group(actor=cast.lead.actor, typical=row, version=row.version)
    except Refusal:
        return None


def assert_hidden_among_five(people, stated):
    """What is stated, and everything that somebody who knows a part of it could ask."""
    named = {name: value for name, value in stated.items() if value}
    for size in range(len(named) + 1):
        for names in subsets(named, size):
            part = {name: named[name] for name in names}
            assert matching(people, part) >= 5, part


# ── the property of must-be-shown 7 ──────────────────────────────────────────────────────────


@pytest.mark.django_db
@FEW
@given(people=BASES, stated=STATED)
def test_what_is_released_fits_five_people(cast, people, stated):
    with base_of(cast, people):
        row = released(cast, stated)
        if row is not None:
            assert_hidden_among_five(people, stated)
        else:
            assert matching(people, stated) < 5, "refused without need"


@pytest.mark.django_db
@FEW
@given(people=BASES, first=STATED, second=STATED)
def test_two_releases_together_tell_no_more(cast, people, first, second):
    """Whoever read both versions still finds five people who fit all that agrees."""
    with base_of(cast, people):
        row = released(cast, first)
        if row is None:
            return
        row = actions.reopen_typical_case(actor=cast.lead.actor, typical=row, version=row.version)
        actions.change_typical_case(
            actor=cast.lead.actor, typical=row, version=row.version,
            values={"title": row.title, **second},
        )
        row.refresh_from_db()
        row = actions.check_typical_case(actor=cast.lead.actor, typical=row, version=row.version)
        if let_out(cast, row) is not None:
            both = [narrower(first[name], second[name], name) for name in first]
            assert_hidden_among_five(people, dict(zip(first, both, strict=True)))


def narrower(one, other, name):
    """Of two things told the narrower; of two that contradict each other the later."""
    if not other or (one and other in coarser(name, one)):
        return one
    return other


@pytest.mark.django_db
def test_without_the_check_the_property_is_red(cast, monkeypatch):
    """Each of its parts turned off lets too few people out, and that is noticed."""
    lone = [[(1996, "af", "asylg_55", "m", date(2017, 3, 1))]]
    crowd = [[(1980, "sy", "aufenthg_60a", "w", date(2018, 6, 30))]] * 6
    stated = {"age_band": "18-26", "region": "southern_asia", "gender": "m"}

    def property_holds():
        with base_of(cast, [*lone, *crowd]):
            row = released(cast, stated)
            if row is not None:
                assert_hidden_among_five([*lone, *crowd], stated)

    property_holds()
    with monkeypatch.context() as off:
        off.setattr(rules, "SMALLEST_GROUP", 0)
        with pytest.raises(IntegrityError):  # the last wall stands in the database
            property_holds()
    with monkeypatch.context() as off:
        blind = {**reidentification._CONDITIONS, "age_band": "%s <= %s", "gender": "%s <> ''",
                 "region": "%s::text[] IS NOT NULL"}
        off.setattr(reidentification, "_CONDITIONS", blind)
        with pytest.raises(AssertionError):
            property_holds()
    with monkeypatch.context() as off:
        off.setattr(
            reidentification, "count_people", lambda _where, wanted: dict.fromkeys(wanted, 99)
        )
        with pytest.raises(AssertionError):
            property_holds()


# ── attacks by hand ──────────────────────────────────────────────────────────────────────────

MEN, WOMEN = (
    [[(1996, nation, "asylg_55", gender, date(2017, 3, 1))] for nation in ("af", "af", "sy")]
    for gender in ("m", "w")
)


@pytest.mark.django_db
def test_a_narrowed_second_version_is_weighed_with_the_first(cast):
    """Asia alone fits six, men alone five; Asian men are three."""
    people = [*MEN, *WOMEN, *[[(1990, "ro", "aufenthg_60a", "m", date(2018, 6, 30))]] * 2]
    with base_of(cast, people):
        row = released(cast, {"region": "asia"})
        assert row is not None
        row = actions.reopen_typical_case(actor=cast.lead.actor, typical=row, version=row.version)
        actions.change_typical_case(
            actor=cast.lead.actor, typical=row, version=row.version,
            values={"title": "x", "region": "", "gender": "m"},
        )
        row.refresh_from_db()
        row = actions.check_typical_case(actor=cast.lead.actor, typical=row, version=row.version)
        with pytest.raises(Refusal) as no:
            release_to_group(actor=cast.lead.actor, typical=row, version=row.version)
        assert [b.code for b in no.value.blockers] == ["too_few_together"]
        assert released(cast, {"gender": "m"}) is not None, "of other cases it may be told"


@pytest.mark.django_db
def test_two_typical_cases_of_the_same_person_are_weighed_together(cast):
    people = [*MEN, *WOMEN, *[[(1990, "ro", "aufenthg_60a", "m", date(2018, 6, 30))]] * 2]
    with base_of(cast, people):
        case = Case.objects.order_by("case_key").first()
        rows = [drafted(cast, {"region": "asia"}), drafted(cast, {"gender": "m"})]
        for row in rows:
            TypicalSource.objects.create(
                organisation=cast.home, case=case, typical_case=row
            )
        assert let_out(cast, rows[0]) is not None
        assert let_out(cast, rows[1]) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "words", "code"),
    [
        ("called", "Herr A.", "too_few_together"),
        ("about", "Der Vater wartet.", "too_few_together"),
        ("about", "Er kommt aus Westasien.", "too_few_together"),
        ("about", "Ein Syrer wartet.", "too_few_together"),
        ("about", "Sie ist syrische Staatsangehörige.", "too_few_together"),
        ("about", "Sie besucht einen Deutschkurs und lernt Malerin.", None),
    ],
)
def test_words_tell_as_much_as_attributes(cast, field, words, code):
    people = [*WOMEN, *WOMEN, *MEN[:2]]
    with base_of(cast, people):
        row = drafted(cast, {"region": "asia"}, **{field: words})
        found = rules.risk_blockers(evidence_for(row))
        assert [b.code for b in found] == ([code] if code else [])


@pytest.mark.django_db
def test_two_cases_of_one_person_are_one_person(cast):
    people = [[MEN[0][0]] * 2] * 4
    with base_of(cast, people):
        assert count_people(cast.home.pk, [Traits(gender="m")]) == {Traits(gender="m"): 4}
        assert released(cast, {"gender": "m"}) is None


@pytest.mark.django_db
def test_people_of_others_hide_nobody(cast):
    with transaction.atomic():
        with acting(cast.foreign_lead.actor):
            fill(cast.neighbour, [*MEN, *MEN])
        with acting(cast.lead.actor):
            fill(cast.home, MEN)
            assert released(cast, {"gender": "m"}) is None
            assert count_people(cast.neighbour.pk, [Traits()]) == {Traits(): 0}
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_without_evidence_there_is_no_release(cast):
    """Neither old evidence nor that of another text is taken."""
    with base_of(cast, [*MEN, *WOMEN]):
        row = drafted(cast, {"region": "asia"})
        with pytest.raises(TypeError):
            actions.release_typical_case(
                actor=cast.lead.actor, typical=row, version=row.version
            )
        made_up = Evidence(Traits(), (), (), {Traits(): 99}, {})
        with pytest.raises(Refusal) as no:
            actions.release_typical_case(
                actor=cast.lead.actor, typical=row, version=row.version, evidence=made_up
            )
        assert [b.code for b in no.value.blockers] == ["other_evidence"]


@pytest.mark.django_db
def test_a_base_that_shrinks_takes_it_back(cast):
    people = [*MEN, MEN[0], MEN[1]]
    with base_of(cast, people):
        row = released(cast, {"gender": "m"})
        assert recount_released(actor=cast.lead.actor, organisation_id=cast.home.pk) == 0
        CaseFact.objects.filter(case_id=Case.objects.order_by("-case_key").first().pk).delete()
        assert recount_released(actor=cast.lead.actor, organisation_id=cast.home.pk) == 1
        row.refresh_from_db()
        assert (row.state, row.released_at) == (TypicalState.DRAFT, None)
        kept = TypicalRelease.objects.get(typical_case=row)
        assert (kept.withdrawn_because, kept.persons) == ("too_few", 5)


@pytest.mark.django_db
def test_the_blocker_says_what_would_be_enough(cast):
    people = [*MEN, *WOMEN, *[[(1980, "af", "asylg_55", "m", date(2018, 3, 1))]] * 3]
    with base_of(cast, people):
        row = drafted(cast, {"age_band": "18-26", "gender": "m"})
        (found,) = rules.risk_blockers(evidence_for(row))
        assert found.code == "too_few"
        assert "nur auf 3 Personen" in found.message
        assert "Altersgruppe 18 bis 39 (6 Personen)" in found.message
        assert "Geschlecht nicht angegeben (6 Personen)" in found.message


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["Er ist 34 Jahre.", "34-jährig", "Praktikum 2016"])
def test_ages_and_years_do_not_go_out(cast, words):
    with base_of(cast, [*MEN, *WOMEN]), pytest.raises(Refusal) as no:
        drafted(cast, {}, about=words)
    assert no.value.blockers[0].code in ("text_age", "text_year")


@pytest.mark.django_db
def test_by_hand_nobody_of_the_house_is_named(cast):
    """It has no sources: every name of the house is looked for, but not again every night."""
    with base_of(cast, [*MEN, *WOMEN]):
        someone = Person.objects.first()
        row = drafted(cast, {}, about="Dann lief Wesselmanns Antrag lange.")
        row = let_out(cast, row)
        assert row is not None
        index_names(someone.pk, cast.home.pk, "Wesselmann", "Lange")
        assert recount_released(actor=cast.lead.actor, organisation_id=cast.home.pk) == 0
        found = rules.risk_blockers(evidence_for(row))
        assert [b.code for b in found] == ["names_somebody"]
        assert "Wesselmanns" in found[0].message
        assert "lange" not in found[0].message


@pytest.mark.django_db
def test_views_count_with_the_rest(cast):
    """The owner's is counted at release and closed with it; one that came later at night."""
    people = [*WOMEN, *WOMEN, *MEN[:2]]
    with base_of(cast, people):
        row = actions.add_typical_case(
            actor=cast.lead.actor, values={"title": "x", "region": "asia"}, stations=[STATION]
        )
        station = TypicalStation.objects.get(typical_case=row)
        seen = say_view(actor=cast.lead.actor, station=station, version=None,
                        values={"words": "Ein Syrer wartet."})
        row = actions.check_typical_case(actor=cast.lead.actor, typical=row, version=1)
        assert let_out(cast, row) is None
        StationView.objects.update(words="Es dauert.")
        row = let_out(cast, row)
        assert row is not None
        with pytest.raises(Refusal) as no, transaction.atomic():
            say_view(actor=cast.lead.actor, station=station, version=seen.version,
                     values={"words": "Herr A. wartet."})
        assert [b.code for b in no.value.blockers] == ["not_a_draft"]
        StationView.objects.update(words="Ein Syrer wartet.")
        assert recount_released(actor=cast.lead.actor, organisation_id=cast.home.pk) == 1


@pytest.mark.django_db
def test_a_view_of_others_tells_no_more_than_was_released(cast):
    with transaction.atomic():
        with acting(cast.lead.actor):
            fill(cast.home, [*MEN, *MEN])
            row = released(cast, {"region": "southern_asia"}, about="Ein Mann aus Asien.")
            assert row is None, "Southern Asia has four men"
            row = released(cast, {"region": "asia"}, about="Ein Mann wartet.")
            station = TypicalStation.objects.get(typical_case=row)
        with acting(cast.partner.actor):
            for words in ("Die syrische Klientin", "aus Westasien", "Die Mutter rief an",
                          "34 Jahre", "im Jahr 2016", "am 3.3.2017"):
                with pytest.raises(Refusal), transaction.atomic():
                    say_view(actor=cast.partner.actor, station=station, version=None,
                             values={"words": words})
            say_view(actor=cast.partner.actor, station=station, version=None,
                     values={"words": "Der Mann aus Asien wartet."})
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_releases_of_a_house_wait_for_each_other(cast):
    """The lock comes before anything is counted."""
    with base_of(cast, [*MEN, *MEN]):
        row = drafted(cast, {"gender": "m"})
        with CaptureQueriesContext(connection) as asked:
            assert let_out(cast, row) is not None
        said = [one["sql"] for one in asked]
        lock = next(n for n, sql in enumerate(said) if "pg_advisory_xact_lock" in sql)
        told = next(n for n, sql in enumerate(said) if "networks_typical" in sql)
        assert lock < told
        assert f"typical_release {cast.home.pk}" in said[lock]


# ── the way, and the walls ───────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_a_draft_is_its_owners_and_a_released_one_the_groups(cast):
    with transaction.atomic():
        with acting(cast.lead.actor):
            fill(cast.home, [*MEN, *WOMEN])
            hidden = drafted(cast, {})
            shown = released(cast, {"region": "asia"})
        with acting(cast.partner.actor):
            assert list(TypicalCase.objects.values_list("pk", flat=True)) == [shown.pk]
            assert TypicalRelease.objects.count() == 0
            for deed in (actions.reopen_typical_case, actions.archive_typical_case):
                with pytest.raises(NotVisible), transaction.atomic():
                    deed(actor=cast.partner.actor, typical=shown, version=shown.version)
            with pytest.raises(NotVisible), transaction.atomic():
                actions.add_station(
                    actor=cast.partner.actor, typical=hidden, course="actual", values=STATION
                )
        with acting(cast.lead.actor):
            actions.archive_typical_case(
                actor=cast.lead.actor, typical=shown, version=shown.version
            )
        with acting(cast.partner.actor):
            assert not TypicalCase.objects.exists()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_nightly_work_counts_every_organisation(cast, capsys):
    from django.core.management import call_command

    with transaction.atomic():
        with acting(cast.lead.actor):
            fill(cast.home, [*MEN, MEN[0], MEN[1]])
            row = released(cast, {"gender": "m"})
            CaseFact.objects.filter(gender="m").update(gender=None)
        call_command("recount_typical_cases")
        assert "1" in capsys.readouterr().out
        with acting(cast.lead.actor):
            row.refresh_from_db()
            assert row.state == TypicalState.DRAFT
        transaction.set_rollback(True)
