# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""A passkey in software: enough of an authenticator to sign in through the real pages."""

import json
from hashlib import sha256

from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from stellwerk.directory.models import User

HOST = "localhost"
ORIGIN = f"https://{HOST}"
FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Passkey:
    """One credential of a user, registered at this installation."""

    def __init__(self, user: User, identity: bytes = b"passkey-in-software") -> None:
        self.user, self.identity = user, identity
        self.secret = ec.generate_private_key(ec.SECP256R1())
        public = ES256.from_cryptography_key(self.secret.public_key())
        seen = AuthenticatorData.create(
            sha256(HOST.encode()).digest(),
            FLAGS | AuthenticatorData.FLAG.AT,
            0,
            AttestedCredentialData.create(bytes(16), identity, public),
        )
        client = CollectedClientData.create("webauthn.create", bytes(32), ORIGIN)
        registration = self._credential(
            clientDataJSON=client, attestationObject=AttestationObject.create("none", seen, {})
        )
        self.row = Authenticator.objects.create(
            user=user,
            type=Authenticator.Type.WEBAUTHN,
            data={"name": "Schlüssel", "credential": registration},
        )

    def _credential(self, **response: bytes) -> dict[str, object]:
        name = websafe_encode(self.identity)
        texts = {key: websafe_encode(value) for key, value in response.items()}
        return {
            "id": name, "rawId": name, "type": "public-key",
            "response": texts, "clientExtensionResults": {},
        }  # fmt: skip

    def answer(self, challenge: str, origin: str = ORIGIN) -> str:
        """The signed answer to a challenge, as a browser on ``origin`` would send it."""
        seen = AuthenticatorData.create(sha256(HOST.encode()).digest(), FLAGS, 0)
        client = CollectedClientData.create("webauthn.get", websafe_decode(challenge), origin)
        signature = self.secret.sign(bytes(seen) + client.hash, ec.ECDSA(hashes.SHA256()))
        return json.dumps(
            self._credential(
                clientDataJSON=client,
                authenticatorData=seen,
                signature=signature,
                userHandle=user_id_to_str(self.user).encode(),
            )
        )

    def sign_in(self, client: Client, origin: str = ORIGIN, **more: str) -> bool:
        """Through the pages of sign-in; whether a session stands afterwards."""
        address = reverse("mfa_login_webauthn")
        asked = client.get(
            address, headers={"accept": "application/json", "host": HOST}, secure=True, **more
        )
        challenge = asked.json()["request_options"]["publicKey"]["challenge"]
        client.post(
            address,
            {"credential": self.answer(challenge, origin)},
            headers={"host": HOST},
            secure=True,
            **more,
        )
        return "_auth_user_id" in client.session
