# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Where a form leads that was opened in a section of a case: back into that section."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from stellwerk.access.visible import OpenedCase
from stellwerk.web.cases.views.parts import way_back


def section_address(opened: OpenedCase, name: str, place: str = "") -> str:
    """The page of a section (URL name without "cases:"), at one place of it."""
    address = reverse(f"cases:{name}", args=[opened.case.pk])
    return f"{address}#{place}" if place else address


def to_section(
    request: HttpRequest, opened: OpenedCase, name: str, place: str = ""
) -> dict[str, Any]:
    """What `answer_on_case` needs to lead back into a section."""
    address = way_back(request, section_address(opened, name, place))
    return {"go_on": lambda _result: redirect(address), "back": address}


def done_in(
    request: HttpRequest, opened: OpenedCase, name: str, text: str, place: str = ""
) -> HttpResponse:
    """Say that it is done and show the section again."""
    messages.success(request, text)
    return redirect(way_back(request, section_address(opened, name, place)))
