# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What counts as German that was left on a page in English, and what does not."""

import pytest

from tests.browser.german import _Texts, is_german


@pytest.mark.parametrize(
    "text",
    ["Speichern", "Unsere Sicht auf Station 3", "etwa 5 Wochen",
     "Station „Kurs beginnt“ übersprungen", "Aktivitäten von „Protokoll“"],
)  # fmt: skip
def test_our_own_german_is_found(text):
    assert is_german(text)


@pytest.mark.parametrize(
    "text",
    ["Station of a service chain", "Station of an agreed chain",
     "Station »Kurs beginnt« later than after 45 days",
     # the label "standard" with a capital letter; a number is no word
     "Standard", "Nachqualifizierung in der Pflege beginnen"],
)  # fmt: skip
def test_english_and_what_somebody_wrote_is_not(text):
    assert not is_german(text)


def test_own_words_are_passed_over_wherever_they_stand():
    texts = _Texts()
    texts.feed(
        '<html lang="en"><p aria-label="ours">A</p><div data-own-words><p aria-label="own">B</p>'
        '</div><a data-own-words aria-label="own as well">C</a><p>D</p></html>'
    )
    assert texts.found == {"ours", "A", "D"}
