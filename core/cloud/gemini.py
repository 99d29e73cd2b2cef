"""One question to a Gemini model: where it is asked, and what comes back."""

import re
from typing import Any

from core.cloud.clients import genai_client
from core.cloud.errors import translated
from core.cloud.settings import cloud_settings

NEW_GEMINI = re.compile(r"(publishers/google/models/)?gemini-([3-9]|\d\d)")
AROUND = {"us": "us", "eu": "eu", "europe": "eu"}
"""The multi-regions around Google's regions, by how these begin; in the others there is none."""

FULL_NAME = re.compile(r"projects/[^/]+/locations/([^/]+)/.+")


def gemini_location(model: str) -> str:
    """Where a model is asked: where its full name says, else in the studio's region or what is around it.

    Google documents Gemini 3 for ``us``, ``eu`` and ``global``; that regions do not answer for it is said
    second-hand only.
    """
    if found := FULL_NAME.fullmatch(model):
        return found[1]
    region = cloud_settings().region
    if NEW_GEMINI.match(model):
        return AROUND.get(region.partition("-")[0], "global")
    return region


def ask_gemini(model: str, prompt: str, *, seconds: float | None = None, **how: Any) -> Any:
    """What a model gives back for one prompt, a ``GenerateContentResponse``; asked once, without tools.

    Args:
        model: Its short name, or a full one with project and location.
        prompt: What it is asked.
        seconds: How long it may take; else as long as any request to Google.
        how: Further fields of ``GenerateContentConfig``, such as ``temperature``.

    Raises:
        StudioError: As `core.cloud.errors.translated` says.
    """
    from google.genai import types  # noqa: PLC0415 - slow to import

    location = gemini_location(model)
    client = genai_client(location)
    options = types.HttpOptions(timeout=int(seconds * 1000)) if seconds is not None else None
    config = types.GenerateContentConfig(
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
        http_options=options,
        **how,
    )
    with translated(f"the judge {model} in {location}"):
        return client.models.generate_content(model=model, contents=prompt, config=config)
