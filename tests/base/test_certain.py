# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What an earlier check made sure of is there, or the error says who promised it."""

import pytest

from stellwerk.base.certain import certain


@pytest.mark.parametrize("value", [0, "", b"", False, "x"])
def test_a_value_passes_even_an_empty_one(value: object) -> None:
    assert certain(value, "it is there") is value


def test_a_missing_value_names_who_promised_it() -> None:
    with pytest.raises(LookupError, match="the blockers ask for it"):
        certain(None, "the blockers ask for it")
