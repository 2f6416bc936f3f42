# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in through an OpenID Connect issuer (played by the test)."""

import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from stellwerk.web.accounts.adapters import SocialAccountAdapter

pytestmark = pytest.mark.django_db
ISSUER = "https://sso.example"


class Answer:
    status_code = 200
    headers = {"content-type": "application/json"}

    def __init__(self, data):
        self.data = data
        self.text = str(data)

    def json(self):
        return self.data

    def raise_for_status(self):
        pass


def signed(claims):
    """An identity token of the issuer's for Stellwerk, about person 1, unless ``claims`` say so."""
    now = int(time.time())
    whole = {"iss": ISSUER, "aud": "stellwerk", "sub": "1", "iat": now, "exp": now + 60}
    return jwt.encode(whole | claims, "of the issuer alone, thirty-two bytes", "HS256")


class Issuer:
    """Speaks just enough of the protocol; ``person`` is what it says about who signs in."""

    person = None
    token = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def request(self, method, url, **_):
        if self.person is None:
            raise requests.ConnectionError
        if url.endswith("/token"):
            identity = {} if self.token is None else {"id_token": signed(self.token)}
            return Answer({"access_token": "a", "token_type": "Bearer", **identity})
        if url.endswith("/userinfo"):
            return Answer(self.person)
        return Answer(
            {
                "issuer": ISSUER,
                "authorization_endpoint": f"{ISSUER}/authorize",
                "token_endpoint": f"{ISSUER}/token",
                "userinfo_endpoint": f"{ISSUER}/userinfo",
                "jwks_uri": f"{ISSUER}/keys",
            }
        )

    def get(self, url, **more):
        return self.request("GET", url, **more)

    def post(self, url, **more):
        return self.request("POST", url, **more)


@pytest.fixture
def issuer(settings, monkeypatch):
    settings.ROOT_URLCONF = "tests.web.single_sign_on_urls"
    app = {
        "provider_id": "oidc", "name": "Rathaus", "client_id": "stellwerk", "secret": "s",
        "settings": {"server_url": ISSUER},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    played = Issuer()
    monkeypatch.setattr(SocialAccountAdapter, "get_requests_session", lambda self: played)
    return played


def come_back(client):
    away = client.post(reverse("openid_connect_login", args=["oidc"]))
    assert away.url.startswith(f"{ISSUER}/authorize")
    state = parse_qs(urlsplit(away.url).query)["state"][0]
    return client.get(
        reverse("openid_connect_callback", args=["oidc"]), {"state": state, "code": "c"}
    )


def test_known_person_with_confirmed_address_comes_in_and_needs_a_factor(
    client, cast, issuer, settings
):
    settings.SECOND_FACTOR_REQUIRED = True
    email = cast.manager.user.email
    issuer.person = {"sub": "1", "email": email, "email_verified": True}
    assert come_back(client).status_code == 302
    assert client.session["_auth_user_id"] == str(cast.manager.user.pk)
    assert client.get("/").url == reverse("mfa_index")
    client.post(reverse("account_logout"))
    assert come_back(client).status_code == 302  # the second time by the stored connection
    assert client.session["_auth_user_id"] == str(cast.manager.user.pk)


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "2", "email": "fremd@sso.example", "email_verified": True},
        {"sub": "3", "email": "manager@home.example", "email_verified": False},
        {"sub": "4"},
    ],
)
def test_unknown_or_unconfirmed_people_stay_outside(client, cast, issuer, person):
    issuer.person = person
    assert come_back(client).url == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


def test_forged_or_cancelled_return_is_answered_with_a_page(client, issuer):
    issuer.person = {"sub": "5"}
    back = reverse("openid_connect_callback", args=["oidc"])
    for query in ({"state": "x", "code": "c"}, {"error": "access_denied"}, {}):
        assert client.get(back, query).url == reverse("account_inactive")


def test_silent_issuer_leads_back_to_sign_in(client, issuer):
    assert client.post(reverse("openid_connect_login", args=["oidc"])).url == "/anmelden/"


