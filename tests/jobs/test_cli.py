# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The command line explains itself and ends in sentences."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from stellwerk.engine.trouble import EngineError
from stellwerk.jobs import cli, serve, suite

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "stellwerk.jobs.cli", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_command():
    done = run("--help")
    assert done.returncode == 0
    assert not [name for name in cli.COMMANDS if f"./stellwerk {name}" not in done.stdout]


def test_unknown_command_is_named():
    done = run("destroy")
    assert done.returncode == 2
    assert "there is no command »destroy«" in done.stderr


@pytest.mark.parametrize("words", [["audit"], ["user", "remove"], ["import", "people"]])
def test_second_word_is_asked_for(words, capsys):
    assert cli.COMMANDS[words[0]](words[1:]) == 2
    assert "say one of" in capsys.readouterr().err


def test_trouble_of_the_engine_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("STELLWERK_HOME", str(tmp_path / "file"))
    (tmp_path / "file").write_text("")
    done = run("backup")
    assert done.returncode == 1
    assert done.stderr.startswith("stellwerk: The data folder")
    assert len(done.stderr.strip().splitlines()) == 1


def test_taken_port_is_said_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(EngineError, match=f"Port {port} .* --port {port + 1}"):
            serve.refuse_taken_port("127.0.0.1", port)


def test_not_checked_block_names_the_one_command(capsys):
    gap = suite.Missing(("chromium",), "the pages in a real browser")
    suite.report([], [gap])
    out = capsys.readouterr().out
    assert "NOT CHECKED: the pages in a real browser" in out
    assert "apt-get update && apt-get install -y --no-install-recommends chromium" in out
    assert "Everything passed" not in out


def test_missing_browser_leaves_its_tests_out():
    gap = suite.Missing(("chromium",), "the pages in a real browser")
    name, command = suite.steps([], [gap])[-1]
    assert name == "pytest"
    assert command[command.index("-m", 2) + 1] == "not browser"


def test_what_the_system_lacks_is_found(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(suite, "LIBRARIES", {"libabsent0": "libabsent.so.0"})
    assert [gap.packages for gap in suite.find_missing()] == [("chromium",), ("libabsent0",)]
