# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Promises 1, 8, 9, 27, 28: every route × method × actor, against the expectations."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.models import CaseAccess
from tests.access.actors import ACTORS, OUTSIDE, Stage, arguments, set_stage, written_rows
from tests.access.expectations import EXPECTATIONS, SEEING, Expect
from tests.access.questions import body
from tests.access.twins import readable
from tests.access.world import CANARY
from tests.house.routes import Route, routes

METHODS = ("GET", "POST")
#: Nobody gets anything for these; asked by those who are nearest and farthest.
NEVER = ("PUT", "PATCH", "DELETE")
NEVER_ASKED_BY = ("own", "foreign_manager", "anonymous")
#: A form that says nothing (but is a form).
EMPTY = {"csrfmiddlewaretoken": "x"}
#: Those who ask for what is hidden from them and for what does not exist.
STRANGERS = ("colleague", "foreign_lead", "expired", "revoked", "administrator")

#: What a GET and a refusal may leave behind: that somebody read or was refused; the session.
MAY_BE_WRITTEN = {"audit_event", "django_session"}
#: Words of the case that stand in no list: nobody but those who see it may ever get one.
CODED = {FieldGroup.RESIDENCE, FieldGroup.LANGUAGE}
SECRETS = [f"{CANARY[group]} eins" for group in FieldGroup if group not in CODED]

AREAS = sorted({name.partition(":")[0] for name in EXPECTATIONS if ":" in name} | {"account"})


def area_of(route: Route) -> str:
    space, colon, _ = route.name.partition(":")
    return space if colon and space != "accounts" else "account" if not colon else "accounts"


#: A large area is asked in parts, so that two processes share it.
PART = 40


def of_area(area: str) -> list[Route]:
    return [route for route in routes() if area_of(route) == area]


PARTS = [(area, n) for area in AREAS for n in range(0, len(of_area(area)), PART)]


@pytest.fixture
def stage(own_database: str, settings: Any) -> Stage:
    settings.SECOND_FACTOR_REQUIRED = False
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 36_000
    settings.ACCOUNT_RATE_LIMITS = False
    return set_stage()


def test_every_route_has_an_expectation_and_every_expectation_a_route() -> None:
    assert {route.name for route in routes()} == set(EXPECTATIONS)
    assert {area_of(route) for route in routes()} == set(AREAS)
    assert sum(len(of_area(area)[n : n + PART]) for area, n in PARTS) == len(routes())
    assert len(ACTORS) >= 9


def expected(expect: Expect, route: Route, method: str, actor: str) -> set[int]:
    """The statuses that are right."""
    status = {"GET": expect.get, "POST": expect.post}.get(method)
    public = bool(route.page and route.page.public)
    if actor in OUTSIDE and not public:
        return {302}
    if status is None:
        return {404, 405}
    if (method, actor) in expect.special:
        return {expect.special[method, actor]}
    return {status} if actor in expect.who else {404}


