# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Recurring work: due once a day, made up for, judged, told; on one machine or on several."""

import subprocess
import sys
import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import build_cast

from stellwerk.duties.actions import begin_run, finish_run, forget_runs, only_here
from stellwerk.duties.choices import DUTIES, RunState
from stellwerk.duties.models import DutyRun
from stellwerk.duties.queries import newest_runs
from stellwerk.duties.rules import LastRun, due_day, duty_named, is_due, judge
from stellwerk.engine.locate import ROLES
from stellwerk.jobs import nightly, upkeep
from stellwerk.jobs.nightly import Outcome, judge_process, run_duty, run_what_is_due

BERLIN = ZoneInfo("Europe/Berlin")
VERIFY = duty_named("audit-verify")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


# ── rules ────────────────────────────────────────────────────────────────────────────────────


def test_the_table_is_complete_and_keeps_clear_of_the_changing_hour():
    assert {"audit-verify", "network-figures", "tidy", "self-check", "weekly-digest"} <= {
        d.key for d in DUTIES
    }
    for duty in DUTIES:
        assert duty.role in ROLES
        assert duty.role not in {"owner", "web", "backup"}
        assert duty.at.hour not in (2,)
        assert duty.most_minutes > 0


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        ("2026-11-22T01:09", date(2026, 11, 21), False),
        ("2026-11-22T01:10", date(2026, 11, 21), True),
        ("2026-11-22T09:00", date(2026, 11, 22), False),
        # the machine was off for a week: once, not seven times
        ("2026-11-22T09:00", date(2026, 11, 15), True),
        ("2026-11-22T00:30", date(2026, 11, 20), True),
        ("2026-11-22T00:30", None, True),
    ],
)
def test_work_is_due_once_a_day_and_made_up_for(now, last, due):
    assert is_due(VERIFY, last, at(now)) is due


def test_the_day_belongs_to_the_local_calendar():
    summer = datetime.fromisoformat("2026-07-01T23:30+00:00").astimezone(BERLIN)
    assert due_day(VERIFY, summer) == date(2026, 7, 2)


@pytest.mark.parametrize(
    ("last", "state"),
    [
        (None, "yellow"),
        (LastRun(date(2026, 11, 22), RunState.OK), "green"),
        (LastRun(date(2026, 11, 21), RunState.OK), "green"),
        (LastRun(date(2026, 11, 20), RunState.OK), "yellow"),
        (LastRun(date(2026, 11, 22), RunState.RUNNING), "green"),
        (LastRun(date(2026, 11, 22), RunState.FINDING), "red"),
        (LastRun(date(2026, 11, 10), RunState.FINDING), "red"),
        (LastRun(date(2026, 11, 22), RunState.FAILED), "red"),
    ],
)
def test_how_a_run_is_judged(last, state):
    assert judge(VERIFY, last, at("2026-11-22T08:00")).state == state


@pytest.mark.parametrize(
    ("status", "said", "complaint", "wanted"),
    [
        (0, "many lines\nThe log is sound.\n", "", Outcome(RunState.OK, "The log is sound.")),
        (1, "FOUND x\n2 findings.\n", "", Outcome(RunState.FINDING, "2 findings.")),
        (1, "", "CommandError: no\n", Outcome(RunState.FINDING, "CommandError: no")),
        (2, "", "", Outcome(RunState.FAILED, "status 2")),
        (-9, "", "", Outcome(RunState.FAILED, "status -9")),
        (
            1,
            "",
            "Traceback (most recent call last):\n  x\ndjango.db.utils.DataError: Frau Beispiel\n",
            Outcome(RunState.FAILED, "DataError"),
        ),
    ],
)
def test_an_accident_tells_its_kind_and_no_data(status, said, complaint, wanted):
    assert judge_process(status, said, complaint) == wanted


# ── runs ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def as_jobs(own_database, monkeypatch):
    """The default connection speaks as the role jobs, as in the nightly process."""
    default = connections["default"].settings_dict
    connections["default"].close()
    for key in ("USER", "PASSWORD"):
        monkeypatch.setitem(default, key, connections["jobs"].settings_dict[key])
    yield own_database
    connections["default"].close()


@pytest.fixture
def done(monkeypatch):
    """Every duty is performed at once and remembered, with an outcome of our choice."""
    calls: list[str] = []
    outcomes: dict[str, Outcome] = {}

    def perform(duty):
        calls.append(duty.key)
        return outcomes.get(duty.key, Outcome(RunState.OK, "well"))

    monkeypatch.setattr(nightly, "perform", perform)
    return calls, outcomes


def test_everything_runs_after_a_first_start_and_then_waits(as_jobs, done):
    calls, _ = done
    assert len(run_what_is_due()) == len(DUTIES)
    assert run_what_is_due() == []
    assert sorted(calls) == sorted(duty.key for duty in DUTIES)
    assert {run.state for run in newest_runs().values()} == {RunState.OK}


