# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The floor beside which pages are measured: a bare signed-in Django view under the same server.

It runs Django's own middleware only (session, CSRF, sign-in) and lists 50 rows of the same
database through the same role: no audit, no access table, no design. Everything else goes to the
product as it is served. Both answer how many queries they made (header ``X-Queries``).
"""

import gc
import signal
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test.utils import override_settings
from django.urls import include, path

from stellwerk.jobs.supervisor import die_with_parent

die_with_parent(signal.SIGKILL)
django.setup()

BARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PAGE = Engine().from_string(
    "<!doctype html><html lang=de><title>Floor</title><h1>{{ user.name }}</h1><table>"
    "{% for row in rows %}<tr><td><a href='/floor/{{ row.pk }}/'>{{ row.name }}</a><td>"
    "{{ row.email }}<td>{{ row.language }}<td>{{ row.is_active }}<td>{{ row.created_at }}</tr>"
    "{% endfor %}</table></html>"
)


def floor(request: HttpRequest) -> HttpResponse:
    """Fifty rows in a plain table, for a signed-in user."""
    from stellwerk.directory.models import User

    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    rows = User.objects.order_by("-created_at")[:50]  # the edge is a bench, not a page
    return HttpResponse(PAGE.render(Context({"rows": rows, "user": request.user})))


urlpatterns = [path("floor/", floor), path("", include("stellwerk.config.urls"))]

with override_settings(MIDDLEWARE=BARE):
    _bare = WSGIHandler()
_product = WSGIHandler()
gc.collect()
gc.freeze()  # as in ``web_worker``

StartResponse = Callable[..., Any]


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Floor or product, with the number of queries in a header."""
    count = 0

    def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        return execute(sql, params, many, context)

    def answer(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, [*headers, ("X-Queries", str(count))], *more)

    handler = _bare if environ["PATH_INFO"].startswith("/floor/") else _product
    with connection.execute_wrapper(counting):
        return handler(environ, answer)
