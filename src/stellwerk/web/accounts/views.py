# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in and out, invitation, forgotten password, second factors.

allauth's views do the work; here they get their page declaration and templates. What allauth
offers besides (signing up, changing the address, codes by mail) has no address at all.
"""

from typing import Any

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from stellwerk.access.matrix import Need
from stellwerk.base.refusal import NotVisible
from stellwerk.directory.actions import redeem_link
from stellwerk.directory.queries import factors_of, open_link
from stellwerk.web.accounts import traces
from stellwerk.web.accounts.adapters import user_of
from stellwerk.web.accounts.factors import lacking_factor, note_set_up
from stellwerk.web.accounts.forms import FirstPasswordForm
from stellwerk.web.shell.page import page
from stellwerk.web.shell.refusals import attempt

BOTH = ("GET", "POST")
NARROW = {"narrow": True}


def _open(name: str, view: Any, template: str = "", methods: tuple[str, ...] = BOTH) -> Any:
    """One of allauth's views as a page that needs no sign-in."""
    return page(public=True, name=name, methods=methods)(_view(view, template))


def _own(name: str, view: Any, template: str = "") -> Any:
    """One of allauth's views as a page of a signed-in user about her own account."""
    return page(needs=Need.SIGNED_IN, name=name, methods=BOTH)(_view(view, template))


def _view(view: Any, template: str) -> Any:
    arguments = {"template_name": template} if template else {}
    return view.as_view(extra_context=NARROW, **arguments)


login = page(public=True, name="account_login", methods=BOTH)(
    account.LoginView.as_view(
        template_name="accounts/login.html",
        extra_context={**NARROW, "single_sign_on": settings.OIDC_NAME},
    )
)
logout = _open("account_logout", account.LogoutView, "accounts/logout.html")
inactive = _open(
    "account_inactive", account.AccountInactiveView, "accounts/inactive.html", ("GET",)
)
password_reset = _open("account_reset_password", account.PasswordResetView, "accounts/reset.html")
password_reset_done = _open(
    "account_reset_password_done",
    account.PasswordResetDoneView,
    "accounts/reset_sent.html",
    ("GET",),
)
password_reset_from_key = _open(
    "account_reset_password_from_key", account.PasswordResetFromKeyView, "accounts/reset_key.html"
)
password_reset_from_key_done = _open(
    "account_reset_password_from_key_done",
    account.PasswordResetFromKeyDoneView,
    "accounts/reset_done.html",
    ("GET",),
)
_change_password = _view(account.PasswordChangeView, "accounts/password.html")


@page(needs=Need.SIGNED_IN, name="account_change_password", methods=BOTH)
def password_change(request: HttpRequest) -> HttpResponse:
    """Change the own password; an account without one (passkey, single sign-on) has no page."""
    if not user_of(request).has_usable_password():
        raise NotVisible
    return _change_password(request)


reauthenticate = _own(
    "account_reauthenticate", account.ReauthenticateView, "accounts/again_password.html"
)

authenticate = _open("mfa_authenticate", mfa.AuthenticateView, "accounts/second_step.html")
login_webauthn = _open("mfa_login_webauthn", webauthn.LoginWebAuthnView)
reauthenticate_code = _own("mfa_reauthenticate", mfa.ReauthenticateView, "accounts/again_code.html")
reauthenticate_webauthn = _own(
    "mfa_reauthenticate_webauthn",
    webauthn.ReauthenticateWebAuthnView,
    "accounts/again_passkey.html",
)
generate_recovery_codes = _own(
    "mfa_generate_recovery_codes", recovery.GenerateRecoveryCodesView, "accounts/codes_new.html"
)
edit_webauthn = _own("mfa_edit_webauthn", webauthn.EditWebAuthnView, "accounts/passkey_edit.html")


@page(needs=Need.SIGNED_IN, name="mfa_index")
def security(request: HttpRequest) -> HttpResponse:
    """The user's own sign-in: password, passkeys, app, recovery codes; what is still missing."""
    own = factors_of(user_of(request))
    kinds = Authenticator.Type
    context = {
        "narrow": True,
        "has_password": user_of(request).has_usable_password(),
        "lacking": lacking_factor(request, request.actor),
        "passkeys": [a.wrap() for a in own if a.type == kinds.WEBAUTHN],
        "app": next((a for a in own if a.type == kinds.TOTP), None),
        "codes": next((a.wrap() for a in own if a.type == kinds.RECOVERY_CODES), None),
    }
    return render(request, "accounts/security.html", context)


