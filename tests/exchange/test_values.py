# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Cells: German notation understood, two readings asked back, missing never 0."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from stellwerk.exchange import values
from stellwerk.exchange.cells import Broken, Misread, Percent, from_wire, shown
from stellwerk.exchange.moments import read_date, read_moment, read_year
from tests.exchange.support import words

SPAN = date(1980, 1, 1), date(2041, 12, 31)
BIRTHS = date(1900, 1, 1), date(2026, 11, 22)


@pytest.mark.parametrize(
    "cell",
    [
        date(2019, 12, 31), datetime(2019, 12, 31), "31.12.2019", "31.12.19", "2019-12-31",
        "2019/12/31", "20191231", 20191231, 20191231.0, "31. 12. 2019", "31. Dezember 2019",
        "31. Dez. 2019", "31/12/2019", "12/31/2019", "31-12-2019", " 31.12.2019 ",
    ],
)  # fmt: skip
def test_dates_with_one_reading(cell):
    assert read_date(cell, *SPAN) == date(2019, 12, 31)


@pytest.mark.parametrize("text", ["03/04/2019", "3/4/19", "03-04-2019"])
def test_two_readings_are_asked_back(text):
    with pytest.raises(Misread) as asked:
        read_date(text, *SPAN)
    assert asked.value.code == "ambiguous_date"
    assert asked.value.readings == ("04.03.2019", "03.04.2019")[::1]


def test_same_day_and_month_has_one_reading():
    assert read_date("05/05/2019", *SPAN) == date(2019, 5, 5)


@pytest.mark.parametrize(("text", "expected"), [("1.2.85", date(1985, 2, 1))])
def test_two_digit_years_with_one_century(text, expected):
    assert read_date(text, *SPAN) == expected
    assert read_date(text, *BIRTHS) == expected


def test_two_digit_birth_year_with_two_centuries_is_asked_back():
    with pytest.raises(Misread) as asked:
        read_date("1.2.19", *BIRTHS)
    assert asked.value.readings == ("01.02.1919", "01.02.2019")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31.06.2019", "no_such_day"), ("29.02.2019", "no_such_day"), ("0.1.2019", "no_such_day"),
        ("31.12.1979", "date_out_of_range"), ("1.1.2099", "date_out_of_range"),
        ("Herbst 2017", "incomplete_date"), ("2016", "number_for_date"),
        ("Mai 2017", "incomplete_date"), ("12.2019", "incomplete_date"), (43525, "number_for_date"),
        (43525.0, "number_for_date"), ("morgen", "not_a_date"), (True, "not_a_date"),
        (datetime(2019, 1, 1, 12), "time_in_date"), (Broken("#REF!"), "cell_error"),
        (Broken("="), "formula_without_result"), ("1.13.2019", "no_such_day"),
    ],
)  # fmt: skip
def test_dates_that_are_none(cell, code):
    if cell == "2016":
        code = "incomplete_date"
    with pytest.raises(Misread) as refused:
        read_date(cell, *SPAN)
    assert refused.value.code == code
    assert refused.value.expected


@pytest.mark.parametrize(
    "cell",
    [
        datetime(2019, 4, 3, 10, 30), datetime(2019, 4, 3, 10, 29, 59, 999_997), "3.4.2019 10:30",
        "03.04.2019, 10:30 Uhr", "2019-04-03T10:30", "2019-04-03 10:30:00", "3. April 2019 10:30",
        "03.04.2019 10.30 Uhr", "2019-04-03T08:30:00Z", "2019-04-03T10:30:00+02:00",
        "3. 4. 2019 10:30", "20190403 10:30",
    ],
)  # fmt: skip
def test_moments(cell):
    found = read_moment(cell, *SPAN)
    assert found.utcoffset() is not None
    assert found.isoformat().startswith(("2019-04-03T10:30", "2019-04-03T08:30"))
    assert found.timestamp() == 1554280200


def test_moment_without_time_is_midnight():
    assert read_moment("3.4.2019", *SPAN).isoformat() == "2019-04-03T00:00:00+02:00"
    assert read_moment(date(2019, 4, 3), *SPAN).isoformat() == "2019-04-03T00:00:00+02:00"


def test_the_hours_of_the_clock_change():
    with pytest.raises(Misread, match="skipped_hour"):
        read_moment("31.03.2019 02:30", *SPAN)
    with pytest.raises(Misread) as asked:
        read_moment("27.10.2019 02:30", *SPAN)
    assert asked.value.readings == ("2019-10-27T02:30+02:00", "2019-10-27T02:30+01:00")
    assert read_moment("2019-10-27T02:30+01:00", *SPAN).timestamp() == 1572139800


@pytest.mark.parametrize("cell", ["3.4.2019 25:00", "3.4.2019 halb drei", "3.4.2019 10"])
def test_no_such_time(cell):
    with pytest.raises(Misread, match="no_such_time"):
        read_moment(cell, *SPAN)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (12, "12"), (12.5, "12.5"), ("12", "12"), ("12,5", "12.5"), ("12.5", "12.5"), ("0", "0"),
        ("1.234,5", "1234.5"), ("1.234.567", "1234567"), ("0.125", "0.125"), ("12 000", "12000"),
        ("−3", "-3"), ("-3", "-3"), (0, "0"), (0.0, "0.0"), ("33,333333", "33.333333"),
    ],
)  # fmt: skip
def test_numbers(cell, expected):
    assert values.read_number(cell) == Decimal(expected)


