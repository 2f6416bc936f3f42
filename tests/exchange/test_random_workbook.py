# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Random workbooks in every form give exactly the figures of an independent calculation."""

import pytest

from stellwerk.base.context import acting
from stellwerk.exchange.importing import import_uploads
from stellwerk.indicators.queries.reports import case_management
from stellwerk.indicators.rules.report import Period
from tests.exchange import random_workbook
from tests.exchange.support import checked, uploads
from tests.indicators import independent, random_records
from tests.indicators.test_against_independent import compare


@pytest.mark.parametrize("form", random_workbook.FORMS)
@pytest.mark.parametrize("seed", range(2))
def test_figures_of_a_file_equal_an_independent_calculation(cast, form, seed):
    rows = random_records.make(seed + 100, size=(7, 40)[seed])
    book = random_workbook.write(rows, form, seed)
    actor = cast.lead.actor
    with acting(actor):
        preview = import_uploads(uploads(book, f"book.{form}"), organisation=cast.home, actor=actor)
        assert not preview.is_refused, preview.checked.findings.faults
        report = case_management(cast.home, Period())
        assert compare(report, independent.figures(*rows, random_records.AREAS)) == []


@pytest.mark.parametrize("seed", range(20))
def test_a_file_says_exactly_its_records(seed):
    rows = random_records.make(seed, size=15)
    form = random_workbook.FORMS[seed % len(random_workbook.FORMS)]
    result = checked(random_workbook.write(rows, form, seed), f"book.{form}")
    assert result.findings.faults == []
    for kind, wanted in zip(("cases", "appointments", "goals"), rows, strict=True):
        found = getattr(result.records, kind)
        assert len(found) == len(wanted)
        for row, record in zip(found, wanted, strict=True):
            for key in random_workbook.COLUMNS[kind]:
                value = getattr(row, key)
                expected = record.get(key)
                expected = tuple(expected) if isinstance(expected, list) else expected
                assert (value or None) == (expected or None) or value == expected, (key, row)
