# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The register of issues: the list, the same as a file, entering a new one."""

import io
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.base.actor import Actor
from stellwerk.exchange.safe import write_csv
from stellwerk.networks.actions import issues as actions
from stellwerk.networks.choices import SMALLEST_GROUP, IssueState
from stellwerk.networks.models import KnownIssue
from stellwerk.networks.queries import issues as queries
from stellwerk.web.networks.areas import areas
from stellwerk.web.networks.forms.issues import IssueFilterForm, IssueForm
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page
from stellwerk.web.shell.paging import keyset_page, page_links

BOTH = ("GET", "POST")
FORM = "networks/issue_form.html"
PAGE_SIZE = 50
TONES = {
    IssueState.REPORTED: "neutral",
    IssueState.CLOSED: "success",
    IssueState.CHECKED: "success",
    IssueState.IN_FORCE: "success",
    IssueState.DECIDED: "info",
    IssueState.PROPOSED: "info",
    IssueState.ACCEPTED: "neutral",
}


def tone(state: str) -> str:
    """How a state looks beside its words."""
    return TONES.get(IssueState(state), "warning")


def sees_own(actor: Actor) -> bool:
    """Whether the visitor may see exact figures of her own organisation."""
    return may(actor, Need.SEE_FIGURES) or may(actor, Need.WORK_ON_CASES)


@page(name="networks:issues", needs=Need.SEE_ISSUES)
def issues(request: HttpRequest) -> HttpResponse:
    """Issues by number, with the counts that the visitor may see; filters stay in the address."""
    form = IssueFilterForm(request.GET, actor=request.actor, sees_own=sees_own(request.actor))
    found = keyset_page(
        queries.issues_found(form.chosen()), order=("number",), size=PAGE_SIZE,
        cursor=request.GET.get("cursor", ""),
    )
    context = {
        "areas": areas(request, "issues"),
        "form": form,
        "rows": _rows(request.actor, found.rows),
        "links": page_links(request, found),
        "query": form.query(request.GET),
        "sees_own": sees_own(request.actor),
        "may_keep": may(request.actor, Need.KEEP_ISSUES),
        "smallest": SMALLEST_GROUP,
    }
    return TemplateResponse(request, "networks/issues.html", context)


@page(name="networks:issues_file", needs=Need.SEE_ISSUES)
def issues_file(request: HttpRequest) -> HttpResponse:
    """What the list shows, all pages of it, as CSV; no cell is a formula."""
    actor = request.actor
    form = IssueFilterForm(request.GET, actor=actor, sees_own=sees_own(actor))
    found = queries.issues_found(form.chosen()).prefetch_related("legal_spheres")
    stream = io.StringIO(newline="")
    write_csv(stream, _table(_rows(actor, found), sees_own(actor)))
    name = content_disposition_header(
        True, _("issues-%(day)s.csv") % {"day": timezone.localdate().isoformat()}
    )
    return HttpResponse(
        # The mark at the beginning tells spreadsheets the encoding.
        "\ufeff" + stream.getvalue(), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": name or ""},
    )


@page(name="networks:issue_new", needs=Need.KEEP_ISSUES, methods=BOTH)
def issue_new(request: HttpRequest) -> HttpResponse:
    form = IssueForm(request.POST or None)
    title = _("New issue")
    return answer_form(
        request, form, actions.add_known_issue, asks=lambda: form.values,
        done=_("The issue was entered."), go_on=lambda made: redirect("networks:issue", made.pk),
        show=form_page(request, FORM, form=form, title=title, breadcrumb=crumbs(title)),
    )


def crumbs(title: str, issue: KnownIssue | None = None) -> list[tuple[str, str]]:
    """The way back, to the list and to the issue."""
    way = [(_("Issues"), reverse("networks:issues"))]
    if issue is not None:
        way.append((str(issue), reverse("networks:issue", args=[issue.pk])))
    return [*way, (title, "")]


def _rows(actor: Actor, found: Iterable[KnownIssue]) -> list[dict[str, Any]]:
    counts = queries.issue_counts(actor.organisation_id, with_own=sees_own(actor))
    return [
        {
            "issue": issue, "counted": counts.get(issue.pk, queries.Counted()),
            "tone": tone(issue.state),
        }
        for issue in found
    ]


def _table(rows: list[dict[str, Any]], with_own: bool) -> Iterable[list[Any]]:
    own = [_("own persons"), _("own mentions")] if with_own else []
    yield [
        _("No."), _("Title"), _("In one sentence"), _("State"), _("since"), _("Kind"), _("from"),
        _("to"), _("Field of action"), _("Legal spheres"), *own, _("persons elsewhere"),
        _("mentions elsewhere"), _("decided on"), _("words of the decision"), _("in force since"),
        _("result of the check"),
    ]
    for row in rows:
        one, counted = row["issue"], row["counted"]
        yield [
            one.number, one.title, one.sentence, one.get_state_display(), one.since,
            one.get_kind_display(), one.from_name, one.to_name, str(one.field_of_action or ""),
            ", ".join(term.label for term in one.legal_spheres.all()),
            *([counted.persons, counted.mentions] if with_own else []),
            counted.other_persons, counted.other_mentions, one.decided_on, one.decision,
            one.in_force_on, one.result,
        ]