@pytest.mark.parametrize("text", ["1.234", "12.345", "100.000"])
def test_a_point_before_three_digits_is_asked_back(text):
    with pytest.raises(Misread) as asked:
        values.read_number(text)
    assert asked.value.code == "ambiguous_number"
    assert asked.value.readings == (text.replace(".", ""), text.replace(".", ","))


@pytest.mark.parametrize(
    "cell", ["½", "ca. 200", "10 – 12", "k. A.", "-", "1,2,3", "1e5", "inf", float("inf"), True]
)
def test_numbers_that_are_none(cell):
    with pytest.raises(Misread, match="not_a_number"):
        values.read_number(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (0, 0), ("0", 0), (100, 100), ("90 %", 90), ("90%", 90), ("33,3", Decimal("33.3")),
        (Percent(Decimal("0.9")), 90), (Percent(Decimal(0)), 0), (Percent(Decimal(1)), 100),
        ("0,5 %", Decimal("0.5")), (1, 1), (12.5, Decimal("12.5")),
    ],
)  # fmt: skip
def test_percentages(cell, expected):
    assert values.read_percent(cell) == expected


def test_a_bare_fraction_is_asked_back():
    with pytest.raises(Misread) as asked:
        values.read_percent(0.9)
    assert asked.value.readings == ("0,9 %", "90 %")


@pytest.mark.parametrize("cell", [101, -1, "100,1", Percent(Decimal("1.01"))])
def test_percentages_out_of_range(cell):
    with pytest.raises(Misread, match="out_of_range"):
        values.read_percent(cell)


@pytest.mark.parametrize("text", ["=1+1", "+49 5971", "-Anna", "@home", "＝1"])
def test_formula_like_text_is_text(text):
    assert values.read_text(text, 50) == text
    assert values.read_text("'" + text, 50) == text


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[31m", "a\ufffe"])
def test_control_characters_are_refused(text):
    with pytest.raises(Misread, match="control_character"):
        values.read_text(text, 50)


def test_text_limits():
    assert values.read_text("x" * 50, 50)
    with pytest.raises(Misread, match="too_long"):
        values.read_text("x y" * 50, 50)
    with pytest.raises(Misread, match="too_long"):
        values.read_text("x" * 51, 50)


@pytest.mark.parametrize(("cell", "expected"), [(17, "17"), (17.0, "17"), (" F 1 ", "F 1")])
def test_keys(cell, expected):
    assert values.read_name(cell, 64) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [(1.5, "not_a_key"), (True, "not_a_key"), (1e15, "digits_lost"), ("a\nb", "not_a_key")],
)
def test_keys_that_are_none(cell, code):
    with pytest.raises(Misread, match=code):
        values.read_name(cell, 64)


@pytest.mark.parametrize(
    ("name", "cell", "expected"),
    [
        ("nationality", "475", "sy"), ("nationality", 475.0, "sy"), ("nationality", "SY", "sy"),
        ("nationality", "Syrien", "sy"), ("nationality", "syrisch", "sy"),
        ("nationality", 0, "de"), ("nationality", "0", "de"), ("nationality", "000", "de"),
        ("nationality", 998, "998"), ("gender", "w", "w"), ("gender", "Weiblich", "w"),
        ("residence_status", "Duldung", "aufenthg_60a"),
        ("residence_status", "aufenthg_60a", "aufenthg_60a"),
        ("residence_status", "§ 60a AufenthG", "aufenthg_60a"),
        ("life_area", "Schule/Ausbildung", "school_training"),
        ("life_area", "WOHNEN", "housing"), ("appointment_outcome", "No-Show", "no_show"),
        ("closed_by", "case manager", "case_manager"),
    ],
)  # fmt: skip
def test_words(name, cell, expected):
    listed = words()[name]
    assert values.read_word(cell, listed.keys, listed.examples) == expected


def test_unknown_words_name_the_list():
    listed = words()["gender"]
    with pytest.raises(Misread) as refused:
        values.read_word("q", listed.keys, listed.examples)
    assert "weiblich" in refused.value.expected


def test_several_words():
    listed = words()["life_area"]
    found = values.read_words("Wohnen; health ;;Wohnen", listed.keys, listed.examples)
    assert found == ("housing", "health")


@pytest.mark.parametrize("name", sorted(words()))
def test_every_key_and_label_is_understood(name):
    """A word that its own list does not take back would be a trap."""
    listed = words()[name]
    for word in listed.words:
        assert listed.keys[str(word.key)] == word.key
        found = listed.keys.get(word.german)
        assert found in (word.key, None), word


def test_years():
    assert read_year("1990", 1900, 2026) == 1990
    assert read_year(1990.0, 1900, 2026) == 1990
    for cell in (1899, 2027, "90", 1990.5, date(1990, 1, 1)):
        with pytest.raises(Misread):
            read_year(cell, 1900, 2026)


def test_wire_and_shown():
    assert from_wire({"d": "2019-04-03"}) == date(2019, 4, 3)
    assert from_wire({"p": "0.9"}) == Percent(Decimal("0.9"))
    assert from_wire({"e": "#REF!"}) == Broken("#REF!")
    assert from_wire("") is None
    assert from_wire(0) == 0
    assert shown(Percent(Decimal("0.9"))) == "90 %"
    assert shown(12.5) == "12,5"
    assert shown("x" * 200).endswith("…")
