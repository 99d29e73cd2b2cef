"""A server of somebody's own that scores answers, asked as Google asks it."""

import json
import math
import time
from collections.abc import Sequence
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

from core.asking import AT_ONCE
from core.cloud import identity_token, redact, request_seconds
from core.errors import InvalidInput, NotAllowed, NotFound, QuotaExceeded, StudioError, Unavailable
from core.progress import Tell
from core.rewards.asking import scores_of
from core.rewards.parts import CloudRunPart
from core.rewards.samples import Json, Sample

MOST_BYTES = 64 * 1024
"""Of an answer; it is a number and a few words."""

CHECK = "prefstudio-check"
METADATA = {"tuningJobId": CHECK, "tuning_job_id": CHECK}
"""Who asks, in both of the spellings in Google's texts."""

SHOWN = 160
"""Characters of an error of the server's own that are passed on."""

LET_IN = (
    "gcloud run services add-iam-policy-binding SERVICE --region REGION --member serviceAccount:EMAIL "
    "--role roles/run.invoker"
)

NOT_IN = (NotAllowed, f"does not let the studio's account in (HTTP {{status}}). Run '{LET_IN}'.")
SENT_ON = (
    NotFound,
    "sends on to another address (HTTP {status}), which is not followed; name that one as the reward's.",
)
NOT_UP = (Unavailable, "is not up (HTTP {status}). See its log, or try again later.")
REFUSALS: dict[int, tuple[type[StudioError], str]] = {
    HTTPStatus.UNAUTHORIZED: NOT_IN,
    HTTPStatus.FORBIDDEN: NOT_IN,
    HTTPStatus.NOT_FOUND: (NotFound, "has nothing there (HTTP {status}); correct the address."),
    HTTPStatus.TOO_MANY_REQUESTS: (
        QuotaExceeded,
        "is asked more often than it allows (HTTP {status}). Try again later.",
    ),
    HTTPStatus.BAD_GATEWAY: NOT_UP,
    HTTPStatus.SERVICE_UNAVAILABLE: NOT_UP,
    HTTPStatus.GATEWAY_TIMEOUT: NOT_UP,
    **dict.fromkeys((301, 302, 303, 307, 308), SENT_ON),
}


def score_by_server(part: CloudRunPart, samples: Sequence[Sample], tell: Tell) -> list[float | str]:
    """Have a server score answers; for each its reward, or why there is none, as a sentence.

    Over https the studio says who it is; a server on this machine is told nothing.

    Raises:
        StudioError: The server lets the studio not in, is not there, or answers nobody.
    """
    from requests import Session  # type: ignore[import-untyped] # noqa: PLC0415 - slow to import
    from requests.adapters import HTTPAdapter  # type: ignore[import-untyped] # noqa: PLC0415 - slow to import

    _token(part.address)  # who cannot sign in need not ask
    with Session() as session:
        session.mount(part.address, HTTPAdapter(pool_maxsize=AT_ONCE))
        return scores_of(
            samples, lambda sample: _asked(session, part.address, sample), tell, f"The server {part.address}"
        )


def _asked(session: Any, address: str, sample: Sample) -> float:
    body = {"example": sample.example, "response": sample.response, "metadata": METADATA}
    status, content = _sent(session, address, body, _token(address))
    if problem := _refusal(address, status, content):
        raise problem
    return _reward(content)


def _token(address: str) -> str:
    return identity_token(address) if address.startswith("https:") else ""


def _sent(session: Any, address: str, body: Json, token: str) -> tuple[int, bytes]:
    """The status and the answer; no redirection is followed, and no more is read than an answer may have."""
    from requests import RequestException  # noqa: PLC0415 - slow to import
    from urllib3.exceptions import HTTPError  # noqa: PLC0415 - slow to import

    def sign(request: Any) -> Any:  # given, as requests would else look for a password in ~/.netrc
        if token:
            request.headers["Authorization"] = f"Bearer {token}"
        return request

    seconds = request_seconds()
    until = time.monotonic() + seconds
    plain = {"Accept-Encoding": "identity"}
    options = {"auth": sign, "headers": plain, "timeout": seconds, "allow_redirects": False, "stream": True}
    try:
        with session.post(address, json=body, **options) as response:
            content = b""
            while piece := response.raw.read1(MOST_BYTES, decode_content=False):
                content += piece
                if len(content) > MOST_BYTES:
                    raise InvalidInput(f"The server's answer has more than {MOST_BYTES:,} bytes.")
                if time.monotonic() > until:
                    raise _away(address, f"none within {seconds:g} seconds")
            return response.status_code, content
    except (RequestException, HTTPError, HTTPException, OSError) as error:
        raise _away(address, f"none ({type(error).__name__})") from None


def _away(address: str, answer: str) -> Unavailable:
    return Unavailable(
        f"The reward server at {address} was asked and gave no answer: {answer}. See that it runs there; "
        "PREFSTUDIO_REQUEST_SECONDS says how long it is waited for."
    )


def _refusal(address: str, status: int, content: bytes) -> StudioError | None:
    """What an answer comes to that is no success."""
    if status == HTTPStatus.OK:
        return None
    if found := REFUSALS.get(status):
        kind, sentence = found
        return kind(f"The reward server at {address} {sentence.format(status=int(status))}")
    return InvalidInput(f"The server refuses an answer (HTTP {int(status)}){_own_words(content)}.")


def _own_words(content: bytes) -> str:
    """An error that the server explains in JSON; nothing else of an answer is passed on."""
    error = _parsed(content).get("error")
    if not isinstance(error, str):
        return ""
    text = " ".join(redact(error).split()).rstrip(".")
    return f": “{text if len(text) <= SHOWN else f'{text[:SHOWN]}…'}”"


def _reward(content: bytes) -> float:
    """The number in an answer.

    Raises:
        InvalidInput: There is none.
    """
    reward = _parsed(content).get("reward")
    if isinstance(reward, bool) or not isinstance(reward, int | float):
        raise InvalidInput('The server\'s answer is not {"reward": a number}.')
    try:
        found = float(reward)
    except OverflowError:  # a whole number of hundreds of digits
        found = math.inf
    if not math.isfinite(found):
        raise InvalidInput(f"The server's reward is {found}, which is no number to go by.")
    return found


def _parsed(content: bytes) -> Json:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}
