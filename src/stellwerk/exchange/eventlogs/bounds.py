# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""How much a log may hold: a file that is only looked at, and one that is taken in."""

import sys
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from stellwerk.base.refusal import Refusal


@dataclass(frozen=True)
class Bounds:
    """The most of everything. The defaults hold for an analysis, which fills no database."""

    events: int = sys.maxsize
    cases: int = sys.maxsize
    #: More different activities than this are no activities: the wrong key was chosen.
    activities: int = 50_000
    parties: int = 200_000
    #: Characters of the name of a case, an activity or an organisation.
    name: int = sys.maxsize

    @classmethod
    def of_imports(cls) -> "Bounds":
        """What the settings say of a log that is taken in."""
        return cls(
            events=settings.EVENT_LOG_MOST_EVENTS, cases=settings.EVENT_LOG_MOST_CASES,
            activities=settings.EVENT_LOG_MOST_ACTIVITIES,
            parties=settings.EVENT_LOG_MOST_PARTIES, name=settings.EVENT_LOG_LONGEST_NAME,
        )

    def check_events(self, count: int) -> None:
        if count > self.events:
            raise Refusal(
                "too_many_events",
                _("The log has more than %(most)d events; it is not taken in. Please take a "
                  "shorter period.") % {"most": self.events},
            )  # fmt: skip

    def check_cases(self, count: int) -> None:
        if count > self.cases:
            raise Refusal(
                "too_many_cases",
                _("The log has more than %(most)d cases; it is not taken in. Please take a "
                  "shorter period.") % {"most": self.cases},
            )  # fmt: skip

    def check_activities(self, count: int) -> None:
        if count > self.activities:
            raise Refusal(
                "too_many_activities",
                _("The file names more than %(most)d different activities. Probably another "
                  "key or column holds the activity.") % {"most": self.activities},
            )  # fmt: skip

    def check_parties(self, count: int) -> None:
        if count > self.parties:
            raise Refusal(
                "too_many_organisations",
                _("The file names more than %(most)d different organisations. Please choose "
                  "another key.") % {"most": self.parties},
            )  # fmt: skip

    def check_name(self, name: str) -> None:
        if len(name) > self.name:
            raise Refusal(
                "name_too_long",
                _("The file holds a name of more than %(most)d characters (“%(name)s …”); it is "
                  "not taken in.") % {"most": self.name, "name": name[:40]},
            )  # fmt: skip
