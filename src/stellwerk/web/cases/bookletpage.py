# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The client's booklet: the parts she chooses, as rows for the paper's template."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from stellwerk.access.visible import OpenedCase
from stellwerk.cases.choices import BiographyKind, BookletPart
from stellwerk.cases.models import Case
from stellwerk.cases.queries.biography import biography_of
from stellwerk.cases.queries.casefile import CaseFile, case_file
from stellwerk.cases.queries.legal import legal_record
from stellwerk.cases.rules.biography import Narrowing, narrowed
from stellwerk.web.cases.biographypage import BiographyWriter

# What others have written down for themselves stays out of the client's biography.
_TOLD = frozenset(
    {BiographyKind.RESIDENCE, BiographyKind.SPHERE, BiographyKind.MEASURE,
     BiographyKind.ENTITLEMENT, BiographyKind.APPOINTMENT, BiographyKind.GOAL}
)


@dataclass(frozen=True)
class Row:
    """A line: a text of the record with its days, or a phrase with a day or a name in it."""

    text: str = ""
    phrase: str = ""
    day: date | None = None
    at: datetime | None = None
    on: date | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Section:
    """``key`` names the heading among the phrases ``booklet.…``."""

    key: str
    rows: list[Row]


def booklet_context(
    opened: OpenedCase, episodes: list[Case], chosen: Iterable[str]
) -> dict[str, Any]:
    """What the template needs, in every language; the words of the record stay German."""
    wanted = set(chosen)
    with override("de"):
        file = case_file(opened.case, opened.scope)
        made = [
            Section(part.value, list(_PARTS[part](opened, episodes, file)))
            for part in BookletPart
            if part in wanted
        ]
    return {
        "paper_title": _("Companion booklet"),
        "name": file.person.name,
        "office": opened.case.organisation.name,
        "number": opened.case.case_key,
        "today": timezone.localdate(),
        "sections": made,
    }


def _about_me(opened: OpenedCase, episodes: list[Case], file: CaseFile) -> Iterable[Row]:
    if file.person.birth_date:
        yield Row(phrase="booklet.born", day=file.person.birth_date)
    for spoken in file.person.languages:
        level = f" ({spoken.level.label})" if spoken.level else ""
        yield Row(text=f"{spoken.language.label}{level}")


def _helpers(opened: OpenedCase, episodes: list[Case], file: CaseFile) -> Iterable[Row]:
    if opened.case.manager:
        yield Row(text=opened.case.manager.name, phrase="booklet.manager")
    for row in file.involved:
        if row.until is None:
            said = (row.name, str(row.provider or ""), row.reach)
            yield Row(text=", ".join(part for part in said if part))


def _appointments(opened: OpenedCase, episodes: list[Case], file: CaseFile) -> Iterable[Row]:
    now = timezone.now()
    for row in file.planned:
        if row.starts_at > now:
            yield Row(text=str(row.get_kind_display()), at=row.starts_at)


def _goals(opened: OpenedCase, episodes: list[Case], file: CaseFile) -> Iterable[Row]:
    for row in file.goals:
        yield Row(text=row.text, until=row.due_on)


def _plan(opened: OpenedCase, episodes: list[Case], file: CaseFile) -> Iterable[Row]:
    for row in file.measures:
        if row.ended_on is None:
            said = (row.title, str(row.provider or ""), str(row.get_state_display()))
            yield Row(text=" · ".join(part for part in said if part), until=row.due_on)


def _residence(opened: OpenedCase, episodes: list[Case], file: CaseFile) -> Iterable[Row]:
    for row in file.person.residence:
        permit = f" · {row.get_work_permit_display()}" if row.work_permit else ""
        text = f"{row.status.label}{permit}"
        yield Row(text=text, since=row.valid_from, until=row.valid_until)


def _papers(opened: OpenedCase, episodes: list[Case], file: CaseFile) -> Iterable[Row]:
    for row in legal_record(opened.case.person, opened.scope).entitlements:
        said = (str(row.get_kind_display()), str(row.issued_by or ""), row.get_state_display())
        yield Row(text=" · ".join(part for part in said if part), on=row.issued_on)


def _way(opened: OpenedCase, episodes: list[Case], file: CaseFile) -> Iterable[Row]:
    found, writer = biography_of(episodes, opened.scope), BiographyWriter()
    for item in narrowed(found.items, Narrowing(_TOLD), found.today):
        text = writer.head(item)
        if item.is_span and item.ends != item.begins:
            yield Row(text=text, since=item.begins, until=item.ends)
        else:
            yield Row(text=text, on=item.begins)


_PARTS: dict[str, Callable[[OpenedCase, list[Case], CaseFile], Iterable[Row]]] = {
    BookletPart.ABOUT_ME: _about_me,
    BookletPart.HELPERS: _helpers,
    BookletPart.APPOINTMENTS: _appointments,
    BookletPart.GOALS: _goals,
    BookletPart.PLAN: _plan,
    BookletPart.RESIDENCE: _residence,
    BookletPart.PAPERS: _papers,
    BookletPart.WAY: _way,
}
