# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The rules of the deadline watch: everybody may read them, the administrator changes them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions.deadline_rules import change_rule
from stellwerk.cases.queries.deadline_rules import current_rules, versions_of
from stellwerk.web.cases.forms.legal import DeadlineRuleForm
from stellwerk.web.cases.rulespage import RuleWriter
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page


@page(name="cases:deadline_rules", needs=Need.SIGNED_IN)
def deadline_rules(request: HttpRequest) -> HttpResponse:
    """All rules with what they mean and where it stands."""
    context = {
        "rules": RuleWriter().views(current_rules()),
        "may_change": may(request.actor, Need.MANAGE_VOCABULARY),
    }
    return TemplateResponse(request, "cases/deadline_rules.html", context)


@page(name="cases:deadline_rule", needs=Need.MANAGE_VOCABULARY, methods=("GET", "POST"))
def deadline_rule(request: HttpRequest, key: str) -> HttpResponse:
    """One rule with its former versions; saving writes the next one."""
    versions = versions_of(key)
    if not versions:
        raise NotVisible
    rule = versions[0]
    form = DeadlineRuleForm(request.POST or None, rule=rule)
    return answer_form(
        request, form, change_rule,
        asks=lambda: {"rule": rule, **form.cleaned_data},
        done=_("The rule was changed; the former version is kept."),
        go_on=lambda _made: redirect("cases:deadline_rule", key),
        show=form_page(
            request, "cases/deadline_rule.html", form=form, rule=RuleWriter().view(rule),
            versions=versions,
            breadcrumb=[
                (_("Deadline rules"), reverse("cases:deadline_rules")), (rule.title, ""),
            ],
        ),
    )
