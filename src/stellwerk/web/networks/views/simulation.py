# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A chain played through: what would waiting be if this lever were turned?"""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.networks.models import ChainVersion
from stellwerk.networks.queries import chains as queries
from stellwerk.networks.queries.durations import observed_of
from stellwerk.networks.rules.plans import ChainPlan, StationKind
from stellwerk.networks.rules.simulation import TooLongError, loose_ends
from stellwerk.networks.rules.simulation_inputs import Observed, scenario_of
from stellwerk.networks.rules.simulation_runs import RUNS, simulate_both
from stellwerk.web.networks import chainpage
from stellwerk.web.networks.areas import areas
from stellwerk.web.networks.forms.simulation import SimulationForm
from stellwerk.web.networks.ranges import drawn, result_rows
from stellwerk.web.shell.page import page


@page(name="networks:simulate", needs=Need.SEE_CHAINS)
def simulate(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """All inputs in the address: the same address gives the same result."""
    version = chainpage.version_seen(request, version_id)
    plan = queries.plan_of(version)
    since, until = _period(version)
    observed = Observed()
    if may(request.actor, Need.SEE_FIGURES) and request.actor.organisation_id:
        observed = observed_of(plan, request.actor.organisation_id, since, until)
    sent = request.GET if "seed" in request.GET else None
    form = SimulationForm(sent, plan=plan, observed=observed)
    title = _("Play through")
    context = {
        "areas": areas(request, "chains"), "version": version, "chain": version.chain,
        "title": title, "form": form, "observed": observed, "runs": RUNS,
        "since": since, "until": until,
        "is_playable": any(s.kind == StationKind.STEP for s in plan.stations),
        "breadcrumb": chainpage.crumbs(version.chain, (title, "")),
        **(_played(plan, observed, form) if form.is_bound and form.is_valid() else {}),
    }
    return TemplateResponse(request, "networks/simulation.html", context)


def _played(plan: ChainPlan, observed: Observed, form: SimulationForm) -> dict[str, Any]:
    now, then = (scenario_of(plan, observed, side) for side in (form.now(), form.then()))
    loose = loose_ends(now) + loose_ends(then)
    names = {station.key: station.name for station in plan.stations}
    if loose:
        return {"loose": [names[key] for key in dict.fromkeys(loose)]}
    seed = form.cleaned_data["seed"]
    try:
        before, after = simulate_both(now, then, seed=seed)
    except TooLongError as endless:
        return {"circles_at": names[endless.station]}
    rows = result_rows(before, after, form.limited())
    return {
        "rows": rows, "drawing": drawn(rows[:3]), "cases": before.cases,
        "is_changed": now != then,
    }


def _period(version: ChainVersion) -> tuple[date | None, date | None]:
    """The days on which the version held; a draft learns from the version before it."""
    versions = queries.placed(version.chain.versions.all(), timezone.localdate())
    here = next(i for i, row in enumerate(versions) if row.version.pk == version.pk)
    if version.is_draft and here:
        here -= 1
    return versions[here].version.valid_from, versions[here].until