@page(needs=Need.SIGNED_IN, name="mfa_list_webauthn")
def passkeys(request: HttpRequest) -> HttpResponse:
    """allauth leads here after a change; our list stands on the security page."""
    return redirect("mfa_index")


@page(needs=Need.SIGNED_IN, name="mfa_activate_totp", methods=BOTH)
def activate_totp(request: HttpRequest) -> HttpResponse:
    return _setting_up(request, totp.ActivateTOTPView, "accounts/app_add.html", "totp")


@page(needs=Need.SIGNED_IN, name="mfa_add_webauthn", methods=BOTH)
def add_webauthn(request: HttpRequest) -> HttpResponse:
    return _setting_up(request, webauthn.AddWebAuthnView, "accounts/passkey_add.html", "webauthn")


@page(needs=Need.SIGNED_IN, name="mfa_deactivate_totp", methods=BOTH)
def deactivate_totp(request: HttpRequest) -> HttpResponse:
    return _removing(request, totp.DeactivateTOTPView, "accounts/app_remove.html")


@page(needs=Need.SIGNED_IN, name="mfa_remove_webauthn", methods=BOTH)
def remove_webauthn(request: HttpRequest, pk: int) -> HttpResponse:
    return _removing(request, webauthn.RemoveWebAuthnView, "accounts/passkey_remove.html", pk=pk)


def _setting_up(request: HttpRequest, view: Any, template: str, kind: str) -> HttpResponse:
    before = _count(request)
    response: HttpResponse = _view(view, template)(request)
    if request.method == "POST" and _count(request) > before:
        note_set_up(request, kind)
        traces.factor_changed(request, f"added {kind}")
        messages.success(request, _("Your second factor is set up."))
    return response


def _removing(request: HttpRequest, view: Any, template: str, **more: Any) -> HttpResponse:
    before = _count(request)
    response: HttpResponse = _view(view, template)(request, **more)
    if _count(request) < before:
        traces.factor_changed(request, "removed")
        messages.success(request, _("The factor is removed."))
    return response


def _count(request: HttpRequest) -> int:
    return factors_of(user_of(request)).count()


@page(needs=Need.SIGNED_IN, name="mfa_view_recovery_codes")
@reauthentication_required(app="allauth.mfa")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes that are left; shown after signing in again a short while ago."""
    own = factors_of(user_of(request)).filter(type=Authenticator.Type.RECOVERY_CODES).first()
    if own is None:
        return redirect("mfa_index")
    context = {"narrow": True, "unused": own.wrap().get_unused_codes()}
    return render(request, "accounts/codes.html", context)


@sensitive_post_parameters()
@page(public=True, name="accounts:link", methods=BOTH)
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """An invitation or new start: set a password once. Only the POST uses the link up."""
    found = open_link(secret, timezone.now())
    if found is None:
        return render(request, "accounts/link_dead.html", NARROW, status=410)
    form = FirstPasswordForm(request.POST or None, user=found.user)
    if form.is_valid() and attempt(
        form, redeem_link, secret=secret, password=form.cleaned_data["password"]
    ):
        messages.success(request, _("Your password is set. Now sign in."))
        return redirect("account_login")
    context = {"narrow": True, "form": form, "link": found}
    return render(request, "accounts/link.html", context, status=422 if form.errors else 200)


@page(needs=Need.SIGNED_IN, name="accounts:organisation", methods=("POST",))
def organisation(request: HttpRequest) -> HttpResponse:
    """Work for another of the user's organisations; the choice lasts as long as the session."""
    wanted = request.POST.get("organisation", "")
    if wanted not in {str(o.pk) for o in request.organisations}:
        raise NotVisible
    request.session["organisation"] = wanted
    back = request.POST.get("next", "/")
    # A case of the former organisation would only be a 404 now.
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if safe and back.startswith("/") else "/")
