# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Event logs through the pages: sent, columns named, faults shown, deleted without a trace."""

import json
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stellwerk.base.context import set_context
from stellwerk.cases.models import ImportRun
from stellwerk.networks.choices import LogKind
from stellwerk.networks.models import Activity, Event, EventLog, LogFilePart, Party, Trace

pytestmark = pytest.mark.django_db
def event(name: str, day: str = "", group: str = "") -> str:
    said = f'<string key="concept:name" value="{name}"/>'
    if day:
        said += f'<date key="time:timestamp" value="{day}T08:00:00+01:00"/>'
    if group:
        said += f'<string key="org:group" value="{group}"/>'
    return f"<event>{said}</event>"


XES = (
    '<log xes.version="1.0"><trace><string key="concept:name" value="A"/>'
    + event("Antrag", "2025-01-01", "Jobcenter")
    + event("Bescheid", "2025-01-13", "Amt")
    + event("Ohne Zeit")
    + "</trace></log>"
).encode()
CSV = (
    b"Kennung;Was;Wann;Wer\n1;Antrag;2025-01-01 08:00;Jobcenter\n"
    b"1;Bescheid;2025-01-13 08:00;Amt\n2;Antrag;;Jobcenter\n"
)


@pytest.fixture(autouse=True)
def one_factor(settings, tmp_path):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def lead(client, cast):
    client.force_login(cast.lead.user)
    return client


def send(client, file_name, content, **more):
    file = SimpleUploadedFile(file_name, content)
    return client.post(
        reverse("networks:log_new"), {"file": file, "lifecycle": "complete", **more}
    )


def text_of(answer):
    return unescape(answer.content.decode())


def test_a_file_comes_in_and_goes_without_a_trace(lead):
    answer = send(lead, "verlauf.xes", XES)
    log = EventLog.objects.get(kind=LogKind.IMPORTED)
    assert answer.headers["Location"] == reverse("networks:log", args=[log.pk])
    assert log.name == "verlauf"
    page = text_of(lead.get(answer.headers["Location"]))
    assert "Zeilen, die nicht übernommen wurden" in page
    assert "verlauf" in text_of(lead.get(reverse("networks:logs")))
    drawn = text_of(lead.get(reverse("networks:map"), {"log": log.pk}))
    assert "Antrag → Bescheid: 1-mal, Median 12 Tage" in drawn
    address = reverse("networks:log_delete", args=[log.pk])
    assert "2 Ereignissen" in text_of(lead.get(address))
    assert EventLog.objects.filter(pk=log.pk).exists(), "asking deletes nothing"
    lead.post(address)
    for model in (EventLog, Trace, Event, LogFilePart):
        assert not model.objects.exists(), model
    assert not Activity.objects.filter(organisation__isnull=False).exists()
    assert not Party.objects.filter(log__isnull=False).exists()


def test_a_refused_file_says_why_and_keeps_the_name(lead):
    answer = send(lead, "x.xes", b"<!DOCTYPE log><log></log>", name="Mein Protokoll")
    assert answer.status_code == 422
    page = text_of(answer)
    assert "DTD" in page
    assert "Mein Protokoll" in page
    assert not EventLog.objects.filter(kind=LogKind.IMPORTED).exists()


def test_a_table_waits_for_its_columns(lead):
    answer = send(lead, "liste.csv", CSV, name="Liste")
    run = ImportRun.objects.get()
    address = reverse("networks:log_columns", args=[run.pk])
    assert answer.headers["Location"] == address
    page = text_of(lead.get(address))
    assert "2025-01-13 08:00" in page
    wrong = lead.post(
        address, {"case": "Kennung", "activity": "Was", "time": "", "lifecycle": "all"}
    )
    assert wrong.status_code == 422
    assert '<option value="Kennung" selected' in text_of(wrong), "what was chosen stays"
    assert "Liste" in text_of(lead.get(reverse("networks:logs")))
    named = {
        "case": "Kennung", "activity": "Was", "time": "Wann", "organisation": "Wer",
        "lifecycle": "complete",
    }
    lead.post(address, named)
    log = EventLog.objects.get(kind=LogKind.IMPORTED)
    assert (log.name, log.fault_count) == ("Liste", 1)
    assert Event.objects.count() == 2
    assert not ImportRun.objects.exists(), "the upload is gone with its file"
    assert lead.get(address).status_code == 404


def test_an_upload_can_be_thrown_away(lead):
    send(lead, "liste.csv", CSV)
    run = ImportRun.objects.get()
    lead.post(reverse("networks:log_discard", args=[run.pk]))
    assert not ImportRun.objects.exists()


def test_logs_of_others_do_not_exist(lead, client, cast):
    send(lead, "verlauf.xes", XES)
    log = EventLog.objects.get(kind=LogKind.IMPORTED)
    client.force_login(cast.foreign_lead.user)
    for name in ("log", "log_delete"):
        assert client.get(reverse(f"networks:{name}", args=[log.pk])).status_code == 404
    assert client.post(reverse("networks:log_delete", args=[log.pk])).status_code == 404
    assert "verlauf" not in text_of(client.get(reverse("networks:logs")))


def test_a_log_goes_out_as_it_came_and_in_other_formats(lead):
    send(lead, "verlauf.xes", XES)
    log = EventLog.objects.get(kind=LogKind.IMPORTED)
    answers = {
        name: lead.get(reverse("networks:log_file", args=[log.pk, name]))
        for name in ("xes", "ocel_json", "ocel_xml", "csv")
    }
    assert {a.status_code for a in answers.values()} == {200}
    whole = XES if isinstance(XES, bytes) else XES.encode()
    set_context(None)  # the request is over: what is sent finds out for itself who asked
    files = {name: b"".join(answer.streaming_content) for name, answer in answers.items()}
    assert files["xes"] == whole
    assert [row["type"] for row in json.loads(files["ocel_json"])["events"]] == [
        "Antrag", "Bescheid"
    ]
    assert all(b"Bescheid" in content for content in files.values())
    assert reverse("networks:log_file", args=[log.pk, "csv"]) in text_of(
        lead.get(reverse("networks:log", args=[log.pk]))
    )
