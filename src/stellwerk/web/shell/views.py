# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Pages of the frame itself: way in, language, appearance, statements, style guide."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.i18n import set_language

from stellwerk.access.matrix import Need
from stellwerk.web.shell import styleguide
from stellwerk.web.shell.context import THEME_COOKIE, THEMES, start_page
from stellwerk.web.shell.page import page


@page(needs=Need.SIGNED_IN, name="shell:home")
def home(request: HttpRequest) -> HttpResponse:
    """Lead everybody to where her work begins."""
    address = start_page(request)
    if address == request.path:
        return render(request, "shell/nothing_yet.html", {"narrow": True})
    return redirect(address)


@page(public=True, name="shell:language", methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie; no account needed."""
    return set_language(request)


@page(public=True, name="shell:theme", methods=("POST",))
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or automatic in a cookie."""
    wanted = request.POST.get("theme", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if wanted in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            wanted,
            max_age=365 * 24 * 3600,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response


@page(public=True, name="shell:accessibility")
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/accessibility.html", {"narrow": True})


@page(public=True, name="shell:privacy")
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/privacy.html", {"narrow": True})


@page(public=True, name="shell:styleguide", methods=("GET", "POST"))
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component on one page; exists only while developing and testing."""
    if not (settings.DEBUG or settings.TESTING):
        raise Http404
    return render(request, "shell/styleguide.html", styleguide.context(request))
