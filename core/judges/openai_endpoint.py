"""An endpoint that speaks as OpenAI's does, asked through the `openai` client; its troubles as sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from core.cloud import redact
from core.env_file import variable
from core.errors import InvalidInput, NotAllowed, NotFound, QuotaExceeded, StudioError, Unavailable
from core.judges.judge import OPENAI, Judge
from core.judges.questions import Question, Said, SaidState, question_text, read_answer
from core.sign_in_settings import is_loopback

QUOTE = 200
"""Characters of an endpoint's own words that are passed on."""

KEY_END, ADDRESS_END = "_API_KEY", "_BASE_URL"
WITHOUT_KEY = frozenset(
    {"host", "accept", "accept-encoding", "connection", "user-agent", "content-type", "content-length"}
)
"""Headers that an endpoint gets for which no key was set: nothing that says who asks."""

LONGEST_NAME = "max_completion_tokens"
ADAPTED = {"max_tokens": LONGEST_NAME, "temperature": ""}
"""Parameters that newer models refuse, and what takes their place: another name, or the model's choice."""


def key_of(judge: Judge) -> str:
    """The key of a judge, from the environment; empty where the judge names none.

    A key goes to the address that its owner set beside it, so that nobody who may name an address can have it
    sent elsewhere: that of ``X_API_KEY`` in ``X_BASE_URL``, OpenAI's own at OpenAI; or to this machine.

    Raises:
        NotAllowed: The variable is not set, or the address is another.
    """
    if not judge.key_variable:
        return ""
    name = judge.key_variable
    key = variable(name).strip()
    if not key:
        raise NotAllowed(
            f"The judge's key is to come from {name}, which is not set where the studio runs. Set it there, "
            "or in .env, and try again."
        )
    beside = name.removesuffix(KEY_END) + ADDRESS_END
    allowed = variable(beside).strip() or (OPENAI if name == "OPENAI_API_KEY" else "")
    here = is_loopback(urlsplit(judge.address).hostname or "")
    if not here and _origin(judge.address) != _origin(allowed):
        raise NotAllowed(
            f"The key in {name} is not sent to {judge.address}. Whoever looks after the studio allows that "
            f"by setting {beside} to this address."
        )
    if not key.isascii() or not key.isprintable():
        raise NotAllowed(f"What {name} holds cannot be a key: it has characters that no header carries.")
    return key


@dataclass
class Endpoint:
    """One endpoint for as long as a judge is asked: its client, and what its model was found to refuse."""

    judge: Judge
    client: Any = None
    refused: set[str] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    def open(self) -> None:
        """Make the client.

        Raises:
            NotAllowed: There is no key, or it may not go there.
        """
        from openai import DefaultHttpxClient, OpenAI  # noqa: PLC0415 - slow to import

        key = key_of(self.judge)

        def strip(request: Any) -> None:
            for name in [one for one in request.headers if one.lower() not in WITHOUT_KEY]:
                del request.headers[name]

        self.client = OpenAI(
            base_url=self.judge.address,
            api_key=key or "none",
            max_retries=0,
            timeout=self.judge.seconds,
            http_client=DefaultHttpxClient(
                follow_redirects=False, event_hooks={} if key else {"request": [strip]}
            ),
        )

    def close(self) -> None:
        """Give connections back."""
        if self.client is not None:
            self.client.close()

    def ask(self, question: Question) -> Said:
        """What the judge says of one question.

        Raises:
            StudioError: It could not be asked, or gave nothing that is an answer.
        """
        text = question_text(self.judge, question)
        while True:
            known = frozenset(self.refused)
            try:
                with translated(self.judge):
                    answer = self.client.chat.completions.create(**self._request(text, known))
                return _said(self.judge, question, answer)
            except _RefusedParameterError as error:
                if error.name in known:
                    raise InvalidInput(error.sentence) from None
                with self.lock:
                    self.refused.add(error.name)

    def _request(self, text: str, refused: frozenset[str]) -> dict[str, Any]:
        given = {"max_tokens": self.judge.most_tokens, "temperature": self.judge.temperature}
        named = {
            ADAPTED[name] if name in refused else name: value
            for name, value in given.items()
            if name not in refused or ADAPTED[name]
        }
        return {"model": self.judge.model, "messages": [{"role": "user", "content": text}], **named}


