# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""One form, one action: act on what was sent and go on, or show the form with what was entered."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from stellwerk.web.shell.refusals import attempt

NOT_SAVED = 422

#: Gives the page with the form for a status: 200 at first, 422 when nothing was saved.
Shown = Callable[[int], HttpResponse]


def answer_form(
    request: HttpRequest,
    form: BaseForm,
    action: Callable[..., Any],
    *,
    asks: Callable[[], Mapping[str, Any]],
    done: str,
    go_on: Callable[[Any], HttpResponse],
    show: Shown,
    undo: Callable[[Mapping[str, Any]], str] = lambda _asked: "",
) -> HttpResponse:
    """The answer to a page whose one form asks for one action.

    ``asks()`` is called for a valid form and gives the action's arguments besides the actor;
    ``done`` is what the visitor is told, ``go_on(result)`` where she is led. A refusal becomes
    the form's errors, and ``show`` brings the page back with all that was entered.
    ``undo(arguments)`` gives the address that takes the deed back, if there is one.
    """
    if form.is_valid():
        asked = asks()
        tried = attempt(form, action, actor=request.actor, **asked)
        if tried:
            messages.success(request, done, extra_tags=undo(asked))
            return go_on(tried.value)
    return show(NOT_SAVED if request.method == "POST" else 200)


def form_page(request: HttpRequest, template: str, **context: Any) -> Shown:
    """A narrow page with a form, for ``answer_form(show=…)``."""

    def show(status: int) -> HttpResponse:
        return TemplateResponse(request, template, {"narrow": True, **context}, status=status)

    return show
