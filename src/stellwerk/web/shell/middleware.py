# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Around every request: one transaction, who acts, how long a session lives, how a no looks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.pq import TransactionStatus

from stellwerk.audit.actions import record
from stellwerk.audit.choices import Verb
from stellwerk.base.actor import Actor
from stellwerk.base.context import set_context, set_route
from stellwerk.base.refusal import NotVisible, Refusal
from stellwerk.directory.queries import actor_and_organisations
from stellwerk.web.shell import refusals

Next = Callable[[HttpRequest], HttpResponse]

# Saving the session with every request would write a row per click.
_TOUCH_SECONDS = 60


@dataclass(frozen=True)
class Undone:
    """Why a request's transaction is taken back; ``code`` goes to the log, never a value."""

    code: str
    audited: bool = True


class OneTransaction:
    """The whole response, rendering included, in one transaction with one database context.

    Committed before the answer leaves; taken back on 5xx, 404 and every refusal. The audit row of
    a refusal is written afterwards in a transaction of its own, since it must survive.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        set_route("")
        with transaction.atomic():
            if connection.savepoint_ids:
                # A transaction of its own begins without any context; inside another one
                # (tests) the outer one's must not stay.
                set_context(None)
            response = self.get_response(request)
            undone = self._undone(request, response)
            if undone:
                transaction.set_rollback(True)
            elif _is_broken():
                # The server would answer COMMIT with a silent ROLLBACK: never report success.
                raise RuntimeError("a database error was swallowed; nothing was saved")
        if undone and undone.audited:
            self._record(request, undone)
        return response

    def _undone(self, request: HttpRequest, response: HttpResponse) -> Undone | None:
        marked: Undone | None = getattr(request, "undone", None)
        if marked:
            return marked
        if response.status_code >= 500:
            return Undone("error", audited=False)
        if response.status_code == 404:
            return Undone("not_found")
        return None

    def _record(self, request: HttpRequest, undone: Undone) -> None:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None:
            return
        with transaction.atomic():
            set_context(actor)
            record(actor=actor, verb=Verb.REFUSED, kind="page", note=undone.code)
            set_context(None)


def _is_broken() -> bool:
    raw = connection.connection
    return raw is not None and raw.info.transaction_status == TransactionStatus.INERROR


class SessionLimits:
    """Sign-in ends after 15 idle minutes and after 10 hours in any case.

    Server time, kept in the session. Requests with the header ``X-Background`` (drafts saved in
    the background, polling) are no sign of a person and extend nothing.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._check(request)
        return self.get_response(request)

    def _check(self, request: HttpRequest) -> None:
        now = int(timezone.now().timestamp())
        started = request.session.setdefault("signed_in_at", now)
        seen = request.session.setdefault("seen_at", now)
        if now - started >= settings.SESSION_ABSOLUTE.total_seconds():
            logout(request)
            messages_later(request, _("You were signed out: a working day's session is over."))
        elif now - seen >= settings.SESSION_IDLE.total_seconds():
            logout(request)
            messages_later(request, _("You were signed out because nothing happened for a while."))
        elif now - seen >= _TOUCH_SECONDS and "X-Background" not in request.headers:
            request.session["seen_at"] = now


def messages_later(request: HttpRequest, text: str) -> None:
    """Queue a sentence; shown once the messages' middleware stands around the request."""
    request.shell_messages = [*getattr(request, "shell_messages", []), text]


class SignedInActor:
    """``request.actor`` and ``request.organisations``; tells the database who asks.

    A user without any role today has no session: the end of a membership ends it at the next
    request.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.organisations = None, []
        if request.user.is_authenticated:
            self._enter(request)
        response = self.get_response(request)
        # Nothing of a signed-in page may stay in the browser or in between.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _enter(self, request: HttpRequest) -> None:
        chosen = request.session.get("organisation")
        actor, organisations = actor_and_organisations(
            request.user,
            timezone.localdate(),
            UUID(chosen) if chosen else None,
        )
        if not actor.roles:
            logout(request)
            messages_later(request, _("Your account has no role at the moment."))
            return
        request.actor, request.organisations = actor, organisations
        set_context(actor)


class Refusals:
    """Translate every no exactly once: a broken rule to 409, hidden and missing to the same 404."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for text in getattr(request, "shell_messages", []):
            messages.info(request, text)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> Any:
        if isinstance(exception, Refusal):
            request.undone = Undone(exception.code)
            return refusals.refused(request, exception)
        if isinstance(exception, NotVisible | PermissionDenied):
            request.undone = Undone("not_visible")
            return refusals.not_found(request)
        return None
