# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The person of a case: identity, contact data, languages, household, residence."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.access.visible import OpenedCase
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions import around, people
from stellwerk.cases.queries.casefile import PersonView, period_of, person_view
from stellwerk.web.cases.forms.person import (
    ContactDataForm,
    HouseholdForm,
    IdentityForm,
    LanguagesForm,
    ResidenceForm,
)
from stellwerk.web.cases.views.parts import form_page, opened_for_work, saved
from stellwerk.web.shell.page import page
from stellwerk.web.shell.refusals import attempt

BOTH = ("GET", "POST")


def _person(request: HttpRequest, case_id: UUID) -> tuple[OpenedCase, PersonView]:
    opened = opened_for_work(request, case_id)
    return opened, person_view(opened.case.person, opened.scope)


@page(name="cases:edit_person", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_person(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened, known = _person(request, case_id)
    form = IdentityForm(request.POST or None, instance=known.identity, person=known.person)
    if form.is_valid() and attempt(
        form, people.change_identity, actor=request.actor, person=known.person,
        version=form.version, values=form.values,
    ):
        return saved(request, opened, _("The person's data were saved."), "person")
    return form_page(request, opened, form, _("Change the person's data"), part="person")


@page(name="cases:edit_contact_data", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_contact_data(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened, known = _person(request, case_id)
    form = ContactDataForm(request.POST or None, instance=known.contact, person=known.person)
    if form.is_valid() and attempt(
        form, people.change_contact_data, actor=request.actor, person=known.person,
        version=form.version, values=form.values,
    ):
        return saved(request, opened, _("The contact data were saved."), "person")
    return form_page(request, opened, form, _("Change contact data"), part="person")


@page(name="cases:household", needs=Need.WORK_ON_CASES, methods=BOTH)
def household(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened, known = _person(request, case_id)
    members = known.household.members if known.household else None
    initial = {"members": members, "version": known.person.version}
    form = HouseholdForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form, people.set_household, actor=request.actor, person=known.person,
        version=form.version, members=form.cleaned_data["members"],
    ):
        return saved(request, opened, _("The household was saved."), "person")
    return form_page(request, opened, form, _("Household"), part="person")


@page(name="cases:languages", needs=Need.WORK_ON_CASES, methods=BOTH)
def languages(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened, known = _person(request, case_id)
    form = LanguagesForm(
        request.POST or None, spoken=known.languages, initial={"version": known.person.version}
    )
    if form.is_valid() and attempt(
        form, people.set_languages, actor=request.actor, person=known.person,
        version=form.version, languages=form.languages,
    ):
        return saved(request, opened, _("The languages were saved."), "person")
    return form_page(
        request, opened, form, _("Languages"), part="person", template="cases/languages.html"
    )


@page(name="cases:add_residence", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_residence(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened, known = _person(request, case_id)
    form = ResidenceForm(request.POST or None)
    if form.is_valid() and attempt(
        form, around.add_residence_period, actor=request.actor, person=known.person,
        values=form.values,
    ):
        return saved(request, opened, _("The residence status was added."), "residence")
    return form_page(request, opened, form, _("New residence status"), part="residence")


@page(name="cases:edit_residence", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_residence(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened, known = _person(request, case_id)
    period = period_of(known.person, row_id)
    if period is None:
        raise NotVisible
    form = ResidenceForm(request.POST or None, instance=period)
    if form.is_valid() and attempt(
        form, around.change_residence_period, actor=request.actor, person=known.person,
        period=period, version=form.version, values=form.values,
    ):
        return saved(request, opened, _("The residence status was changed."), "residence")
    return form_page(request, opened, form, _("Change a residence status"), part="residence")
