# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The engine of the tests: real PostgreSQL, asked as the web role, cloned from a template.

The cluster must run before the settings are read (they read the roles' passwords), so it starts
when this file is imported and stops with the last test process.
"""

import atexit
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from django.utils import translation

from stellwerk.engine import testing, translations
from stellwerk.engine.locate import checkout

_stack = ExitStack()
PLACE = _stack.enter_context(testing.test_cluster())
atexit.register(_stack.close)
os.environ["STELLWERK_TESTING"] = "1"
# Tests sign in without a second factor; tests/web/test_accounts.py switches it on.
os.environ.setdefault("STELLWERK_SECOND_FACTOR", "0")
os.environ.setdefault("STELLWERK_PROCESS", "web")
os.environ["DJANGO_SETTINGS_MODULE"] = "stellwerk.config.settings"
translations.compile_all((checkout() or PLACE.path) / "src" / "stellwerk")

import django  # noqa: E402
import hypothesis  # noqa: E402
import pytest  # noqa: E402

django.setup()

# No test asserts a time: a busy machine draws slowly, and that is no fault.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from tests.cast import Cast, build_cast  # noqa: E402


@pytest.fixture(autouse=True)
def german_first() -> None:
    """A page that an earlier test asked for in English leaves its language in the process."""
    translation.deactivate()


def point_to(name: str) -> None:
    """Let every alias speak to the database ``name``."""
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def build_template(name: str) -> None:
    """Migrate an empty database as owner, raise the walls, load the vocabulary as web."""
    from stellwerk.access import walls
    from stellwerk.base.actor import system_actor
    from stellwerk.cases.actions.deadline_rules import load_rules
    from stellwerk.networks.actions.activities import load_catalogue
    from stellwerk.vocabulary.actions import load_lists

    point_to(name)
    web = dict(connections["default"].settings_dict)
    # Some migrations of libraries write through the default alias: it is the owner meanwhile.
    for key in ("USER", "PASSWORD"):
        connections["default"].settings_dict[key] = connections["owner"].settings_dict[key]
    call_command("migrate", verbosity=0)
    walls.apply(connections["default"])
    connections["default"].close()
    connections["default"].settings_dict.update(web)
    load_lists(actor=system_actor("tests"))
    load_rules(actor=system_actor("tests"))
    load_catalogue(actor=system_actor("tests"))
    for alias in connections:
        connections[alias].close()


@pytest.fixture(autouse=True)
def _words_of_now() -> None:
    """The words of lists are kept for a minute; a test before may have changed them."""
    from stellwerk.web.cases import filters

    filters._labels.cache_clear()


@pytest.fixture(scope="session")
def template_name(django_db_blocker) -> str:
    with django_db_blocker.unblock():
        return testing.template_database(PLACE, build_template)


@pytest.fixture(scope="session")
def django_db_setup(
    template_name: str, worker_id_or_main: str, django_db_blocker
) -> Iterator[None]:
    """One clone per test process; pytest-django's transactions do the rest."""
    name = testing.clone(PLACE, template_name, testing.worker_database(worker_id_or_main))
    with django_db_blocker.unblock():
        point_to(name)
    yield
    with django_db_blocker.unblock():
        for alias in connections:
            connections[alias].close()
    testing.drop(PLACE, name)


@pytest.fixture(scope="session")
def worker_id_or_main() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture
def own_database(
    template_name: str, worker_id_or_main: str, django_db_blocker, request
) -> Iterator[str]:
    """A database of this test alone, without a surrounding transaction, all roles allowed.

    For races, roll-backs, other roles' views and everything that must really commit.
    """
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    own = testing.worker_database(f"{worker_id_or_main}_own")
    testing.clone(PLACE, template_name, own)
    with django_db_blocker.unblock():
        point_to(own)
        yield own
        for alias, name in before.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name
    testing.drop(PLACE, own)


@pytest.fixture
def cast(db) -> Cast:
    """Two organisations and a person for every role (see tests/cast.py)."""
    return build_cast()


@pytest.fixture
def make_cast() -> Callable[[], Cast]:
    """The same for tests with ``own_database``."""
    return build_cast
