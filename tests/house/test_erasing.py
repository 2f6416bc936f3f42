# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Courses of the event log go through one door, and nothing that leads to one goes before it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import functions, modules, shown

#: With a row of these goes the number of a course: whoever deletes one erases the course first.
LEADING = {"Case", "Person", "DataKey"}
ERASING = "erase_trace_of"
#: Deletes keys that lead to no course. Function -> why.
OTHER_KEYS = {
    "forget_exports": "the key of a file that was made for taking out",
    "forget_expired": "the key of a report's file",
}


def roots(node: ast.AST) -> Iterator[str]:
    """Names at which the chains of calls below ``node`` that end in ``delete`` begin."""
    for call in ast.walk(node):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        if call.func.attr not in ("delete", "_raw_delete"):
            continue
        below: ast.AST = call.func.value
        while isinstance(below, ast.Attribute | ast.Call):
            below = below.value if isinstance(below, ast.Attribute) else below.func
        if isinstance(below, ast.Name):
            yield below.id


def deleting(path: Path) -> Iterator[tuple[str, bool]]:
    """Functions that delete such a row, and whether they erase the course."""
    for function in functions(path):
        calls = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        held = {
            target.id
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            and LEADING & {name.id for name in ast.walk(node.value) if isinstance(name, ast.Name)}
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        if (LEADING | held) & set(roots(function)):
            yield function.name, ERASING in calls


def test_who_deletes_a_case_or_its_key_erases_its_course_first() -> None:
    wrong = [
        f"{shown(path)}: {name}"
        for path in modules()
        for name, erases in deleting(path)
        if not erases and name not in OTHER_KEYS
    ]
    assert not wrong
    said = re.compile(r"DELETE\s+FROM\s+(cases_case|cases_person|base_data_key)\b", re.I)
    by_hand = {shown(path) for path in modules() if said.search(path.read_text("utf-8"))}
    # The function of the database that deletes an imported log with the log's own key.
    assert by_hand <= {"src/stellwerk/access/wall_log.py"}


def test_the_rule_sees_what_it_is_for(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text(
        "def a(): Case.objects.filter(pk=1).delete()\n"
        "def b():\n    rows = DataKey.objects.all()\n    rows.filter(x=1).delete()\n"
        "def c():\n    erase_trace_of()\n    Person.objects.all().delete()\n"
        "def d(): Topic.objects.all().delete()\n"
    )
    assert list(deleting(path)) == [("a", False), ("b", False), ("c", True)]


def test_the_database_functions_have_one_caller_each() -> None:
    named = {
        shown(path) for path in modules() if "erase_network_" in path.read_text("utf-8")
    }
    assert named == {
        "src/stellwerk/access/wall_log.py", "src/stellwerk/networks/actions/log/erasing.py"
    }
    path = next(path for path in modules("networks/actions/log") if path.name == "erasing.py")
    text = path.read_text("utf-8")
    for name in ("trace", "events", "log"):
        assert text.count(f"erase_network_{name}") == 1