def faults_of(response: HttpResponse, actor: str) -> Iterator[str]:
    """What the headers of a response lack."""
    headers = response.headers
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "http" in policy:
        yield f"CSP {policy!r}"
    wanted = {
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
    for name, value in wanted.items():
        if headers.get(name) != value:
            yield f"{name} {headers.get(name)!r}"
    if actor not in OUTSIDE and "no-store" not in headers.get("Cache-Control", ""):
        yield f"Cache-Control {headers.get('Cache-Control')!r}"
    for cookie in response.cookies.values():
        if not cookie.value:  # taken away, not set
            continue
        if not cookie["samesite"] or (cookie.key != "django_language" and not cookie["httponly"]):
            yield f"cookie {cookie.key} is open"


def told_too_much(response: HttpResponse, actor: str) -> Iterator[str]:
    """The case's words in an answer, a header or a file for somebody who does not see the case."""
    if actor in SEEING:
        return
    text = readable(body(response)) + unquote(str(sorted(response.headers.items())))
    for secret in SECRETS:
        if secret in text:
            yield f"shows {secret!r}"


@pytest.mark.parametrize(("area", "begin"), PARTS)
def test_every_route_gives_everybody_what_is_expected(
    stage: Stage, area: str, begin: int
) -> None:
    """One pass over an area: statuses, readings in the log, headers, forged forms, twins."""
    wrong: list[str] = []
    for route in of_area(area)[begin : begin + PART]:
        expect = EXPECTATIONS[route.name]
        values = arguments(stage, route.name, route.parameters)
        address = reverse(route.name, kwargs=values)
        for method, actor in questions():
            response = stage.ask(actor, method, address, EMPTY if method == "POST" else None)
            right = expected(expect, route, method, actor)
            what = f"{route.name} {method} {actor}"
            if response.status_code not in right:
                wrong.append(f"{what}: {response.status_code}, expected {sorted(right)}")
            wrong += [f"{what}: {fault}" for fault in faults_of(response, actor)]
            wrong += [f"{what}: {fault}" for fault in told_too_much(response, actor)]
            written = set(response.writes) - MAY_BE_WRITTEN  # type: ignore[attr-defined]
            if written and (method == "GET" or response.status_code in (404, 405)):
                wrong.append(f"{what}: writes {sorted(written)}")
            shows = expect.reads and method == "GET" and response.status_code == 200
            if shows and response.reads < 1:  # type: ignore[attr-defined]
                wrong.append(f"{what}: shows records and logs no reading")
        wrong += forged(stage, route, expect, address)
        wrong += twins(stage, route, values)
    assert not wrong, f"{len(wrong)} answers\n" + "\n".join(wrong[:60])


def questions() -> Iterator[tuple[str, str]]:
    for method in METHODS:
        for actor in ACTORS:
            yield method, actor
    for method in NEVER:
        for actor in NEVER_ASKED_BY:
            yield method, actor


def forged(stage: Stage, route: Route, expect: Expect, address: str) -> Iterator[str]:
    """A form without its token is refused, whoever sends it (promise 28)."""
    if expect.post is None:
        return
    actor = next(name for name in ACTORS if name in expect.who)
    if getattr(route.view, "csrf_exempt", False):
        yield f"{route.name} is exempt from the token"
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = stage.clients[actor].cookies
    status = strict.post(address, {}).status_code
    if status != 403:
        yield f"{route.name} POST {actor} without token: {status}, expected 403"


def twins(stage: Stage, route: Route, values: dict[str, Any]) -> Iterator[str]:
    """What is hidden looks like what does not exist, byte for byte."""
    made_up = {name: uuid4() if isinstance(v, UUID) else v for name, v in values.items()}
    if made_up == values:
        return
    method = "GET" if EXPECTATIONS[route.name].get else "POST"
    for actor in STRANGERS:
        real, missing = (
            stage.ask(actor, method, reverse(route.name, kwargs=kwargs))
            for kwargs in (values, made_up)
        )
        if real.status_code != 404:
            continue  # hers to see; the matrix says whether that is right
        same = masked(real, values) == masked(missing, made_up)
        if (real.status_code, same) != (missing.status_code, True):
            yield f"{route.name} {actor}: hidden and missing differ"


def masked(response: HttpResponse, values: dict[str, Any]) -> str:
    """The body and the headers without what differs every time."""
    text = response.content.decode() + str(sorted(response.headers.items()))
    for value in values.values():
        text = text.replace(str(value), "*")
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1*", text)


def test_the_matrix_would_notice_an_open_door(stage: Stage, monkeypatch: Any) -> None:
    """The test of the test: a case that is found without asking turns it red."""
    monkeypatch.setattr(
        "stellwerk.access.visible.visible_access", lambda actor: CaseAccess.objects.all()
    )
    # the question is kept with the wall it was translated with
    monkeypatch.setattr("stellwerk.access.visible._ROW._kept", {})
    address = reverse("cases:case", kwargs={"case_id": stage.folder.case.pk})
    assert stage.ask("colleague", "GET", address).status_code == 200
    assert expected(EXPECTATIONS["cases:case"], routes()[0], "GET", "colleague") == {404}


def test_no_second_factor_no_page(stage: Stage, settings: Any) -> None:
    """With the factor demanded, a session on a password alone reaches no page with people."""
    settings.SECOND_FACTOR_REQUIRED = True
    for name, expect in EXPECTATIONS.items():
        if not expect.reads or expect.get is None:
            continue
        route = next(route for route in routes() if route.name == name)
        address = reverse(name, kwargs=arguments(stage, name, route.parameters))
        actor = next(actor for actor in ACTORS if actor in expect.who)
        response = stage.ask(actor, "GET", address)
        assert response.status_code == 302, name
        assert response.headers["Location"].startswith(reverse("mfa_index")), name
    assert django_settings.SESSION_COOKIE_HTTPONLY


def test_the_database_notices_a_write_by_whatever_verb(stage: Stage) -> None:
    """The test of the detector: a SELECT that writes is a write."""
    with transaction.atomic(), connection.cursor() as cursor:
        before = written_rows()
        cursor.execute(
            "WITH made AS (INSERT INTO sign_in_count (cache_key, value, expires) "
            "VALUES ('probe', '', now()) RETURNING 1) SELECT * FROM made"
        )
        after = written_rows()
        assert {t for t, n in after.items() if n > before.get(t, 0)} == {"sign_in_count"}
        transaction.set_rollback(True)
