# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""One version of a chain: looked at, edited station by station while a draft, agreed on."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.base.refusal import NotVisible
from stellwerk.networks.actions import chains as actions
from stellwerk.networks.actions import stations as station_actions
from stellwerk.networks.models import ChainVersion, Station
from stellwerk.networks.queries import chains as queries
from stellwerk.networks.rules.chains import plan_blockers
from stellwerk.web.networks import chainpage
from stellwerk.web.networks.areas import areas
from stellwerk.web.networks.forms.chains import AgreeForm, StationForm
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")


@page(name="networks:chain_version", needs=Need.SEE_CHAINS)
def chain_version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """A version with its stations; a draft with what is still open, and its editing."""
    version = chainpage.version_seen(request, version_id)
    shown = chainpage.version_page(version)
    title = chainpage.version_name(version)
    versions = queries.placed(version.chain.versions.all(), timezone.localdate())
    here = next(i for i, row in enumerate(versions) if row.version.pk == version.pk)
    context = {
        "areas": areas(request, "chains"),
        "title": title, "version": version, "chain": version.chain, "shown": shown,
        "placed": versions[here], "tone": chainpage.TONES[versions[here].standing],
        "earlier": versions[here - 1].version if here else None,
        "may_edit": version.is_draft,
        "open_points": plan_blockers(shown.plan) if version.is_draft else [],
        "breadcrumb": chainpage.crumbs(version.chain, (title, "")),
    }
    return TemplateResponse(request, "networks/chain_version.html", context)


@page(name="networks:chain_agree", needs=Need.KEEP_CHAINS, methods=BOTH)
def chain_agree(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Agree on a draft: from its day on it holds, and it never changes again."""
    draft = _draft(request, version_id)
    form = AgreeForm(request.POST or None, draft=draft)
    title = _("Agree on version %(number)s") % {"number": draft.number}
    return answer_form(
        request, form, actions.agree_version,
        asks=lambda: {"chain_version": draft, **form.cleaned_data},
        done=_("The version is agreed on."),
        go_on=lambda _made: redirect("networks:chain", draft.chain_id),
        show=form_page(
            request, "networks/chain_agree.html", form=form, title=title, version=draft,
            open_points=plan_blockers(queries.plan_of(draft)), breadcrumb=_crumbs(draft, title),
        ),
    )


@page(name="networks:draft_remove", needs=Need.KEEP_CHAINS, methods=("POST",))
def draft_remove(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    version = chainpage.version_to_keep(request, version_id)
    actions.remove_draft(actor=request.actor, chain_version=version)
    messages.success(request, _("The draft was thrown away."))
    return redirect("networks:chain", version.chain_id)


@page(name="networks:station_new", needs=Need.KEEP_CHAINS, methods=BOTH)
def station_new(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """A new station, below the one that the address names (``?nach=<key>``)."""
    draft = _draft(request, version_id)
    rows = queries.stations_of(draft)
    after = next((row for row in rows if row.key == request.GET.get("nach")), None)
    form = StationForm(request.POST or None, stations=rows, after=after)
    title = _("New station")
    return answer_form(
        request, form, station_actions.add_station,
        asks=lambda: {
            "chain_version": draft, "after": after.pk if after else None, **form.asked,
        },
        done=_("The station was added."), go_on=lambda made: _back(draft, made.key),
        show=form_page(
            request, "networks/station_form.html", form=form, title=title, version=draft,
            breadcrumb=_crumbs(draft, title),
        ),
    )


@page(name="networks:station", needs=Need.KEEP_CHAINS, methods=BOTH)
def station(request: HttpRequest, station_id: UUID) -> HttpResponse:
    """Change a station of a draft and its ways on."""
    found = _station(request, station_id)
    draft = found.chain_version
    rows = queries.stations_of(draft)
    onward = {
        way.target_id: way.condition
        for way in queries.links_of(draft)
        if way.source_id == found.pk
    }
    form = StationForm(request.POST or None, stations=rows, station=found, onward=onward)
    return answer_form(
        request, form, station_actions.change_station,
        asks=lambda: {"station": found, **form.asked},
        done=_("The station was changed."), go_on=lambda _changed: _back(draft, found.key),
        show=form_page(
            request, "networks/station_form.html", form=form, title=found.name, version=draft,
            breadcrumb=_crumbs(draft, found.name),
        ),
    )


@page(name="networks:station_move", needs=Need.KEEP_CHAINS, methods=("POST",))
def station_move(request: HttpRequest, station_id: UUID) -> HttpResponse:
    """One place up or down in the list."""
    found = _station(request, station_id)
    station_actions.move_station(
        actor=request.actor, station=found, up=request.POST.get("to") == "up"
    )
    return _back(found.chain_version, found.key)


@page(name="networks:station_remove", needs=Need.KEEP_CHAINS, methods=("POST",))
def station_remove(request: HttpRequest, station_id: UUID) -> HttpResponse:
    """Take a station out of a draft."""
    found = _station(request, station_id)
    station_actions.remove_station(actor=request.actor, station=found)
    messages.success(
        request, _("The station »%(name)s« was taken out.") % {"name": found.name}
    )
    return _back(found.chain_version)


def _draft(request: HttpRequest, version_id: UUID) -> ChainVersion:
    """A draft that the visitor may change; what is agreed on is no page for editing."""
    version = chainpage.version_to_keep(request, version_id)
    if not version.is_draft:
        raise NotVisible
    return version


def _station(request: HttpRequest, station_id: UUID) -> Station:
    found = queries.station_by_id(station_id)
    if found is None:
        raise NotVisible
    found.chain_version = _draft(request, found.chain_version_id)
    return found


def _back(draft: ChainVersion, key: str = "") -> HttpResponse:
    """To the list, at the station that was worked on."""
    address = reverse("networks:chain_version", args=[draft.pk])
    return redirect(f"{address}#station-{key}" if key else address)


def _crumbs(draft: ChainVersion, title: str) -> list[tuple[str, str]]:
    address = reverse("networks:chain_version", args=[draft.pk])
    return chainpage.crumbs(
        draft.chain, (chainpage.version_name(draft), address), (title, "")
    )
