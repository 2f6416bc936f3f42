# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Floors, floor plan and what the edges and rules never do."""

import ast

from importlinter.cli import lint_imports

from tests.house.source import EDGES, ROOT, imported, modules, shown, tree

#: Numbers, not people, go up: these floors never see a case.
BLIND_FOR_PEOPLE = ("steering", "programme")


def test_contracts_are_kept() -> None:
    assert lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True) == 0


def test_numbers_not_people_go_up() -> None:
    seeing = [
        shown(path)
        for path in modules(*BLIND_FOR_PEOPLE)
        if any(name.startswith("stellwerk.cases") for name in imported(path))
    ]
    assert not seeing


def test_rules_ask_no_database() -> None:
    asking = [
        shown(path)
        for path in modules()
        if (path.name == "rules.py" or "rules" in path.parts)
        and any(
            name.startswith(("django.db", "django.http", "psycopg", "django.core.cache"))
            for name in imported(path)
        )
    ]
    assert not asking


def test_edges_leave_the_database_to_queries_and_actions() -> None:
    found = []
    for path in modules(*EDGES):
        if "bench" in path.parts:  # measuring instruments fill a database of their own in bulk
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and node.attr == "objects":
                found.append(f"{shown(path)}:{node.lineno} .objects")
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"save", "delete", "bulk_create", "bulk_update"}
                and not is_a_session(node.func.value)
            ):
                found.append(f"{shown(path)}:{node.lineno} .{node.func.attr}()")
    assert not found


def is_a_session(value: ast.expr) -> bool:
    """``request.session.save()`` is the session's own business."""
    return isinstance(value, ast.Attribute) and value.attr == "session"


def test_no_signal_hides_an_effect() -> None:
    found = [
        shown(path)
        for path in modules()
        if any(
            name.startswith(("django.db.models.signals", "django.dispatch"))
            for name in imported(path)
        )
    ]
    assert not found


def test_no_import_stands_inside_a_function_of_the_rooms() -> None:
    """An import inside a function hides a circle; only the command line starts lazily."""
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in modules()
        if "jobs" not in path.parts
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom | ast.Import) and "stellwerk" in ast.unparse(node)
    ]
    assert not found


def test_a_broken_contract_is_noticed(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """The linter really reads our configuration: turned round, it must fail."""
    text = (ROOT / ".importlinter").read_text(encoding="utf-8")
    turned = tmp_path / "turned"
    turned.write_text(
        text.replace("    directory\n    vocabulary\n", "    vocabulary\n    directory\n")
    )
    assert lint_imports(config_filename=str(turned), no_cache=True) == 1
