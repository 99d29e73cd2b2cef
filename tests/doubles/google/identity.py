"""Sign-in: service account keys, tokens for them, and what a token that has expired gets."""

import base64
import json
import secrets
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import crypt, exceptions, jwt

from tests.doubles.google.errors import GoogleError

LIFE = 3600
MARKER = "PLANTED-SECRET"


class InvalidGrantError(Exception):
    """The token endpoint does not take the assertion."""


@dataclass
class Identity:
    """Who may ask, and with which tokens.

    Attributes:
        expired: Whether every sign-in is refused, those with a right key too.
        tokens: The access tokens given out, by whom they stand for.
        audiences: The hosts that identity tokens are for, by token.
    """

    project: str
    address: str = ""
    expired: bool = False
    tokens: dict[str, str] = field(default_factory=dict)
    audiences: dict[str, str] = field(default_factory=dict)
    keys: dict[str, dict[str, str]] = field(default_factory=dict)
    public: dict[str, bytes] = field(default_factory=dict)

    def key(self, email: str) -> dict[str, str]:
        """A service account's key as Google gives it for download; one a service account."""
        if email not in self.keys:
            private, self.public[email] = _pair_of(email)
            self.keys[email] = {
                "type": "service_account",
                "project_id": self.project,
                "private_key_id": f"{MARKER}-{secrets.token_hex(20)}",
                "private_key": private,
                "client_email": email,
                "client_id": "104798865778428346368",
                "auth_uri": f"{self.address}/auth",
                "token_uri": f"{self.address}/token",
                "auth_provider_x509_cert_url": f"{self.address}/certs",
                "client_x509_cert_url": f"{self.address}/certs/{email}",
                "universe_domain": "googleapis.com",
            }
        return self.keys[email]

    def encoded_key(self, email: str) -> str:
        """The key as the studio's SERVICE_ACCOUNT_KEY holds it."""
        return base64.b64encode(json.dumps(self.key(email)).encode()).decode()

    def exchange(self, form: dict[str, list[str]]) -> dict[str, Any]:
        """Give an access token for a signed assertion, or an identity token if it names an audience.

        Raises:
            InvalidGrantError: It is none of a key of ours, or sign-ins are refused.
        """
        assertion = form.get("assertion", [""])[0]
        email = self._signer(assertion)
        if self.expired or not email:
            raise InvalidGrantError
        if audience := jwt.decode(assertion, verify=False).get("target_audience"):
            return {"id_token": self._identity_token(email, audience)}
        token = f"ya29.{MARKER}-{secrets.token_hex(24)}"
        self.tokens[token] = email
        return {"access_token": token, "expires_in": LIFE, "token_type": "Bearer"}

    def audience_of(self, token: str) -> str:
        """The host that an identity token given out here is for, or nothing."""
        return self.audiences.get(token, "")

    def _identity_token(self, email: str, audience: str) -> str:
        signer = crypt.RSASigner.from_string(self.keys[email]["private_key"])
        now = int(time.time())
        claims = {"iss": self.address, "aud": audience, "email": email, "iat": now, "exp": now + LIFE}
        token = jwt.encode(signer, claims).decode()
        self.audiences[token] = audience
        return token

    def check(self, authorization: str | None) -> str:
        """Whose request this is, by an access token or a signed assertion in the header.

        Raises:
            GoogleError: 401, it is nobody's.
        """
        token = (authorization or "").removeprefix("Bearer ")
        email = self.tokens.get(token) or self._signer(token)
        if self.expired or not email:
            raise GoogleError(401)
        return email

    def secrets(self) -> list[str]:
        """Texts that may be found nowhere: keys in all their forms, and the tokens given out."""
        found = [MARKER, *self.tokens, *self.audiences]
        for email, key in self.keys.items():
            lines = key["private_key"].splitlines()
            found += [self.encoded_key(email), key["private_key_id"], *lines[1:-1]]
        return found

    def _signer(self, token: str) -> str:
        """The service account that signed an assertion that is still good, or nothing."""
        for email, public in self.public.items():
            try:
                claims = jwt.decode(token, certs=public, clock_skew_in_seconds=10)
            except (ValueError, exceptions.GoogleAuthError):
                continue
            return email if claims.get("iss") == email else ""
        return ""


@cache
def _pair_of(_email: str) -> tuple[str, bytes]:
    """A private key and its public one, in PEM: once a process, as to find the primes takes long."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    text = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return text.decode(), public
