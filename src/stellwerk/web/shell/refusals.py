# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How a no looks: refused, not found, bad request, broken; and forms that keep their input."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from stellwerk.base.refusal import Blocker, Conflict, Refusal


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """409: a page with every blocker, or for htmx the bare alert to be swapped in."""
    blockers = refusal.blockers or (Blocker(refusal.code, str(refusal.message), refusal.field),)
    fragment = bool(getattr(request, "htmx", False))
    template = "shell/_refusal.html" if fragment else "shell/refused.html"
    return render(request, template, {"blockers": blockers, "refusal": refusal}, status=409)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the very same for hidden and missing."""
    # The navigation must not tell whether the address leads to a page.
    request.resolver_match = None
    return render(request, "shell/404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "shell/400.html", status=400)


def forgery_suspected(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token does not fit (CSRF); never says more than what to do."""
    return render(request, "shell/403.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500, rendered without the database: it may be what broke."""
    return HttpResponse(
        render_to_string("shell/500.html", {"language": get_language()}), status=500
    )


@dataclass(frozen=True)
class Attempt:
    """What became of an action that a form asked for; true when it was done."""

    done: bool
    value: Any = None

    def __bool__(self) -> bool:
        return self.done


def attempt(form: BaseForm, action: Callable[..., Any], **arguments: Any) -> Attempt:
    """Call one action for a valid form; a refusal becomes the form's errors, input stays.

    Half-done work is taken back. Blockers that name a field of the form stand at that field.
    """
    try:
        with transaction.atomic():
            return Attempt(True, action(**arguments))
    except Refusal as refusal:
        add_refusal(form, refusal)
        return Attempt(False)


def add_refusal(form: BaseForm, refusal: Refusal) -> None:
    """Write every blocker into the form's errors; a conflict is the form's to show, if it can."""
    if isinstance(refusal, Conflict) and hasattr(form, "take_conflict"):
        form.take_conflict(refusal)
        return
    blockers = refusal.blockers or (Blocker(refusal.code, str(refusal.message), refusal.field),)
    for blocker in blockers:
        field = blocker.field if blocker.field in form.fields else None
        form.add_error(field, str(blocker.message))
