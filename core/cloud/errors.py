"""What Google's clients raise, said in the studio's own words."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from json import JSONDecodeError
from typing import Any

from core.cloud.roles import role_for
from core.cloud.secrets import redact
from core.cloud.settings import request_seconds
from core.db import clean_text
from core.errors import (
    Conflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    QuotaExceeded,
    StudioError,
    Unavailable,
)

Kinds = dict[str, tuple[str, ...]]
QUOTE = 300  # characters of Google's own words that are passed on
PERMISSION = re.compile(
    r"\b(aiplatform|storage|iam|logging|serviceusage|cloudquotas|resourcemanager)(\.\w+){1,3}\b"
)
REQUEST_LINE = re.compile(r"^[A-Z]+ \S+: ")  # which the clients put before Google's words
API = re.compile(r"\b[a-z]+\.googleapis\.com\b")
# Classes are looked up by name where their library is loaded: importing one to catch its errors is slow.
NO_ANSWER: Kinds = {
    "google.auth.exceptions": ("TransportError", "TimeoutError", "ResponseError"),
    "requests": ("RequestException",),
    "urllib3.exceptions": ("HTTPError",),
    "httpx": ("HTTPError",),
    "httpx2": ("HTTPError",),
    "google.genai.errors": ("UnknownApiResponseError",),
    "google.protobuf.json_format": ("ParseError",),
}
SIGN_IN: Kinds = {"google.auth.exceptions": ("GoogleAuthError",)}
LATER = (HTTPStatus.REQUEST_TIMEOUT, 499)  # 499: cancelled on the way
SENTENCES: dict[int, tuple[type[StudioError], str]] = {
    HTTPStatus.NOT_FOUND: (
        NotFound,
        "Google knows nothing of {what}{said}. It may have been deleted or misspelt.",
    ),
    HTTPStatus.CONFLICT: (
        Conflict,
        "Google says that {what} exists already or changed meanwhile{said}. Look at it before another try.",
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (
        QuotaExceeded,
        (
            "The project's quota does not allow {what} now{said}. Try again later, or ask for more quota in "
            "the Google Cloud console, IAM & Admin, Quotas."
        ),
    ),
}
REFUSED = (InvalidInput, "Google refuses {what}{said}. Correct the request and try again.")
ANSWERS: Kinds = {"google.api_core.exceptions": ("GoogleAPIError",), "google.genai.errors": ("APIError",)}


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Turn the exceptions of Google's clients into the studio's errors; all others pass through.

    The original is not chained: its text may hold a token or an upload's address.

    Args:
        what: What was asked about, as it stands in a sentence: "the pipeline job x of project p".

    Raises:
        NotAllowed: The sign-in was refused (401), or the account may not do this (403).
        NotFound: There is no such thing (404).
        Conflict: It exists already, or changed meanwhile (409).
        QuotaExceeded: The project's quota is used up (429).
        InvalidInput: Google refuses the request itself (any other 4xx).
        Unavailable: No answer, no usable answer, or one that may be better later (5xx).
    """
    try:
        yield
    except Exception as error:
        if problem := _problem(error, clean_text(what)):
            raise problem from None
        raise


def _problem(error: Exception, what: str) -> StudioError | None:
    if isinstance(error, TimeoutError):  # an operation of Google's that is waited for goes on meanwhile
        return _takes_longer(what)
    if isinstance(error, JSONDecodeError) or _is(error, NO_ANSWER):
        return _no_answer(what)
    if _is(error, SIGN_IN):
        return _no_answer(what) if getattr(error, "retryable", False) else _signed_out(what)
    if _is(error, ANSWERS):
        status = getattr(error, "code", None)
        message = getattr(error, "message", None)
        return refusal(what, status, message if isinstance(message, str) else "")
    return None


def _is(error: Exception, kinds: Kinds) -> bool:
    classes = [
        getattr(sys.modules[module], name)
        for module, names in kinds.items()
        if module in sys.modules
        for name in names
        if hasattr(sys.modules[module], name)
    ]
    return isinstance(error, tuple(classes))


def refusal(what: str, status: Any, message: str = "") -> StudioError:
    """The error for an answer of this HTTP status with this text of Google's."""
    if not isinstance(status, int) or status in LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _no_answer(what, status)
    message = REQUEST_LINE.sub("", message)
    if status == HTTPStatus.UNAUTHORIZED:
        return _signed_out(what)
    if status == HTTPStatus.FORBIDDEN:
        return NotAllowed(_forbidden(what, message))
    kind, sentence = SENTENCES.get(status, REFUSED)
    return kind(sentence.format(what=what, said=_quoted(message) or f" (HTTP {int(status)})"))


def _no_answer(what: str, status: Any = None) -> Unavailable:
    seen = f" (HTTP {int(status)})" if isinstance(status, int) else ""
    return Unavailable(f"Google gave no usable answer about {what}{seen}. Try again later.")


def _takes_longer(what: str) -> Unavailable:
    return Unavailable(
        f"Google was asked about {what} and takes longer than {request_seconds():g} seconds; look again in a "
        "few minutes."
    )


def _signed_out(what: str) -> NotAllowed:
    return NotAllowed(
        f"Google was asked about {what}, but the sign-in has expired or was refused. Set a new key as "
        "SERVICE_ACCOUNT_KEY or GOOGLE_APPLICATION_CREDENTIALS, or run 'gcloud auth application-default "
        "login'."
    )


def _forbidden(what: str, message: str) -> str:
    if "SERVICE_DISABLED" in message or "has not been used in project" in message or "is disabled" in message:
        api = API.search(message)
        name = api[0] if api else "aiplatform.googleapis.com"
        return (
            f"Google was asked about {what}, but an API is switched off in the project. Run "
            f"'gcloud services enable {name}' and wait a minute."
        )
    if found := PERMISSION.search(API.sub("", message)):
        role, title = role_for(found[0])
        return (
            f"Google was asked about {what}, but the account lacks the permission {found[0]}. Give it the "
            f"role {title} ({role})."
        )
    return (
        f"Google does not let this account do that with {what}{_quoted(message)}. Give it a role that allows "
        "it."
    )


def _quoted(message: str) -> str:
    """Google's words as a part of a sentence; a page in HTML is none of them."""
    said = " ".join(redact(message).split()).rstrip(".")
    if said.startswith("<"):
        return ""
    short = said if len(said) <= QUOTE else f"{said[: QUOTE - 1]}…"
    return f" (“{short}”)" if short else ""
