# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Forms of sign-in; allauth's where it has one."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _

from stellwerk.web.accounts import traces


class Plain:
    """Labels and hints stand in our templates: no placeholders, no help that repeats them."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)


class SignInForm(Plain, account.LoginForm):
    """E-mail and password."""


class PasswordAgainForm(Plain, account.ReauthenticateForm):
    """The password once more before something important."""


class NewPasswordForm(Plain, account.ChangePasswordForm):
    """A new password, with the old one."""


class ResetPasswordForm(Plain, account.ResetPasswordKeyForm):
    """A new password, with a link from a mail."""


class AppForm(Plain, ActivateTOTPForm):
    """The first code of a new authenticator app."""


class PasskeyForm(AddWebAuthnForm):
    """A new passkey. allauth looks at what the browser sent only when it is not empty or zero."""

    def clean_credential(self) -> dict[str, Any]:
        credential = self.cleaned_data["credential"]
        if not isinstance(credential, dict) or not credential:
            raise forms.ValidationError(_("The code is wrong."))
        return credential


class CodeForm(Plain, mfa.AuthenticateForm):
    """The second step; a wrong code stands in the log."""

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except forms.ValidationError:
            traces.sign_in_failed(self.user, "second_factor")
            raise


class CodeAgainForm(Plain, mfa.ReauthenticateForm):
    """The code once more before something important."""


class ForgottenPasswordForm(Plain, account.ResetPasswordForm):
    """Mails go only to accounts that already have a password.

    An account that was invited or reset begins with the administrator's link: a mailbox alone
    must not be enough to enter it.
    """

    def clean_email(self) -> str:
        email = str(super().clean_email())
        self.users = [user for user in self.users if user.has_usable_password()]
        return email


class FirstPasswordForm(forms.Form):
    """The password that a link lets somebody set."""

    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), max_length=256
    )
    again = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), max_length=256
    )

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("The two passwords differ."))
        return data
