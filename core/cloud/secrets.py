"""Takes out of a text whatever would let its reader act as somebody."""  # noqa: A005 - core has absolute imports only, so it shadows nothing

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from core.cloud.keys import decoded_key, file_stamp, key_from_file
from core.cloud.settings import cloud_settings
from core.db import clean_text
from core.errors import StudioError

SHORTEST = 8  # what is shorter is no secret, and taking it out would spoil words
REMOVED = "[removed]"
SECRET_FIELDS = ("private_key", "private_key_id", "client_secret", "refresh_token")
# The first group of each is kept.
SHAPES = [
    re.compile(pattern, re.DOTALL | re.IGNORECASE)
    for pattern in (
        r"()-----BEGIN [A-Z ]+-----.*?(?:-----END [A-Z ]+-----|\Z)",  # PEM, also cut off
        r"(authorization[\"']?\s*[:=]\s*[\"']?)(?:bearer |basic )?[^\s\"',}]+",
        r"(\bbearer )[^\s\"',}]+",
        r"(\baccess_token[\"']?\s*[:=]\s*[\"']?)[^\s\"',}&]+",
        r"(\bupload_id=)[^\s&\"'<>]+",  # whoever has a session's address may write
        r"((?:X-Goog-)?(?:Signature|Credential)=)[^\s&\"']+",  # a signed address
        r"(client_secret[\"']?\s*[:=]\s*[\"']?)[^\s\"',}&]+",
        r"()\bAIza[\w\-]{35}",  # Google's API keys
        r"()\bhf_\w{20,}",  # Hugging Face's tokens
        r"()\bya29\.[\w.\-]+",  # access tokens
        r"()\b1//[\w\-]{20,}",  # refresh tokens
        r"()\beyJ[\w\-]+\.[\w\-]+\.[\w\-]*",  # signed tokens, as a service account shows to a service
    )
]


def redact(text: str) -> str:
    """Remove keys, tokens and upload sessions from a text that is to be stored, shown or raised.

    What comes back can be stored too: it went through `core.db.columns.clean_text`.
    """
    text = clean_text(text)
    for secret in _own_secrets():
        if len(secret) >= SHORTEST:
            text = text.replace(secret, REMOVED)
    for shape in SHAPES:
        text = shape.sub(rf"\1{REMOVED}", text)
    return text


def _own_secrets() -> tuple[str, ...]:
    """What the configured key consists of; nothing where no key can be read, so no text ever fails on it."""
    try:
        settings = cloud_settings()
        path = settings.google_application_credentials
        of_file = _of_file(path, file_stamp(path)) if path else ()
    except StudioError:
        return ()
    return _of_key(settings.service_account_key) + of_file


@lru_cache(maxsize=8)
def _of_key(key: SecretStr) -> tuple[str, ...]:
    text = key.get_secret_value()
    try:
        return (text, "".join(text.split()), *_fields(decoded_key(text))) if text else ()
    except StudioError:
        return (text,)


@lru_cache(maxsize=8)
def _of_file(path: Path, stamp: tuple[int, ...]) -> tuple[str, ...]:  # noqa: ARG001 - tells versions apart
    try:
        return tuple(_fields(key_from_file(path)))
    except StudioError:
        return ()


def _fields(key: dict[str, Any]) -> list[str]:
    """The secret values, whole and line by line, as some texts break or escape their lines."""
    values = [str(key[name]) for name in SECRET_FIELDS if key.get(name)]
    lines = [line for value in values for line in value.splitlines() if not line.startswith("-----")]
    return [*values, *lines]
