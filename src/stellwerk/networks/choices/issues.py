# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The words of structural issues and which state may follow which."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class IssueState(models.TextChoices):
    """How far the network has come with an issue."""

    REPORTED = "reported", _("reported")
    BUNDLED = "bundled", _("bundled")
    ANALYSED = "analysed", _("analysed")
    PROPOSED = "proposed", _("proposed")
    DECIDED = "decided", _("decided")
    IN_FORCE = "in_force", _("put in force")
    CHECKED = "checked", _("effect checked")
    CLOSED = "closed", _("done")
    ACCEPTED = "accepted", _("known and accepted")
    ESCALATED = "escalated", _("passed on to the state")


#: The way from barrier to effect; the other two states lie beside it.
COURSE: tuple[IssueState, ...] = (
    IssueState.REPORTED, IssueState.BUNDLED, IssueState.ANALYSED, IssueState.PROPOSED,
    IssueState.DECIDED, IssueState.IN_FORCE, IssueState.CHECKED, IssueState.CLOSED,
)
_BESIDE = (IssueState.ACCEPTED, IssueState.ESCALATED)

#: From each state: the next of the course first, then back, then aside.
STEPS: Mapping[IssueState, tuple[IssueState, ...]] = {
    IssueState.REPORTED: (IssueState.BUNDLED, *_BESIDE, IssueState.CLOSED),
    IssueState.BUNDLED: (IssueState.ANALYSED, IssueState.REPORTED, *_BESIDE, IssueState.CLOSED),
    IssueState.ANALYSED: (IssueState.PROPOSED, IssueState.BUNDLED, *_BESIDE),
    IssueState.PROPOSED: (IssueState.DECIDED, IssueState.ANALYSED, *_BESIDE),
    IssueState.DECIDED: (IssueState.IN_FORCE, IssueState.PROPOSED, IssueState.ESCALATED),
    IssueState.IN_FORCE: (IssueState.CHECKED, IssueState.DECIDED),
    # It did not help, or not enough: the issue is analysed once more.
    IssueState.CHECKED: (IssueState.CLOSED, IssueState.ANALYSED, *_BESIDE),
    IssueState.CLOSED: (IssueState.REPORTED,),
    IssueState.ACCEPTED: (IssueState.ANALYSED, IssueState.ESCALATED, IssueState.CLOSED),
    IssueState.ESCALATED: (IssueState.DECIDED, IssueState.ANALYSED, IssueState.ACCEPTED),
}

#: Nobody who meets such an issue in a case is still asked to note it as the same.
NO_LONGER_NOTED = (IssueState.CLOSED,)