@pytest.fixture
def strong(settings):
    """An issuer whose second factor is trusted."""
    settings.SECOND_FACTOR_REQUIRED = True
    settings.OIDC_STRONG_ACR = frozenset({"urn:zwei-faktoren"})
    settings.OIDC_STRONG_AMR = frozenset({"mfa", "otp"})


def say(issuer, user, token, **more):
    issuer.person = {"sub": "1", "email": user.email, "email_verified": True, **more}
    issuer.token = token


@pytest.mark.parametrize(
    "claims", [{"amr": ["pwd", "mfa"]}, {"acr": "urn:zwei-faktoren"}, {"amr": ["otp"], "acr": "0"}]
)
def test_second_factor_of_the_issuer_counts(client, cast, issuer, strong, claims):
    say(issuer, cast.manager.user, claims)
    TOTP.activate(cast.manager.user, "JBSWY3DPEHPK3PXP")
    assert come_back(client).status_code == 302
    assert client.session["_auth_user_id"] == str(cast.manager.user.pk)
    assert client.get("/").url != reverse("mfa_index")
    assert client.get(reverse("cases:today")).status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {}, {"amr": ["pwd"]}, {"acr": "0"}, {"amr": "mfa"}, {"amr": [["mfa"], 1, None]},
        {"amr": {"mfa": 1}}, {"acr": ["urn:zwei-faktoren"]}, {"acr": "urn:zwei-faktoren "},
        {"amr": ["MFA"]}, {"amr": None, "acr": None},
    ],
)  # fmt: skip
def test_without_a_trusted_claim_our_own_factor_is_asked(client, cast, issuer, strong, claims):
    say(issuer, cast.manager.user, claims)
    assert come_back(client).status_code == 302
    assert client.get("/").url == reverse("mfa_index")  # none yet: to be set up first
    client.post(reverse("account_logout"))
    TOTP.activate(cast.manager.user, "JBSWY3DPEHPK3PXP")
    assert come_back(client).url.startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session


def test_claims_outside_of_the_identity_token_prove_nothing(client, cast, issuer, strong):
    say(issuer, cast.manager.user, None, amr=["mfa"], acr="urn:zwei-faktoren")
    come_back(client)
    assert client.get("/").url == reverse("mfa_index")
    client.post(reverse("account_logout"))
    say(issuer, cast.manager.user, {}, amr=["mfa"], id_token={"sub": "1", "amr": ["mfa"]})
    come_back(client)
    assert client.get("/").url == reverse("mfa_index")


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://fremd.example"}, {"aud": "another"}, {"exp": 1}, {"sub": "2"},
    ],
)  # fmt: skip
def test_identity_token_of_others_for_others_or_of_old_counts_nothing(
    client, cast, issuer, strong, claims
):
    say(issuer, cast.manager.user, {"amr": ["mfa"], **claims})
    come_back(client)
    assert client.get(reverse("cases:today")).status_code == 302
    if "_auth_user_id" in client.session:
        assert client.get("/").url == reverse("mfa_index")


def test_claims_count_for_the_sign_in_that_brought_them_only(client, cast, issuer, strong):
    TOTP.activate(cast.manager.user, "JBSWY3DPEHPK3PXP")
    say(issuer, cast.manager.user, {"amr": ["mfa"]})
    come_back(client)
    assert client.get(reverse("cases:today")).status_code == 200
    client.post(reverse("account_logout"))
    say(issuer, cast.manager.user, {})
    assert come_back(client).url.startswith(reverse("mfa_authenticate"))


def test_administrators_need_a_passkey_of_their_own_all_the_same(client, cast, issuer, strong):
    say(issuer, cast.administrator.user, {"amr": ["mfa"]})
    come_back(client)
    assert client.get("/").url == reverse("mfa_index")


def test_no_claim_counts_unless_the_environment_names_it(client, cast, issuer, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    say(issuer, cast.manager.user, {"amr": ["mfa"], "acr": "urn:zwei-faktoren"})
    come_back(client)
    assert client.get("/").url == reverse("mfa_index")
