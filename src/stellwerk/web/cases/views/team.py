# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The team lead's board: who carries how much, what stands still, what nobody carries."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.caseload import open_cases
from stellwerk.access.matrix import Need
from stellwerk.access.visible import record_list, visible_access
from stellwerk.base.actor import Actor
from stellwerk.base.certain import certain
from stellwerk.cases.actions.caseload import change_yardstick, set_work_time
from stellwerk.cases.queries.caseload import (
    FIGURES,
    board_of,
    figure_rows,
    measure_of,
    measure_version,
    names_of_users,
    work_times,
)
from stellwerk.cases.queries.lists import ORDER, presented
from stellwerk.cases.queries.substitution import covered_on
from stellwerk.web.cases.forms.team import WorkTimeForm, YardstickForm
from stellwerk.web.cases.rows import RowWriter
from stellwerk.web.cases.team import BoardWriter, figure_label
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page
from stellwerk.web.shell.paging import keyset_page, page_links

BOTH = ("GET", "POST")
PAGE_SIZE = 50


def home_of(actor: Actor) -> UUID:
    """The organisation whose team the actor leads."""
    return certain(actor.organisation_id, "she leads a team")


@page(name="cases:team", needs=Need.LEAD_TEAM)
def team(request: HttpRequest) -> HttpResponse:
    """The caseload of everybody, beside the hours there are; figures lead to their cases."""
    actor = request.actor
    home, today = home_of(actor), timezone.localdate()
    board = board_of(open_cases(actor), home, today)
    rows = BoardWriter(board, covered_on(home, today)).rows()
    record_list(actor, "caseload", [], fields=["manager", "phase", "hours_per_week"])
    context = {"board": board, "rows": rows, "total": board.total}
    return TemplateResponse(request, "cases/team.html", context)


@page(name="cases:team_cases", needs=Need.LEAD_TEAM)
def team_cases(request: HttpRequest) -> HttpResponse:
    """The cases behind one figure of the board."""
    actor, home = request.actor, home_of(request.actor)
    figure, manager = request.GET.get("was", ""), _manager(request)
    figure = figure if figure in FIGURES else "open"
    today = timezone.localdate()
    rows = figure_rows(visible_access(actor), home, figure, manager, today)
    found = keyset_page(rows, order=ORDER, cursor=request.GET.get("cursor", ""), size=PAGE_SIZE)
    ids = [row["case_id"] for row in found.rows]
    record_list(actor, "case", ids, fields=["identity", "plan"])
    title = figure_label(figure)
    who = _("nobody") if manager == "-" else next(iter(_names(manager).values()), "")
    context = {
        "title": title, "who": who, "page": found, "links": page_links(request, found),
        "rows": RowWriter(may_work=True).rows(presented(found.rows, home)),
        "breadcrumb": [(_("Team"), reverse("cases:team")), (title, "")],
    }
    return TemplateResponse(request, "cases/team_cases.html", context)


def _manager(request: HttpRequest) -> str:
    """Whose cases: an id, "-" for nobody's; anything else narrows nothing."""
    text = request.GET.get("wer", "")
    try:
        return text if text == "-" else str(UUID(text))
    except ValueError:
        return ""


def _names(manager: str) -> dict[UUID, str]:
    return names_of_users([UUID(manager)]) if manager not in ("", "-") else {}


@page(name="cases:work_times", needs=Need.LEAD_TEAM, methods=BOTH)
def work_time(request: HttpRequest) -> HttpResponse:
    """Hours per week for case work, with the day from which they hold."""
    home = home_of(request.actor)
    preset = {"user": request.GET.get("wer", "")}
    form = WorkTimeForm(request.POST or None, organisation_id=home, initial=preset)
    record_list(request.actor, "work_time", [], fields=["hours_per_week"])
    crumbs = [(_("Team"), reverse("cases:team")), (_("Hours for case work"), "")]
    return answer_form(
        request, form, set_work_time, asks=lambda: form.cleaned_data,
        done=_("The hours were noted."), go_on=lambda _row: redirect("cases:work_times"),
        show=form_page(
            request, "cases/work_times.html", form=form, rows=work_times(home), breadcrumb=crumbs
        ),
    )


@page(name="cases:yardstick", needs=Need.LEAD_TEAM, methods=BOTH)
def yardstick(request: HttpRequest) -> HttpResponse:
    """Weights and usual days of the organisation."""
    home = home_of(request.actor)
    form = YardstickForm(
        request.POST or None, measure=measure_of(home), version=measure_version(home)
    )
    crumbs = [(_("Team"), reverse("cases:team")), (_("Weights and usual days"), "")]
    return answer_form(
        request, form, change_yardstick, asks=form.entered,
        done=_("Weights and days were saved."), go_on=lambda _keys: redirect("cases:team"),
        show=form_page(request, "cases/yardstick.html", form=form, breadcrumb=crumbs),
    )