def test_two_processes_run_it_once(as_jobs, done):
    calls, _ = done
    barrier = threading.Barrier(4)

    def race():
        barrier.wait()
        run_what_is_due()
        connections.close_all()

    threads = [threading.Thread(target=race) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(calls) == sorted(duty.key for duty in DUTIES)


def test_who_holds_the_lock_is_alone(as_jobs, done):
    other = connections["default"].copy()
    with only_here(VERIFY) as mine:
        assert mine
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
            assert cursor.fetchone()[0] == 1
    other.close()


def test_a_run_whose_process_died_is_taken_up_again_three_times_at_most(as_jobs, done):
    today = due_day(VERIFY, timezone.localtime())
    for attempt in (1, 2, 3):
        run = begin_run(duty=VERIFY, due_on=today)
        assert run.attempts == attempt
    assert begin_run(duty=VERIFY, due_on=today) is None
    assert DutyRun.objects.get(duty=VERIFY.key).state == RunState.FAILED
    assert run_duty(VERIFY, again=True).state == RunState.OK


def test_a_finding_is_told_to_administrators_and_officers(as_jobs, done, settings):
    _, outcomes = done
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cast = build_cast()
    outcomes["audit-verify"] = Outcome(RunState.FINDING, "verändert: 2 Befunde")
    outcomes["tidy"] = Outcome(RunState.FAILED, "status 2")
    run_what_is_due()
    told = {(message.subject, *message.to) for message in mail.outbox}
    admin, officer = cast.administrator.user.email, cast.officer.user.email
    assert told == {
        ("Stellwerk: Zugriffsprotokoll prüfen – Befund", admin),
        ("Stellwerk: Zugriffsprotokoll prüfen – Befund", officer),
        ("Stellwerk: Abgelaufenes löschen – nicht zu Ende gelaufen", admin),
    }
    assert "./stellwerk audit verify" in mail.outbox[0].body


def test_the_page_is_loud_and_names_what_to_do(as_jobs, done, settings, client: Client):
    _, outcomes = done
    settings.SECOND_FACTOR_REQUIRED = False
    cast = build_cast()
    outcomes["audit-verify"] = Outcome(RunState.FINDING, "2 Befunde")
    run_what_is_due()
    for who in (cast.administrator, cast.officer):
        client.force_login(who.user)
        text = client.get(reverse("duties:index")).content.decode()
        assert "app-alert" in text
        assert "2 Befunde" in text
        assert "./stellwerk audit verify" in text


def test_the_command_shows_and_runs_again(as_jobs, done, capsys):
    calls, outcomes = done
    outcomes["tidy"] = Outcome(RunState.FINDING, "no")
    with pytest.raises(SystemExit, match="1"):
        call_command("nightly", "run", "tidy")
    outcomes.clear()
    call_command("nightly", "run", "tidy")
    call_command("nightly")
    assert calls == ["tidy", "tidy"]
    shown = capsys.readouterr().out
    assert "tidy             green" in shown
    assert "audit-verify     yellow" in shown
    with pytest.raises(CommandError, match="Say which one"):
        call_command("nightly", "run", "nothing")


def test_old_runs_are_forgotten(as_jobs):
    long_ago = timezone.localdate() - timedelta(days=500)
    run = begin_run(duty=VERIFY, due_on=long_ago)
    finish_run(actor=nightly.system_actor("x"), run=run, state=RunState.OK, detail="")
    assert forget_runs(kept=timedelta(days=400)) == 1


def test_a_piece_of_work_that_takes_too_long_is_ended(monkeypatch):
    duty = VERIFY.__class__(**{**vars(VERIFY), "most_minutes": 0.005})
    real = subprocess.Popen
    slow = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(nightly.subprocess, "Popen", lambda _, **more: real(slow, **more))
    assert nightly.perform(duty).state == RunState.FAILED


# ── check ────────────────────────────────────────────────────────────────────────────────────


def checked(monkeypatch, output: str):
    monkeypatch.setattr(
        upkeep.subprocess,
        "run",
        lambda *_, **__: subprocess.CompletedProcess([], 0, stdout=output, stderr=""),
    )
    return [(found.name, found.state) for found in upkeep.nightly()]


def test_check_fails_with_a_tampered_log(monkeypatch):
    lines = ", ".join(
        f'{{"key": "{key}", "state": "red", "text": "x"}}' for key in ("audit-verify", "self-check")
    )
    # `check` has just looked itself where self-check looked, so that one is a note
    assert checked(monkeypatch, f'{{"duties": [{lines}]}}') == [
        ("audit-verify", "red"),
        ("self-check", "yellow"),
    ]


def test_check_of_a_database_without_tables_says_what_to_do(monkeypatch):
    assert checked(monkeypatch, "") == [("all", "yellow")]
