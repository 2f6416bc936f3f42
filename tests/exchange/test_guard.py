# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Hostile and wrong files are refused with one clear sentence (times: `bench imports`)."""

import io
import os

import pytest

from stellwerk.base.refusal import Refusal
from stellwerk.exchange import guard
from stellwerk.exchange.intake import read, uploads_from_path
from tests.exchange.hostile import CORPUS, deep_nesting
from tests.exchange.support import checked, csv_files, ods, tables, uploads, xlsx, zipped


@pytest.mark.parametrize("name", CORPUS)
def test_refused_with_a_sentence(name):
    make, code = CORPUS[name]
    with pytest.raises(Refusal) as refused:
        list(read(uploads(make(), f"{name}.xlsx")))
    assert refused.value.code == code
    assert str(refused.value.message).endswith((".", "!"))


def test_deep_nesting_does_no_harm():
    """The parser does not descend into elements it does not know."""
    assert checked(deep_nesting()).findings.fault_count == 1


def test_a_refused_file_becomes_the_one_fault():
    make, _code = CORPUS["macro"]
    result = checked(make())
    (fault,) = result.findings.faults
    assert (fault.code, fault.row, fault.value) == ("file_macros", 0, "book.xlsx")
    assert "Makros" in fault.expected


@pytest.mark.parametrize("form", [xlsx, ods, lambda t: zipped(csv_files(t))])
def test_honest_files_pass(form):
    guard.inspect(io.BytesIO(form(tables())))


def test_the_reading_process_knows_nothing_of_us(monkeypatch):
    """Neither environment nor open files of ours reach it."""
    import subprocess

    seen = {}
    real = subprocess.Popen

    def spy(*arguments, **options):
        seen.update(options)
        return real(*arguments, **options)

    monkeypatch.setenv("STELLWERK_CANARY", "1")
    monkeypatch.setattr(subprocess, "Popen", spy)
    list(read(uploads(xlsx(tables()))))
    assert set(seen["env"]) == {"PYTHONPATH", "PYTHONUTF8", "MALLOC_ARENA_MAX"}
    assert seen.get("close_fds", True)


def test_the_reading_process_cannot_write_files(tmp_path):
    import subprocess
    import sys

    code = (
        "from stellwerk.exchange import reader; reader.limit(); "
        f"import pathlib; pathlib.Path({str(tmp_path / 'x')!r}).write_text('y' * 10)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": "src"},
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert (tmp_path / "x").stat().st_size == 0


def test_folder_without_tables(tmp_path):
    with pytest.raises(Refusal) as refused:
        uploads_from_path(tmp_path)
    assert refused.value.code == "folder_without_tables"


def test_folder_with_tables(tmp_path):
    for name, content in csv_files(tables()).items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "notes.txt").write_text("egal")
    names = [upload.name for upload in uploads_from_path(tmp_path)]
    assert names == ["appointments.csv", "cases.csv", "goals.csv"]
