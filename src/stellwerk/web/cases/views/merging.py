# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""One person registered twice: find the other record, merge the two, take it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.access.visible import OpenedCase
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions.merging import merge_people, undo_merge
from stellwerk.cases.queries.merging import merge_of, merge_view, merges_of
from stellwerk.cases.rules.merging import merge_blockers
from stellwerk.web.cases.forms.intake import PersonSearchForm
from stellwerk.web.cases.forms.merging import MergeForm
from stellwerk.web.cases.found import found_people
from stellwerk.web.cases.views.parts import (
    case_address,
    display_name,
    opened_for_work,
)
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")
_WORDS = {
    "cases.residenceperiod": "residence",
    "cases.personlanguage": "languages",
}


@page(name="cases:merge_find", needs=Need.WORK_ON_CASES, methods=BOTH)
def merge_find(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """People with a similar name, and what was merged into this record."""
    opened = opened_for_work(request, case_id)
    name = display_name(opened)
    form = PersonSearchForm(request.POST or None, initial={"name": name.replace(",", "")})
    wanted = form.cleaned_data["name"] if form.is_valid() else name
    found = found_people(request.actor, wanted)
    context = {
        "form": form, "opened": opened, "case": opened.case, "name": name,
        "hits": [hit for hit in found if hit.person_id != opened.case.person_id],
        "merges": merges_of(opened.case.person),
        "breadcrumb": _crumbs(opened, name, _("Registered twice?")), "narrow": True,
    }
    return TemplateResponse(request, "cases/merge_find.html", context)


@page(name="cases:merge", needs=Need.WORK_ON_CASES, methods=BOTH)
def merge(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """Both records side by side; ``row_id`` is a case of the record that is given up."""
    opened, other = opened_for_work(request, case_id), opened_for_work(request, row_id)
    kept, merged = opened.case.person, other.case.person
    view = merge_view(kept, merged)
    form = MergeForm(request.POST or None, view=view)
    name = display_name(opened)
    return answer_form(
        request, form, merge_people,
        asks=lambda: {"kept": kept, "merged": merged, **form.asks()},
        done=_("The two records are one now."),
        go_on=lambda _row: redirect("cases:merge_find", case_id),
        show=form_page(
            request, "cases/merge.html", form=form, view=view, name=name, case=opened.case,
            other_name=display_name(other), other_case=other.case, blockers=_in_the_way(view),
            rows_of=_counted(view.copies), breadcrumb=_crumbs(opened, name, _("Merge records")),
        ),
    )


@page(name="cases:unmerge", needs=Need.WORK_ON_CASES, methods=("POST",))
def unmerge(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    opened = opened_for_work(request, case_id)
    row = merge_of(opened.case.person, row_id)
    if row is None:
        raise NotVisible
    undo_merge(actor=request.actor, merge=row)
    messages.success(request, _("The merge was taken back: there are two records again."))
    return redirect(case_address(opened))


def _in_the_way(view: Any) -> list[Any]:
    return merge_blockers(
        view.kept.pk, view.merged.pk, kept_is_gone=view.kept.merged_into_id is not None,
        merged_is_gone=view.merged.merged_into_id is not None,
    )


def _counted(copies: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """What is copied, in words; tables without a word of their own are summed up."""
    words = {
        "residence": str(_("Periods of the residence history")),
        "languages": str(_("Languages")),
        "": str(_("Further entries on the person")),
    }
    found: dict[str, int] = {}
    for table, count in copies:
        label = words[_WORDS.get(table, "")]
        found[label] = found.get(label, 0) + count
    return list(found.items())


def _crumbs(opened: OpenedCase, name: str, title: str) -> list[tuple[str, str]]:
    return [(_("Cases"), reverse("cases:list")), (name, case_address(opened)), (title, "")]
