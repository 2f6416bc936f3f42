# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""One decorator for every view: who may come here, under what name, by which methods."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django_htmx.http import HttpResponseClientRedirect

from stellwerk.access.matrix import Need, may
from stellwerk.base.context import set_route
from stellwerk.base.refusal import NotVisible

View = Callable[..., HttpResponse]

_WRITING = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "MERGE", "COPY")
# The two things a GET may write: that somebody read, and that the session still lives.
_WRITABLE_BY_GET = ("audit_event", "django_session")


class WriteOnGet(Exception):  # noqa: N818 - a programming error that names itself
    """A GET tried to change data."""


@dataclass(frozen=True)
class PageSpec:
    """What the registry knows of a page; house tests read it."""

    name: str
    needs: tuple[Need, ...]
    public: bool
    methods: tuple[str, ...]


REGISTRY: dict[str, PageSpec] = {}


def page(
    *,
    name: str,
    needs: Need | Sequence[Need] = (),
    public: bool = False,
    methods: Sequence[str] = ("GET",),
    writes_on_get: bool = False,
) -> Callable[[View], View]:
    """Declare a function view as a page.

    ``needs``: one need or several of which any suffices. Without sign-in the visitor is sent to
    sign in; signed in without the need she gets the same 404 as for a page that does not exist.
    ``name`` equals the URL name with its namespace (``cases:list``). GET includes HEAD and may
    write nothing but audit rows; ``writes_on_get`` is for addresses to which a foreign protocol
    leads the browser back (single sign-on).
    """
    wanted = (needs,) if isinstance(needs, Need) else tuple(needs)
    if bool(wanted) == public:
        raise ValueError(f"page {name}: either needs= or public=True")
    spec = PageSpec(name=name, needs=wanted, public=public, methods=tuple(methods))

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            set_route(name)
            actor = getattr(request, "actor", None)
            if not public and actor is None:
                return to_sign_in(request)
            if not public and not any(may(actor, need) for need in wanted):
                raise NotVisible(f"needs {', '.join(wanted)}")
            method = "GET" if request.method == "HEAD" else request.method
            if method not in spec.methods:
                return HttpResponseNotAllowed(spec.methods)
            if method == "GET" and not writes_on_get:
                return _without_writing(view, request, *args, **kwargs)
            return view(request, *args, **kwargs)

        guarded.page = spec
        return guarded

    REGISTRY[name] = spec
    return declare


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send the visitor to sign in and back; a fragment request moves the whole page."""
    if getattr(request, "htmx", False):
        current = request.htmx.current_url_abs_path or "/"
        return HttpResponseClientRedirect(redirect_to_login(current).url)
    back = request.get_full_path() if request.method in ("GET", "HEAD") else _referring(request)
    return redirect_to_login(back)


def _referring(request: HttpRequest) -> str:
    """The page that held the form: a POST address itself cannot be opened after sign-in."""
    here = f"{request.scheme}://{request.get_host()}"
    referrer = request.headers.get("Referer", "")
    return referrer.removeprefix(here) if referrer.startswith(here + "/") else "/"


def _without_writing(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    with connection.execute_wrapper(_refuse_writing):
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and not response.is_rendered:
            # Rendered here, so that a lazy query in a template stands under the same rule.
            response.render()
        return response


def _refuse_writing(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    text = sql if isinstance(sql, str) else str(sql)
    start = text.lstrip()[:200]
    if start[:8].upper().startswith(_WRITING) and not any(t in start for t in _WRITABLE_BY_GET):
        raise WriteOnGet(start[:80])
    return execute(sql, params, many, context)
