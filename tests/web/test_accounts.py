# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in: invitation, password, second factor, limits, recovery."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from stellwerk.audit.models import Event
from stellwerk.base.actor import system_actor
from stellwerk.base.context import acting
from stellwerk.directory import actions
from stellwerk.directory.models import User
from stellwerk.web.accounts.adapters import SocialAccountAdapter

pytestmark = pytest.mark.django_db
ACTOR = system_actor("test")
PASSWORD = "ein sehr langes Kennwort"
LOGIN = "/anmelden/"


@pytest.fixture(autouse=True)
def second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    # A check that costs half a second on purpose would only cost time here.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def manager(cast):
    cast.manager.user.set_password(PASSWORD)
    cast.manager.user.save()
    return cast.manager.user


def sign_in(client, user, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": user.email, "password": password}, **more)


def code_for(secret, offset=0):
    counter = next(yield_hotp_counters_from_time()) + offset
    return format_hotp_value(hotp_value(secret, counter))


def set_up_app(client):
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page.content.decode()).group(1)
    return secret, client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})


def test_every_reachable_entrance_page_opens_in_german_and_english(client):
    for language in ("de", "en"):
        for name in ("account_login", "account_reset_password", "account_reset_password_done",
                     "account_inactive", "account_reset_password_from_key_done"):  # fmt: skip
            response = client.get(reverse(name), headers={"accept-language": language})
            assert response.status_code == 200, name


@pytest.mark.parametrize("path", ["/accounts/signup/", "/anmelden/registrieren/", "/konto/email/"])
def test_nobody_signs_up_or_changes_addresses_here(client, path):
    assert client.get(path).status_code == 404


def test_password_without_factor_leads_to_setting_one_up(client, manager):
    response = sign_in(client, manager)
    assert response.status_code == 302
    assert client.get("/").url == reverse("mfa_index")
    page = client.get(reverse("mfa_index"))
    assert page.status_code == 200
    for name in ("accounts:link",):
        assert client.get(reverse(name, args=["x"])).status_code in (302, 410)
    assert client.get(reverse("account_change_password")).url == reverse("mfa_index")


def test_app_is_set_up_then_asked_for(client, manager):
    sign_in(client, manager)
    secret, response = set_up_app(client)
    assert response.status_code == 302
    assert client.get("/").url != reverse("mfa_index")
    stored = Authenticator.objects.get(user=manager, type="totp")
    assert secret not in str(stored.data)
    codes = client.get(reverse("mfa_view_recovery_codes"))
    assert codes.status_code == 200
    client.post(reverse("account_logout"))
    response = sign_in(client, manager)
    assert response.url.startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    assert "_auth_user_id" not in client.session
    with time_machine.travel(timezone.now() + timedelta(seconds=31), tick=True):
        client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert "_auth_user_id" in client.session


def test_recovery_code_opens_once(client, manager):
    sign_in(client, manager)
    set_up_app(client)
    code = re.findall(
        r"<li><code>(\w+)</code>", client.get(reverse("mfa_view_recovery_codes")).content.decode()
    )[0]
    for expected in (True, False):
        client.post(reverse("account_logout"))
        sign_in(client, manager)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert ("_auth_user_id" in client.session) is expected


def test_last_factor_cannot_be_removed(client, manager):
    sign_in(client, manager)
    set_up_app(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=manager, type="totp").exists()


def test_administrator_needs_a_passkey(client, cast):
    admin = cast.administrator.user
    admin.set_password(PASSWORD)
    admin.save()
    sign_in(client, admin)
    set_up_app(client)
    assert client.get("/").url == reverse("mfa_index")


def test_ten_wrong_passwords_close_the_account_for_an_hour(client, manager):
    for _ in range(10):
        assert sign_in(client, manager, "falsch").status_code == 200
    assert sign_in(client, manager).status_code == 200
    assert "_auth_user_id" not in client.session
    for host in ("localhost", "127.0.0.1"):
        assert sign_in(client, manager, headers={"host": host}).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert sign_in(client, manager).status_code == 302


def test_right_passwords_do_not_use_up_guesses(client, manager):
    for _ in range(12):
        assert sign_in(client, manager).status_code == 302
        client.post(reverse("account_logout"))


def test_guessing_from_one_address_over_many_accounts_is_cut_off(client, cast):
    answers = [
        client.post(LOGIN, {"login": f"p{n}@home.example", "password": "x"}).status_code
        for n in range(35)
    ]
    assert 429 in answers


