# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Foreign lists: name the columns, translate the words, then the ordinary way; saved and used."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.base.keys import open_keys
from stellwerk.cases.models import Case, Identity, ImportMapping, ImportRun
from stellwerk.exchange import run_work
from tests.exchange.support import csv_files, xlsx

LIST = [
    ["Auswertung 2024", None],
    [None, None],
    ["Az.", "Nachname", "Vorname der Klientin", "Aufnahme", "m/w", "Bemerkung", "Thema"],
    ["0017", "Beispiel", "Ada", date(2024, 2, 1), "weibl.", "egal", "Wohnen, Gesundheit"],
    [None] * 7,
    ["0018", "Muster", "Bo", "03.02.2024", "unbek.", None, "Wohnen"],
]


@pytest.fixture(autouse=True)
def file_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def lead(client: Client, cast) -> Client:
    client.force_login(cast.lead.user)
    return client


def send(client: Client, content: bytes, name: str = "Liste.xlsx") -> str:
    answer = client.post(reverse("imports:foreign"), {"table": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


COLUMNS = {
    "column-0": "case_key", "column-1": "family_name", "column-2": "given_name",
    "column-3": "opened_on", "column-4": "gender", "column-5": "", "column-6": "topics",
}  # fmt: skip


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_list_with_headings_of_its_own_arrives(lead, cast, form):
    content = xlsx({"Tab1": LIST}) if form == "xlsx" else csv_files({"x": LIST})["x.csv"]
    address = send(lead, content, f"Liste.{form}")
    page = lead.get(address).content.decode()
    for heading, key in (("Nachname", "family_name"), ("Vorname der Klientin", "given_name")):
        assert heading in page
        assert f'value="{key}" selected' in page
    assert "Beispiel" in page
    missing = lead.post(address, {})
    assert missing.status_code == 422
    assert "Fallnummer" in missing.content.decode()
    words = lead.post(address, {**COLUMNS, "save_as": "Träger Nord"}).content.decode()
    assert "weibl." in words
    assert 'value="w" selected' in words
    done = lead.post(
        address,
        {**COLUMNS, "step": "words", "save_as": "Träger Nord", "word-gender-0": "w",
         "word-gender-1": "-"},
    )  # fmt: skip
    checked = lead.get(done.url).content.decode()
    assert "Ohne Fehler geprüft" in checked
    with acting(system_actor("test", cast.home.pk)):
        run = ImportRun.objects.get()
        assert run.counts["cases"]["new"] == 2
        assert not Case.objects.exists()
    lead.post(reverse("imports:confirm", args=[run.pk]))
    run_work.apply_run(run.pk, system_actor("worker", cast.home.pk))
    with acting(system_actor("test", cast.home.pk)):
        first = Case.objects.get(case_key="0017")
        assert first.opened_on == date(2024, 2, 1)
        assert first.casetopic_set.count() == 2
        known = list(Identity.objects.order_by("person__client_key"))
        open_keys(known)
        assert [(one.family_name, one.gender) for one in known] == [
            ("Beispiel", "w"), ("Muster", None),
        ]  # fmt: skip


def test_faults_are_named_by_the_rows_of_the_list(lead):
    content = [*LIST[:3], ["0017", "Beispiel", "Ada", "31.02.2024", "w", None, None]]
    address = send(lead, xlsx({"Tab1": content}))
    done = lead.post(address, COLUMNS)
    page = lead.get(done.url).content.decode()
    assert "Nichts wurde" in page
    assert ">4<" in page
    assert "31.02.2024" in page


def test_a_saved_mapping_is_used_again_and_holds_no_cell(lead, cast):
    address = send(lead, xlsx({"Tab1": LIST}))
    lead.post(
        address,
        {**COLUMNS, "step": "words", "save_as": "Nord", "word-gender-0": "w",
         "word-gender-1": "-"},
    )  # fmt: skip
    with acting(system_actor("test", cast.home.pk)):
        saved = ImportMapping.objects.get()
        kept = f"{saved.columns} {saved.words}"
        assert "Beispiel" not in kept
        assert "0017" not in kept
    second = send(lead, xlsx({"Tab1": LIST}))
    page = lead.get(f"{second}?mapping={saved.pk}").content.decode()
    assert 'value="opened_on" selected' in page
    done = lead.post(second, {**COLUMNS, "mapping": str(saved.pk)})
    assert done.status_code == 302
    assert "Ohne Fehler geprüft" in lead.get(done.url).content.decode()
    lead.post(reverse("imports:forget_mapping", args=[saved.pk]))
    with acting(system_actor("test", cast.home.pk)):
        assert not ImportMapping.objects.exists()


def test_others_find_neither_list_nor_mapping(lead, cast):
    address = send(lead, xlsx({"Tab1": LIST}))
    stranger = Client()
    stranger.force_login(cast.foreign_lead.user)
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, COLUMNS).status_code == 404


def test_what_is_no_table_is_refused_at_once(lead):
    answer = lead.post(
        reverse("imports:foreign"), {"table": SimpleUploadedFile("x.xlsx", b"PK\x03\x04 nothing")}
    )
    assert answer.status_code == 422
