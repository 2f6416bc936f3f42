# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A report as PDF: ordered, written by the worker, fetched; rights asked at run and at download."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stellwerk.audit.models import Event
from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.base.models import DataKey
from stellwerk.directory.choices import Role
from stellwerk.directory.models import Membership, User
from stellwerk.exchange.report_files import Format
from stellwerk.indicators.choices import ReportFileState
from stellwerk.indicators.models import ReportFile
from stellwerk.web.reports import tasks
from tests.cast import build_cast

PDF = b"%PDF-1.7 invented"


@pytest.fixture(autouse=True)
def quick(settings, tmp_path, monkeypatch):
    """No second factor, a folder of our own, and a PDF without its second of work."""
    settings.SECOND_FACTOR_REQUIRED = False
    settings.MEDIA_ROOT = tmp_path
    written = Format("application/pdf", "pdf", lambda report, language: PDF)
    monkeypatch.setitem(tasks.FORMATS, "pdf", written)


@pytest.fixture
def house(own_database):
    return build_cast()


def browser(member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def order(client: Client, **period) -> str:
    answer = client.post(reverse("reports:order"), period)
    assert answer.status_code == 302
    return answer.url


def id_of(address: str) -> str:
    return re.search(r"[0-9a-f-]{36}", address)[0]


def work() -> None:
    call_command("db_worker", queue_name="*", batch=True, startup_delay=False, verbosity=0)


def files(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "reports").glob("*.sealed"))


def stored(cast) -> ReportFile:
    with acting(system_actor("tests", cast.home.pk)):
        return ReportFile.objects.get()


def test_ordered_written_fetched_and_logged(house, tmp_path):
    client = browser(house.lead)
    address = order(client, start="2020-01-01")
    assert "wird geschrieben" in client.get(address).content.decode()
    # not ready yet: led back to the page that says so
    assert client.get(address + "laden/").url == address
    work()
    assert client.get(address + "stand/").headers["HX-Refresh"] == "true"
    assert "PDF herunterladen" in client.get(address).content.decode()
    fetched = client.get(address + "laden/")
    assert fetched.content == PDF
    assert fetched["Content-Disposition"].startswith('attachment; filename="case-management-home-')
    assert "no-store" in fetched["Cache-Control"]
    assert reverse("reports:file", args=[id_of(address)]) in (
        client.get(reverse("reports:index")).content.decode()
    )
    with acting(house.lead.actor):
        event = Event.objects.get(verb="exported")
        assert (event.kind, event.note) == ("report", "case-management pdf")
        assert [str(one) for one in event.subjects] == [id_of(address)]
    [file] = files(tmp_path)
    assert PDF not in file.read_bytes()


def test_a_frozen_report_is_written_as_it_was(house, monkeypatch):
    client = browser(house.lead)
    frozen = client.post(reverse("reports:freeze"), {"title": "Beirat", "start": "2020-01-01"}).url
    seen = []
    written = Format("application/pdf", "pdf", lambda report, _: seen.append(report) or PDF)
    monkeypatch.setitem(tasks.FORMATS, "pdf", written)
    address = client.post(frozen + "pdf/").url
    work()
    assert client.get(address + "laden/").content == PDF
    assert seen[0].period.start.isoformat() == "2020-01-01"
    assert frozen in client.get(address).content.decode()


@pytest.mark.parametrize("who", ["manager", "coordinator", "foreign_lead", "administrator"])
def test_nobody_else_finds_the_file(house, who):
    address = order(browser(house.lead))
    work()
    stranger = browser(getattr(house, who))
    for page in ("", "stand/", "laden/"):
        assert stranger.get(address + page).status_code == 404
        made_up = address.replace(id_of(address), str(uuid4()))
        assert stranger.get(made_up + page).status_code == 404


def end_roles(cast) -> None:
    Membership.objects.filter(user=cast.lead.user).delete()
    # still somebody here, but without figures
    Membership.objects.create(
        user=cast.lead.user, organisation=cast.home, role=Role.ADMINISTRATOR,
        valid_from=timezone.localdate(),
    )  # fmt: skip


