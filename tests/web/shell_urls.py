# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Pages that only the shell's own tests know: each does one thing that the frame must handle."""

from django import forms
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from stellwerk.access.matrix import Need
from stellwerk.base.refusal import Blocker, NotVisible, Refusal
from stellwerk.config.urls import handler400, handler404, handler500  # noqa: F401
from stellwerk.config.urls import urlpatterns as real_patterns
from stellwerk.directory.models import Municipality
from stellwerk.web.shell.page import REGISTRY, page
from stellwerk.web.shell.refusals import attempt

_before = set(REGISTRY)


class ReasonForm(forms.Form):
    reason = forms.CharField()


def write() -> None:
    Municipality.objects.create(ags="99999999", name="Erfunden", kind="kreis")


def refuse(**more):
    write()
    raise Refusal(
        "blocked",
        "Erstens.",
        blockers=[
            Blocker("a", "Erstens.", "reason"),
            Blocker("b", "Zweitens."),
        ],
    )


@page(needs=Need.SEE_CASES, name="test:cases")
def cases(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.organisation', true)")
        return HttpResponse(cursor.fetchone()[0])


@page(needs=Need.SEE_CASES, name="test:hidden")
def hidden(request):
    raise NotVisible


@page(needs=Need.SEE_CASES, name="test:writes_on_get")
def writes_on_get(request):
    write()
    return HttpResponse("never")


@page(needs=Need.SEE_CASES, name="test:refused", methods=("POST",))
def refused(request):
    refuse()


@page(needs=Need.SEE_CASES, name="test:saved", methods=("POST",))
def saved(request):
    write()
    return HttpResponse("saved")


@page(needs=Need.SEE_CASES, name="test:broken", methods=("POST",))
def broken(request):
    write()
    raise ValueError("geheim")


@page(needs=Need.SEE_CASES, name="test:swallowed", methods=("POST",))
def swallowed(request):
    write()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
    except DatabaseError:
        pass
    return HttpResponse("looks saved")


@page(needs=Need.SEE_CASES, name="test:form", methods=("GET", "POST"))
def form(request):
    bound = ReasonForm(request.POST or None)
    if bound.is_valid() and attempt(bound, refuse):
        return HttpResponse("never")
    return render(request, "shell/_sample_errors.html", {"bound": {}, "form": bound}, status=422)


urlpatterns = [
    path("test/cases/", cases),
    path("test/hidden/", hidden),
    path("test/writes-on-get/", writes_on_get),
    path("test/refused/", refused),
    path("test/saved/", saved),
    path("test/broken/", broken),
    path("test/swallowed/", swallowed),
    path("test/form/", form),
    *real_patterns,
]
# These names are no pages of the product.
for name in set(REGISTRY) - _before:
    del REGISTRY[name]
