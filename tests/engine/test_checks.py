# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Each thing that makes an installation unsafe turns its answer red."""

import os
import time
from datetime import UTC, datetime, timedelta

import pytest

from stellwerk.engine import checks, tuning
from stellwerk.engine.trouble import EngineError


def red(running, admin) -> dict[str, str]:
    """The red answers, by name."""
    answers = checks.safety(running.place, admin)
    return {answer.name: answer.detail for answer in answers if answer.state == "red"}


def test_fresh_installation_is_safe(running, admin):
    assert red(running, admin) == {}
    checks.refuse_if_unsafe(running.place, {})


@pytest.mark.parametrize(
    ("spoil", "mend", "name", "word"),
    [
        (
            "ALTER ROLE stellwerk_web SUPERUSER",
            "ALTER ROLE stellwerk_web NOSUPERUSER",
            "attributes",
            "stellwerk_web has SUPERUSER",
        ),
        (
            "ALTER ROLE stellwerk_jobs BYPASSRLS",
            "ALTER ROLE stellwerk_jobs NOBYPASSRLS",
            "attributes",
            "stellwerk_jobs has BYPASSRLS",
        ),
        (
            "ALTER ROLE stellwerk_statistics CREATEROLE",
            "ALTER ROLE stellwerk_statistics NOCREATEROLE",
            "attributes",
            "stellwerk_statistics has CREATEROLE",
        ),
        (
            "GRANT stellwerk_owner TO stellwerk_web",
            "REVOKE stellwerk_owner FROM stellwerk_web",
            "memberships",
            "stellwerk_web is a member of stellwerk_owner",
        ),
        (
            "GRANT pg_read_all_data TO stellwerk_web",
            "REVOKE pg_read_all_data FROM stellwerk_web",
            "memberships",
            "stellwerk_web is a member of pg_read_all_data",
        ),
        (
            "GRANT CONNECT ON DATABASE stellwerk TO PUBLIC",
            "REVOKE ALL ON DATABASE stellwerk FROM PUBLIC",
            "strangers",
            "the database is open to PUBLIC",
        ),
        (
            "GRANT CREATE ON SCHEMA public TO PUBLIC",
            "REVOKE ALL ON SCHEMA public FROM PUBLIC",
            "strangers",
            "the schema is open to PUBLIC",
        ),
        (
            "CREATE TABLE owned (); ALTER TABLE owned OWNER TO stellwerk_jobs",
            "DROP TABLE owned",
            "ownership",
            "stellwerk_jobs owns owned",
        ),
        (
            "CREATE TABLE emptied (); GRANT TRUNCATE ON emptied TO stellwerk_web",
            "DROP TABLE emptied",
            "ownership",
            "stellwerk_web may TRUNCATE emptied",
        ),
    ],
)
def test_unsafe_role_turns_red_and_the_start_refuses(running, admin, spoil, mend, name, word):
    admin.execute(spoil)
    try:
        assert word in red(running, admin)[name]
        with pytest.raises(EngineError, match=word):
            checks.refuse_if_unsafe(running.place)
    finally:
        admin.execute(mend)
    assert red(running, admin) == {}


def test_trusting_login_turns_red(running, admin):
    file = running.place.etc / "pg_hba.conf"
    file.write_text(tuning.HBA + "local all all trust\n")
    try:
        assert "»trust«" in red(running, admin)["logins"]
    finally:
        file.write_text(tuning.HBA)


@pytest.mark.parametrize("name", ["synchronous_commit", "row_security"])
def test_unsafe_setting_turns_red(running, admin, name):
    admin.execute(f"SET {name} = off")
    assert f"{name} is »off«" in red(running, admin)["server settings"]


def test_open_key_file_turns_red(running, admin):
    file = running.place.secrets / "db-web"
    file.chmod(0o644)
    try:
        assert "chmod 600" in red(running, admin)["key files"]
    finally:
        file.chmod(0o600)


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        ("SELECT 1", None),
        ("ALTER TABLE walled DISABLE ROW LEVEL SECURITY", "lacks ENABLE"),
        ("ALTER TABLE walled NO FORCE ROW LEVEL SECURITY", "lacks FORCE"),
        ("DROP POLICY see ON walled", "lacks the policy see"),
        ("CREATE POLICY more ON walled USING (true)", "foreign policy more"),
        ("ALTER TABLE walled RENAME TO other", "no tables yet"),
    ],
)
def test_broken_wall_turns_red(running, admin, spoil, word):
    with admin.transaction(force_rollback=True):
        admin.execute(
            "CREATE TABLE walled (a int);"
            "ALTER TABLE walled ENABLE ROW LEVEL SECURITY;"
            "ALTER TABLE walled FORCE ROW LEVEL SECURITY;"
            "CREATE POLICY see ON walled USING (a = 1)"
        )
        admin.execute(spoil)
        answer = checks.walls(admin, {"walled": ["see"]})
    assert (answer.state, word is None or word in answer.detail) == (
        ("green", True) if word is None else ("red", True)
    )


def test_age_of_the_newest_backup(make_home):
    place = make_home()
    now = datetime.now(UTC)
    assert checks.backups(place, now).state == "yellow"
    manifest = place.backups / "one" / "manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text("{}")
    assert checks.backups(place, now).state == "green"
    assert checks.backups(place, now + timedelta(days=9)).state == "red"
    os.utime(manifest, (time.time() - 9 * 86400,) * 2)
    assert checks.backups(place, now).state == "red"
