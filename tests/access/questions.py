# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Requests, generated: every route × method × actor, with parameters and form values from a pool.

The routes come from the urlpatterns, the fields from the forms that the pages themselves hold, so
a new page is asked without a line here. What stands in the pool makes a question pointed (ids and
names of foreign cases) or nasty (see ``strange``).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from hypothesis import strategies as st

from tests.access.actors import ACTORS, Stage, arguments
from tests.access.expectations import EXPECTATIONS
from tests.access.page_forms import PageForm, forms_in
from tests.house.routes import Route, routes

#: Fields that carry a file; their words are the file's content.
FILE = "file:"
#: Filters that stand in addresses and in no form.
IN_ADDRESSES = ("cursor", "s", "q", "state", "phase", "team", "start", "end", "case", "who", "kind")


@dataclass(frozen=True)
class Question:
    """One request, the same in any world."""

    actor: str
    route: str
    method: str
    address: str
    data: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Pool:
    """What questions are made of."""

    ids: list[UUID]
    words: list[str]
    numbers: list[int] = field(default_factory=lambda: [0, 1, 2, 999_999])
    files: list[str] = field(default_factory=list)
    #: Anything besides the words, e.g. arbitrary text.
    besides: st.SearchStrategy[str] | None = None


@dataclass
class Fields:
    """The forms that lead to each route, and every field's name."""

    forms: dict[str, list[PageForm]]
    names: list[str]


def body(response: HttpResponse) -> bytes:
    return b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]


#: Whose pages hold the most forms, first.
READERS = ("lead", "own", "administrator", "officer", "coordinator")


def read_fields(stage: Stage) -> Fields:
    """Open every page once and note the forms in it, by the route that each leads to."""
    addresses = {
        route.name: reverse(route.name, kwargs=arguments(stage, route.name, route.parameters))
        for route in routes()
    }
    targets = {address: name for name, address in addresses.items()}
    found: dict[str, list[PageForm]] = {}
    for name, address in addresses.items():
        expect = EXPECTATIONS[name]
        if expect.get != 200 or not expect.who:
            continue
        readers = [actor for actor in READERS if actor in expect.who] or sorted(expect.who)
        if ("GET", readers[0]) in expect.special:
            readers = ["anonymous"]
        response = stage.ask(readers[0], "GET", address)
        if "text/html" not in response.headers.get("Content-Type", ""):
            continue
        for form in forms_in(body(response).decode()):
            target = targets.get(form.action.partition("?")[0] or address)
            if target:
                found.setdefault(target, []).append(form)
    names = {name for forms in found.values() for form in forms for name in form.names}
    return Fields(found, sorted(names | set(IN_ADDRESSES)))


def questions(stage: Stage, pool: Pool, fields: Fields) -> st.SearchStrategy[Question]:
    """Any request that anybody could send."""
    by_name = {route.name: route for route in routes()}
    return st.sampled_from(sorted(by_name)).flatmap(
        lambda name: _of_route(stage, pool, fields, by_name[name])
    )


def _of_route(
    stage: Stage, pool: Pool, fields: Fields, route: Route
) -> st.SearchStrategy[Question]:
    expect = EXPECTATIONS[route.name]
    right = sorted(expect.who or ACTORS)
    usual = [m for m, there in (("GET", expect.get), ("POST", expect.post)) if there]
    usual = usual or ["GET"]
    actor = st.one_of(*[st.sampled_from(right)] * 3, st.sampled_from(sorted(ACTORS)))
    method = st.one_of(*[st.sampled_from(usual)] * 4, st.sampled_from(["GET", "POST", "PUT"]))
    real = arguments(stage, route.name, route.parameters)
    values = st.fixed_dictionaries(
        {name: _parameter(pool, kind, real[name]) for name, kind in route.parameters.items()}
    )
    return st.tuples(actor, method, values).flatmap(
        lambda asked: _with_data(pool, fields, route, *asked)
    )


