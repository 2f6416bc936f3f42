# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A discovered map as a model: activities become tasks, what seldom happens is left out."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from stellwerk.exchange.bpmn.writing import write_bpmn
from stellwerk.networks.rules.drafts import plan_of_map
from stellwerk.networks.rules.maps import ProcessMap


def write_map(
    found: ProcessMap, name: str, *, share: float = 0.05, names: Mapping[str, str] | None = None
) -> bytes:
    """``share``: ways that fewer than this part of all courses took are left out (0 keeps all)."""
    words = (_("Course begins"), _("Course ends"))
    return write_bpmn(plan_of_map(found, name, share=share, keys=names or {}, words=words))
