# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Promises 8, 33, 34: what people write shows nowhere but on the pages meant for it.

Every form of the case pages is filled with a canary and sent for good. Then it must stand in no
log, no mail, no address, no row of the audit, no session and nowhere in a dump in clear.
"""

import logging
import subprocess
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

import pytest
from django.core import mail
from django.urls import reverse

from stellwerk.base.context import acting
from stellwerk.engine import binaries, tools
from stellwerk.engine.locate import SUPERUSER, conninfo
from stellwerk.exchange.report_files import FORMATS, paper
from stellwerk.indicators.queries.reports import case_management
from tests.access.actors import ACTORS, Stage, arguments, set_stage
from tests.access.expectations import SEEING
from tests.access.page_forms import PageForm
from tests.access.questions import body, read_fields
from tests.access.twins import readable
from tests.access.world import CANARY
from tests.conftest import PLACE
from tests.house.routes import routes

PROBE = "Zaunkönigprobe"
#: Words of an organisation about its work, in clear by design: no client has a place in them.
SAID_OF_NOBODY = (
    "cases_checklist", "cases_checklistitem", "cases_organisation_setting", "cases_scaletext",
    "cases_lettertemplate", "cases_importmapping", "cases_savedfilter", "cases_deadlinerule",
    "networks_observation", "networks_knownissue",
    "networks_typical_case", "networks_typical_station", "networks_station_view",
)
#: Fields with rules of their own that a word would only make fail.
RULED = {"email", "phone", "postcode", "version", "next", "birth_year", "case_key", "client_key"}


@pytest.fixture
def stage(own_database: str, settings: Any, tmp_path: Any) -> Stage:
    settings.SECOND_FACTOR_REQUIRED = False
    settings.MEDIA_ROOT = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return set_stage()


def filled(form: PageForm) -> dict[str, str]:
    """What a browser would send after somebody wrote the probe into every field for words."""
    sent = {name: next(filter(None, given), "") for name, given in form.choices.items()}
    sent |= {name: given[-1] for name, given in form.values.items() if given[-1]}
    sent |= {name: f"{PROBE} {name}" for name in form.words - RULED}
    return sent | {name: "2026-03-02" for name in form.values if name.endswith("_on")}


def test_what_is_written_into_forms_stays_out_of_everything_else(
    stage: Stage, own_database: str, caplog: Any
) -> None:
    fields = read_fields(stage)
    caplog.set_level(logging.DEBUG)
    taken, told = set(), []
    for route in routes():
        if not route.name.startswith(("cases:", "imports:")):
            continue
        address = reverse(route.name, kwargs=arguments(stage, route.name, route.parameters))
        for form in fields.forms.get(route.name, []):
            if form.method != "POST" or not form.words:
                continue
            response = stage.clients["lead"].post(address, filled(form))
            if response.status_code == 302:
                taken.add(route.name)
            heads = unquote(str(sorted(response.headers.items())) + str(response.cookies))
            if PROBE in heads:
                told.append(f"{route.name}: {heads[:300]}")
    assert not told
    assert len(taken) >= 12, f"too few forms were taken to show anything: {sorted(taken)}"
    assert PROBE in body(stage.ask("lead", "GET", case_address(stage))).decode()
    written = caplog.text + "".join(f"{m.subject}{m.body}" for m in mail.outbox)
    assert PROBE not in written
    assert PROBE.encode() not in dump(own_database, without=SAID_OF_NOBODY)


def case_address(stage: Stage) -> str:
    return reverse("cases:case", kwargs={"case_id": stage.folder.case.pk})


def dump(database: str, without: Iterable[str] = ()) -> bytes:
    """The database as text, all but the rows of some tables, sessions decoded."""
    from django.contrib.sessions.models import Session

    info = conninfo(SUPERUSER, database, PLACE)
    left_out = [f"--exclude-table-data=public.{table}" for table in without]
    command = [str(binaries.tools() / "pg_dump"), *left_out, database]
    done = subprocess.run(command, env=tools.environment(info), capture_output=True, check=True)
    sessions = str([session.get_decoded() for session in Session.objects.all()])
    return done.stdout + sessions.encode()


def test_no_file_holds_a_canary(stage: Stage, monkeypatch: Any) -> None:
    """The report as every kind of file, opened and searched; a PDF by the page it is made of."""
    pages: list[str] = []
    before = paper._html

    def noted(*args: Any) -> str:
        pages.append(before(*args))
        return pages[-1]

    monkeypatch.setattr(paper, "_html", noted)
    with acting(stage.cast.lead.actor):
        report = case_management(stage.cast.home)
    possible = [name for name in FORMATS if name != "pdf" or paper.is_pdf_possible()]
    assert {"xlsx", "csv", "json", "html"} <= set(possible)
    for name in possible:
        pages.clear()
        text = readable(FORMATS[name].write(report, "de"))
        text = "".join(pages) if name == "pdf" else text
        assert "Stelle home" in text, name
        assert not [canary for canary in CANARY.values() if canary in text], name


def test_those_who_see_a_case_are_few() -> None:
    """The matrix searches every answer to everybody else for the canaries of the case."""
    assert len(set(ACTORS) - SEEING) >= 9
