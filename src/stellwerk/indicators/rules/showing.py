# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How a report reads: sections as in the printed table, the fraction first when n is small.

Everything here is text in the active language; the values themselves stay unrounded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from stellwerk.indicators.choices import FRACTION_FIRST_BELOW, Kind, Unit
from stellwerk.indicators.rules.report import Figure, FlowRow, Number, Period, Report

NOTHING = "–"
_GERMAN = str.maketrans(",.", ".,")


@dataclass(frozen=True)
class Shown:
    """One figure as it is printed: what stands first, what explains it, a bar where it helps."""

    key: str
    name: str
    first: str
    second: str
    bar: float | None
    formula: str
    parts: str
    period_rule: str
    is_empty: bool
    level: int = 0  # 1, 2 = a part ("davon") of the line above


@dataclass(frozen=True)
class Section:
    """Erkenntnis: its sentences (Indikator) and the figures behind them."""

    key: str
    title: str
    sentences: tuple[str, ...]
    rows: tuple[Shown, ...]


def number(value: Number | None, places: int = 1) -> str:
    """1.234,5 in German, 1,234.5 in English; whole numbers bare, nothing as a dash."""
    if value is None:
        return NOTHING
    # Half up, as people round: 6.5 months are 7.
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{int(rounded) if rounded == int(rounded) else rounded:,}"
    # Django's number_format says the same ten times slower; a report has hundreds of numbers.
    return text if (get_language() or "de").startswith("en") else text.translate(_GERMAN)


def percent(value: Number | None) -> str:
    return NOTHING if value is None else _("%(number)s %%") % {"number": number(value)}


def fraction(numerator: Number | None, denominator: int | None) -> str:
    return _("%(part)s of %(whole)s") % {
        "part": number(numerator, 0),
        "whole": number(denominator, 0),
    }


def _n(denominator: int | None) -> str:
    return f"n\u00a0=\u00a0{number(denominator, 0)}"


def _amount(value: Number | None, unit: str) -> str:
    if value is None:
        return NOTHING
    text = number(value)
    if unit == Unit.PERCENT:
        return percent(value)
    if unit == Unit.DAYS:
        return ngettext("%(number)s day", "%(number)s days", round(value)) % {"number": text}
    if unit == Unit.MONTHS:
        return _("%(number)s months") % {"number": text}
    return text


def first_and_second(figure: Figure) -> tuple[str, str]:
    """What stands first and what explains it."""
    n = figure.denominator or 0
    if is_withheld(figure):
        return _("fewer than 5"), ""
    if figure.value is None:
        return NOTHING, _n(n)
    if figure.kind == Kind.COUNT:
        if not n:
            return number(figure.value, 0), ""
        both = fraction(figure.numerator, n), percent(100 * figure.value / n)
        return number(figure.value, 0), " · ".join(both)
    if figure.kind == Kind.SHARE:
        both = fraction(figure.numerator, n), percent(figure.value)
        return both if n < FRACTION_FIRST_BELOW else (both[1], both[0])
    return _amount(figure.value, figure.unit), _n(n)


def is_withheld(figure: Figure) -> bool:
    """Kept back because it would be about too few (a mean of nothing has the denominator 0)."""
    return figure.value is None and figure.denominator is None


def parts_of(figure: Figure) -> str:
    """Numerator and denominator in words and numbers."""
    if figure.value is None:
        return ""
    texts = []
    if figure.numerator is not None and str(figure.numerator_text):
        texts.append(f"{figure.numerator_text}: {number(figure.numerator, 2)}")
    if figure.denominator is not None and str(figure.denominator_text):
        texts.append(f"{figure.denominator_text}: {number(figure.denominator, 0)}")
    return " / ".join(texts)


def shown(figure: Figure, *, level: int = 0) -> Shown:
    first, second = first_and_second(figure)
    bar: float | None = None
    if figure.value is not None:
        if figure.unit == Unit.PERCENT:
            bar = float(figure.value)
        elif figure.kind == Kind.COUNT and figure.denominator:
            bar = 100 * figure.value / figure.denominator
    return Shown(
        figure.key,
        str(figure.name),
        first,
        second,
        bar,
        str(figure.formula),
        parts_of(figure),
        str(figure.period_rule),
        figure.value is None,
        level,
    )


