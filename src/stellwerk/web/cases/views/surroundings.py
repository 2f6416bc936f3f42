# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The section "surroundings": the network card, family and household."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.access.visible import OpenedCase, open_case, visible_people
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions import surroundings as actions
from stellwerk.cases.choices import FieldGroup
from stellwerk.cases.models import FamilyMember, NetworkTie
from stellwerk.cases.queries.casefile import opened as with_key
from stellwerk.cases.queries.surroundings import (
    born_of,
    family_member_of,
    involved_in,
    surroundings_of,
)
from stellwerk.web.cases.drawings import network_card, numbered
from stellwerk.web.cases.forms.surroundings import FamilyForm, TieForm
from stellwerk.web.cases.tabs import section
from stellwerk.web.cases.views.parts import answer_on_case, found_part, opened_for_work
from stellwerk.web.cases.views.sections import done_in, to_section
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")


@page(name="cases:surroundings", needs=Need.SEE_CASES)
def surroundings(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who is around the person, drawn and listed; the family apart from cases."""
    opened = open_case(request.actor, case_id)
    found = surroundings_of(opened.case, opened.scope)
    ties = numbered(found.present)
    today = timezone.localdate()
    context = {
        "found": found,
        "ties": ties,
        "drawing": network_card(ties) if ties else "",
        "family": [(row, born_of(row), born_of(row).age(today)) for row in found.family],
        "shows_family": FieldGroup.FAMILY in opened.scope,
        **section(opened, "surroundings", _("Surroundings")),
    }
    return TemplateResponse(request, "cases/surroundings.html", context)


def _tie_form(request: HttpRequest, opened: OpenedCase, tie: NetworkTie | None) -> TieForm:
    rows = involved_in(opened.case)
    names = {
        row.pk: " – ".join(str(part) for part in (row.name, row.provider) if part)
        for row in with_key(rows, opened.case)
    }
    return TieForm(request.POST or None, instance=tie, involved=rows, names=names)


@page(name="cases:add_tie", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_tie(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    form = _tie_form(request, opened, None)
    return answer_on_case(
        request, opened, form, actions.add_tie, lambda: {"values": form.values},
        title=_("Put somebody on the card"), done=_("The network card was saved."),
        **to_section(request, opened, "surroundings"),
    )


@page(name="cases:edit_tie", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_tie(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = found_part(opened, NetworkTie, row_id)
    form = _tie_form(request, opened, row)
    return answer_on_case(
        request, opened, form, actions.change_tie,
        lambda: {"tie": row, "version": form.version, "values": form.values},
        title=_("Change an entry of the card"), done=_("The network card was saved."),
        **to_section(request, opened, "surroundings"),
    )


def _member(opened: OpenedCase, row_id: UUID) -> FamilyMember:
    row = family_member_of(opened.case.person, row_id)
    if row is None:
        raise NotVisible
    return row


def _family_form(
    request: HttpRequest, opened: OpenedCase, row: FamilyMember | None
) -> FamilyForm:
    people = visible_people(request.actor).filter(organisation_id=opened.case.organisation_id)
    return FamilyForm(
        request.POST or None, instance=row, people=people, person=opened.case.person
    )


@page(name="cases:add_family", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_family(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    form = _family_form(request, opened, None)
    return answer_on_case(
        request, opened, form, actions.add_family_member, lambda: {"values": form.member},
        title=_("Add a family member"), done=_("The family was saved."),
        subject={"person": opened.case.person},
        **to_section(request, opened, "surroundings", "family"),
    )


@page(name="cases:edit_family", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_family(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = _member(opened, row_id)
    form = _family_form(request, opened, row)
    return answer_on_case(
        request, opened, form, actions.change_family_member,
        lambda: {"member": row, "version": form.version, "values": form.member},
        title=_("Change a family member"), done=_("The family was saved."),
        subject={"person": opened.case.person},
        **to_section(request, opened, "surroundings", "family"),
    )


@page(name="cases:remove_family", needs=Need.WORK_ON_CASES, methods=("POST",))
def remove_family(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """Off the list, for entries that were a mistake."""
    opened = opened_for_work(request, case_id)
    row = _member(opened, row_id)
    actions.remove_family_member(actor=request.actor, person=opened.case.person, member=row)
    return done_in(request, opened, "surroundings", _("The entry was removed."), "family")
