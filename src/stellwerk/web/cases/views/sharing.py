# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Who else may see what of a case, on which basis, until when."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions import sharing
from stellwerk.cases.queries.casefile import grant_of
from stellwerk.web.cases.forms.intake import GrantForm
from stellwerk.web.cases.views.parts import answer_on_case, opened_for_work, saved
from stellwerk.web.shell.page import page


@page(name="cases:grant", needs=Need.WORK_ON_CASES, methods=("GET", "POST"))
def grant(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A consent or a provision lets another organisation see chosen field groups for a while."""
    opened = opened_for_work(request, case_id)
    form = GrantForm(request.POST or None, case=opened.case)
    return answer_on_case(
        request, opened, form, sharing.grant_access, form.grant,
        title=_("Access on a statutory basis"), template="cases/grant.html",
        done=_("Access was granted."), submit=_("Grant access"), part="access",
        lead=_(
            "Nothing is shared by default. Grant only what the purpose needs; the grant is"
            " logged, ends by itself and can be revoked at any time."
        ),
    )


@page(name="cases:revoke", needs=Need.WORK_ON_CASES, methods=("POST",))
def revoke(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """Acts at once: the next question of the other organisation finds nothing."""
    opened = opened_for_work(request, case_id)
    row = grant_of(opened.case, row_id)
    if row is None:
        raise NotVisible
    sharing.revoke_access(
        actor=request.actor, case=opened.case, access=row
    )
    return saved(request, opened, _("Access was revoked."), "access")
