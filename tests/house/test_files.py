# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Size, names and contents of the files."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.source import ROOT, SRC, functions, length, modules, project_files, shown, tree

FILE_LINES, FUNCTION_LINES, VIEW_LINES = 500, 50, 25
TEXT = {
    ".py",
    ".html",
    ".css",
    ".js",
    ".md",
    ".toml",
    ".txt",
    ".po",
    ".yml",
    ".yaml",
    ".csv",
    ".sh",
}


def texts(*suffixes: str) -> list[Path]:
    wanted = set(suffixes) or TEXT
    return [
        path
        for path in project_files()
        if path.suffix in wanted and "vendor" not in path.parts and "LICENSES" not in path.parts
    ]


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_too_long() -> None:
    long = [
        f"{shown(path)}: {lines(path)}"
        for path in texts(".py", ".html", ".js")
        if "migrations" not in path.parts and lines(path) > FILE_LINES
    ]
    assert not long


def test_no_function_is_too_long() -> None:
    long = [
        f"{shown(path)}:{node.lineno} {node.name}: {length(node)}"
        for path in texts(".py")
        if "migrations" not in path.parts
        for node in functions(path)
        if length(node) > FUNCTION_LINES
    ]
    assert not long


def is_page(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "page"
        for mark in node.decorator_list
    )


def test_no_view_is_too_long() -> None:
    long = [
        f"{shown(path)}:{node.lineno} {node.name}: {length(node)}"
        for path in modules("web")
        for node in functions(path)
        if is_page(node) and length(node) > VIEW_LINES
    ]
    assert not long


def test_the_ground_floor_stays_small() -> None:
    """All lines, as a reader meets them."""
    assert sum(lines(path) for path in modules("base")) <= 500


def test_every_source_file_names_holder_and_licence() -> None:
    mute = [
        shown(path)
        for path in texts(".py", ".html", ".css", ".js", ".md", ".toml", ".po", ".sh")
        if "SPDX-License-Identifier" not in path.read_text(encoding="utf-8")[:1500]
        and not covered_elsewhere(path)
    ]
    assert not mute


def covered_elsewhere(path: Path) -> bool:
    """A licence file beside it or an entry of REUSE.toml speaks for it."""
    if path.with_name(path.name + ".license").exists():
        return True
    table = ROOT / "REUSE.toml"
    named = re.findall(r'"([^"]+)"', table.read_text(encoding="utf-8")) if table.exists() else []
    return any(path.relative_to(ROOT).match(pattern) for pattern in named)


# Put together here, so that this file does not name them itself.
FORBIDDEN = {
    "a download address": re.compile(
        "|".join(
            ("py" + r"pi\.org", "python" + "hosted", "npm" + r"js\.(org|com)", "--index" + "-url")
        )
    ),
    "a path of one machine": re.compile(
        "|".join(
            (
                r"(?<![\w.])/ho" + "me/[a-z]",
                r"(?<![\w.])/wo" + "rk/",
                r"(?<![\w.])/Us" + "ers/",
                r"C:\\\\Us" + "ers",
            )
        )
    ),
    "an unfinished place": re.compile(r"\b(TO" + "DO|FIX" + "ME|XX" + r"X)\b"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_contains(what: str) -> None:
    pattern = FORBIDDEN[what]
    found = [
        f"{shown(path)}:{number}: {line.strip()[:80]}"
        for path in texts()
        if path.name not in {"package-lock.json", "CHANGELOG.md"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found


def test_nothing_is_called_utils_or_common() -> None:
    vague = {"utils", "util", "common", "helpers", "misc"}
    assert not [shown(p) for p in SRC.rglob("*") if p.stem in vague]


def test_files_of_tests_are_named_so_that_they_run() -> None:
    helpers = {"__init__", "conftest"}
    strange = []
    for path in (p for p in texts(".py") if p.is_relative_to(ROOT / "tests")):
        has_tests = any(
            node.name.startswith("test_")
            for node in tree(path).body
            if isinstance(node, ast.FunctionDef)
        )
        if has_tests and not path.name.startswith("test_") and path.stem not in helpers:
            strange.append(shown(path))
    assert not strange


def test_every_room_says_what_it_is_for() -> None:
    silent = [
        shown(room)
        for room in SRC.glob("*/__init__.py")
        if room.parent.name not in {"web", "jobs", "config", "api"}
        and not ast.get_docstring(tree(room))
    ]
    assert not silent


def test_the_settings_stay_one_readable_file() -> None:
    assert lines(SRC / "config" / "settings.py") <= 300
