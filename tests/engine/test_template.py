# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The tests' own database: one template, cheap clones, the same closed doors."""

import psycopg
import pytest
from psycopg import errors

from stellwerk.engine import cluster, testing
from stellwerk.engine.locate import conninfo


def test_a_template_named_by_digits_only_is_no_orphan(make_home, monkeypatch):
    """The fingerprint is a hexadecimal number; some have no letter in them."""
    monkeypatch.setattr(testing, "fingerprint", lambda: "123456789012")
    place = make_home()
    with cluster.ensure_running(place, durable=False):
        first = testing.template_database(place, lambda _name: None)
        assert testing.template_database(place, lambda _name: None) == first
        testing.drop(place, testing.clone(place, first, testing.worker_database("gw0")))


def test_clone_has_the_templates_tables_and_its_doors(make_home):
    place = make_home()
    built = []

    def build(name: str) -> None:
        built.append(name)
        with psycopg.connect(**conninfo("owner", name, place)) as connection:
            connection.execute("CREATE TABLE seen (a int); GRANT SELECT ON seen TO stellwerk_web")

    with cluster.ensure_running(place, durable=False):
        template = testing.template_database(place, build)
        assert testing.template_database(place, build) == template
        assert len(built) == 1, "built once per state of the migrations"
        for worker in ("gw0", "gw1"):
            name = testing.clone(place, template, testing.worker_database(worker))
            with psycopg.connect(**conninfo("web", name, place)) as connection:
                assert connection.execute("SELECT count(*) FROM seen").fetchone() == (0,)
                with pytest.raises(errors.InsufficientPrivilege):
                    connection.execute("CREATE TABLE own (a int)")
            testing.drop(place, name)
            with pytest.raises(psycopg.OperationalError, match="does not exist"):
                psycopg.connect(**conninfo("web", name, place))
