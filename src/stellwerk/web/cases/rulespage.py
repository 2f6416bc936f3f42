# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Rules of the deadline watch in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from stellwerk.cases.choices import EntitlementKind, Trigger
from stellwerk.cases.models import DeadlineRule
from stellwerk.vocabulary.choices import ListKey
from stellwerk.vocabulary.queries import terms


@dataclass(frozen=True)
class RuleView:
    """A rule with its keys in words; ``when`` says what sets it off."""

    rule: DeadlineRule
    when: str
    office: str
    sphere: str
    leads: str


class RuleWriter:
    """Puts rules into words; the lists behind the keys are asked for once."""

    def __init__(self) -> None:
        self.kinds = _labels(ListKey.ORGANISATION_KIND)
        self.spheres = _labels(ListKey.LEGAL_SPHERE)
        self.statuses = _labels(ListKey.RESIDENCE_STATUS)

    def views(self, rules: Iterable[DeadlineRule]) -> list[RuleView]:
        return [self.view(rule) for rule in rules]

    def view(self, rule: DeadlineRule) -> RuleView:
        return RuleView(
            rule, self.when(rule), self.kinds.get(rule.actor_kind, ""),
            self.spheres.get(rule.legal_sphere, ""), ", ".join(map(str, rule.lead_days)),
        )

    def when(self, rule: DeadlineRule) -> str:
        """What sets the rule off, in one line."""
        given = rule.parameters
        parts = [str(Trigger(rule.trigger).label), _amount(rule.trigger, given.get("amount"))]
        parts += [
            f"{label}: {self._statuses(given[name])}"
            for name, label in (
                ("holds", pgettext("deadline rule", "status")),
                ("before", pgettext("deadline rule", "before")),
                ("after", pgettext("deadline rule", "after")),
                ("since", pgettext("deadline rule", "counted from")),
                ("except", pgettext("deadline rule", "without")),
            )
            if given.get(name)
        ]
        if given.get("settled_by_sphere"):
            sphere = self.spheres.get(given["settled_by_sphere"], "")
            parts.append(_("settled by: %(what)s") % {"what": sphere})
        if given.get("settled_by_entitlement"):
            paper = EntitlementKind(given["settled_by_entitlement"]).label
            parts.append(_("settled by: %(what)s") % {"what": paper})
        return " · ".join(part for part in parts if part)

    def _statuses(self, names: Sequence[str]) -> str:
        groups = _groups()
        return ", ".join(
            groups.get(name[1:], "") if name.startswith("@") else self.statuses.get(name, name)
            for name in names
        )


def _amount(trigger: str, amount: Any) -> str:
    if not amount:
        return ""
    if trigger == Trigger.BIRTHDAY:
        return _("%(n)s years") % {"n": amount}
    if trigger == Trigger.ENTITLEMENT_UNUSED:
        return ngettext("%(n)s day", "%(n)s days", amount) % {"n": amount}
    return ngettext("%(n)s month", "%(n)s months", amount) % {"n": amount}


def _groups() -> Mapping[str, str]:
    """The groups of the list of residence statuses."""
    return {
        "asylum": pgettext("residence", "asylum procedure"),
        "toleration": pgettext("residence", "tolerated stay"),
        "protection": pgettext("residence", "protection"),
        "humanitarian": pgettext("residence", "humanitarian reasons"),
        "education": pgettext("residence", "training and studies"),
        "work": pgettext("residence", "work"),
        "family": pgettext("residence", "family"),
        "settlement": pgettext("residence", "settlement"),
        "provisional": pgettext("residence", "provisional"),
    }


def _labels(list_key: str) -> Mapping[str, str]:
    return {term.key: term.label for term in terms(list_key)}
