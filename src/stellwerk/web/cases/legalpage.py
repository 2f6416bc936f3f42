# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""What the section "residence and law" shows, made ready for a flat template."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stellwerk.cases.choices import RuleEffect
from stellwerk.cases.rules.deadline_watch import Finding
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import terms
from stellwerk.web.shell.components import day


@dataclass(frozen=True)
class FindingView:
    """A finding in words: whose turn it is, in which sphere, how long there is."""

    finding: Finding
    office: str
    sphere: str
    when: str

    @property
    def effect(self) -> str:
        return str(RuleEffect(self.finding.rule.effect).label)


class FindingWriter:
    """Puts findings into words; the lists behind the keys are asked for once."""

    def __init__(self) -> None:
        self.kinds = _labels(ListKey.ORGANISATION_KIND)
        self.spheres = _labels(ListKey.LEGAL_SPHERE)

    def views(self, findings: Iterable[Finding]) -> list[FindingView]:
        return [
            FindingView(
                row, self.kinds.get(row.rule.actor_kind, ""),
                self.spheres.get(row.rule.legal_sphere, ""), time_left(row),
            )
            for row in findings
        ]


def _labels(list_key: str) -> Mapping[str, str]:
    return {term.key: term.label for term in terms(list_key)}


def time_left(finding: Finding) -> str:
    """In how many days, or since when."""
    if finding.level == "now":
        return _("since %(day)s") % {"day": _day(finding.on)}
    if finding.level == "settled":
        until = finding.until or finding.on
        return _("%(from)s to %(until)s") % {"from": _day(finding.on), "until": _day(until)}
    left = finding.days_left
    if left == 0:
        return _("today")
    if left < 0:
        text = ngettext("%(n)s day ago", "%(n)s days ago", -left)
        return text % {"n": -left}
    return ngettext("in %(n)s day", "in %(n)s days", left) % {"n": left}


def _day(value: date) -> Any:
    return day(value)
