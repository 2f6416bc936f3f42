# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The report on case management, computed now."""

from django.utils import timezone

from stellwerk.directory.models import Organisation
from stellwerk.indicators.choices import CASE_MANAGEMENT
from stellwerk.indicators.queries import facts
from stellwerk.indicators.rules import computing, tables
from stellwerk.indicators.rules.report import CrossTable, Period, Report, Scope
from stellwerk.indicators.rules.words import Words
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.models import Term


def case_management(
    organisation: Organisation | None,
    period: Period = Period(),  # noqa: B008 - a frozen value
    *,
    with_figures: bool = True,
    with_cross: bool = True,
    using: str = "default",
) -> Report:
    """Compute all figures of one organisation, or of all (role statistics only).

    Run it inside a transaction. A page that shows only figures and flow, or only the cross
    tables, leaves the other part out.
    """
    selection = facts.Selection(organisation.pk if organisation else None, period)
    counts = facts.nationality_counts(selection, using=using) if with_cross else {}
    terms = _terms(using) if with_cross else {}
    apart = [i for i in counts if i in terms and terms[i].code in tables.APART]
    listed = [*tables.most_frequent(counts, terms), *apart]
    numbers = facts.aggregates(
        selection, listed, with_figures=with_figures, with_cross=with_cross, using=using
    )
    now = timezone.localtime()
    return Report(
        name=CASE_MANAGEMENT,
        scope=Scope(organisation.key, organisation.name) if organisation else Scope(),
        period=period,
        as_of=now,
        figures=computing.figures(numbers, life_areas(using)) if with_figures else (),
        flow=tables.flow(numbers.quarters, period, now.date()),
        cross=tables.cross(numbers.traits, terms) if with_cross else CrossTable(),
    )


def life_areas(using: str = "default") -> list[computing.LifeArea]:
    """All life areas in the order of the list, retired ones included: old cases still have them."""
    rows = (
        Term.objects.using(using)
        .filter(list=ListKey.LIFE_AREA, bit__isnull=False)
        .order_by("position", "id")
        .values_list("key", "bit", "label_de", "label_en")
    )
    return [computing.LifeArea(key, bit or 0, Words(de, en)) for key, bit, de, en in rows]


def _terms(using: str) -> dict[int, tables.TermLabel]:
    rows = (
        Term.objects.using(using)
        .filter(list__in=(ListKey.RESIDENCE_STATUS, ListKey.NATIONALITY))
        .order_by("list", "position", "id")
        .values_list("id", "key", "code", "label_de", "label_en")
    )
    return {i: tables.TermLabel(key, code, Words(de, en)) for i, key, code, de, en in rows}