class _RefusedParameterError(Exception):
    """The model takes a parameter by another name, or not at all."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(name)
        self.name, self.sentence = name, sentence


@contextmanager
def translated(judge: Judge) -> Iterator[None]:
    """Turn what the client raises into the studio's errors, without the original: it holds the request."""
    import openai  # noqa: PLC0415 - slow to import

    try:
        yield
    except openai.APITimeoutError:
        raise Unavailable(f"The judge {judge.name} took longer than {judge.seconds:g} seconds.") from None
    except openai.APIConnectionError:
        raise Unavailable(
            f"The judge {judge.name} cannot be reached. See that the endpoint runs there and that the "
            "address is right."
        ) from None
    except openai.APIStatusError as error:
        raise refusal(judge, error.status_code, error.body, error.param or "") from None
    except (openai.OpenAIError, ValueError, TypeError, AttributeError):  # what came back is no such answer
        raise Unavailable(f"What the judge {judge.name} gave back is no chat completion.") from None


def refusal(judge: Judge, status: int, body: Any, parameter: str) -> Exception:
    """The error for an answer of this status."""
    words = _own_words(body)
    if status in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY} and parameter in ADAPTED:
        return _RefusedParameterError(parameter, f"The judge {judge.name} refuses {parameter}{words}.")
    kind, sentence = REFUSALS.get(status, (Unavailable, "answers HTTP {status}{words}. Try again later."))
    if status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in REFUSALS:
        kind, sentence = InvalidInput, "refuses the question (HTTP {status}){words}."
    said = sentence.format(status=int(status), words=words, key=judge.key_variable or "no key")
    return kind(f"The judge {judge.name} {said}")


REFUSALS: dict[int, tuple[type[StudioError], str]] = {
    HTTPStatus.UNAUTHORIZED: (
        NotAllowed, "does not accept the key (HTTP {status}; {key}){words}. Set a valid one and start again."
    ),
    HTTPStatus.FORBIDDEN: (NotAllowed, "may not be used with this key (HTTP {status}; {key}){words}."),
    HTTPStatus.NOT_FOUND: (
        NotFound, "is not there (HTTP {status}){words}. Correct the model's name or the address."
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        NotFound, "is no chat endpoint (HTTP {status}){words}. Its address usually ends in /v1."
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (
        QuotaExceeded, "is asked more often than it allows (HTTP {status}){words}. Start again later."
    ),
    HTTPStatus.REQUEST_TIMEOUT: (Unavailable, "took too long (HTTP {status}){words}."),
    **dict.fromkeys(
        (301, 302, 303, 307, 308),
        (NotFound, "sends on to another address (HTTP {status}), which is not followed; give that one."),
    ),
}  # fmt: skip


def _said(judge: Judge, question: Question, answer: Any) -> Said:
    """An answer read; whatever has another shape than documented is no answer."""
    try:
        one = answer.choices[0]
        text, refused, ended = one.message.content or "", one.message.refusal, one.finish_reason
        counts = answer.usage
    except (AttributeError, IndexError, TypeError):
        raise Unavailable(f"What the judge {judge.name} gave back is no chat completion.") from None
    tokens = {
        "tokens_in": getattr(counts, "prompt_tokens", None),
        "tokens_out": getattr(counts, "completion_tokens", None),
    }
    if refused or ended == "content_filter":
        why = f": “{_short(str(refused))}”" if refused else " (content_filter)"
        return Said(question, SaidState.REFUSED, None, "", f"The judge refuses to answer{why}.", **tokens)
    said = read_answer(question, str(text), cut=ended == "length", most_tokens=judge.most_tokens)
    return Said(said.question, said.state, said.choice, said.reasons, said.trouble, **tokens)


def _own_words(body: Any) -> str:
    """What an endpoint says in the shape of OpenAI's errors; nothing else of an answer is passed on."""
    message = body.get("message") if isinstance(body, dict) else None
    return f": “{_short(message)}”" if isinstance(message, str) and message.strip() else ""


def _short(text: str) -> str:
    text = " ".join(redact(text).split()).rstrip(".")
    return text if len(text) <= QUOTE else f"{text[: QUOTE - 1]}…"


def _origin(address: str) -> tuple[str, str, int]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
