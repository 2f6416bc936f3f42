# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A typical case from own cases: choose them, see what was taken out, keep the draft."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.access.visible import open_case_for_work, record_list, visible_cases
from stellwerk.cases.actions.typical_cases import draft_from_cases
from stellwerk.cases.models import Case
from stellwerk.cases.queries.names import names_of
from stellwerk.cases.queries.typical_drafts import MOST_CASES, draft_of
from stellwerk.networks.rules.generalising import kind_label
from stellwerk.web.networks.areas import areas
from stellwerk.web.networks.forms.typical import ChooseCasesForm
from stellwerk.web.shell.page import page
from stellwerk.web.shell.refusals import attempt

#: As many are offered to choose from; others are found by their number.
MOST_OFFERED = 50


@page(name="networks:typical_case_from", needs=Need.WORK_ON_CASES, methods=("GET", "POST"))
def typical_case_from(request: HttpRequest) -> HttpResponse:
    """First the draft is shown and nothing is kept; the second button keeps it."""
    form = ChooseCasesForm(
        request.POST or None, choices=_offered(request),
        initial={"cases": request.GET.getlist("fall")},
    )
    context = _context(request, form)
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        cases = _opened(request, form.cleaned_data["cases"])
        draft = draft_of(
            cases, called=form.cleaned_data["called"], source=form.cleaned_data["source"]
        )
        values = {name: form.cleaned_data[name] for name in ("title", "called")}
        asked = {"actor": request.actor, "cases": cases, "draft": draft, "values": values}
        if "keep" in request.POST and (made := attempt(form, draft_from_cases, **asked)):
            messages.success(request, _("The draft was made. Please read it and go on writing."))
            return redirect("networks:typical_case", made.value.pk)
        status = 422 if form.errors else 200
        context |= {"draft": draft, "stations": _stations(draft)}
    return TemplateResponse(request, "networks/typical_from.html", context, status=status)


def _context(request: HttpRequest, form: ChooseCasesForm) -> dict[str, Any]:
    return {
        "areas": areas(request, "typical_cases"), "form": form, "most": MOST_CASES,
        "asked": request.GET.get("nummer", ""), "narrow": True,
        "breadcrumb": [
            (_("Typical cases"), reverse("networks:typical_cases")), (_("From own cases"), ""),
        ],
    }


def _offered(request: HttpRequest) -> list[tuple[str, str]]:
    """Own cases to choose from, newest first; those already chosen stay."""
    actor = request.actor
    rows = visible_cases(actor).filter(organisation_id=actor.organisation_id)
    wanted = [*request.POST.getlist("cases"), request.GET.get("fall", "")]
    chosen = rows.filter(pk__in=[one for one in wanted if _is_id(one)])
    if number := request.GET.get("nummer", "").replace("\x00", "").strip():
        rows = rows.filter(case_key__icontains=number)
    newest = list(rows.order_by("-opened_on", "case_key")[:MOST_OFFERED])
    listed = {case.pk: case for case in (*chosen, *newest)}
    record_list(actor, "case", listed, fields=["case_key", "identity"])
    names = names_of(case.person_id for case in listed.values())
    return [
        (str(case.pk), f"{case.case_key} · {names.get(case.person_id, '')}".rstrip(" ·"))
        for case in listed.values()
    ]


def _opened(request: HttpRequest, chosen: list[str]) -> list[Case]:
    """Each is opened as on its own page: recorded as read, only for those who work on it."""
    return [open_case_for_work(request.actor, UUID(one)).case for one in chosen]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _stations(draft: Any) -> list[dict[str, Any]]:
    """The drafted stations with what was taken out of each."""
    return [
        {
            "values": station.values, "cases": station.cases,
            "replaced": [(kind_label(one.kind), one.was, one.now) for one in station.replaced],
        }
        for station in draft.stations
    ]
