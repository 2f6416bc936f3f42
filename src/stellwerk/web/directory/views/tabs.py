# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The parts of the area and the way back."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _


def tabs(current: str) -> list[dict[str, Any]]:
    """Organisations, people and network, for `shell/_tabs.html`."""
    places = [
        ("directory:index", _("Organisations")),
        ("directory:people", _("People")),
        ("directory:network", _("Network")),
    ]
    return [
        {"label": label, "address": reverse(name), "is_current": name == current}
        for name, label in places
    ]


def crumbs(*steps: tuple[str, Any]) -> list[tuple[str, str]]:
    """The way from the list of organisations; a step's target is an organisation's id or empty."""
    return _way("directory:index", _("Organisations"), "directory:organisation", steps)


def people_crumbs(*steps: tuple[str, Any]) -> list[tuple[str, str]]:
    """The way from the list of people; a step's target is a person's id or empty."""
    return _way("directory:people", _("People"), "directory:person", steps)


def _way(
    start: str, label: str, each: str, steps: tuple[tuple[str, Any], ...]
) -> list[tuple[str, str]]:
    way = [(label, reverse(start))]
    for name, target in steps:
        way.append((name, reverse(each, args=[target]) if isinstance(target, UUID) else ""))
    return way
