# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The sections of a case: one page each, the same head above all of them."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.access.visible import OpenedCase
from stellwerk.cases.choices import ALL_GROUPS, ENDED_PHASES, FieldGroup
from stellwerk.cases.queries.legal import LEGAL_GROUPS
from stellwerk.web.cases.views.parts import case_address, display_name


@dataclass(frozen=True)
class Tab:
    """A section of a case: its page (URL name without "cases:"), and who is led there.

    ``groups``: any of these field groups suffices; none at all means only the own organisation.
    """

    name: str
    label: Promise
    groups: int = 0


#: In the order of a case's way.
TABS: tuple[Tab, ...] = (
    Tab("case", _("Overview"), ALL_GROUPS),
    Tab("clarification", _("Clarification")),
    Tab("consents", _("Alliance and consents")),
    Tab("assessment", _("Assessment"), FieldGroup.PLAN | FieldGroup.LANGUAGE),
    Tab("plan", _("Plan"), FieldGroup.PLAN),
    Tab("conferences", _("Conferences"), FieldGroup.PLAN),
    Tab("surroundings", _("Surroundings"), FieldGroup.PLAN | FieldGroup.FAMILY),
    Tab("legal", _("Residence & law"), LEGAL_GROUPS),
    Tab("biography", _("Biography"), ALL_GROUPS),
    Tab("course", _("Course through the offices")),
    Tab("documents", _("Documents"), ALL_GROUPS),
    Tab("barriers", _("Barriers")),
    Tab("transmissions", _("Transmissions")),
    Tab("transitions", _("Hand-overs")),
    Tab("evaluation", _("Looking back")),
    Tab("reads", _("Who has looked")),
)


@cache
def _place(name: str) -> str:
    """The address of a section with a place for the case: fifteen of them stand on each page."""
    return reverse(f"cases:{name}", args=[UUID(int=0)]).replace(str(UUID(int=0)), "{}")


def case_tabs(opened: OpenedCase, current: str) -> list[dict[str, Any]]:
    """The sections that the visitor may open, for `shell/_tabs.html`."""
    return [
        {
            "label": tab.label,
            "address": _place(tab.name).format(opened.case.pk),
            "is_current": tab.name == current,
        }
        for tab in TABS
        if opened.is_own or tab.groups & opened.scope
    ]


def section(opened: OpenedCase, current: str, title: str) -> dict[str, Any]:
    """What `cases/section.html` needs: the head of the case, its sections, the way back."""
    name = display_name(opened)
    return {
        "opened": opened,
        "case": opened.case,
        "name": name,
        "title": title,
        "base": case_address(opened),
        "is_ended": opened.case.phase in ENDED_PHASES,
        "tabs": case_tabs(opened, current),
        "breadcrumb": [
            (str(_("Cases")), reverse("cases:list")), (name, case_address(opened)), (title, ""),
        ],
    }
