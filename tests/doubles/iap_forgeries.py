"""Headers that the Identity-Aware Proxy has not signed for this studio, by what is wrong with them."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import ec
from google.auth.crypt import EsSigner

from tests.doubles.iap import AUDIENCE, Proxy


def part(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def with_header(assertion: str, **header: object) -> str:
    """The assertion with another header and the signature that it had."""
    _, payload, signature = assertion.split(".")
    return ".".join([part({"typ": "JWT", "kid": "first", **header}), payload, signature])


def hmac_signed(proxy: Proxy) -> str:
    """Signed with the public key as if it were a shared secret: the oldest trick."""
    _, payload, _ = proxy.sign().split(".")
    text = f"{part({'alg': 'HS256', 'kid': 'first'})}.{payload}"
    code = hmac.new(proxy.published["first"].encode(), text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(code).decode().rstrip('=')}"


def other_payload(proxy: Proxy) -> str:
    """A right signature, but of something else."""
    header, _, signature = proxy.sign().split(".")
    _, payload, _ = proxy.sign(sub="accounts.google.com:9999").split(".")
    return f"{header}.{payload}.{signature}"


def by_stranger(proxy: Proxy) -> str:
    """Signed by somebody else under the name of a published key."""
    signer = EsSigner(ec.generate_private_key(ec.SECP256R1()), key_id="first")
    return Proxy(signers={"first": signer}).sign()


NOW = time.time
REFUSED: dict[str, Callable[[Proxy], str]] = {
    "missing": lambda _: "",
    "no token": lambda _: "ada@example.org",
    "two parts": lambda proxy: proxy.sign().rpartition(".")[0],
    "no base64": lambda _: "ä.ö.ü",
    "nested without end": lambda _: part([]).replace("W10", "W1tb" * 1000) + ".e30.e30",
    "too long": lambda proxy: proxy.sign(email="a" * 9000),
    "forged by a stranger": by_stranger,
    "another payload": other_payload,
    "signature cut": lambda proxy: proxy.sign()[:-4],
    "algorithm none": lambda proxy: with_header(proxy.sign(), alg="none").rpartition(".")[0] + ".",
    "algorithm none with signature": lambda proxy: with_header(proxy.sign(), alg="none"),
    "HS256 with the public key": hmac_signed,
    "RS256": lambda proxy: with_header(proxy.sign(), alg="RS256"),
    "no key named": lambda proxy: with_header(proxy.sign(), alg="ES256", kid=None),
    "key named by a list": lambda proxy: with_header(proxy.sign(), alg="ES256", kid=["first"]),
    "unknown key": lambda proxy: proxy.sign(proxy.add_key("never published", publish=False)),
    "wrong audience": lambda proxy: proxy.sign(aud="/projects/1/global/backendServices/2"),
    "audiences in a list": lambda proxy: proxy.sign(aud=[AUDIENCE]),
    "no audience": lambda proxy: proxy.sign(aud=None),
    "wrong issuer": lambda proxy: proxy.sign(iss="https://accounts.google.com"),
    "no issuer": lambda proxy: proxy.sign(iss=None),
    "expired": lambda proxy: proxy.sign(iat=int(NOW()) - 700, exp=int(NOW()) - 100),
    "not valid yet": lambda proxy: proxy.sign(iat=int(NOW()) + 120, exp=int(NOW()) + 700),
    "without an expiry": lambda proxy: proxy.sign(exp=None),
    "expiry is a text": lambda proxy: proxy.sign(exp="tomorrow"),
    "without the time of signing": lambda proxy: proxy.sign(iat=None),
    "nobody": lambda proxy: proxy.sign(sub=None),
    "subject is a number": lambda proxy: proxy.sign(sub=1001),
}
