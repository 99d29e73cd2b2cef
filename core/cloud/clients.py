"""Google's own clients with the studio's account, addresses and patience, cached; and its REST interface."""

import os
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from threading import Lock
from typing import Any, Literal, TypeVar, TypeVarTuple

from core.cloud.account import Account, account, has_own_key, project_id
from core.cloud.errors import translated
from core.cloud.settings import cloud_settings
from core.errors import InvalidInput

Arguments = TypeVarTuple("Arguments")
Made = TypeVar("Made")
Maker = Callable[[*Arguments], Made]
VertexKind = Literal["Pipeline", "Model", "Endpoint", "Metadata", "Tensorboard"]

MULTI_REGIONS = frozenset({"us", "eu"})
"""Locations that span regions; newer Gemini models are served from them."""


def cached(*, most: int) -> Callable[[Maker[*Arguments, Made]], Maker[*Arguments, Made]]:
    """Keep what a function makes, for up to ``most`` different arguments.

    `functools.lru_cache` alone lets two threads that ask for the first time both make one, and keeps one of
    them. A client of google-genai that nobody keeps closes its connections while its thread still uses them.
    """

    def keeping(make: Maker[*Arguments, Made]) -> Maker[*Arguments, Made]:
        kept = lru_cache(maxsize=most)(make)
        making = Lock()

        @wraps(make)
        def get(*arguments: *Arguments) -> Made:
            with making:
                return kept(*arguments)

        return get

    return keeping


def vertex_client(kind: VertexKind, location: str) -> Any:
    """A client of ``google.cloud.aiplatform_v1`` for one location, such as its ``PipelineServiceClient``.

    ``aiplatform.init`` and ``PipelineJob.submit`` are left alone: the first is global to the process, the
    second makes missing buckets without a word. Give ``**within()`` to every call.
    """
    return _vertex(kind, account(), cloud_settings().service_address(vertex_service(location)))


def genai_client(location: str) -> Any:
    """A ``google.genai.Client`` of Vertex AI for one location; it sends a request once only."""
    settings = cloud_settings()
    milliseconds = int(settings.request_seconds * 1000)
    return _genai(account(), project_id(), location, settings.google_endpoint, milliseconds)


def storage_client() -> Any:
    """A ``google.cloud.storage.Client``: the configured key's, else nobody's against an emulator.

    The project is left open because only making a bucket would need it.
    """
    settings = cloud_settings()
    emulator = os.environ.get("STORAGE_EMULATOR_HOST", "")
    who = account() if has_own_key(settings) else None
    return _storage(who, emulator, settings.google_endpoint)


def within() -> dict[str, Any]:
    """The arguments that keep a call of a client to the settings' time, without repeating it."""
    return {"timeout": cloud_settings().request_seconds, "retry": None}


def vertex_service(location: str) -> str:
    """The name of the Vertex AI service of one location, as google-genai has it too."""
    if location == "global":
        return "aiplatform"
    return f"aiplatform.{location}.rep" if location in MULTI_REGIONS else f"{location}-aiplatform"


def generated_text(answer: Any, who: str) -> str:
    """What a model says in an answer of ``generate_content``, without its thoughts.

    Args:
        answer: As the client gives it.
        who: Who was asked, as the words that begin a sentence.

    Raises:
        InvalidInput: It says nothing; the sentence passes on why, if Google says it.
    """
    if answer.text:
        return str(answer.text)
    blocked = getattr(answer.prompt_feedback, "block_reason", None)
    reason = answer.candidates[0].finish_reason if answer.candidates else blocked
    raise InvalidInput(f"{who} gave no text{f' ({reason.name})' if reason is not None else ''}.")


@cached(most=32)
def _vertex(kind: VertexKind, who: Account, address: str) -> Any:
    from google.cloud import aiplatform_v1  # noqa: PLC0415 - slow to import

    return getattr(aiplatform_v1, f"{kind}ServiceClient")(
        credentials=who.credentials, transport="rest", client_options={"api_endpoint": address}
    )


@cached(most=16)
def _genai(who: Account, project: str, location: str, address: str, milliseconds: int) -> Any:
    from google import genai  # noqa: PLC0415 - slow to import
    from google.genai.types import HttpOptions  # noqa: PLC0415 - slow to import

    return genai.Client(
        vertexai=True,
        project=project,
        location=location,
        credentials=who.credentials,
        http_options=HttpOptions(base_url=address or None, timeout=milliseconds),
    )


@cached(most=8)
def _storage(who: Account | None, emulator: str, address: str) -> Any:
    from google.auth.credentials import AnonymousCredentials  # noqa: PLC0415 - slow to import
    from google.cloud.storage import Client  # noqa: PLC0415 - slow to import

    # Else the client asks for the bucket's description in a thread of its own, for traces nobody collects.
    os.environ.setdefault("DISABLE_GCS_PYTHON_CLIENT_OTEL_BUCKET_METADATA", "true")
    options = {"api_endpoint": address} if address and not emulator else None
    credentials = who.credentials if who else None
    if emulator and not who:
        credentials = AnonymousCredentials()  # type: ignore[no-untyped-call] # Google's
    return Client(project=None, credentials=credentials, client_options=options)


def ask_google(
    service: str,
    method: str,
    path: str,
    *,
    body: Mapping[str, Any] | None = None,
    query: Any = None,
    what: str = "",
) -> dict[str, Any]:
    """Send one request and give the JSON object that comes back.

    Args:
        service: The name before ``.googleapis.com``, such as ``serviceusage`` or ``us-central1-aiplatform``.
        method: ``GET``, ``POST`` and so on.
        path: From the version on, without '/' in front: ``v1/projects/p/services``.
        body: Sent as JSON.
        query: A mapping or pairs, as ``requests`` takes them.
        what: What is asked about, for the sentence that says it failed; by default the service's name.

    Raises:
        StudioError: As `core.cloud.errors.translated` says.
    """
    settings = cloud_settings()
    who = account()
    address = f"{settings.service_address(service)}/{path}"
    with translated(what or f"the service {service}.googleapis.com"):
        return _sent(who.credentials, method, address, body, query, settings.request_seconds)


def _sent(
    credentials: Any, method: str, address: str, body: Mapping[str, Any] | None, query: Any, seconds: float
) -> dict[str, Any]:
    from google.api_core.exceptions import Unknown, from_http_response  # noqa: PLC0415 - slow to import
    from google.auth.transport.requests import AuthorizedSession  # noqa: PLC0415 - slow to import

    with AuthorizedSession(credentials, refresh_timeout=seconds) as session:  # type: ignore[no-untyped-call]
        response = session.request(
            method, address, json=body, params=query, timeout=seconds, max_allowed_time=2 * seconds
        )
    if not response.ok:
        raise from_http_response(response)  # type: ignore[no-untyped-call] # Google's
    answer = response.json() if response.content else {}
    if not isinstance(answer, dict):
        raise Unknown("no object")  # type: ignore[no-untyped-call] # Google's
    return answer
