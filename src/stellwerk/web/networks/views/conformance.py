# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Agreed and real: recorded courses held against the version that held when they began."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.access.traces import cases_of_traces
from stellwerk.base.refusal import NotVisible
from stellwerk.networks.choices import SMALLEST_GROUP, LogKind
from stellwerk.networks.models import EventLog
from stellwerk.networks.queries.conformance import ChainCheck, VersionCheck, check_chain, logs_of
from stellwerk.web.networks import chainpage
from stellwerk.web.networks import conformancepage as pages
from stellwerk.web.networks.areas import areas
from stellwerk.web.shell.page import page


@page(name="networks:chain_conformance", needs=Need.SEE_CHAINS)
def chain_conformance(request: HttpRequest, chain_id: UUID) -> HttpResponse:
    """Shares per version, and one version's deviations; exact for those who see figures."""
    chain = chainpage.chain_seen(chain_id)
    logs, log = _log(request)
    exact = may(request.actor, Need.SEE_FIGURES)
    found = check_chain(chain, log, timezone.localdate()) if log else None
    chosen = _chosen(request, found)
    title = _("Agreed and real")
    context = {
        "areas": areas(request, "chains"),
        "chain": chain, "title": title, "logs": logs, "log": log, "found": found,
        "rows": [pages.version_row(row, exact=exact) for row in found.versions] if found else [],
        "shown": pages.page_of(chosen, found, exact=exact) if chosen and found else None,
        "exact": exact, "smallest": SMALLEST_GROUP,
        "sees_cases": _sees_cases(request, log),
        "breadcrumb": chainpage.crumbs(chain, (title, "")),
    }
    return TemplateResponse(request, "networks/chain_conformance.html", context)


@page(name="networks:chain_cases", needs=Need.WORK_ON_CASES)
def chain_cases(request: HttpRequest, chain_id: UUID) -> HttpResponse:
    """The own cases behind one line, as far as the visitor may see them; recorded as read."""
    chain = chainpage.chain_seen(chain_id)
    _logs, log = _log(request)
    if log and log.kind != LogKind.RECORDED and not request.GET.get("protokoll"):
        log = None  # an organisation that has files alone has no cases behind them
    if not _sees_cases(request, log):
        raise NotVisible
    found = check_chain(chain, log, timezone.localdate()) if log else None
    chosen = _chosen(request, found)
    keys = _behind(request, chosen)
    behind = cases_of_traces(request.actor, keys)
    title = _("Cases behind it")
    above = (_("Agreed and real"), reverse("networks:chain_conformance", args=[chain.pk]))
    context = {
        "areas": areas(request, "chains"), "chain": chain, "title": title,
        "courses": len(keys), "cases": behind.cases[:pages.MOST_ROWS],
        "more": max(0, len(behind.cases) - pages.MOST_ROWS), "not_opened": behind.not_opened,
        "breadcrumb": chainpage.crumbs(chain, above, (title, "")),
    }
    return TemplateResponse(request, "networks/chain_cases.html", context)


def _sees_cases(request: HttpRequest, log: EventLog | None) -> bool:
    """Behind the courses of a file stand no cases: nothing would be opened but in vain."""
    if log is not None and log.kind != LogKind.RECORDED:
        return False
    return may(request.actor, Need.WORK_ON_CASES) and may(request.actor, Need.SEE_FIGURES)


def _log(request: HttpRequest) -> tuple[list[EventLog], EventLog | None]:
    """The own logs, and the one that the address asks for (otherwise the recorded one)."""
    own = request.actor.organisation_id
    logs = logs_of(own) if own else []
    asked = request.GET.get("protokoll")
    if not asked:
        return logs, next(iter(logs), None)
    log = next((row for row in logs if str(row.pk) == asked), None)
    if log is None:
        raise NotVisible
    return logs, log


def _chosen(request: HttpRequest, found: ChainCheck | None) -> VersionCheck | None:
    """The version that the address asks for; otherwise the last one with courses."""
    if found is None or not found.versions:
        return None
    asked = request.GET.get("fassung", "")
    named = [row for row in found.versions if str(row.version.number) == asked]
    filled = [row for row in found.versions if row.held.held.any()]
    return (named or filled[-1:] or [found.versions[-1]])[0]


def _behind(request: HttpRequest, chosen: VersionCheck | None) -> list[int]:
    if chosen is None:
        return []
    code = request.GET.get("aktivitaet", "")
    return pages.courses_behind(
        chosen, request.GET.get("was", ""), request.GET.get("station", ""),
        int(code) if code.isascii() and code.isdigit() else -1,
    )

