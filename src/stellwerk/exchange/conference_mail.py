# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Inviting to a case conference by e-mail: day, hour, place, and nobody's name."""

import logging

from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stellwerk.base.actor import Actor
from stellwerk.base.refusal import Refusal, refuse_if
from stellwerk.cases.actions.conferences import mark_invited
from stellwerk.cases.models import Case, ConferenceGuest
from stellwerk.cases.queries.barriers import names_in
from stellwerk.cases.queries.conferences import ConferenceView
from stellwerk.cases.rules.conferences import invitation_blockers
from stellwerk.exchange.calendars import invitation_file

log = logging.getLogger("stellwerk.conferences")


def invite(*, actor: Actor, case: Case, view: ConferenceView) -> list[ConferenceGuest]:
    """Invite everybody who has an address and was not invited yet; those whose mail was taken.

    Refuses while the place names the client, and when the mail server takes nothing at all.
    """
    conference, place = view.conference, view.conference.place or ""
    refuse_if(invitation_blockers(conference.state, len(view.waiting)))
    if any(names_in(case, {"place": place}).values()):
        raise Refusal("names", _("The place names somebody: please write it without names."))
    text = _text(view, case.organisation.name)
    calendar = invitation_file(conference.pk, conference.starts_at, conference.ends_at, place)
    taken = [guest for guest in view.waiting if _sent(str(guest.email), text, calendar)]
    if not taken:
        raise Refusal(
            "mail", _("The mail server did not take the invitations. Nobody was invited.")
        )
    return mark_invited(actor=actor, case=case, conference=conference, guests=taken)


def _sent(address: str, text: str, calendar: bytes) -> bool:
    mail = EmailMessage(_("Invitation to a case conference"), text, None, [address])
    mail.attach("fallkonferenz.ics", calendar.decode(), "text/calendar")
    try:
        return bool(mail.send())
    except OSError as problem:
        log.warning("an invitation could not be sent: %s", type(problem).__name__)
        return False


def _text(view: ConferenceView, office: str) -> str:
    """One text for all: it may be read by whoever opens the mailbox."""
    conference = view.conference
    return _(
        "You are invited to a case conference.\n\nWhen: %(when)s\nWhere: %(place)s\n"
        "Invited by: %(office)s\n\nFor the protection of the person concerned this mail says no "
        "more. Please ask the office that invites you."
    ) % {
        "when": date_format(timezone.localtime(conference.starts_at), "DATETIME_FORMAT"),
        "place": conference.place or "–",
        "office": office,
    }
