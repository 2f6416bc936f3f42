# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the client says about the accompaniment: on the screen, or on paper."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.cases.actions.ending import record_evaluation
from stellwerk.cases.choices import EvaluationWay
from stellwerk.cases.models import ClientEvaluation
from stellwerk.cases.queries.ending import evaluations_of
from stellwerk.cases.rules.ending import HIGHEST, QUESTIONS
from stellwerk.exchange.papers import LANGUAGES, language_of, paper_pdf, phrase
from stellwerk.web.cases.forms.ending import AnswersForm, PaperAnswersForm
from stellwerk.web.cases.tabs import section
from stellwerk.web.cases.views.parts import answer_on_case, opened_for_work
from stellwerk.web.shell.acting import NOT_SAVED
from stellwerk.web.shell.page import page
from stellwerk.web.shell.refusals import attempt

BOTH = ("GET", "POST")
EVALUATION_PAPER = "exchange/papers/evaluation.html"
_WORDS = (
    *("title", "lead", "voluntary", "remark", "send", "thanks", "give_back", "mark", "no_answer"),
    *QUESTIONS,
    *(f"answer_{n}" for n in range(HIGHEST + 1)),
)


def evaluation_words(language: str) -> dict[str, str]:
    """The sentences of the questionnaire in one language."""
    return {name: phrase(f"evaluation.{name}", language) for name in _WORDS}


@page(name="cases:evaluation", needs=Need.WORK_ON_CASES, methods=BOTH)
def evaluation(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What was said so far; the sheet in every language; answers copied from paper."""
    opened = opened_for_work(request, case_id)
    languages = [(one.key, one.name) for one in LANGUAGES.values()]
    form = PaperAnswersForm(request.POST or None, words=_own_words(), languages=languages)
    frame = section(opened, "evaluation", _("Evaluation by the client"))
    return answer_on_case(
        request, opened, form, record_evaluation,
        lambda: {"way": EvaluationWay.PAPER, **form.asks()},
        title=_("Evaluation by the client"), done=_("The answers were saved."),
        template="cases/evaluation.html",
        go_on=lambda _row: redirect("cases:evaluation", case_id),
        **{
            **{k: v for k, v in frame.items() if k not in ("opened", "title")}, "narrow": False,
            "languages": list(LANGUAGES.values()),
            "given": [_shown(row) for row in evaluations_of(opened.case)],
            "questions": [ClientEvaluation._meta.get_field(n).verbose_name for n in QUESTIONS],
        },
    )


@page(name="cases:evaluation_sheet", needs=Need.WORK_ON_CASES, methods=BOTH)
def evaluation_sheet(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The questions alone, to be handed over on a tablet: nothing of the case stands here."""
    opened = opened_for_work(request, case_id)
    language = language_of(request.GET.get("language", ""))
    words = evaluation_words(language.key)
    form = AnswersForm(request.POST or None, words=words)
    if form.is_valid() and attempt(
        form, record_evaluation, actor=request.actor, case=opened.case,
        way=EvaluationWay.SCREEN, language=language.key, **form.asks(),
    ):
        here = reverse("cases:evaluation_sheet", args=[case_id])
        return redirect(f"{here}?language={language.key}&done=1")
    context = {
        "form": form, "words": words, "language": language, "case_id": case_id,
        "is_done": request.method == "GET" and "done" in request.GET,
        "is_refused": request.method == "POST",
    }
    status = NOT_SAVED if request.method == "POST" else 200
    return TemplateResponse(request, "cases/evaluation_sheet.html", context, status=status)


@page(name="cases:evaluation_paper", needs=Need.WORK_ON_CASES)
def evaluation_paper(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The same questions to be printed: German, and beside it the client's language."""
    opened = opened_for_work(request, case_id)
    language = language_of(request.GET.get("language", ""))
    content = paper_pdf(
        EVALUATION_PAPER, language.key,
        {
            "paper_title": phrase("evaluation.title", "de"),
            "office": opened.case.organisation.name, "number": opened.case.case_key,
            "questions": QUESTIONS, "answers": [str(n) for n in range(HIGHEST, -1, -1)],
        },
    )
    name = f"Rueckmeldung-{language.key}.pdf"
    return HttpResponse(
        content, content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _own_words() -> dict[str, str]:
    return evaluation_words("en" if (get_language() or "").startswith("en") else "de")


def _shown(row: ClientEvaluation) -> dict[str, Any]:
    words = _own_words()
    answers = [getattr(row, name) for name in QUESTIONS]
    return {
        "row": row,
        "language": language_of(row.language).name,
        "answers": ["–" if n is None else f"{n} · {words[f'answer_{n}']}" for n in answers],
    }
