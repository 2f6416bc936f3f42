# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What every form on a case gets by itself: its draft back, who else has it open, a way to undo."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.serializers.json import DjangoJSONEncoder
from django.forms import FileField
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stellwerk.access.visible import OpenedCase
from stellwerk.base.refusal import Conflict
from stellwerk.cases.actions.drafts import forget_draft
from stellwerk.cases.queries.drafts import (
    Present,
    form_state,
    replaced_values,
    undo_step_of,
)
from stellwerk.cases.rules.drafts import is_form_key

#: Fields of a form that are no part of its draft.
NOT_KEPT = {"csrfmiddlewaretoken", "next", "act"}


def form_key(request: HttpRequest) -> str:
    """The form of a page: its name and the record it is about, or "" where there is none."""
    match = request.resolver_match
    if match is None:
        return ""
    parts = [str(value) for name, value in match.kwargs.items() if name != "case_id"]
    key = ":".join([match.view_name, *parts])
    return key if is_form_key(key) else ""


def clock(at: Any) -> str:
    """The time, with the day unless it is today."""
    local = timezone.localtime(at)
    is_today = local.date() == timezone.localdate()
    return date_format(local, "TIME_FORMAT" if is_today else "SHORT_DATETIME_FORMAT")


def present_lines(others: Iterable[Present]) -> list[str]:
    """Who else has the form open, a sentence each."""
    said = _("%(name)s has been working on this entry since %(time)s.")
    return [said % {"name": one.name, "time": clock(one.since)} for one in others]


def around_form(request: HttpRequest, opened: OpenedCase, form: Any) -> dict[str, Any]:
    """For the page of a form: the draft is put back into it while nothing was sent yet."""
    key = form_key(request)
    if not key:
        return {}
    state = form_state(opened.case, key, request.actor.user_id)
    restored = ""
    if state.draft and state.draft_at and hasattr(form, "fields") and not form.is_bound:
        _restore(form, QueryDict(state.draft))
        restored = clock(state.draft_at)
    query = urlencode({"form": key})
    return {
        "keeps": f"{reverse('cases:draft', args=[opened.case.pk])}?{query}",
        "restored": restored,
        "discards": f"{reverse('cases:discard_draft', args=[opened.case.pk])}?{query}",
        "here": request.get_full_path(),
        "others": present_lines(state.others),
        "undoes": _undo_of(opened, form),
    }


def _restore(form: Any, typed: QueryDict) -> None:
    for name, field in form.fields.items():
        prefixed = form.add_prefix(name)
        if isinstance(field, FileField):
            continue
        if not field.widget.value_omitted_from_data(typed, {}, prefixed):
            form.initial[name] = field.widget.value_from_datadict(typed, {}, prefixed)


def _undo_of(opened: OpenedCase, form: Any) -> dict[str, str] | None:
    """The way to take back the newest change of the record that the form is about."""
    row = getattr(form, "instance", None)
    if form.is_bound or row is None or row._state.adding or not hasattr(row, "version"):
        return None
    step = undo_step_of(row)
    if step is None:
        return None
    return {
        "address": reverse("cases:undo_change", args=[opened.case.pk, step.pk]),
        "who": step.by.split(" <")[0],
        "when": clock(step.created_at),
    }


def untouched_names(opened: OpenedCase, conflict: Conflict, form: Any) -> set[str]:
    """Fields that only the other side changed since this form was opened: there hers is right.

    Known only when exactly one change lies between, and what it replaced can still be read.
    """
    version, before = conflict.version, form.opened_with
    if conflict.subject_id is None or not isinstance(version, int) or before != version - 1:
        return set()
    replaced = replaced_values(opened.case, conflict.subject_id, version)
    mine = {name: _as_stored(value) for name, value in conflict.yours.items()}
    found = set()
    for name, value in mine.items():
        column = f"{name}_id" if f"{name}_id" in replaced else name
        if column in replaced and (replaced[column] or None) == (value or None):
            found.add(name)
    return found


def _as_stored(value: Any) -> Any:
    """A value as a step remembers it."""
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def after_saving(request: HttpRequest, opened: OpenedCase) -> None:
    """What was saved is no draft any more."""
    key = form_key(request)
    if key:
        forget_draft(actor=request.actor, case=opened.case, form=key)


def undo_address(opened: OpenedCase, arguments: dict[str, Any]) -> str:
    """Where the change just made can be taken back; "" when it cannot."""
    for value in arguments.values():
        step = getattr(value, "undo_step", None)
        if step is not None:
            return reverse("cases:undo_change", args=[opened.case.pk, step.pk])
    return ""
