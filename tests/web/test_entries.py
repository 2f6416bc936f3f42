# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The course of a case writes its moments in local time and in the reader's words."""

from datetime import UTC, date, datetime

from django.utils import timezone, translation

from stellwerk.web.cases.entries import EntryWriter


def test_moments_are_local_and_each_language_has_its_own():
    summer = datetime(2026, 7, 1, 22, 30, 59, tzinfo=UTC)
    with timezone.override("Europe/Berlin"):
        for language, wanted in (("de", "02.07.2026, 00:30"), ("en", "2 Jul 2026, 00:30")):
            with translation.override(language):
                writer = EntryWriter("/x/", may_write=False)
                assert writer._when(summer) == wanted
                assert writer._when(summer.replace(second=0)) == wanted


def test_a_day_stays_a_day():
    with translation.override("de"):
        writer = EntryWriter("/x/", may_write=False)
        assert writer._when(date(2026, 11, 21)) == "21.11.2026"
        assert writer._when(datetime(2026, 11, 21, tzinfo=UTC)).startswith("21.11.2026, ")
