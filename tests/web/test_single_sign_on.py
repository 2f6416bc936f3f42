# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in through an OpenID Connect issuer (played by the test)."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
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


class Issuer:
    """Speaks just enough of the protocol; ``person`` is what it says about who signs in."""

    person = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def request(self, method, url, **_):
        if self.person is None:
            raise requests.ConnectionError
        if url.endswith("/token"):
            return Answer({"access_token": "a", "token_type": "Bearer"})
        if url.endswith("/userinfo"):
            return Answer(self.person)
        return Answer(
            {
                "issuer": ISSUER,
                "authorization_endpoint": f"{ISSUER}/authorize",
                "token_endpoint": f"{ISSUER}/token",
                "userinfo_endpoint": f"{ISSUER}/userinfo",
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
