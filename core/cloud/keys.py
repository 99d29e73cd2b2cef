"""A service account's key: read from base64 or a file, and refused with a reason that holds nothing of it."""

import base64
import binascii
import json
from pathlib import Path
from typing import Any

from core.errors import NotAllowed

KEY_FILE = "The key file that GOOGLE_APPLICATION_CREDENTIALS names"
NEEDED = ("client_email", "private_key", "token_uri")
MAKE_ONE = (
    "Make a key with 'gcloud iam service-accounts keys create key.json --iam-account=EMAIL', and set "
    "SERVICE_ACCOUNT_KEY to what 'base64 -w0 key.json' prints"
)


def decoded_key(text: str) -> dict[str, Any]:
    """Read a key that was given in base64, in one line or many.

    Raises:
        NotAllowed: It is no base64, or what is in it is no key.
    """
    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise NotAllowed(f"SERVICE_ACCOUNT_KEY is not valid base64. {MAKE_ONE}.") from None
    return _parsed(raw, "SERVICE_ACCOUNT_KEY")


def key_from_file(path: Path) -> dict[str, Any]:
    """Read a key file, or another file of sign-in data that Google's libraries take.

    Raises:
        NotAllowed: It cannot be read or is no JSON object.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise NotAllowed(
            f"{KEY_FILE} cannot be read ({error.strerror}). Set the variable to a file that the studio may "
            "read, or remove it and run 'gcloud auth application-default login'."
        ) from None
    return _parsed(raw, KEY_FILE)


def require_service_account(key: dict[str, Any], source: str) -> None:
    """Refuse what is no service account's key, naming the field but no value.

    Raises:
        NotAllowed: The type is another or a field is missing.
    """
    if key.get("type") != "service_account":
        raise NotAllowed(
            f"{source} holds no service account's key: its field 'type' is not 'service_account'. {MAKE_ONE}."
        )
    missing = [name for name in NEEDED if not (isinstance(key.get(name), str) and key[name])]
    if missing:
        raise NotAllowed(f"{source} lacks the field {' and '.join(missing)} of a key. {MAKE_ONE}.")


def file_stamp(path: Path) -> tuple[int, ...]:
    """What tells one version of a file from the next; empty where there is no file."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def _parsed(raw: bytes, source: str) -> dict[str, Any]:
    try:
        key = json.loads(raw)
    except (ValueError, RecursionError):
        raise NotAllowed(f"{source} holds no JSON. {MAKE_ONE}.") from None
    if not isinstance(key, dict):
        raise NotAllowed(f"{source} holds JSON that is no object of names and values. {MAKE_ONE}.")
    return key
