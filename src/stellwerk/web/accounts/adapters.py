# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Where sign-in differs from allauth's habits: no signing up, guesses counted, all logged."""

import base64
import time
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage, send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from stellwerk.directory.actions import set_password
from stellwerk.directory.models import User
from stellwerk.directory.queries import user_by_email
from stellwerk.vault.crypto import keyring, seal, unseal
from stellwerk.web.accounts import traces
from stellwerk.web.accounts.factors import note_set_up, vouched_for

# The space of keys for authenticator secrets; no organisation has this identity.
_FACTORS = UUID("5e1f0000-0000-7000-8000-000000000001")
_PLACE = b"mfa_authenticator.data"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": gettext_lazy(
            "Too many failed attempts. Wait an hour, sign in with a passkey, "
            "or ask your administrator."
        ),
        "rate_limited": gettext_lazy("Too many failed attempts. Wait an hour."),
        "email_password_mismatch": gettext_lazy("The e-mail address or the password is wrong."),
        "incorrect_password": gettext_lazy("The password is wrong."),
        "enter_current_password": gettext_lazy("Enter your present password."),
        "invalid_password_reset": gettext_lazy("This link no longer works. Ask for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["stellwerk.web.accounts.factors.SecondStep"]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # One count per account, under whatever host name the guesser comes.
        return f"account:{credentials.get('email', '').lower()}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        traces.sign_in_failed(user_by_email(credentials.get("email", "")), "password")

    def reauthenticate(self, user: Any, password: str) -> bool:
        again = self.authenticate(context.request, email=user.email, password=password)
        return again is not None and again.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Signing in a short while ago counts as well as confirming."""
        request = context.request
        given = get_authentication_records(request, request.user)
        limit = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not any(entry["at"] > limit for entry in given)

    def pre_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse | None:
        if user.is_sample and not is_sample_welcome():
            return redirect("account_inactive")
        return super().pre_login(request, user, **more)

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        traces.signed_in(user)
        if vouched_for((more.get("signal_kwargs") or {}).get("sociallogin")):
            note_set_up(request, "single_sign_on")
        response: HttpResponse = super().post_login(request, user, **more)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                secure=request.is_secure(),
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
            )
        return response

    def logout(self, request: HttpRequest) -> None:
        traces.signed_out(request)
        super().logout(request)

    def set_password(self, user: Any, password: str) -> None:
        user.password = set_password(user=user, password=password).password

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **more: Any,
    ) -> None:
        """Only sentences that somebody wrote on purpose; the pages say the rest themselves."""
        if message_template is None:
            super().add_message(request, level, None, *args, **more)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in the mail; never built from a host name that somebody sent."""
        user_key, _sign, secret = key.partition("-")
        path = reverse("account_reset_password_from_key", args=[user_key, secret])
        if settings.BASE_URL:
            return f"{settings.BASE_URL}{path}"
        return str(context.request.build_absolute_uri(path))

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """The link for a new password: the only mail that allauth sends here."""
        if template_prefix != "account/email/password_reset_key":
            raise ValueError(f"no mail {template_prefix}")
        user = context.get("user")
        with override(getattr(user, "language", None) or settings.LANGUAGE_CODE):
            subject = self.format_email_subject(_("Set a new password"))
            body = render_to_string("accounts/mail/password_reset.txt", context)
        return EmailMessage(subject, body, self.get_from_email(), [email], headers=headers)

    def format_email_subject(self, subject: str) -> str:
        return f"Stellwerk: {subject}"

    def send_notification_mail(
        self, template_prefix: str, user: Any, *args: Any, **more: Any
    ) -> None:
        """One plain mail for every change of password or factor."""
        with override(user.language):
            text = render_to_string("accounts/mail/changed.txt", {"user": user})
            send_mail(
                self.format_email_subject(_("Your sign-in was changed")),
                text,
                settings.DEFAULT_FROM_EMAIL,
                [user.email],
            )


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("The code is wrong."),
    }

    def encrypt(self, text: str) -> str:
        sealed = seal(keyring().index_key(_FACTORS), text, _PLACE)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(keyring().index_key(_FACTORS), base64.b64decode(encrypted_text), _PLACE)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """The last factor stays as long as one is demanded; it is replaced, not removed."""
        if not settings.SECOND_FACTOR_REQUIRED:
            return True
        others = authenticator.user.authenticator_set.exclude(pk=authenticator.pk)
        return bool(others.exclude(type=authenticator.Type.RECOVERY_CODES).exists())

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return _("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Stellwerk"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.name, "name": user.email}


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def on_authentication_error(self, request: HttpRequest, *args: Any, **more: Any) -> None:
        """Cancelled or failed elsewhere: one page says so, whatever the reason."""
        raise ImmediateHttpResponse(redirect("account_inactive"))

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Single sign-on opens accounts that the directory knows, and creates none."""
        if sociallogin.is_existing:
            return
        addresses = [e.email for e in sociallogin.email_addresses if e.verified]
        if not any(user_by_email(address) for address in addresses):
            raise ImmediateHttpResponse(redirect(reverse("account_inactive")))


def is_sample_welcome() -> bool:
    """Invented people share a printed password: they exist only while the demo runs."""
    return bool(settings.DEMO or settings.TESTING)


def user_of(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
