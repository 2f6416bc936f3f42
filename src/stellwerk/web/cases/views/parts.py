# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the views share: where to go afterwards, the page of a form, one part of a case."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from stellwerk.access.visible import OpenedCase, open_case_for_work
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.queries.casefile import part_of, person_view
from stellwerk.cases.queries.changes import LastChange, last_change
from stellwerk.web.cases.drafts import after_saving, around_form, undo_address, untouched_names
from stellwerk.web.shell.acting import NOT_SAVED, answer_form


def opened_for_work(request: HttpRequest, case_id: UUID) -> OpenedCase:
    """The case for somebody who may change it; otherwise the same 404 as a missing one."""
    return open_case_for_work(request.actor, case_id)


def found_part(opened: OpenedCase, model: type[Any], row_id: UUID) -> Any:
    """One row of the opened case; of another case it is as missing as a row that never was."""
    row = part_of(opened.case, model, row_id)
    if row is None:
        raise NotVisible
    return row


def case_address(opened: OpenedCase, part: str = "") -> str:
    address = reverse("cases:case", args=[opened.case.pk])
    return f"{address}#{part}" if part else address


def way_back(request: HttpRequest, default: str) -> str:
    """Where the visitor came from (``next``), if it lies inside this house."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    # Only whole paths: Django would look for a page of that name behind any other word.
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    if safe and wanted.startswith("/"):
        return wanted
    return default


def saved(request: HttpRequest, opened: OpenedCase, text: str, part: str = "") -> HttpResponse:
    """Say that it is done and go back."""
    after_saving(request, opened)
    messages.success(request, text)
    return gone_back(request, opened, part)


def gone_back(request: HttpRequest, opened: OpenedCase, part: str = "") -> HttpResponse:
    """To where the visitor came from, by default the part of the case that was worked on.

    After a form that stood in a page, that page is shown afresh where it stands.
    """
    address = way_back(request, case_address(opened, part))
    if not getattr(request, "htmx", False):
        return redirect(address)
    where = {"path": address, "target": "#main", "select": "#main", "swap": "outerHTML"}
    return HttpResponse(headers={"HX-Location": json.dumps({**where, "push": "false"})})


def display_name(opened: OpenedCase) -> str:
    """The person's name where it may be seen, otherwise the case number."""
    name = person_view(opened.case.person, opened.scope & FieldGroup.IDENTITY).name
    return name or _("Case %(number)s") % {"number": opened.case.case_key}


def answer_on_case(
    request: HttpRequest,
    opened: OpenedCase,
    form: Any,
    action: Callable[..., Any],
    asks: Callable[[], Mapping[str, Any]],
    *,
    title: str,
    done: str,
    part: str = "",
    subject: Mapping[str, Any] | None = None,
    go_on: Callable[[Any], HttpResponse] | None = None,
    **page: Any,
) -> HttpResponse:
    """A form that asks for one action on a case (``subject``: on what else, its person say).

    Afterwards back to ``part`` of the case page, unless ``go_on`` leads elsewhere; ``page``
    holds what `case_form_page` takes.
    """
    on = subject if subject is not None else {"case": opened.case}
    lead = go_on or (lambda _result: gone_back(request, opened, part))

    def saved_and_on(result: Any) -> HttpResponse:
        after_saving(request, opened)
        return lead(result)

    return answer_form(
        request, form, action,
        asks=lambda: {**on, **asks()},
        done=done,
        go_on=saved_and_on,
        undo=lambda asked: undo_address(opened, dict(asked)),
        show=lambda _status: case_form_page(request, opened, form, title, part=part, **page),
    )


def case_form_page(
    request: HttpRequest,
    opened: OpenedCase,
    form: Any,
    title: str,
    *,
    submit: str = "",
    part: str = "",
    template: str = "cases/form.html",
    **more: Any,
) -> HttpResponse:
    """The page of a form on a case; 422 when what was sent could not be saved.

    A page that wants to show the form in itself (htmx) gets the form alone.
    """
    name = display_name(opened)
    context = {
        "form": form,
        "opened": opened,
        "case": opened.case,
        "title": title,
        "name": name,
        "submit": submit or _("Save"),
        "back": way_back(request, case_address(opened, part)),
        "conflict": _conflict(form, opened),
        **around_form(request, opened, form),
        "narrow": True,
        "breadcrumb": [
            (_("Cases"), reverse("cases:list")), (name, case_address(opened)), (title, ""),
        ],
        **more,
    }
    status = NOT_SAVED if request.method == "POST" else 200
    if getattr(request, "htmx", False):
        template = "cases/_form_here.html"
    return TemplateResponse(request, template, context, status=status)


def _conflict(form: Any, opened: OpenedCase) -> dict[str, Any] | None:
    found = getattr(form, "conflict", None)
    if found is None:
        return None
    change: LastChange | None = None
    choice = form.conflict_choice() if hasattr(form, "conflict_choice") else []
    untouched = untouched_names(opened, found, form) if choice else set()
    if found.subject_id:
        change = last_change(opened.case.organisation_id, found.subject_id)
    return {
        "who": change.who if change else _("Somebody else"),
        "when": change.when if change else None,
        "rows": form.conflict_rows(),
        "choice": [{**one, "untouched": one["name"] in untouched} for one in choice],
    }
