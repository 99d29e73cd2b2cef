"""Google's own clients with the studio's account, addresses and patience; made once and shared by threads."""

import os
from typing import Any

from core.cloud.account import Account, account, has_own_key, project_id
from core.cloud.made_once import made_once
from core.cloud.settings import cloud_settings


def pipeline_client(location: str) -> Any:
    """A ``google.cloud.aiplatform_v1.PipelineServiceClient`` for one location.

    ``aiplatform.init`` and ``PipelineJob.submit`` are left alone: the first is global to the process, the
    second makes missing buckets without a word. Give ``**within()`` to every call.
    """
    return _vertex_client("PipelineServiceClient", location)


def model_client(location: str) -> Any:
    """A ``google.cloud.aiplatform_v1.ModelServiceClient``; see `pipeline_client`."""
    return _vertex_client("ModelServiceClient", location)


def endpoint_client(location: str) -> Any:
    """A ``google.cloud.aiplatform_v1.EndpointServiceClient``; see `pipeline_client`."""
    return _vertex_client("EndpointServiceClient", location)


def job_client(location: str) -> Any:
    """A ``google.cloud.aiplatform_v1.JobServiceClient``; see `pipeline_client`."""
    return _vertex_client("JobServiceClient", location)


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
    """The arguments that keep a call of a Vertex client to the settings' time, without repeating it."""
    return {"timeout": cloud_settings().request_seconds, "retry": None}


def vertex_service(location: str) -> str:
    """The name of the Vertex AI service of one location."""
    return "aiplatform" if location == "global" else f"{location}-aiplatform"


def _vertex_client(kind: str, location: str) -> Any:
    return _vertex(kind, account(), cloud_settings().service_address(vertex_service(location)))


@made_once(most=32)
def _vertex(kind: str, who: Account, address: str) -> Any:
    from google.cloud import aiplatform_v1  # noqa: PLC0415 - slow to import

    return getattr(aiplatform_v1, kind)(
        credentials=who.credentials, transport="rest", client_options={"api_endpoint": address}
    )


@made_once(most=16)
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


@made_once(most=8)
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
