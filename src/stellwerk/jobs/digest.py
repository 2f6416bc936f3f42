# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The weekly digest by e-mail: numbers and a link, never a name and never a case number."""

import logging
from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from stellwerk.access.visible import visible_access
from stellwerk.base.actor import Actor
from stellwerk.base.context import acting
from stellwerk.cases.actions.digest import claim_digest
from stellwerk.cases.queries.digest import Letter, letters
from stellwerk.cases.rules.digest import Digest, week_of
from stellwerk.directory.choices import Role
from stellwerk.directory.models import Organisation
from stellwerk.directory.queries import organisations_in_use

log = logging.getLogger("stellwerk.digest")


def send_digests(day: date) -> int:
    """Send this week's digests that have not gone out; how many. Twice a week does nothing."""
    return sum(_of_organisation(organisation, day) for organisation in organisations_in_use(day))


def _of_organisation(organisation: Organisation, day: date) -> int:
    """The machine sees what a team lead sees, counts, and opens nothing."""
    week = week_of(day)
    machine = Actor(
        label="weekly digest", user_id=organisation.pk, organisation_id=organisation.pk,
        roles=frozenset({Role.TEAM_LEAD}),
    )
    with acting(machine):
        due = [
            letter
            for letter in letters(visible_access(machine), organisation.pk, day, week)
            if claim_digest(organisation_id=organisation.pk, user_id=letter.user.pk, week=week)
        ]
    # after the commit: what is noted as sent is noted, whatever the mail server says
    return sum(_sent(letter, organisation) for letter in due if letter.digest.is_worth_a_mail)


def _sent(letter: Letter, organisation: Organisation) -> bool:
    with override(letter.user.language):
        subject = _("Stellwerk: your week")
        body = text_of(letter.digest, organisation.name)
    try:
        send_mail(subject, body, None, [letter.user.email])
    except OSError as problem:
        log.warning("a digest could not be sent: %s", type(problem).__name__)
        return False
    return True


def text_of(digest: Digest, organisation: str) -> str:
    """The mail's words: one line per number that is not nought."""
    lines = [
        _("Good morning,"),
        "",
        _("this waits for you at %(place)s:") % {"place": organisation},
        "",
        *_lines(digest),
        "",
        _("To your day: %(address)s") % {"address": settings.BASE_URL + reverse("cases:today")},
        "",
        _(
            "This mail contains no names on purpose. If you do not want it any more:"
            " %(address)s"
        )
        % {"address": settings.BASE_URL + reverse("cases:digest")},
    ]
    return "\n".join(lines)


def _lines(digest: Digest) -> list[str]:
    texts = (
        (
            digest.hand_overs,
            ngettext(
                "%(n)s hand-over waits for your answer",
                "%(n)s hand-overs wait for your answer", digest.hand_overs,
            ),
        ),
        (
            digest.referrals,
            ngettext(
                "%(n)s request of another organisation waits for an answer",
                "%(n)s requests of other organisations wait for an answer",
                digest.referrals or 0,
            ),
        ),
        (
            digest.unassigned,
            ngettext(
                "%(n)s case that nobody carries", "%(n)s cases that nobody carries",
                digest.unassigned or 0,
            ),
        ),
        (
            digest.overdue,
            ngettext(
                "%(n)s case with something overdue", "%(n)s cases with something overdue",
                digest.overdue,
            ),
        ),
        (
            digest.stalled,
            ngettext(
                "%(n)s case longer in its phase than usual",
                "%(n)s cases longer in their phase than usual", digest.stalled,
            ),
        ),
        (
            digest.silent,
            ngettext(
                "%(n)s case long without contact", "%(n)s cases long without contact",
                digest.silent,
            ),
        ),
    )
    return [f"- {text % {'n': count}}" for count, text in texts if count]
