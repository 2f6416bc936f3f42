# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The values by which a typical case is known: how they lie inside each other and are shared."""

from stellwerk.networks.choices import AgeBand
from stellwerk.networks.rules.reidentification import (
    NAMES,
    Traits,
    age_bounds,
    coarser,
    combinations,
    regions_within,
    safe_traits,
    shared_traits,
)
from stellwerk.vocabulary.choices import Region


def test_groups_lie_inside_each_other_or_apart():
    bands = [age_bounds(band) for band in AgeBand.values]
    for low, high in bands:
        for other_low, other_high in bands:
            apart = high < other_low or other_high < low
            inside = (low >= other_low and high <= other_high) or (
                other_low >= low and other_high <= high
            )
            assert apart or inside
    for one in Region.values:
        for other in Region.values:
            shared = set(regions_within(one)) & set(regions_within(other))
            assert not shared or one in regions_within(other) or other in regions_within(one)


def test_every_coarser_value_holds_more():
    for band in AgeBand.values:
        low, high = age_bounds(band)
        *wider, nothing = coarser("age_band", band)
        assert nothing == ""
        assert all(age_bounds(w)[0] <= low and high <= age_bounds(w)[1] for w in wider)
    assert coarser("region", "southern_asia") == ["asia", ""]
    assert coarser("half_year", "2017-1") == ["2017", ""]
    assert coarser("gender", "w") == [""]
    assert coarser("gender", "") == []


def test_several_people_share_what_is_true_of_all():
    young, older = Traits(age_band="18-26", region="southern_asia", gender="m", nationality="af"), (
        Traits(age_band="27-39", region="western_asia", gender="m", nationality="sy")
    )
    assert shared_traits([young, older]) == Traits(age_band="18-39", region="asia", gender="m")
    assert shared_traits([young, Traits()]) == Traits()


def test_what_was_told_is_put_together_in_every_way():
    told = [Traits(gender="m"), Traits(age_band="18-39")]
    wanted = combinations(Traits(age_band="18-26", region="asia"), told)
    assert {(t.age_band, t.gender, t.region) for t in wanted} == {
        ("18-26", "m", "asia"), ("18-39", "m", "asia"),
    }
    assert all(t.stated.keys() <= set(NAMES) for t in wanted)


def test_a_draft_says_no_more_than_five_share():
    def count(wanted):
        return {one: 9 - 2 * len(one.stated) for one in wanted}

    narrow = Traits(age_band="18-26", region="southern_asia", gender="m", half_year="2017-1")
    assert len(safe_traits(narrow, count).stated) == 2
    assert safe_traits(Traits(gender="m"), lambda wanted: dict.fromkeys(wanted, 0)) == Traits()
