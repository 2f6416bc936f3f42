# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The import page: send, look, take in; only the team lead of the own organisation."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.cases.models import Case, ImportRun
from stellwerk.exchange import run_work, runs
from stellwerk.exchange.columns import SHEETS
from tests.cast import Cast
from tests.exchange.support import case, csv_files, goal, tables, xlsx


@pytest.fixture(autouse=True)
def file_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def lead(client: Client, cast: Cast) -> Client:
    client.force_login(cast.lead.user)
    return client


def sheets(**more):
    return tables(cases=[case("F-1", topics="housing", **more)], goals=[goal(attainment=0)])


def send(client: Client, *files: tuple[str, bytes]):
    return client.post(
        reverse("imports:index"),
        {"workbook": [SimpleUploadedFile(name, content) for name, content in files]},
    )


def own(cast: Cast):
    return acting(system_actor("test", cast.home.pk))


def test_the_page_opens_for_the_lead(lead):
    answer = lead.get(reverse("imports:index"))
    assert answer.status_code == 200
    assert "Vorlage" in answer.content.decode()


@pytest.mark.parametrize("name", ["manager", "coordinator", "administrator", "partner"])
def test_others_find_nothing_there(client, cast, name):
    client.force_login(getattr(cast, name).user)
    assert client.get(reverse("imports:index")).status_code == 404


def test_send_look_and_take_in(lead, cast, django_capture_on_commit_callbacks):
    answer = send(lead, ("Fälle.xlsx", xlsx(sheets())))
    assert answer.status_code == 302, answer.content.decode()
    page = lead.get(answer.url).content.decode()
    assert "Ohne Fehler geprüft" in page
    with own(cast):
        run = ImportRun.objects.get()
        assert Case.objects.count() == 0
    lead.post(reverse("imports:confirm", args=[run.pk]))
    busy = lead.get(reverse("imports:run", args=[run.pk])).content.decode()
    assert "import-progress" in busy
    assert lead.get(reverse("imports:progress", args=[run.pk])).status_code == 200
    run_work.apply_run(run.pk, system_actor("worker", cast.home.pk))
    page = lead.get(reverse("imports:run", args=[run.pk])).content.decode()
    assert "eingelesen" in page
    with own(cast):
        assert Case.objects.get().case_key == "F-1"
        assert ImportRun.objects.get().counts["goals"]["new"] == 1
    answer = lead.get(reverse("imports:progress", args=[run.pk]))
    assert answer["HX-Refresh"] == "true"


def test_faults_are_listed_and_nothing_comes_in(lead, cast, tmp_path):
    answer = send(lead, ("book.xlsx", xlsx(sheets(opened="31.06.2024"))))
    page = lead.get(answer.url).content.decode()
    assert "31.06.2024" in page
    assert "Nichts wurde eingelesen" in page
    with own(cast):
        assert Case.objects.count() == 0
    assert list((tmp_path / "imports").iterdir()) == []


def test_csv_files_together(lead):
    files = csv_files(sheets(), delimiter=",", encoding="cp1252")
    answer = send(lead, *files.items())
    assert "Ohne Fehler geprüft" in lead.get(answer.url).content.decode()


def test_a_refused_file_keeps_the_form(lead, cast):
    answer = send(lead, ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600))
    assert answer.status_code == 422
    assert ".xlsx" in answer.content.decode()
    with own(cast):
        assert ImportRun.objects.count() == 0


def test_throwing_away(lead, cast, tmp_path):
    answer = send(lead, ("book.xlsx", xlsx(sheets())))
    with own(cast):
        run = ImportRun.objects.get()
    assert len(list((tmp_path / "imports").iterdir())) == 1
    lead.post(reverse("imports:discard", args=[run.pk]))
    assert list((tmp_path / "imports").iterdir()) == []
    assert lead.get(answer.url).status_code == 404


def test_the_neighbour_does_not_find_the_run(lead, client, cast):
    answer = send(lead, ("book.xlsx", xlsx(sheets())))
    other = Client()
    other.force_login(cast.foreign_lead.user)
    assert lead.get(answer.url).status_code == 200
    assert other.get(answer.url).status_code == 404


def test_the_file_at_rest_is_sealed(lead, tmp_path):
    canary = "Kanarienvogelname"
    send(lead, ("cases.csv", csv_files(sheets(family_name=canary))["cases.csv"]))
    (kept,) = (tmp_path / "imports").iterdir()
    assert canary.encode() not in kept.read_bytes()


def test_template(lead):
    import openpyxl

    answer = lead.get(reverse("imports:template"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Hinweise", *(sheet.german for sheet in SHEETS), "Listen"]


def test_a_big_file_is_checked_by_the_worker(lead, cast, monkeypatch):
    monkeypatch.setattr(runs, "AT_ONCE_BYTES", 10)
    answer = send(lead, ("book.xlsx", xlsx(sheets(closed_on=date(2024, 5, 1)))))
    assert "import-progress" in lead.get(answer.url).content.decode()
    with own(cast):
        run = ImportRun.objects.get()
    run_work.check_run(run.pk, system_actor("worker", cast.home.pk))
    assert "Nichts wurde eingelesen" in lead.get(answer.url).content.decode()