# Section -> title and keys; each leading "> " marks a part ("davon") of the line above.
_SECTIONS: tuple[tuple[str, object, tuple[str, ...]], ...] = (
    ("cases", gettext_lazy("Cases"), ()),
    (
        "appointments",
        gettext_lazy("Reliable keeping of appointments"),
        (
            "appointments.kept_mean",
            "appointments.kept_all",
            "appointments.kept_ratio",
            "appointments.planned",
            "appointments.cancelled_by_us",
        ),
    ),
    (
        "ending",
        gettext_lazy("End of the case management process"),
        (
            "cases.total",
            "cases.running",
            "cases.ended",
            "> cases.ended_planned",
            "> cases.ended_unplanned",
            "> > cases.ended_unplanned_by_client",
            "> > cases.ended_unplanned_by_case_manager",
            "> > cases.ended_unplanned_by_others",
            "> cases.ended_kind_missing",
        ),
    ),
    (
        "goals",
        gettext_lazy("Attainment of goals"),
        (
            "goals.attainment_planned",
            "goals.attainment_unplanned",
            "goals.attainment_ratio_planned",
            "goals.attainment_ratio_unplanned",
            "goals.reached_share_planned",
            "goals.reached_share_unplanned",
        ),
    ),
    ("central", gettext_lazy("Main topics: central"), ("topics_central.",)),
    ("topics", gettext_lazy("All topics"), ("topics.",)),
    (
        "duration",
        gettext_lazy("Duration of the case management process"),
        (
            "duration.mean_months",
            "> duration.min_months",
            "> duration.max_months",
            "duration.mean_days",
            "> duration.min_days",
            "> duration.max_days",
        ),
    ),
)


def sections(report: Report) -> list[Section]:
    """The report in the order of the printed table; topics by frequency, unused ones left out."""
    figures = {figure.key: figure for figure in report.figures}
    if not figures:
        return []
    found = []
    for key, title, wanted in _SECTIONS:
        if key in ("central", "topics"):
            rows = tuple(shown(f) for f in topics(report.figures, wanted[0]))
        else:
            rows = tuple(
                shown(figures[name.lstrip("> ")], level=name.count(">"))
                for name in wanted
                if name.lstrip("> ") in figures
            )
        sentences = tuple(_sentences(key, figures, report))
        if rows or sentences:
            found.append(Section(key, str(title), sentences, rows))
    return found


def topics(figures: Sequence[Figure], prefix: str) -> list[Figure]:
    """Topics that occur or are withheld, most frequent first."""
    of = [f for f in figures if f.key.startswith(prefix) and (f.numerator or f.value is None)]
    used = [f for f in of if f.numerator or f.denominator is None]
    return sorted(used, key=lambda f: (-(f.numerator or 0), f.key))


def _sentences(section: str, figures: dict[str, Figure], report: Report) -> list[str]:
    make = {
        "cases": _cases_words,
        "appointments": _appointment_words,
        "ending": _ending_words,
        "goals": _goal_words,
        "duration": _duration_words,
    }.get(section)
    if make:
        return [sentence for sentence in make(figures) if sentence]
    if section == "central":
        return _topic_words(report)
    return []


def _value(figures: dict[str, Figure], key: str) -> Number | None:
    figure = figures.get(key)
    return figure.value if figure else None


def _cases_words(figures: dict[str, Figure]) -> list[str]:
    total = _value(figures, "cases.total")
    if total is None:
        return []
    text = ngettext("Evaluated: %(n)s case.", "Evaluated: %(n)s cases.", int(total))
    return [text % {"n": number(total, 0)}]


def _appointment_words(figures: dict[str, Figure]) -> list[str]:
    mean, every = figures["appointments.kept_mean"], figures["appointments.kept_all"]
    if mean.value is None or every.value is None:
        return [_("No appointments were due yet.")] if not mean.denominator else []
    return [
        _("On average %(share)s of the appointments were kept; %(part)s cases kept every one.")
        % {"share": percent(mean.value), "part": fraction(every.numerator, every.denominator)}
    ]


