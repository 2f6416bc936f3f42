# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Typical cases: the list, one with its courses and views, its way to the group, the hand-out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions.typical_cases import release_to_group
from stellwerk.exchange.typical_papers import typical_pdf
from stellwerk.networks.actions import typical as actions
from stellwerk.networks.choices import SMALLEST_GROUP, TypicalState
from stellwerk.networks.models import TypicalCase
from stellwerk.networks.queries import typical as queries
from stellwerk.web.networks import typicalpage as shown
from stellwerk.web.networks.areas import areas
from stellwerk.web.networks.forms.typical import StepForm, TypicalCaseForm
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")
FORM = "networks/typical_form.html"
DRAFTING = (Need.WORK_ON_CASES, Need.KEEP_CHAINS)
_STEPS: dict[str, Any] = {
    TypicalState.CHECKED: actions.check_typical_case,
    TypicalState.RELEASED: release_to_group,
    TypicalState.DRAFT: actions.reopen_typical_case,
    TypicalState.ARCHIVED: actions.archive_typical_case,
}


def found(request: HttpRequest, typical_id: UUID) -> TypicalCase:
    """One that the visitor's organisation reads; otherwise it does not exist."""
    typical = queries.typical_case_by_id(typical_id, request.actor.organisation_id)
    if typical is None:
        raise NotVisible
    return typical


def found_own(request: HttpRequest, typical_id: UUID) -> TypicalCase:
    """One of the visitor's own organisation, to be written on."""
    typical = found(request, typical_id)
    if not shown.is_own(request.actor, typical):
        raise NotVisible
    return typical


@page(name="networks:typical_cases", needs=Need.SEE_CHAINS)
def typical_cases(request: HttpRequest) -> HttpResponse:
    """Released ones of the whole network and the own others."""
    rows = [
        {"row": row, "tone": shown.state_tone(row), "is_own": shown.is_own(request.actor, row)}
        for row in queries.typical_cases(request.actor.organisation_id)
    ]
    context = {
        "areas": areas(request, "typical_cases"), "rows": rows,
        "may_draft": shown.may_draft(request.actor),
        "may_draw": may(request.actor, Need.WORK_ON_CASES),
    }
    return render(request, "networks/typical_cases.html", context)


@page(name="networks:typical_case", needs=Need.SEE_CHAINS)
def typical_case(request: HttpRequest, typical_id: UUID) -> HttpResponse:
    """One typical case; to its owner also the risk and the next steps."""
    typical = found(request, typical_id)
    courses = shown.courses_of(typical, request.actor)
    is_own = shown.is_own(request.actor, typical)
    context = {
        "areas": areas(request, "typical_cases"), "typical": typical, "courses": courses,
        "tone": shown.state_tone(typical), "is_own": is_own,
        "traits": shown.traits_in_words(typical), "least": SMALLEST_GROUP,
        "breadcrumb": _crumbs(str(typical)),
    }
    if is_own and shown.may_draft(request.actor):
        context |= {
            "risk": shown.risk_of(typical, courses),
            "steps": shown.steps_of(typical, request.actor),
            "may_edit": typical.state == TypicalState.DRAFT,
            "was_withdrawn": shown.was_withdrawn(typical),
            "releases": queries.releases_of(typical),
        }
    return render(request, "networks/typical_case.html", context)


@page(name="networks:typical_case_new", needs=DRAFTING, methods=BOTH)
def typical_case_new(request: HttpRequest) -> HttpResponse:
    """A draft from nothing but what somebody knows."""
    form = TypicalCaseForm(request.POST or None)
    title = _("New typical case")
    return answer_form(
        request, form, actions.add_typical_case, asks=lambda: {"values": form.values},
        done=_("The draft was made. Now add its stations."),
        go_on=lambda made: redirect("networks:typical_stations", made.pk),
        show=form_page(request, FORM, form=form, title=title, breadcrumb=_crumbs(title),
                       back=reverse("networks:typical_cases")),
    )


@page(name="networks:typical_case_edit", needs=DRAFTING, methods=BOTH)
def typical_case_edit(request: HttpRequest, typical_id: UUID) -> HttpResponse:
    typical = found_own(request, typical_id)
    form = TypicalCaseForm(request.POST or None, instance=typical)
    title = _("Change the typical case")
    return answer_form(
        request, form, actions.change_typical_case,
        asks=lambda: {"typical": typical, "version": form.version_seen, "values": form.values},
        done=_("The typical case was changed."),
        go_on=lambda _changed: redirect("networks:typical_case", typical.pk),
        show=form_page(request, FORM, form=form, title=title, breadcrumb=_crumbs(title),
                       back=reverse("networks:typical_case", args=[typical.pk])),
    )


@page(name="networks:typical_step", needs=DRAFTING, methods=("POST",))
def typical_step(request: HttpRequest, typical_id: UUID) -> HttpResponse:
    """Checked, released, back to the draft, archived, or thrown away."""
    typical = found_own(request, typical_id)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise NotVisible
    to, version = form.cleaned_data["to"], form.cleaned_data["version"]
    asked = {"actor": request.actor, "typical": typical, "version": version}
    if to == "deleted":
        actions.delete_typical_case(**asked)
        messages.success(request, _("The draft was deleted."))
        return redirect("networks:typical_cases")
    if not shown.may_step(request.actor, typical, to):
        raise NotVisible
    row = _STEPS[to](**asked)
    messages.success(request, _("State now: %(state)s.") % {"state": row.get_state_display()})
    return redirect("networks:typical_case", typical.pk)


@page(name="networks:typical_paper", needs=Need.SEE_CHAINS)
def typical_paper(request: HttpRequest, typical_id: UUID) -> HttpResponse:
    """The hand-out for the meeting of the group as PDF; the page itself prints as well."""
    typical = found(request, typical_id)
    written = typical_pdf(
        {
            "typical": typical, "courses": shown.courses_of(typical, request.actor),
            "traits": shown.traits_in_words(typical),
        }
    )
    record(
        actor=request.actor, verb=Verb.EXPORTED, kind="typical_case", subjects=[typical.pk],
        note="pdf",
    )
    answer = HttpResponse(written, content_type="application/pdf")
    name = f"typischer-fall-{typical.number}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _crumbs(title: str) -> list[tuple[str, str]]:
    return [(_("Typical cases"), reverse("networks:typical_cases")), (title, "")]
