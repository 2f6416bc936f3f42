# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The access log says in words what it holds by keys."""

import importlib
import pkgutil

import pytest
from django.utils import translation

from stellwerk.cases import actions
from stellwerk.web.audit.words import field_in_words, note_in_words


def logged_fields() -> set[str]:
    """What the actions on cases call the fields that they write."""
    found = {"topics", "central_topics", "second_factor", "legal_spheres", "residence_status"}
    for info in pkgutil.iter_modules(actions.__path__):
        module = importlib.import_module(f"{actions.__name__}.{info.name}")
        for name, value in vars(module).items():
            if name.endswith("_FIELDS") and isinstance(value, tuple):
                found |= set(value)
    return found


@pytest.mark.parametrize("name", sorted(logged_fields()))
def test_every_field_has_a_german_word(name):
    with translation.override("de"):
        assert str(field_in_words(name)) != name
        assert "_" not in str(field_in_words(name))


def test_notes_are_words_too():
    with translation.override("de"):
        assert note_in_words("clarification") == "Klärung"
        assert note_in_words("cases +2 ~0 =1; goals +5 ~0 =0") == (
            "Fälle: 2 neu, 0 geändert, 1 gleich; Ziele: 5 neu, 0 geändert, 0 gleich"
        )
        assert note_in_words("Eigene Worte") == "Eigene Worte"