def _parameter(pool: Pool, kind: str, real: Any) -> st.SearchStrategy[Any]:
    """The real object often enough that pages open; otherwise anything of its kind."""
    others: st.SearchStrategy[Any] = st.sampled_from(
        {"uuid": pool.ids, "int": pool.numbers, "str": KEYS}.get(kind) or SLUGS
    )
    return st.one_of(st.just(real), st.just(real), others)


#: Keys and formats that stand in addresses.
SLUGS = (
    *("evaluation", "closed", "admitted", "json", "xlsx", "csv", "pdf", "html", "text", "exe"),
    *("life_area", "nationality", "residence_status", "nothing", "1", "a-b"),
)
KEYS = ("cases.running", "cases.total", "cases.ended_planned", "topics.health", "cases.nothing")


def _with_data(
    pool: Pool, fields: Fields, route: Route, actor: str, method: str, values: dict[str, Any]
) -> st.SearchStrategy[Question]:
    forms = fields.forms.get(route.name) or [PageForm("", method)]
    of_method = [form for form in forms if form.method == method] or forms
    names = st.sampled_from(fields.names)
    changed = st.sampled_from(of_method).flatmap(
        lambda form: st.tuples(
            st.just(form),
            st.dictionaries(
                st.sampled_from(form.names) if form.names else names, _value(pool, form), max_size=4
            ),
            st.dictionaries(names, _value(pool, form), max_size=1),
        )
    )
    headers = st.sampled_from([(), (), (("HX-Request", "true"),), (("Accept-Language", "en"),)])
    return st.builds(
        lambda parts, told: _asked(route, actor, method, values, parts, told), changed, headers
    )


def _value(pool: Pool, form: PageForm) -> st.SearchStrategy[str]:
    chosen = sorted({choice for choices in form.choices.values() for choice in choices})
    kinds = [
        st.sampled_from(pool.words),
        st.sampled_from(pool.ids).map(str),
        st.sampled_from(pool.numbers).map(str),
    ]
    kinds += [st.sampled_from(chosen)] if chosen else []
    return st.one_of(*kinds, *([pool.besides] * 3 if pool.besides is not None else []))


def _asked(
    route: Route,
    actor: str,
    method: str,
    values: dict[str, Any],
    parts: tuple[PageForm, dict[str, str], dict[str, str]],
    headers: tuple[tuple[str, str], ...],
) -> Question:
    form, changed, besides = parts
    sent = {name: choices[0] for name, choices in form.choices.items() if choices}
    sent |= {name: given[-1] for name, given in form.values.items() if given}
    sent |= changed | besides
    sent.pop("csrfmiddlewaretoken", None)
    sent |= {name: f"{FILE}{changed.get(name, '')}" for name in form.files}
    data = tuple(sorted(sent.items()))
    address = reverse(route.name, kwargs=values)
    if method == "GET":
        # As a browser would: only what somebody changed stands in the address.
        query = {**changed, **besides}
        return Question(
            actor, route.name, method, address + ("?" + urlencode(query) if query else ""), (),
            headers,
        )  # fmt: skip
    return Question(actor, route.name, method, address, data, headers)


def play(stage: Stage, question: Question, read: Callable[[HttpResponse], Any]) -> list[Any]:
    """Ask, follow one redirect of ours, take all back; what ``read`` makes of each answer."""
    client = stage.clients[question.actor]
    cookies = client.cookies.copy()
    headers = dict(question.headers)
    found = []
    with transaction.atomic():
        send = getattr(client, question.method.lower())
        response = send(question.address, _sent(question), headers=headers)
        found.append(read(response))
        where = response.headers.get("Location", "")
        if response.status_code == 302 and where.startswith("/"):
            found.append(read(client.get(where, headers=headers)))
        transaction.set_rollback(True)
    client.cookies = cookies
    return found


def _sent(question: Question) -> Any:
    if question.method == "GET":
        return None
    if question.method != "POST":
        return urlencode(question.data)
    return {
        name: SimpleUploadedFile("probe.csv", value.removeprefix(FILE).encode())
        if value.startswith(FILE)
        else value
        for name, value in question.data
    }
