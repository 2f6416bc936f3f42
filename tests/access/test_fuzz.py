# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Promise 31: no 500 for any input. A sample of `./stellwerk bench fuzz`."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Any
from urllib.parse import quote

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.urls import reverse

from tests.access.actors import Stage, arguments, set_stage
from tests.access.long_run import generate, report, wanted
from tests.access.questions import Question, play, questions, read_fields
from tests.access.strange import BODIES, HEADERS, RAW, strange_pool
from tests.house.routes import routes

SAMPLE = 200


@pytest.fixture
def stage(own_database: str, settings: Any, tmp_path: Any) -> Iterator[Stage]:
    settings.SECOND_FACTOR_REQUIRED = False
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 36_000
    settings.ACCOUNT_RATE_LIMITS = False
    settings.MEDIA_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    logging.disable(logging.CRITICAL)
    yield set_stage()
    logging.disable(logging.NOTSET)


@contextmanager
def breakages() -> Iterator[list[str]]:
    """Every exception that reached the outermost handler meanwhile, with its place."""
    found: list[str] = []

    def note(**_: Any) -> None:
        import sys
        import traceback

        _kind, problem, trace = sys.exc_info()
        place = traceback.extract_tb(trace)[-1]
        found.append(f"{type(problem).__name__}: {str(problem)[:200]} ({place.name})")

    got_request_exception.connect(note)
    try:
        yield found
    finally:
        got_request_exception.disconnect(note)


def test_no_form_and_no_query_breaks_a_page(stage: Stage) -> None:
    statuses: Counter[int] = Counter()
    broken: list[str] = []
    asked = questions(stage, strange_pool(stage), read_fields(stage))

    def one(question: Question) -> None:
        with breakages() as found:
            try:
                answers = play(stage, question, lambda response: response.status_code)
            except Exception as problem:  # raised past every handler
                answers, found = [599], [repr(problem)]
        statuses.update(answers)
        if found or max(answers) >= 500:
            broken.append(f"{question}: {answers} {found}"[:1500])

    count = wanted(SAMPLE)
    generate(asked, count, one)
    kinds = sorted({text.rpartition("[")[2] for text in broken})
    told = dict(sorted(statuses.items()))
    report(asked=count, broken=len(broken), kinds=kinds, examples=broken[:20], statuses=told)
    assert not broken, f"{len(broken)} of {len(kinds)} kinds\n" + "\n".join(broken[:12])


def test_no_malformed_request_breaks_a_page(stage: Stage) -> None:
    """Each route with a query, a header and a body that are not even well-formed."""
    broken = []
    raw, headers, bodies = cycle(RAW), cycle(HEADERS), cycle(BODIES)
    for route in routes():
        address = reverse(route.name, kwargs=arguments(stage, route.name, route.parameters))
        for actor in ("lead", "administrator"):
            name, value = next(headers)
            kind, content = next(bodies)
            requests = (
                ("GET", f"{address}?{next(raw)}", {}),
                ("GET", address, {f"HTTP_{name.upper().replace('-', '_')}": value}),
                ("GET", f"{address}{quote(chr(0))}", {}),
                ("POST", address, {"data": content, "content_type": kind}),
            )
            for method, target, more in requests:
                with breakages() as found, transaction.atomic():
                    send = stage.clients[actor].generic
                    status = send(method, target, **more).status_code
                    transaction.set_rollback(True)
                if found or status >= 500:
                    broken.append(f"{actor} {method} {target[:120]} {more}: {status} {found}"[:600])
    assert not broken, f"{len(broken)}\n" + "\n".join(broken[:20])


@pytest.mark.parametrize("back", ["KAN", "293", "a:b", "?x", "//evil.example/", "/\\evil.example"])
def test_a_way_back_that_is_no_path_of_ours_leads_elsewhere(stage: Stage, back: str) -> None:
    case = {"case_id": stage.folder.case.pk}
    forms = (
        ("cases:add_involved", case, {"name": "Frau Beispiel"}),
        ("cases:note_contact", case, {"kind": "phone", "at": "2026-03-02T09:30"}),
        ("accounts:organisation", {}, {"organisation": str(stage.cast.home.pk)}),
        ("shell:theme", {}, {"theme": "dark"}),
        ("shell:language", {}, {"language": "en"}),
    )
    with breakages() as found:
        for name, values, data in forms:
            question = {**data, "next": back}
            response = stage.ask("lead", "POST", reverse(name, kwargs=values), question)
            assert response.status_code == 302, name
            assert "evil" not in response.headers["Location"], name
    assert not found
