# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Letters of a case, and the templates of the organisation that they are written from."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need, may
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions.templates import retire_template
from stellwerk.cases.choices import FieldGroup, FileType
from stellwerk.cases.models import LetterTemplate
from stellwerk.cases.queries.documents import template_of, templates_of, versions_of
from stellwerk.cases.queries.letters import placeholder_values
from stellwerk.cases.rules.placeholders import PLACEHOLDERS, groups_of, missing_words
from stellwerk.directory.queries import organisation_by_id
from stellwerk.exchange import letters
from stellwerk.exchange.file_types import MEDIA_TYPES, safe_name
from stellwerk.web.cases.forms.letters import IssueForm, TemplateForm, VersionForm
from stellwerk.web.cases.tabs import section
from stellwerk.web.cases.views.parts import answer_on_case, opened_for_work
from stellwerk.web.shell.acting import answer_form, form_page
from stellwerk.web.shell.page import page

BOTH = ("GET", "POST")
DOCX = MEDIA_TYPES[FileType.DOCX]


def _template(request: HttpRequest, row_id: UUID) -> LetterTemplate:
    found = template_of(request.actor.organisation_id, row_id)
    if found is None:
        raise NotVisible
    return found


def _way(*more: tuple[str, str]) -> list[tuple[str, str]]:
    cases, own = (_("Cases"), reverse("cases:list")), (_("Templates"), reverse("cases:templates"))
    return [cases, own, *more]


# ── of a case ────────────────────────────────────────────────────────────────────────────────


@page(name="cases:new_letter", needs=Need.WORK_ON_CASES)
def new_letter(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Which template the letter is to be written from."""
    opened = opened_for_work(request, case_id)
    context = {
        **section(opened, "documents", _("Write a letter")),
        "templates": templates_of(opened.case.organisation_id),
    }
    return TemplateResponse(request, "cases/letter_choose.html", context)


@page(name="cases:issue_template", needs=Need.WORK_ON_CASES, methods=BOTH)
def issue_template(request: HttpRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    """What will be put in, what is missing; then the letter is issued and kept as it is."""
    opened = opened_for_work(request, case_id)
    template = _template(request, row_id)
    used = letters.placeholders_of(template)
    known, of_rows = placeholder_values(opened.case, opened.scope)
    missing = missing_words(used, known)
    groups = groups_of(used, of_rows) or int(FieldGroup.NOTES)
    form = IssueForm(
        request.POST or None, missing=missing, initial={"title": template.name, "groups": groups}
    )
    return answer_on_case(
        request, opened, form, letters.issue,
        lambda: {
            "template": template, "values": {**known, **form.written}, "notes": form.notes,
            "of_rows": of_rows,
        },
        title=template.name, done=_("The letter was issued and filed."),
        submit=_("Issue the letter"),
        go_on=lambda row: redirect("cases:document", case_id, row.pk),
        template="cases/letter_issue.html", back=reverse("cases:new_letter", args=[case_id]),
        known=[(word, known[word]) for word in used if known.get(word)], source=template,
    )


# ── of the organisation ──────────────────────────────────────────────────────────────────────


@page(name="cases:templates", needs=Need.WORK_ON_CASES)
def templates(request: HttpRequest) -> HttpResponse:
    """The templates of the own organisation, and the words that may stand in them."""
    context = {
        "templates": templates_of(request.actor.organisation_id, retired=True),
        "placeholders": PLACEHOLDERS,
        "may_lead": may(request.actor, Need.LEAD_TEAM),
        "breadcrumb": [*_way()[:1], (_("Templates"), "")],
    }
    return TemplateResponse(request, "cases/templates.html", context)


@page(name="cases:template", needs=Need.WORK_ON_CASES, methods=BOTH)
def template(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """One template with its versions; a team lead sends a new one here."""
    found, leads = _template(request, row_id), may(request.actor, Need.LEAD_TEAM)
    if request.method == "POST" and not leads:
        raise NotVisible
    form = VersionForm(request.POST or None, request.FILES or None)
    context = {
        "source": found, "versions": versions_of(found), "may_lead": leads, "form": form,
        "used": letters.placeholders_of(found), "breadcrumb": _way((found.name, "")),
    }
    return answer_form(
        request, form, letters.take_in_version,
        asks=lambda: {"template": found, "stream": form.cleaned_data["file"].file},
        done=_("The new version is in use from now on."),
        go_on=lambda row: redirect("cases:template", row.pk),
        show=form_page(request, "cases/template.html", **context),
    )


@page(name="cases:add_template", needs=Need.LEAD_TEAM, methods=BOTH)
def add_template(request: HttpRequest) -> HttpResponse:
    form = TemplateForm(request.POST or None, request.FILES or None)
    return answer_form(
        request, form, letters.take_in,
        asks=lambda: {
            "name": form.cleaned_data["name"], "kind": form.cleaned_data["kind"],
            "stream": form.cleaned_data["file"].file,
        },
        done=_("The template was added."),
        go_on=lambda row: redirect("cases:template", row.pk),
        show=form_page(
            request, "cases/template_new.html", form=form, placeholders=PLACEHOLDERS,
            breadcrumb=_way((_("New template"), "")),
        ),
    )


@page(name="cases:template_file", needs=Need.WORK_ON_CASES)
def template_file(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """The template itself with its placeholders, for changing it."""
    found = _template(request, row_id)
    return _file(bytes(found.content), found.name)


@page(name="cases:template_print", needs=Need.WORK_ON_CASES)
def template_print(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """The template for printing without a case: lines to fill in where a case would speak."""
    found = _template(request, row_id)
    organisation = organisation_by_id(found.organisation_id)
    today = timezone.localdate().strftime("%d.%m.%Y")
    said = {"Organisation": organisation.name if organisation else "", "Datum": today}
    return _file(letters.printable(found, said), found.name)


def _file(content: bytes, name: str) -> HttpResponse:
    shown = content_disposition_header(True, safe_name(f"{name}.docx", FileType.DOCX))
    return HttpResponse(content, content_type=DOCX, headers={"Content-Disposition": shown or ""})


@page(name="cases:retire_template", needs=Need.LEAD_TEAM, methods=("POST",))
def retire(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """Offer a template no longer, or again."""
    found = _template(request, row_id)
    is_retired = found.retired_at is None
    retire_template(actor=request.actor, template=found, is_retired=is_retired)
    said = _("The template is no longer offered.") if is_retired else _("It is offered again.")
    messages.success(request, said)
    return redirect("cases:template", found.pk)