def _ending_words(figures: dict[str, Figure]) -> list[str]:
    sentences = []
    for key, text in (
        ("cases.ended_planned", _("Planned end: %(part)s cases.")),
        ("cases.ended_unplanned", _("Unplanned end: %(part)s cases.")),
    ):
        figure = figures[key]
        if figure.value is not None and figure.denominator:
            part = fraction(figure.numerator, figure.denominator)
            sentences.append(text % {"part": part})
    running = _value(figures, "cases.running")
    if running is not None:
        text = ngettext("Still running: %(n)s case.", "Still running: %(n)s cases.", int(running))
        sentences.append(text % {"n": number(running, 0)})
    return sentences


def _goal_words(figures: dict[str, Figure]) -> list[str]:
    sentences = []
    for key, text in (
        (
            "goals.attainment_planned",
            _("Cases with a planned end reached on average %(share)s of what was agreed (%(n)s)."),
        ),
        (
            "goals.attainment_unplanned",
            _(
                "Cases with an unplanned end reached on average %(share)s of what was agreed "
                "(%(n)s)."
            ),
        ),
    ):
        figure = figures[key]
        if figure.value is not None:
            sentences.append(text % {"share": percent(figure.value), "n": _n(figure.denominator)})
    return sentences


def _duration_words(figures: dict[str, Figure]) -> list[str]:
    mean = figures["duration.mean_months"]
    least = _value(figures, "duration.min_months")
    most = _value(figures, "duration.max_months")
    if mean.value is None:
        return []
    whole = {"mean": number(mean.value, 0), "n": _n(mean.denominator)}
    if least is None or most is None:
        return [_("On average %(mean)s months (%(n)s).") % whole]
    return [
        _("On average %(mean)s months, between %(least)s and %(most)s months (%(n)s).")
        % {**whole, "least": number(least, 0), "most": number(most, 0)}
    ]


def _topic_words(report: Report) -> list[str]:
    central = [f for f in topics(report.figures, "topics_central.") if f.value is not None]
    areas = {f.key.partition(".")[2] for f in central}
    others = [
        f
        for f in topics(report.figures, "topics.")
        if f.value is not None and f.key.partition(".")[2] not in areas
    ]
    sentences = (
        (_("Most often central: %(topics)s."), central),
        (_("Further topics: %(topics)s."), others),
    )
    return [text % {"topics": _named(figures)} for text, figures in sentences if figures]


def _named(figures: Sequence[Figure]) -> str:
    """The most frequent topics with their fractions."""
    return ", ".join(f"{f.name} ({fraction(f.numerator, f.denominator)})" for f in figures[:5])


def period_words(period: Period) -> str:
    """The period as a reader says it."""
    start = date_format(period.start, "SHORT_DATE_FORMAT") if period.start else ""
    end = date_format(period.end, "SHORT_DATE_FORMAT") if period.end else ""
    if start and end:
        return _("%(start)s to %(end)s") % {"start": start, "end": end}
    if start:
        return _("from %(start)s") % {"start": start}
    if end:
        return _("until %(end)s") % {"end": end}
    return _("all time")


@dataclass(frozen=True)
class FlowLine:
    """One quarter, or several without any movement."""

    label: str
    entries: int
    exits: int
    stock: int
    is_quiet: bool


def flow_lines(rows: Sequence[FlowRow]) -> list[FlowLine]:
    """The flow with runs of quiet quarters folded into one line each."""
    lines: list[FlowLine] = []
    run: list[FlowRow] = []
    for row in rows:
        if row.entries or row.exits:
            lines += [
                *_quiet(run),
                FlowLine(_quarter(row), row.entries, row.exits, row.stock, False),
            ]
            run = []
        else:
            run.append(row)
    return lines + _quiet(run)


def _quarter(row: FlowRow) -> str:
    return _("Q%(quarter)s %(year)s") % {"quarter": row.quarter, "year": row.year}


def _quiet(run: list[FlowRow]) -> list[FlowLine]:
    if not run:
        return []
    label = _quarter(run[0]) if len(run) == 1 else f"{_quarter(run[0])} – {_quarter(run[-1])}"
    return [FlowLine(label, 0, 0, run[-1].stock, True)]


def title_of(report: Report) -> str:
    return _("Report on case management")


def scope_words(report: Report) -> str:
    return report.scope.name or _("All organisations of the network")
