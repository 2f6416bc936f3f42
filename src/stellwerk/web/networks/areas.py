# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The areas of the network: one row of tabs above each of its pages."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.access.matrix import Need, may


@dataclass(frozen=True)
class Area:
    """One area: its page (URL name without "networks:"), and whom it is for."""

    name: str
    label: Promise
    need: Need


#: In the order of the method: what is, where it sticks, whom it meets, how it should run.
AREAS: tuple[Area, ...] = (
    Area("map", _("Map"), Need.SEE_CHAINS),
    Area("logs", _("Logs"), Need.KEEP_CHAINS),
    Area("issues", _("Issues"), Need.SEE_ISSUES),
    Area("levers", _("Levers"), Need.SEE_ISSUES),
    Area("chains", _("Chains"), Need.SEE_CHAINS),
    Area("activities", _("Activities"), Need.SEE_CHAINS),
    Area("typical_cases", _("Typical cases"), Need.SEE_CHAINS),
)


def areas(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """The areas that the visitor may open, for `shell/_tabs.html`."""
    return [
        {
            "address": reverse(f"networks:{area.name}"),
            "label": area.label,
            "is_current": area.name == current,
            "count": None,
        }
        for area in AREAS
        if may(request.actor, area.need)
    ]
