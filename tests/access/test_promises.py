# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Promises 2, 7, 8, 9, 34: what pages let through besides the plain yes and no."""

import logging
import re
from collections.abc import Iterable, Iterator
from difflib import ndiff
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stellwerk.cases.choices import ALL_GROUPS, FieldGroup
from stellwerk.directory.choices import Role
from tests.access.actors import Stage, arguments, set_stage, signed_in
from tests.access.expectations import EXPECTATIONS
from tests.access.world import CANARY, OWNER, Builder, grant
from tests.cast import member, organisation
from tests.house.routes import Route, routes

#: Canaries that the case page itself must show when their group is granted.
ON_THE_PAGE = set(FieldGroup) - {FieldGroup.FAMILY, FieldGroup.WORK_EDUCATION}


@pytest.fixture
def stage(own_database: str, settings: Any) -> Stage:
    settings.SECOND_FACTOR_REQUIRED = False
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 36_000
    return set_stage()


def pages_for(actor: str) -> Iterator[Route]:
    """Routes that give this actor a page."""
    for route in routes():
        expect = EXPECTATIONS[route.name]
        if route.is_ours and expect.get == 200 and actor in expect.who:
            yield route


def shared_among(actors: tuple[str, ...]) -> dict[str, list[Route]]:
    """Every route once, by those in turn whom it answers: a walk that forgets no page."""
    shared: dict[str, list[Route]] = {actor: [] for actor in actors}
    for route in routes():
        who = [actor for actor in actors if route in pages_for(actor)]
        if who:
            shared[min(who, key=lambda actor: len(shared[actor]))].append(route)
    return shared


def body(response: HttpResponse) -> str:
    text = b"".join(response) if response.streaming else response.content
    return bytes(text).decode("utf-8", "replace")


def ask_all(stage: Stage, client: Client, pages: Iterable[Route]) -> dict[str, str]:
    """Body of these pages, asked with the given browser."""
    found = {}
    for route in pages:
        address = reverse(route.name, kwargs=arguments(stage, route.name, route.parameters))
        found[route.name] = body(client.get(address))
    return found


def test_a_grant_shows_its_field_groups_and_no_other(stage: Stage) -> None:
    """Promise 8: each single group alone; the canaries of all others appear nowhere."""
    where = organisation("stelle-kanarien", stage.cast.home.municipality)
    client = signed_in(member("kanarien", where, Role.PARTNER).user)
    for group in FieldGroup:
        grant(stage.folder, where, int(group | FieldGroup.PLAN) if group in BY_PLAN else int(group))
        granted = {group, FieldGroup.PLAN} if group in BY_PLAN else {group}
        pages = ask_all(stage, client, pages_for("partner"))
        for name, text in pages.items():
            leaked = [
                other.name for other in FieldGroup if other not in granted and CANARY[other] in text
            ]
            assert not leaked, f"{name} with {group.name} only"
        if group in ON_THE_PAGE:
            assert CANARY[group] in pages["cases:case"], f"{group.name} is granted and not shown"


#: What belongs to a life area stands in goals and measures: it needs the plan as well.
BY_PLAN = {
    FieldGroup.FAMILY,
    FieldGroup.WORK_EDUCATION,
    FieldGroup.HOUSING,
    FieldGroup.HEALTH,
}


def test_a_grant_that_ends_acts_with_the_next_click(stage: Stage) -> None:
    """Promise 7: shown, revoked, gone; granted anew with less, the rest is gone."""
    address = reverse("cases:case", kwargs={"case_id": stage.folder.case.pk})
    assert CANARY[FieldGroup.IDENTITY] in body(stage.ask("partner", "GET", address))
    grant(stage.folder, stage.cast.neighbour, int(FieldGroup.LANGUAGE))
    assert CANARY[FieldGroup.IDENTITY] not in body(stage.ask("partner", "GET", address))
    with connections[OWNER].cursor() as cursor:
        cursor.execute("UPDATE cases_access SET valid_until = now() WHERE basis = 'consent'")
    assert stage.ask("partner", "GET", address).status_code == 404