def test_wrong_address_and_wrong_password_look_the_same(client, manager):
    token = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|value="[^"]*@[^"]*"')
    one = token.sub(b"", sign_in(client, manager, "falsch").content)
    other = client.post(LOGIN, {"login": "niemand@home.example", "password": "falsch"})
    assert one == token.sub(b"", other.content)


def test_passkey_challenge_is_open_even_when_the_account_is_closed(client, manager):
    for _ in range(11):
        sign_in(client, manager, "falsch")
    answer = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert "challenge" in answer.json()["request_options"]["publicKey"]


def test_invitation_sets_the_first_password(client, cast):
    user = actions.create_user(actor=ACTOR, email="neu@home.example", name="Neue Person")
    address = reverse("accounts:link", args=[actions.invite(actor=ACTOR, user=user)])
    assert client.get(address).status_code == 200
    assert client.post(address, {"password": "kurz", "again": "kurz"}).status_code == 422
    differing = client.post(address, {"password": PASSWORD, "again": PASSWORD + "x"})
    assert differing.status_code == 422
    assert client.post(address, {"password": PASSWORD, "again": PASSWORD}).url == LOGIN
    assert client.get(address).status_code == 410
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_forgotten_password_mails_a_link_that_works_once(client, manager):
    client.post(reverse("account_reset_password"), {"email": manager.email})
    (sent,) = mail.outbox
    address = re.search(r"https?://[^/]+(/\S+)", sent.body).group(1)
    form = client.get(address, follow=True)
    new = PASSWORD + " zwei"
    done = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert done.status_code == 302
    manager.refresh_from_db()
    assert manager.check_password(new)
    assert (
        "no longer works" in client.get(address, headers={"accept-language": "en"}).content.decode()
    )


@pytest.mark.parametrize("state", ["unknown", "invited"])
def test_forgotten_password_tells_nothing_and_mails_only_accounts_in_use(client, cast, state):
    address = "niemand@home.example"
    if state == "invited":
        actions.create_user(actor=ACTOR, email=address, name="Neue Person")
    response = client.post(reverse("account_reset_password"), {"email": address})
    assert response.url == reverse("account_reset_password_done")
    assert mail.outbox == []


def test_password_change_signs_out_everywhere_else(client, manager, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    other = client.__class__()
    sign_in(client, manager)
    sign_in(other, manager)
    new = PASSWORD + " zwei"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert client.get(reverse("mfa_index")).status_code == 200
    assert other.get(reverse("mfa_index")).status_code == 302


def test_end_of_the_last_role_ends_the_session(client, manager, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client, manager)
    assert client.get(reverse("mfa_index")).status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    actions.end_role(actor=ACTOR, membership=manager.memberships.get(), on=yesterday)
    assert client.get(reverse("mfa_index")).url.startswith(LOGIN)
    assert "_auth_user_id" not in client.session


def test_closed_account_cannot_act_with_an_open_session(client, manager, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client, manager)
    actions.deactivate_user(actor=ACTOR, user=manager)
    assert client.get(reverse("mfa_index")).url.startswith(LOGIN)


def test_sample_people_exist_only_in_the_demo(client, manager, settings):
    User.objects.filter(pk=manager.pk).update(is_sample=True)
    settings.TESTING = False
    assert sign_in(client, manager).url == reverse("account_inactive")
    settings.DEMO = True
    assert sign_in(client, manager).url != reverse("account_inactive")


def test_organisation_is_switched_only_to_own_ones(client, cast, manager, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client, manager)
    address = reverse("accounts:organisation")
    assert client.post(address, {"organisation": str(cast.neighbour.pk)}).status_code == 404
    actions.grant_role(
        actor=ACTOR, user=manager, organisation=cast.neighbour, role="coordinator",
        valid_from=timezone.localdate(),
    )  # fmt: skip
    assert client.post(address, {"organisation": str(cast.neighbour.pk)}).status_code == 302
    assert client.session["organisation"] == str(cast.neighbour.pk)


def test_totp_secret_is_sealed_in_the_database(manager):
    TOTP.activate(manager, "JBSWY3DPEHPK3PXP")
    stored = Authenticator.objects.get(user=manager)
    assert "JBSWY3DPEHPK3PXP" not in str(stored.data)
    assert stored.wrap().validate_code(code_for("JBSWY3DPEHPK3PXP"))


def test_passkey_users_are_never_locked_out_of_the_challenge(client, manager):
    """The challenge and the passwordless answer take no part in the count of guesses."""
    for _ in range(11):
        sign_in(client, manager, "falsch")
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": "{}"}, follow=True)
    assert answer.status_code == 200
    assert "Zu viele Fehlversuche" not in answer.content.decode()


class _Login:
    def __init__(self, *addresses, is_existing=False):
        self.is_existing = is_existing
        self.email_addresses = addresses


class _Address:
    def __init__(self, email, verified):
        self.email, self.verified = email, verified


@pytest.mark.parametrize(
    ("address", "verified", "opens"),
    [("{known}", True, True), ("{known}", False, False), ("fremd@home.example", True, False)],
)
def test_single_sign_on_opens_only_known_accounts(rf, manager, address, verified, opens):
    adapter = SocialAccountAdapter()
    login = _Login(_Address(address.format(known=manager.email), verified))
    assert not adapter.is_open_for_signup(rf.get("/"), login)
    if opens:
        adapter.pre_social_login(rf.get("/"), login)
    else:
        with pytest.raises(ImmediateHttpResponse):
            adapter.pre_social_login(rf.get("/"), login)


def test_signing_in_out_and_failing_stand_in_the_log_of_the_organisation(client, cast, manager):
    sign_in(client, manager, "falsch")
    sign_in(client, manager)
    client.post(reverse("account_logout"))
    with acting(cast.officer.actor):
        rows = list(Event.objects.filter(kind="user").order_by("at").values("verb", "actor"))
    verbs = [row["verb"] for row in rows]
    assert verbs.count("sign_in_failed") == 1
    assert verbs.count("signed_in") == 1
    assert verbs.count("signed_out") == 1
    assert manager.email not in next(r["actor"] for r in rows if r["verb"] == "sign_in_failed")


def test_without_a_password_there_is_no_page_to_change_it(client, cast, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    cast.manager.user.set_unusable_password()
    cast.manager.user.save()
    client.force_login(cast.manager.user)
    change = reverse("account_change_password")
    assert client.get(change).status_code == 404
    assert change not in client.get(reverse("mfa_index")).content.decode()


@pytest.mark.parametrize("credential", ["0", "false", "0.0", "null", "[]", "{}", '""', "1", "[0]"])
def test_what_is_no_passkey_becomes_none(client, cast, credential):
    """``0`` and ``false`` went through unread: a password alone then counted as a passkey."""
    admin = cast.administrator.user
    admin.set_password(PASSWORD)
    admin.save()
    sign_in(client, admin)
    client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": credential})
    assert not Authenticator.objects.filter(user=admin).exists()
    assert client.get("/").url == reverse("mfa_index")
