# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Clusters of these tests: real ones, in short folders that the server's account may enter."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from stellwerk.engine import checks, cluster
from stellwerk.engine.cluster import Running
from stellwerk.engine.locate import Home


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the surrounding installation reaches these tests."""
    for name in ("STELLWERK_HOME", "STELLWERK_DATABASE_URL", "STELLWERK_DATABASE_NAME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def make_home() -> Iterator[Callable[[], Home]]:
    """New data folders; every server in them is stopped and every trace removed at the end."""
    made: list[Home] = []

    def make(*below: str) -> Home:
        # not pytest's folder: as root it is closed to the account of the server
        base = Path(tempfile.mkdtemp(prefix="sw-")).resolve()
        place = Home(base.joinpath(*below) if below else base)
        made.append(place)
        if below and os.geteuid() == 0:
            base.chmod(0o711)
        return place

    yield make
    for place in made:
        if place.locks.exists():
            cluster.stop(place)
        if place.socket_folder != place.run:
            shutil.rmtree(place.socket_folder, ignore_errors=True)
        root = next(p for p in [place.path, *place.path.parents] if p.name.startswith("sw-"))
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(scope="session")
def running(make_home: Callable[[], Home]) -> Iterator[Running]:
    """One cluster with the real settings, shared by the tests that only look or put back."""
    with cluster.ensure_running(make_home()) as found:
        yield found


@pytest.fixture
def admin(running: Running) -> Iterator[psycopg.Connection]:
    """The engine's own connection."""
    with checks.connect(running.place) as connection:
        yield connection
