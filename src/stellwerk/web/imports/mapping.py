# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Foreign lists: send one, name its columns, translate its words; then the ordinary way."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.access.matrix import Need
from stellwerk.base.refusal import NotVisible
from stellwerk.cases.actions.mappings import forget_mapping, mappings_of
from stellwerk.directory.models import Organisation
from stellwerk.directory.queries import organisation_by_id
from stellwerk.exchange import runs
from stellwerk.exchange.columns import CASES
from stellwerk.exchange.mapping import NOTHING, ForeignList, Mapped, suggested, unknown_words
from stellwerk.exchange.words import Words, load_words
from stellwerk.web.imports.forms import ForeignForm
from stellwerk.web.shell.page import page
from stellwerk.web.shell.refusals import attempt


def _organisation(request: HttpRequest) -> Organisation:
    found = organisation_by_id(request.actor.organisation_id)
    if found is None:
        raise NotVisible
    return found


@page(needs=Need.IMPORT, name="imports:foreign", methods=("GET", "POST"))
def foreign(request: HttpRequest) -> HttpResponse:
    """Send a list with headings of its own; below, the saved mappings."""
    organisation = _organisation(request)
    form = ForeignForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["table"]
        done = attempt(
            form, runs.upload_foreign, actor=request.actor, organisation=organisation,
            name=file.name, stream=file.file,
        )  # fmt: skip
        if done:
            return redirect("imports:mapping", done.value.pk)
    context = {
        "form": form, "organisation": organisation, "mappings": list(mappings_of(request.actor)),
        "breadcrumb": [(_("Take records in"), reverse("imports:index")), (_("Foreign list"), "")],
    }  # fmt: skip
    return render(request, "imports/foreign.html", context, status=422 if form.errors else 200)


@page(needs=Need.IMPORT, name="imports:forget_mapping", methods=("POST",))
def forget(request: HttpRequest, mapping_id: UUID) -> HttpResponse:
    """Forget a saved mapping."""
    forget_mapping(actor=request.actor, mapping_id=mapping_id)
    messages.success(request, _("The saved mapping is removed."))
    return redirect("imports:foreign")


@page(needs=Need.IMPORT, name="imports:mapping", methods=("GET", "POST"))
def mapping(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Which column of the list is which of ours; then which of its words means which of ours."""
    opened = runs.open_run(actor=request.actor, run_id=run_id)
    if not opened.is_mapping:
        return redirect("imports:run", run_id)
    listed, words = runs.foreign_list(opened.run), load_words()
    saved = _saved(request)
    if request.method == "GET":
        mapped = suggested(listed, saved["columns"])
        return _columns_page(request, opened, listed, mapped)
    mapped = _chosen_columns(request, listed)
    if missing := _missing(mapped):
        return _columns_page(request, opened, listed, mapped, missing)
    return _translate(request, opened, listed, mapped, saved["words"], words)


def _translate(
    request: HttpRequest, opened: runs.OpenedRun, listed: ForeignList, mapped: Mapped,
    known: dict[str, dict[str, str]], words: Words,
) -> HttpResponse:  # fmt: skip
    """Ask for the words that nobody has translated yet; without any, check the list."""
    mapped.words = known
    strange = unknown_words(listed, mapped, words)
    asked = any(
        text not in mapped.words.get(key, {})
        for key, pairs in strange.items()
        for text, _like in pairs
    )
    if asked and request.POST.get("step") != "words":
        return _words_page(request, opened, mapped, strange, words)
    for key, chosen in _chosen_words(request, strange).items():
        mapped.words[key] = {**mapped.words.get(key, {}), **chosen}
    runs.apply_mapping(
        actor=request.actor, run=opened.run, organisation=_organisation(request), listed=listed,
        mapped=mapped, save_as=request.POST.get("save_as", ""),
    )  # fmt: skip
    return redirect("imports:run", opened.run.pk)


def _saved(request: HttpRequest) -> dict[str, Any]:
    """The saved mapping that was chosen, if any."""
    chosen = request.POST.get("mapping") or request.GET.get("mapping") or ""
    try:
        found = mappings_of(request.actor).filter(pk=UUID(chosen)).first()
    except ValueError:
        found = None
    return {"columns": found.columns, "words": found.words} if found else {
        "columns": {}, "words": {},
    }  # fmt: skip


def _chosen_columns(request: HttpRequest, listed: ForeignList) -> Mapped:
    known = {column.key for column in CASES.columns}
    asked = {i: request.POST.get(f"column-{i}", "") for i in range(len(listed.headings))}
    return Mapped({i: key for i, key in asked.items() if key in known})


def _missing(mapped: Mapped) -> list[str]:
    """What keeps the list from being read: columns that must be there, or are named twice."""
    named = list(mapped.columns.values())
    found = [
        _("Please say which column is “%(name)s”.") % {"name": column.label}
        for column in CASES.columns
        if column.needed and column.key not in named
    ]
    twice = {key for key in named if named.count(key) > 1}
    return found + [
        _("“%(name)s” is chosen for two columns.") % {"name": CASES.column(key).label}
        for key in sorted(twice)
    ]


def _chosen_words(
    request: HttpRequest, strange: dict[str, list[tuple[str, str]]]
) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for key, pairs in strange.items():
        for index, (text, _like) in enumerate(pairs):
            chosen = request.POST.get(f"word-{key}-{index}", "")
            if chosen:
                found.setdefault(key, {})[text] = chosen
    return found


def _columns_page(
    request: HttpRequest, opened: runs.OpenedRun, listed: ForeignList, mapped: Mapped,
    problems: list[str] | None = None,
) -> HttpResponse:  # fmt: skip
    context = {
        **_frame(request, opened),
        "problems": problems,
        "fields": [(c.key, c.label + (" *" if c.needed else "")) for c in CASES.columns],
        "columns": [
            {"name": f"column-{index}", "heading": heading or "–",
             "examples": listed.examples(index), "chosen": mapped.columns.get(index, "")}
            for index, heading in enumerate(listed.headings)
        ],
        "rows": len(listed.rows),
        "mappings": list(mappings_of(request.actor)),
    }  # fmt: skip
    status = 422 if problems else 200
    return render(request, "imports/mapping.html", context, status=status)


def _words_page(
    request: HttpRequest, opened: runs.OpenedRun, mapped: Mapped,
    strange: dict[str, list[tuple[str, str]]], words: Words,
) -> HttpResponse:  # fmt: skip
    context = {
        **_frame(request, opened),
        "kept": [(f"column-{index}", key) for index, key in mapped.columns.items()],
        "nothing": NOTHING,
        "groups": [
            {
                "label": CASES.column(key).label,
                "choices": [(w.key, w.label) for w in words[CASES.column(key).words].words],
                "words": [
                    {"name": f"word-{key}-{i}", "text": text, "chosen": like}
                    for i, (text, like) in enumerate(pairs)
                ],
            }
            for key, pairs in strange.items()
        ],
    }
    return render(request, "imports/words.html", context)


def _frame(request: HttpRequest, opened: runs.OpenedRun) -> dict[str, Any]:
    return {
        "opened": opened,
        "run": opened.run,
        "save_as": request.POST.get("save_as", ""),
        "mapping": request.POST.get("mapping") or request.GET.get("mapping") or "",
        "breadcrumb": [
            (_("Take records in"), reverse("imports:index")),
            (_("Foreign list"), reverse("imports:foreign")),
            (opened.file_name, ""),
        ],
    }
