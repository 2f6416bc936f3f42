# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Known issues: what the network knows already, and how many people met it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.base.refusal import NotVisible
from stellwerk.networks.actions import issues as actions
from stellwerk.networks.choices import SMALLEST_GROUP, IssueState
from stellwerk.networks.queries import issues as queries
from stellwerk.web.networks.areas import areas
from stellwerk.web.networks.forms.issues import IssueForm
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")
FORM = "networks/issue_form.html"


@page(name="networks:issues", needs=Need.SEE_ISSUES)
def issues(request: HttpRequest) -> HttpResponse:
    """All known issues by number, with the counts that the visitor may see."""
    actor = request.actor
    sees_own = may(actor, Need.SEE_FIGURES) or may(actor, Need.WORK_ON_CASES)
    counts = queries.issue_counts(actor.organisation_id, with_own=sees_own)
    rows = [
        {
            "issue": issue,
            "counted": counts.get(issue.pk, queries.Counted()),
            "is_open": issue.state == IssueState.OPEN,
        }
        for issue in queries.known_issues()
    ]
    context = {
        "areas": areas(request, "issues"),
        "rows": rows,
        "sees_own": sees_own,
        "may_keep": may(actor, Need.KEEP_ISSUES),
        "smallest": SMALLEST_GROUP,
    }
    return render(request, "networks/issues.html", context)


@page(name="networks:issue_new", needs=Need.KEEP_ISSUES, methods=BOTH)
def issue_new(request: HttpRequest) -> HttpResponse:
    form = IssueForm(request.POST or None)
    title = _("New known issue")
    return answer_form(
        request, form, actions.add_known_issue, asks=lambda: form.cleaned_data,
        done=_("The issue was entered."), go_on=lambda _made: redirect("networks:issues"),
        show=form_page(request, FORM, form=form, title=title, breadcrumb=_crumbs(title)),
    )


@page(name="networks:issue", needs=Need.KEEP_ISSUES, methods=BOTH)
def issue(request: HttpRequest, issue_id: UUID) -> HttpResponse:
    found = queries.issue_by_id(issue_id)
    if found is None:
        raise NotVisible
    form = IssueForm(request.POST or None, issue=found)
    title = _("Change known issue no. %(number)s") % {"number": found.number}
    return answer_form(
        request, form, actions.change_known_issue,
        asks=lambda: {**form.cleaned_data, "issue": found},
        done=_("The issue was changed."), go_on=lambda _changed: redirect("networks:issues"),
        show=form_page(request, FORM, form=form, title=title, breadcrumb=_crumbs(title)),
    )


def _crumbs(title: str) -> list[tuple[str, str]]:
    return [(_("Known issues"), reverse("networks:issues")), (title, "")]
