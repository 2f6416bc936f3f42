# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Residence and law: statuses, legal spheres, entitlements, and what falls due."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.access.visible import OpenedCase, open_case
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions import legal as actions
from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.models import Entitlement, LegalSpherePeriod
from stellwerk.cases.queries.legal import LEGAL_GROUPS, legal_record, person_part_of, watch
from stellwerk.web.cases.forms.legal import EntitlementForm, LegalSphereForm
from stellwerk.web.cases.legalpage import FindingWriter
from stellwerk.web.cases.tabs import section
from stellwerk.web.cases.views.parts import answer_on_case, opened_for_work, way_back
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")


@page(name="cases:legal", needs=Need.SEE_CASES)
def legal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The legal situation of the person, as far as it may be seen."""
    opened = open_case(request.actor, case_id)
    record = legal_record(opened.case.person, opened.scope)
    found, writer = watch(record), FindingWriter()
    context = {
        **section(opened, "legal", _("Residence and law")),
        "record": record,
        "urgent": writer.views(found.urgent),
        "later": writer.views(found.later),
        "settled": writer.views(found.settled),
        "shows_residence": FieldGroup.RESIDENCE in opened.scope,
        "shows_something": bool(LEGAL_GROUPS & opened.scope),
        "address": reverse("cases:legal", args=[opened.case.pk]),
    }
    return TemplateResponse(request, "cases/legal.html", context)


def _back(opened: OpenedCase) -> str:
    return reverse("cases:legal", args=[opened.case.pk])


def _answer(request: HttpRequest, opened: OpenedCase, form, action, asks, **words):
    """A form on the person's legal situation; afterwards back to the section."""
    back = way_back(request, _back(opened))
    return answer_on_case(
        request, opened, form, action, asks, subject={"person": opened.case.person},
        back=back, go_on=lambda _row: redirect(back), **words,
    )


def _part(opened: OpenedCase, model, row_id: UUID):
    row = person_part_of(opened.case.person, model, row_id)
    if row is None:
        raise NotVisible
    return row


@page(name="cases:add_legal_sphere", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_legal_sphere(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    form = LegalSphereForm(request.POST or None)
    return _answer(
        request, opened, form, actions.add_legal_sphere, lambda: {"values": form.values},
        title=_("New legal sphere"), done=_("The legal sphere was added."),
    )


@page(name="cases:edit_legal_sphere", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_legal_sphere(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = _part(opened, LegalSpherePeriod, row_id)
    form = LegalSphereForm(request.POST or None, instance=row)
    return _answer(
        request, opened, form, actions.change_legal_sphere,
        lambda: {"period": row, "version": form.version, "values": form.values},
        title=_("Change a legal sphere"), done=_("The legal sphere was changed."),
    )


@page(name="cases:add_entitlement", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_entitlement(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    form = EntitlementForm(request.POST or None)
    return _answer(
        request, opened, form, actions.add_entitlement, lambda: {"values": form.values},
        title=_("New entitlement"), done=_("The entitlement was added."),
    )


@page(name="cases:edit_entitlement", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_entitlement(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = _part(opened, Entitlement, row_id)
    form = EntitlementForm(request.POST or None, instance=row)
    return _answer(
        request, opened, form, actions.change_entitlement,
        lambda: {"entitlement": row, "version": form.version, "values": form.values},
        title=_("Change an entitlement"), done=_("The entitlement was changed."),
    )
