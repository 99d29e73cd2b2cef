"""Asks those of Google's services for which the studio needs no client of their own."""

from collections.abc import Mapping
from typing import Any

from core.cloud.account import account
from core.cloud.errors import translated
from core.cloud.settings import cloud_settings


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
