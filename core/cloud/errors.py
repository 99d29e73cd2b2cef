"""What Google's clients raise, said in the studio's own words."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from json import JSONDecodeError
from typing import Any

from core.cloud.roles import role_for
from core.cloud.secrets import redact
from core.cloud.settings import request_seconds
from core.db import clean_text
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, QuotaExceeded, StudioError, Unavailable

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
DAMAGED: Kinds = {"google.cloud.storage.exceptions": ("DataCorruption",)}
SIGN_IN: Kinds = {"google.auth.exceptions": ("GoogleAuthError",)}
ANSWERS: Kinds = {"google.api_core.exceptions": ("GoogleAPIError",), "google.genai.errors": ("APIError",)}
LATER = (HTTPStatus.REQUEST_TIMEOUT, 499)  # 499: cancelled on the way


@dataclass(frozen=True)
class Refusal:
    """What a refusal of Google's comes to, whichever service and client it came through.

    Attributes:
        kind: The studio's error.
        sentence: What is said of a job, a model, a service; ``{reason}`` holds Google's words or the status.
        of_object: What is said of an address in a bucket; Google's words may hold an upload's session there.
    """

    kind: type[StudioError]
    sentence: str
    of_object: str


CHANGED = (
    "Google says that {what} exists already or changed meanwhile{reason}. Look at it before another try."
)
REFUSALS: dict[int, Refusal] = {
    HTTPStatus.UNAUTHORIZED: Refusal(
        NotAllowed,
        "Google was asked about {what}, but the sign-in has expired or was refused. Set a new key as "
        "SERVICE_ACCOUNT_KEY or GOOGLE_APPLICATION_CREDENTIALS, or run 'gcloud auth application-default "
        "login'.",
        "The studio is not signed in to Google, so {what} cannot be used. Run 'gcloud auth "
        "application-default login', or set GOOGLE_APPLICATION_CREDENTIALS to a key file, and start it "
        "again.",
    ),
    HTTPStatus.FORBIDDEN: Refusal(
        NotAllowed,
        "Google does not let this account do that with {what}{reason}. Give it a role that allows it.",
        "{what} cannot be used: Cloud Storage does not let this account do that. Ask for a role such as "
        "Storage Object User.",
    ),
    HTTPStatus.NOT_FOUND: Refusal(
        NotFound,
        "Google knows nothing of {what}{reason}. It may have been deleted or misspelt.",
        "{what} cannot be used: Cloud Storage has no such object or no such bucket. Check the address.",
    ),
    HTTPStatus.CONFLICT: Refusal(
        Conflict,
        CHANGED,
        "{what} cannot be used: Cloud Storage says that it was changed meanwhile. Look at it again before "
        "another try.",
    ),
    HTTPStatus.PRECONDITION_FAILED: Refusal(
        Conflict,
        CHANGED,
        "{what} cannot be used: Cloud Storage says that it was written meanwhile. Look at it again.",
    ),
    HTTPStatus.TOO_MANY_REQUESTS: Refusal(
        QuotaExceeded,
        "The project's quota does not allow {what} now{reason}. Try again later, or ask for more quota in "
        "the Google Cloud console, IAM & Admin, Quotas.",
        "{what} cannot be used: Cloud Storage was asked more often than it allows. Try again later.",
    ),
}
ANY_OTHER = Refusal(
    InvalidInput,
    "Google refuses {what}{reason}. Correct the request and try again.",
    "{what} cannot be used: Cloud Storage does not accept this name or request. Check the address.",
)


@contextmanager
def translated(what: str, *, stored: bool = False) -> Iterator[None]:
    """Turn the exceptions of Google's clients into the studio's errors; all others pass through.

    The original is not chained: its text may hold a token or an upload's address.

    Args:
        what: What was asked about, as it stands in a sentence: "the pipeline job x of project p".
        stored: Whether that is an address in a bucket.

    Raises:
        NotAllowed: The sign-in was refused (401), or the account may not do this (403).
        NotFound: There is no such thing (404).
        Conflict: It exists already, or changed meanwhile (409, 412).
        QuotaExceeded: The project's quota is used up, or a service was asked too often (429).
        InvalidInput: Google refuses the request itself (any other 4xx).
        Unavailable: No answer, no usable answer, or one that may be better later (5xx).
    """
    try:
        yield
    except Exception as error:
        if problem := _problem(error, clean_text(what), stored=stored):
            raise problem from None
        raise


def _problem(error: Exception, what: str, *, stored: bool) -> StudioError | None:
    last = getattr(error, "cause", None)  # of a client that has tried again and again
    if isinstance(last, Exception) and _is(error, ANSWERS):
        error = last
    if isinstance(error, TimeoutError) and not stored:  # an operation that is waited for goes on meanwhile
        return _takes_longer(what)
    if _is(error, DAMAGED):
        return Unavailable(f"What arrived at {what} was damaged on the way and was removed. Try again.")
    if isinstance(error, JSONDecodeError | TimeoutError) or _is(error, NO_ANSWER):
        return _no_answer(what, None, stored=stored)
    if _is(error, SIGN_IN):
        later = getattr(error, "retryable", False)
        return refusal(what, None if later else HTTPStatus.UNAUTHORIZED, stored=stored)
    if _is(error, ANSWERS):
        message = getattr(error, "message", None)
        message = message if isinstance(message, str) else ""
        return refusal(what, getattr(error, "code", None), message, stored=stored)
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


def refusal(what: str, status: Any, message: str = "", *, stored: bool = False) -> StudioError:
    """The error for an answer of this HTTP status with this text of Google's."""
    if not isinstance(status, int) or status in LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _no_answer(what, status, stored=stored)
    found = REFUSALS.get(status, ANY_OTHER)
    if stored:
        return found.kind(found.of_object.format(what=what))
    message = REQUEST_LINE.sub("", message)
    if status == HTTPStatus.FORBIDDEN and (known := _forbidden(what, message)):
        return found.kind(known)
    reason = _quoted(message) or ("" if status == HTTPStatus.FORBIDDEN else f" (HTTP {int(status)})")
    return found.kind(found.sentence.format(what=what, reason=reason))


def _no_answer(what: str, status: Any, *, stored: bool) -> Unavailable:
    seen = f" (HTTP {int(status)})" if isinstance(status, int) else ""
    if stored:
        return Unavailable(
            f"Google gave no usable answer{seen or ' in time'}, so {what} cannot be used. Try again later."
        )
    return Unavailable(f"Google gave no usable answer about {what}{seen}. Try again later.")


def _takes_longer(what: str) -> Unavailable:
    return Unavailable(
        f"Google was asked about {what} and takes longer than {request_seconds():g} seconds; look again in a "
        "few minutes."
    )


def _forbidden(what: str, message: str) -> str:
    """What helps: to switch an API on, or the role with the permission; nothing where Google names none."""
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
    return ""


def _quoted(message: str) -> str:
    """Google's words as a part of a sentence; a page in HTML is none of them."""
    reason = " ".join(redact(message).split()).rstrip(".")
    if reason.startswith("<"):
        return ""
    short = reason if len(reason) <= QUOTE else f"{reason[: QUOTE - 1]}…"
    return f" (“{short}”)" if short else ""
