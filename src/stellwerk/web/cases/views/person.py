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
from stellwerk.web.cases.views.parts import answer_on_case, opened_for_work
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")


def _person(request: HttpRequest, case_id: UUID) -> tuple[OpenedCase, PersonView]:
    opened = opened_for_work(request, case_id)
    return opened, person_view(opened.case.person, opened.scope)


@page(name="cases:edit_person", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_person(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened, known = _person(request, case_id)
    form = IdentityForm(request.POST or None, instance=known.identity, person=known.person)
    return answer_on_case(
        request, opened, form, people.change_identity,
        lambda: {"version": form.version, "values": form.values},
        title=_("Change the person's data"), part="person", subject={"person": known.person},
        done=_("The person's data were saved."),
    )


@page(name="cases:edit_contact_data", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_contact_data(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened, known = _person(request, case_id)
    form = ContactDataForm(request.POST or None, instance=known.contact, person=known.person)
    return answer_on_case(
        request, opened, form, people.change_contact_data,
        lambda: {"version": form.version, "values": form.values},
        title=_("Change contact data"), part="person", subject={"person": known.person},
        done=_("The contact data were saved."),
    )


@page(name="cases:household", needs=Need.WORK_ON_CASES, methods=BOTH)
def household(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened, known = _person(request, case_id)
    members = known.household.members if known.household else None
    initial = {"members": members, "version": known.person.version}
    form = HouseholdForm(request.POST or None, initial=initial)
    return answer_on_case(
        request, opened, form, people.set_household,
        lambda: {"version": form.version, "members": form.cleaned_data["members"]},
        title=_("Household"), part="person", subject={"person": known.person},
        done=_("The household was saved."),
    )


@page(name="cases:languages", needs=Need.WORK_ON_CASES, methods=BOTH)
def languages(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened, known = _person(request, case_id)
    form = LanguagesForm(
        request.POST or None, spoken=known.languages, initial={"version": known.person.version}
    )
    return answer_on_case(
        request, opened, form, people.set_languages,
        lambda: {"version": form.version, "languages": form.languages},
        title=_("Languages"), part="person", subject={"person": known.person},
        done=_("The languages were saved."), template="cases/languages.html",
    )


@page(name="cases:add_residence", needs=Need.WORK_ON_CASES, methods=BOTH)
def add_residence(request: HttpRequest, case_id: UUID) -> HttpResponse:
    opened, known = _person(request, case_id)
    form = ResidenceForm(request.POST or None)
    return answer_on_case(
        request, opened, form, around.add_residence_period,
        lambda: {"values": form.values},
        title=_("New residence status"), part="residence", subject={"person": known.person},
        done=_("The residence status was added."),
    )


@page(name="cases:edit_residence", needs=Need.WORK_ON_CASES, methods=BOTH)
def edit_residence(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened, known = _person(request, case_id)
    period = period_of(known.person, row_id)
    if period is None:
        raise NotVisible
    form = ResidenceForm(request.POST or None, instance=period)
    return answer_on_case(
        request, opened, form, around.change_residence_period,
        lambda: {"period": period, "version": form.version, "values": form.values},
        title=_("Change a residence status"), part="residence", subject={"person": known.person},
        done=_("The residence status was changed."),
    )
