# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""``import_cases``: exit 0 taken in, 1 refused with every fault, 2 wrongly called."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.cases.models import Case
from tests.exchange.support import case, csv_files, tables, xlsx
from tests.exchange.test_faults import TWELVE


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx(tables()))
    return path


def run(*arguments: object, **options: object) -> str:
    out = io.StringIO()
    call_command("import_cases", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def count(cast) -> int:
    with acting(system_actor("test", cast.home.pk)):
        return Case.objects.count()


def test_takes_in(cast, book):
    assert "Eingelesen" in run(book, "--organisation", "home")
    assert count(cast) == 1
    assert "nichts wurde geändert" in run(book, "--organisation", "home")


def test_dry_run_takes_nothing_in(cast, book):
    answer = json.loads(run(book, "--organisation", "home", "--dry-run", "--format", "json"))
    assert answer["result"] == "checked"
    assert answer["counts"]["cases"]["new"] == 1
    assert count(cast) == 0


def test_refuses_with_every_fault(cast, tmp_path):
    path = tmp_path / "twelve.xlsx"
    path.write_bytes(xlsx(TWELVE))
    out = io.StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("import_cases", str(path), "--organisation", "home", stdout=out)
    assert left.value.code == 1
    text = out.getvalue()
    assert "Fälle, Zeile 2, Beginn (E): „31.06.2024“" in text
    assert text.count("erwartet:") == 13
    assert count(cast) == 0


def test_refuses_as_json(cast, tmp_path):
    path = tmp_path / "twelve.xlsx"
    path.write_bytes(xlsx(TWELVE))
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("import_cases", str(path), organisation="home", format="json", stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["result"], answer["fault_count"]) == ("refused", 13)
    assert {"sheet", "row", "column", "letter", "value", "expected", "code"} <= set(
        answer["faults"][0]
    )
    rows = [(fault["sheet"], fault["row"]) for fault in answer["faults"]]
    assert rows == sorted(rows, key=lambda r: (["Fälle", "Termine", "Ziele"].index(r[0]), r[1]))


def test_folder_of_csv_files(cast, tmp_path):
    for name, content in csv_files(tables(cases=[case("Ä-1")]), encoding="cp1252").items():
        (tmp_path / name).write_bytes(content)
    run(tmp_path, "--organisation", "home")
    with acting(system_actor("test", cast.home.pk)):
        assert Case.objects.get().case_key == "Ä-1"


@pytest.mark.parametrize(
    "arguments",
    [[], ["FILE"], ["FILE", "--organisation", "nowhere"], ["nix.xlsx", "--organisation", "home"]],
)
def test_wrongly_called(cast, book, arguments):
    with pytest.raises(CommandError) as refused:
        run(*[book if word == "FILE" else word for word in arguments])
    assert refused.value.returncode == 2


def test_empty_folder_is_refused(cast, tmp_path):
    with pytest.raises(CommandError) as refused:
        run(tmp_path, "--organisation", "home")
    assert refused.value.returncode == 1


def test_template(db, tmp_path):
    target = tmp_path / "template.xlsx"
    run("--template", target)
    assert target.read_bytes().startswith(b"PK")
