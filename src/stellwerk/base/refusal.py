# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The one way in which a rule says no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Blocker:
    """One reason that stands in the way of a transition, in the user's language."""

    code: str
    message: str
    field: str = ""


class Refusal(Exception):  # noqa: N818 - the house's word; it is an answer, not an accident
    """A broken rule: code for machines, message for people, all blockers at once.

    Each edge translates it exactly once (409 for HTML and JSON, exit status 1 for a terminal).
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        field: str = "",
        blockers: Sequence[Blocker] = (),
    ) -> None:
        super().__init__(str(message))
        self.code = code
        self.message = message
        self.field = field
        self.blockers = tuple(blockers)


class NotVisible(Exception):  # noqa: N818
    """The object is missing or hidden; which of the two is never told (HTTP 404 both times)."""


def refuse_if(blockers: Sequence[Blocker]) -> None:
    """Raise one Refusal that carries all blockers, if there is any."""
    if blockers:
        raise Refusal("blocked", blockers[0].message, blockers=blockers)


class Conflict(Refusal):
    """Somebody saved the same record first; carries both sides, so that nothing is lost.

    ``version`` (or a stamp) is the one that stands now; ``theirs`` and ``yours`` are keyed by
    field name.
    """

    def __init__(
        self,
        message: str,
        *,
        version: int | str,
        theirs: Mapping[str, Any],
        yours: Mapping[str, Any],
        subject_id: UUID | None = None,
    ) -> None:
        super().__init__("conflict", message)
        self.version = version
        self.theirs = dict(theirs)
        self.yours = dict(yours)
        self.subject_id = subject_id
