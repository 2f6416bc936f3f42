# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The launcher says in one sentence what is missing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bare_checkout(tmp_path: Path) -> Path:
    """A checkout that has only the launcher and the locks."""
    shutil.copy(ROOT / "stellwerk", tmp_path / "stellwerk")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def start(checkout: Path, trick: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the launcher in a Python that was changed by a trick before its first line."""
    site = checkout / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(trick)
    return subprocess.run(
        [sys.executable, str(checkout / "stellwerk"), *arguments],
        env={"PATH": str(site), "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_missing_ensurepip_names_the_debian_package(bare_checkout):
    done = start(
        bare_checkout,
        "import importlib.util as u\n"
        "real = u.find_spec\n"
        "u.find_spec = lambda name, *more: None if name == 'ensurepip' else real(name, *more)\n",
        "demo",
    )
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (bare_checkout / ".venv").exists()


def test_old_python_is_refused_in_one_sentence(bare_checkout):
    done = start(bare_checkout, "import sys\nsys.version_info = (3, 9, 2, 'final', 0)\n")
    assert done.returncode == 1
    assert "Python 3.11 or newer; this is 3.9." in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_complete_environment_is_not_touched(tmp_path):
    import importlib.machinery
    import importlib.util

    loader = importlib.machinery.SourceFileLoader("launcher", str(ROOT / "stellwerk"))
    spec = importlib.util.spec_from_loader("launcher", loader)
    launcher = importlib.util.module_from_spec(spec)
    loader.exec_module(launcher)
    want = {"base": "1", "dev": "2"}
    assert launcher.is_complete("base", {"base": "1"}, want)
    assert not launcher.is_complete("dev", {"base": "1"}, want)
    assert launcher.is_complete("dev", {"base": "1", "dev": "2"}, want)
    assert not launcher.is_complete("base", {"base": "0", "dev": "2"}, want)
    assert not launcher.is_complete("base", {}, want)
