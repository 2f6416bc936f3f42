# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The stations of a typical case as an ordered list, and each organisation's view of one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.base.refusal import NotVisible
from stellwerk.networks.actions import station_views
from stellwerk.networks.actions import typical as actions
from stellwerk.networks.choices import CourseKind, TypicalState
from stellwerk.networks.models import TypicalCase, TypicalStation
from stellwerk.networks.queries import typical as queries
from stellwerk.web.networks import typicalpage as shown
from stellwerk.web.networks.areas import areas
from stellwerk.web.networks.forms.typical import MoveForm, StationForm, ViewForm
from stellwerk.web.networks.views.typical import BOTH, DRAFTING, FORM, found, found_own
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page


@page(name="networks:typical_stations", needs=DRAFTING)
def typical_stations(request: HttpRequest, typical_id: UUID) -> HttpResponse:
    """The editor: two ordered lists with buttons, by keyboard and without any script."""
    typical = found_own(request, typical_id)
    context = {
        "areas": areas(request, "typical_cases"), "typical": typical,
        "courses": shown.courses_of(typical, request.actor),
        "may_edit": typical.state == TypicalState.DRAFT,
        "breadcrumb": _crumbs(typical, _("Stations")),
    }
    return render(request, "networks/typical_stations.html", context)


@page(name="networks:typical_station_new", needs=DRAFTING, methods=BOTH)
def typical_station_new(request: HttpRequest, typical_id: UUID, course: str) -> HttpResponse:
    typical = found_own(request, typical_id)
    if course not in CourseKind.values:
        raise NotVisible
    form = StationForm(request.POST or None, typical=typical, course=course)
    title = _("New station: %(course)s") % {"course": CourseKind(course).label}
    return answer_form(
        request, form, actions.add_station,
        asks=lambda: {"typical": typical, "course": course, "values": form.values},
        done=_("The station was added."),
        go_on=lambda made: _to_list(typical, made),
        show=form_page(request, FORM, form=form, title=title, breadcrumb=_crumbs(typical, title),
                       back=_list(typical)),
    )


@page(name="networks:typical_station", needs=DRAFTING, methods=BOTH)
def typical_station(request: HttpRequest, typical_id: UUID, station_id: UUID) -> HttpResponse:
    typical = found_own(request, typical_id)
    row = _station(typical, station_id)
    form = StationForm(request.POST or None, instance=row, typical=typical, course=row.course)
    title = _("Change station no. %(n)s") % {"n": row.position + 1}
    return answer_form(
        request, form, actions.change_station,
        asks=lambda: {"typical": typical, "station": row, "version": form.version_seen,
                      "values": form.values},
        done=_("The station was changed."),
        go_on=lambda _changed: _to_list(typical, row),
        show=form_page(request, FORM, form=form, title=title, breadcrumb=_crumbs(typical, title),
                       back=_list(typical)),
    )


@page(name="networks:typical_station_move", needs=DRAFTING, methods=("POST",))
def typical_station_move(
    request: HttpRequest, typical_id: UUID, station_id: UUID
) -> HttpResponse:
    """Up, down or off the list."""
    typical = found_own(request, typical_id)
    row = _station(typical, station_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise NotVisible
    way = form.cleaned_data["way"]
    if way == "remove":
        actions.remove_station(actor=request.actor, typical=typical, station=row)
        messages.success(request, _("The station was removed."))
        return redirect("networks:typical_stations", typical.pk)
    actions.move_station(actor=request.actor, typical=typical, station=row, up=way == "up")
    return _to_list(typical, row)


@page(name="networks:typical_view", needs=Need.SEE_CHAINS, methods=BOTH)
def typical_view(request: HttpRequest, typical_id: UUID, station_id: UUID) -> HttpResponse:
    """How the own organisation sees a station; sent empty with "remove" it is taken back."""
    typical = found(request, typical_id)
    row = _station(typical, station_id)
    own = queries.own_view(row, request.actor.organisation_id)
    if own is not None and "remove" in request.POST:
        station_views.remove_view(actor=request.actor, station=row)
        messages.success(request, _("Your view was taken back."))
        return redirect("networks:typical_case", typical.pk)
    form = ViewForm(request.POST or None, instance=own)
    title = _("Our view of station no. %(n)s") % {"n": row.position + 1}
    return answer_form(
        request, form, station_views.say_view,
        asks=lambda: {"station": row, "values": form.values,
                      "version": form.cleaned_data.get("version")},
        done=_("Your view stands beside the station."),
        go_on=lambda _made: redirect("networks:typical_case", typical.pk),
        show=form_page(
            request, FORM, form=form, title=title, breadcrumb=_crumbs(typical, title),
            quoted=row.action, removes=own is not None,
            back=reverse("networks:typical_case", args=[typical.pk]),
        ),
    )


def _station(typical: TypicalCase, station_id: UUID) -> TypicalStation:
    row = queries.station_by_id(typical, station_id)
    if row is None:
        raise NotVisible
    return row


def _list(typical: TypicalCase) -> str:
    return reverse("networks:typical_stations", args=[typical.pk])


def _to_list(typical: TypicalCase, row: TypicalStation) -> HttpResponse:
    """Back to the list, where the station stands now."""
    return redirect(f"{_list(typical)}#station-{row.pk}")


def _crumbs(typical: TypicalCase, title: str) -> list[tuple[str, str]]:
    return [
        (_("Typical cases"), reverse("networks:typical_cases")),
        (str(typical), reverse("networks:typical_case", args=[typical.pk])), (title, ""),
    ]
