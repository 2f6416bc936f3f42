# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Every action that keeps something of the network asks for the role itself, not only its page."""

import inspect
from types import ModuleType
from typing import Any

import pytest

from stellwerk.access.matrix import MATRIX, Need
from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.base.refusal import Refusal
from stellwerk.directory.choices import Role
from stellwerk.networks.actions import (
    activities,
    bundling,
    chain_files,
    chains,
    issues,
    levers,
    stations,
    typical,
)
from stellwerk.networks.models import TypicalCase
from stellwerk.networks.rules.keeping import CATALOGUERS, DRAFTERS, KEEPERS

#: Module -> what in it is no keeper's work, and why.
OTHERS: dict[ModuleType, set[str]] = {
    activities: {"load_catalogue"},  # the shipped list, by the command line
    typical: {
        "withdraw_if_too_few",  # the nightly count
        # drafts are for all who work on cases; where the group is concerned, see below
        "add_typical_case", "change_typical_case", "delete_typical_case", "add_station",
        "change_station", "move_station", "remove_station", "check_typical_case",
        "reopen_typical_case", "archive_typical_case", "release_typical_case",
    },
}
MODULES = (activities, bundling, chain_files, chains, issues, levers, stations, typical)


def verbs(module: ModuleType) -> list[Any]:
    found = [
        one
        for _name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__ == module.__name__ and "actor" in inspect.signature(one).parameters
        and not one.__name__.startswith("_") and one.__name__ != "own_organisation"
    ]
    return [one for one in found if one.__name__ not in OTHERS.get(module, ())]


ALL = [one for module in MODULES for one in verbs(module)]


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ALL, ids=lambda one: f"{one.__module__[-9:]}.{one.__name__}")
def test_who_does_not_keep_is_refused_before_anything_else(cast, verb) -> None:
    """No argument is ever looked at: nothing of them is real."""
    nothing = {
        name: None
        for name, one in inspect.signature(verb).parameters.items()
        if name != "actor" and one.default is one.empty and one.kind != one.VAR_KEYWORD
    }
    for somebody in (cast.manager, cast.steering, cast.partner, cast.officer, cast.roleless):
        with acting(somebody.actor), pytest.raises(Refusal) as refused:
            verb(actor=somebody.actor, **nothing)
        assert [one.code for one in refused.value.blockers] == ["role"]


@pytest.mark.django_db
def test_what_the_group_reads_is_for_keepers_and_drafts_for_those_who_work_on_cases(cast) -> None:
    with acting(cast.partner.actor), pytest.raises(Refusal):
        typical.add_typical_case(actor=cast.partner.actor, values={"title": "Zwei Papiere"})
    with acting(cast.manager.actor):
        row = typical.add_typical_case(actor=cast.manager.actor, values={"title": "Zwei Papiere"})
        TypicalCase.objects.filter(pk=row.pk).update(state="checked")
        for step, more in (
            (typical.archive_typical_case, {}), (typical.release_typical_case, {"evidence": None})
        ):
            with pytest.raises(Refusal) as refused:
                step(actor=cast.manager.actor, typical=row, version=row.version, **more)
            assert refused.value.blockers[0].code == "role"
    steering = cast.steering.actor
    with acting(steering), pytest.raises(Refusal):
        typical.check_typical_case(actor=steering, typical=row, version=row.version)


def test_the_roles_are_those_of_the_matrix() -> None:
    def roles(need: Need) -> set[str]:
        return {role for role, needs in MATRIX.items() if need in needs}

    assert set(KEEPERS) == roles(Need.KEEP_CHAINS) == roles(Need.KEEP_ISSUES)
    assert set(DRAFTERS) == roles(Need.KEEP_CHAINS) | roles(Need.WORK_ON_CASES)
    assert set(CATALOGUERS) == roles(Need.MANAGE_VOCABULARY)
    assert set(KEEPERS) < set(Role)


@pytest.mark.django_db
def test_a_machine_acts_where_told_to(cast) -> None:
    issues.add_known_issue(
        actor=system_actor("tests"), title="Zwei Scheine", sentence="Zwei Ämter, ein Nachweis."
    )