def test_what_cannot_be_logged_is_not_shown(stage: Stage) -> None:
    """Promise 9: without the right to write the log, no page shows a record."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_event FROM stellwerk_web")
        cursor.execute(
            "REVOKE INSERT (id, actor, actor_id, organisation_id, verb, kind, subjects, fields, "
            "note, route) ON audit_event FROM stellwerk_web"
        )
    logging.disable(logging.CRITICAL)
    try:
        for route in routes():
            expect = EXPECTATIONS[route.name]
            if not expect.reads or expect.get is None:
                continue
            actor = next(name for name in ("own", "lead", "officer") if name in expect.who)
            address = reverse(route.name, kwargs=arguments(stage, route.name, route.parameters))
            response = stage.ask_raw(actor, address)
            assert response.status_code >= 500, route.name
            assert "Kanarien" not in body(response), route.name
    finally:
        logging.disable(logging.NOTSET)


QUERIES = (
    "",
    "?q=Kanarienname",
    "?q=drei",
    "?q=F-drei",
    "?state=all",
    "?phase=monitoring",
    "?team=1",
    "?cursor=nonsense",
)
#: Pages about oneself and about lists; the template is a packed file with its time in it.
APART = ("account", "mfa", "audit", "directory", "vocabulary", "imports:template")
ASKING = ("own", "lead", "coordinator", "steering", "officer", "partner", "foreign_lead")
SEARCHES = ("Kanarienname", "Kim", "F-drei", "P-drei", "drei")


def questions(stage: Stage) -> dict[str, str]:
    """What home and neighbour learn from every page and search, masked.

    Lists by everybody, with all questions by those who see most; a record's page by one of them.
    """
    answers: dict[str, str] = {}
    shared = shared_among(ASKING)
    for actor in ASKING:
        for route in pages_for(actor):
            if route.name.startswith(APART) or (route.parameters and route not in shared[actor]):
                continue
            address = reverse(route.name, kwargs=arguments(stage, route.name, route.parameters))
            many = QUERIES if actor in ("own", "foreign_lead") else QUERIES[:2]
            for query in many if not route.parameters else ("",):
                answers[f"{actor} {route.name}{query}"] = plain(
                    stage.ask(actor, "GET", address + query)
                )
        for name in ("cases:list", "cases:new"):
            for text in SEARCHES if actor in EXPECTATIONS[name].who else ():
                data = {"q": text, "name": text, "state": "all", "csrfmiddlewaretoken": "x"}
                response = stage.ask(actor, "POST", reverse(name), data)
                if response.status_code == 302:
                    response = stage.ask(actor, "GET", response.headers["Location"])
                answers[f"{actor} {name} {text}"] = plain(response)
    return answers


def plain(response: HttpResponse) -> str:
    """Status and body without tokens, sealed filters, cursors and times of day."""
    text = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1*", body(response))
    text = re.sub(r"([?&;](s|cursor)=)[^\"&]+", r"\1*", text)
    text = re.sub(r"\d{2}:\d{2}(:\d{2}(\.\d+)?)?", "*", text)
    return f"{response.status_code} {text}"


def test_two_worlds_that_differ_in_a_foreign_case_look_the_same(stage: Stage) -> None:
    """Promise 2, a sample: lists, searches, figures, duplicates check, with and without it."""
    third = organisation("stelle-dritte", stage.cast.home.municipality)
    manager = member("dritte", third, Role.CASE_MANAGER)
    before = questions(stage)
    Builder(third, manager.user, "drei").build()
    after = questions(stage)
    assert len(before) > 60
    differing = {
        key: [line for line in ndiff(text.splitlines(), after[key].splitlines()) if line[0] in "+-"]
        for key, text in before.items()
        if after[key] != text
    }
    assert not differing


def test_names_and_secrets_stay_out_of_logs_mails_and_addresses(
    stage: Stage, caplog: Any, settings: Any
) -> None:
    """Promise 34: a walk over all pages leaves no canary and no secret outside of the pages."""
    caplog.set_level(logging.DEBUG)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    asking = ("own", "lead", "administrator", "officer", "partner")
    for actor, pages in shared_among(asking).items():
        for name, text in ask_all(stage, stage.clients[actor], pages).items():
            addresses = re.findall(r'(?:href|src|action|hx-\w+)="([^"]+)"', text)
            told = [address for address in addresses if "anarien" in address]
            assert not told, name
    written = caplog.text + "".join(f"{m.subject}{m.body}" for m in mail.outbox)
    assert "anarien" not in written
    assert "Ein-Satz-nur-fuer-Tests" not in written
    assert settings.SECRET_KEY not in written


def test_an_error_page_says_nothing(stage: Stage, monkeypatch: Any) -> None:
    """Whatever breaks below: no name, no trace, no value in the answer."""

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(f"secret {CANARY[FieldGroup.HEALTH]}")

    monkeypatch.setattr("stellwerk.web.cases.views.casefile.open_case", broken)
    address = reverse("cases:case", kwargs={"case_id": stage.folder.case.pk})
    logging.disable(logging.CRITICAL)
    response = stage.ask_raw("own", address)
    logging.disable(logging.NOTSET)
    assert response.status_code == 500
    assert "anarien" not in body(response)
    assert "Traceback" not in body(response)
    assert sum(CANARY) == ALL_GROUPS
