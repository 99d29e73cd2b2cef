"""Models that answer: where a run's are asked, and one prompt to one of them.

A model may be tuned in one location and served from another: a Gemini 3 that was tuned in us-central1 has its
endpoint in ``us``, and only that location's own host knows it.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from core.cloud import genai_client, generated_text, translated
from core.errors import InvalidInput
from core.training.google.jobs import Job
from core.training.google.leftovers import location_of
from core.training.method import ServedModels


def serving_location(parameters: Mapping[str, Any]) -> str:
    """Where a run's models answer; a method without such a parameter tunes and serves in one place."""
    return str(parameters.get("serving_location") or parameters["location"])


def tuned_resource(tuning: Job) -> str:
    """The name that a tuned model is asked by: its endpoint where that is elsewhere, else the model's own.

    Batch prediction is documented for models; of a model that is served from another location only the
    endpoint is there. Empty where Google names neither.
    """
    tuned = tuning.tuned_model
    model, endpoint = (tuned.model or "", tuned.endpoint or "") if tuned is not None else ("", "")
    elsewhere = place_of(endpoint, "") not in {"", place_of(model, "")}
    return endpoint if not model or elsewhere else model


def place_of(resource: str, default: str) -> str:
    """The location in a job's, model's or endpoint's full name; the default where it is no such name."""
    with suppress(InvalidInput):
        return location_of(resource)
    return default


def client_for(resource: str) -> Any:
    """A ``google.genai.Client`` at the host that knows a tuned model, by the model's or endpoint's full name.

    Raises:
        InvalidInput: It is no such name.
    """
    return genai_client(location_of(resource))


def both_models(parameters: Mapping[str, Any], endpoint: str) -> ServedModels | None:
    """Both models of a tuning by their full names; None where the run does not tell both.

    Args:
        parameters: The run's.
        endpoint: The tuned model's, empty where it left none.
    """
    base = parameters.get("base_model")
    if not base or not place_of(endpoint, ""):
        return None
    project = endpoint.partition("/locations/")[0]
    serving = serving_location(parameters)
    thinking, most = parameters.get("thinking_level") or "", parameters.get("max_output_tokens")
    return ServedModels(
        base=f"{project}/locations/{serving}/publishers/google/models/{base}",
        tuned=endpoint,
        instruction=parameters.get("instruction") or "",
        thinking_level=thinking,
        **({"most_tokens": most} if most else {}),
    )


def ask(resource: str, prompt: str, models: ServedModels) -> str:
    """One model's answer to one prompt.

    Args:
        resource: The endpoint's full name; a model's own where Google serves it under that.
        prompt: What it is asked.
        models: The run's, with how they are to be asked.

    Raises:
        InvalidInput: It gave no text; the sentence says why.
        StudioError: It could not be asked.
    """
    from google.genai.types import GenerateContentConfig, ThinkingConfig  # noqa: PLC0415 - slow to import

    thinking = ThinkingConfig(thinking_level=models.thinking_level) if models.thinking_level else None
    config = GenerateContentConfig(
        system_instruction=models.instruction or None,
        thinking_config=thinking,
        max_output_tokens=models.most_tokens,
    )
    with translated(f"an answer of {resource}"):
        response = client_for(resource).models.generate_content(
            model=resource, contents=prompt, config=config
        )
    return generated_text(response, "The model")
