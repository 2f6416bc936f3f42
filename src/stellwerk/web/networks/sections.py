# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The sections of the map: what really happens, looked at from several sides."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.access.matrix import Need, may
from stellwerk.web.networks.areas import areas
from stellwerk.web.networks.asking import Asked


@dataclass(frozen=True)
class Section:
    """One view on the courses: its page (URL name without "networks:")."""

    name: str
    label: Promise
    # Of the own organisation, exact: the filters go along.
    is_own: bool = True


SECTIONS: tuple[Section, ...] = (
    Section("map", _("Map")),
    Section("variants", _("Variants")),
    Section("handovers", _("Hand-overs")),
    Section("loops", _("Loops and repeated demands")),
    Section("dwell", _("Dwell times")),
    Section("break_offs", _("Broken off")),
    Section("compare", _("Side by side")),
    Section("network_map", _("Other organisations"), is_own=False),
)


def frame(request: HttpRequest, current: str, asked: Asked | None = None) -> dict[str, Any]:
    """What every page of the map has on top: areas, sections, the form, the log."""
    own = may(request.actor, Need.SEE_FIGURES)
    query = asked.query(source=None, step=None) if asked is not None else ""
    sections = [
        {
            "address": reverse(f"networks:{section.name}") + (query if section.is_own else ""),
            "label": section.label,
            "is_current": section.name == current,
            "count": None,
        }
        for section in SECTIONS
    ]
    return {
        "areas": areas(request, "map"),
        "sections": sections if own else [],
        "form": asked.form if asked else None,
        "log": asked.log if asked else None,
        "current": current,
        "may_keep": may(request.actor, Need.KEEP_CHAINS),
        "variant_off": asked.query(variant=None) if asked and asked.form.number("variant") else "",
    }