def move_away(cast) -> None:
    Membership.objects.filter(user=cast.lead.user).update(organisation=cast.neighbour)


def deactivate(cast) -> None:
    User.objects.filter(pk=cast.lead.user.pk).update(is_active=False)


@pytest.mark.parametrize("loss", [end_roles, move_away, deactivate])
def test_who_lost_the_right_before_the_run_gets_no_file(house, tmp_path, loss):
    order(browser(house.lead))
    loss(house)
    work()
    assert (stored(house).state, stored(house).code) == (ReportFileState.FAILED, "rights")
    assert files(tmp_path) == []


@pytest.mark.parametrize("loss", [end_roles, move_away, deactivate])
def test_who_lost_the_right_after_the_run_cannot_fetch(house, loss):
    client = browser(house.lead)
    address = order(client)
    work()
    loss(house)
    answer = client.get(address + "laden/")
    assert answer.status_code in (302, 404)
    assert PDF not in answer.content
    with acting(house.lead.actor):
        assert not Event.objects.filter(verb="exported").exists()


def test_no_log_no_file(house, monkeypatch):
    client = browser(house.lead)
    address = order(client)
    work()

    def broken(**_):
        raise RuntimeError("the log is away")

    client.raise_request_exception = False
    monkeypatch.setattr("stellwerk.web.reports.files.record_download", broken)
    answer = client.get(address + "laden/")
    assert answer.status_code == 500
    assert PDF not in answer.content


def test_a_failure_is_said_without_its_message(house, monkeypatch, caplog):
    def broken(report, language):
        raise ValueError("Frau Beispiel")

    monkeypatch.setitem(tasks.FORMATS, "pdf", Format("application/pdf", "pdf", broken))
    client = browser(house.lead)
    address = order(client)
    work()
    assert stored(house).code == "ValueError"
    assert "konnte nicht geschrieben werden" in client.get(address).content.decode()
    assert "Beispiel" not in caplog.text


def test_after_a_day_it_is_gone(house, tmp_path, monkeypatch):
    client = browser(house.lead)
    address = order(client)
    work()
    order_row = stored(house)
    with acting(house.lead.actor):
        ReportFile.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 404
    assert client.get(address + "laden/").status_code == 404
    with monkeypatch.context() as patch:  # the role of the nightly work; web may not tidy
        for key in ("USER", "PASSWORD"):
            default = connections["default"].settings_dict
            patch.setitem(default, key, connections["jobs"].settings_dict[key])
        connections["default"].close()
        call_command("tidy")
    connections["default"].close()
    assert files(tmp_path) == []
    with acting(house.lead.actor):
        assert not ReportFile.objects.exists()
        assert not DataKey.objects.filter(subject_id=order_row.pk).exists()


def test_a_worker_that_died_shows_as_failed(house):
    client = browser(house.lead)
    address = order(client)
    with acting(house.lead.actor):
        ReportFile.objects.update(ordered_at=timezone.now() - timedelta(hours=1))
    assert "konnte nicht geschrieben werden" in client.get(address).content.decode()


def test_not_more_than_a_few_at_a_time(house):
    client = browser(house.lead)
    for _ in range(5):
        order(client)
    assert client.post(reverse("reports:order")).status_code == 409
    work()
    order(client)


def test_a_file_of_another_order_is_refused(house, tmp_path):
    client = browser(house.lead)
    first, second = order(client), order(client)
    work()
    one, two = (tmp_path / "reports" / f"{id_of(a)}.sealed" for a in (first, second))
    one.write_bytes(two.read_bytes())
    assert client.get(first + "laden/").status_code == 409
    assert client.get(second + "laden/").content == PDF


def test_pdf_is_not_written_inside_a_request(house):
    client = browser(house.lead)
    assert client.get(reverse("reports:export", args=["pdf"])).status_code == 404
    assert client.get(reverse("reports:order")).status_code in (404, 405)
    assert client.post(reverse("reports:order"), {"start": "kein Tag"}).status_code == 404
    assert django_settings.TASKS["default"]["BACKEND"].endswith("DatabaseBackend")
