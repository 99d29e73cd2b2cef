"""Models that answer at once: base and tuned ones, and base ones that are asked to judge."""

from typing import TYPE_CHECKING, Any

from tests.doubles.google.cloud import GoogleCloud
from tests.doubles.google.errors import GoogleError, not_found
from tests.doubles.google.judges import is_asked, judgment, said
from tests.doubles.google.texts import answer_to

if TYPE_CHECKING:
    from tests.doubles.google.routes import Call
NEW_GEMINIS = ("us", "eu", "global")
"""Where Google's texts say that Gemini 3 answers."""


def ask_publisher(cloud: GoogleCloud, call: "Call") -> dict[str, Any]:
    """Let a base model answer; or judge, where what it is asked is a judge's question.

    Raises:
        GoogleError: 400, nothing is asked; 404, there is no such model; 503, as the test says.
    """
    _require_prompt(call)
    elsewhere = call.parts["id"].startswith("gemini-3") and call.parts["location"] not in NEW_GEMINIS
    if elsewhere or not call.parts["id"].startswith("gemini-"):
        raise GoogleError(404, f"Publisher Model `{call.parts['id']}` was not found.")
    if is_asked(call.body):
        return judgment(cloud.judge, call.body)
    return _answer(call, call.parts["id"], tuned=False)


def ask_endpoint(cloud: GoogleCloud, call: "Call") -> dict[str, Any]:
    """Let the tuned model at an endpoint answer, asked in the location where it is served.

    Raises:
        GoogleError: 404, there is no such endpoint in this location; 400, it serves nothing, or nothing is
            asked.
    """
    _require_prompt(call)
    place = f"/locations/{call.parts['location']}/endpoints/{call.parts['id']}"
    endpoint = cloud.endpoints.get(call.parts["id"])
    if not endpoint or not endpoint["name"].endswith(place):
        raise not_found(f"projects/{call.parts['project']}{place}")
    if not endpoint["deployedModels"]:
        raise GoogleError(400, f"Endpoint {endpoint['name']} doesn't have traffic_split.")
    return _answer(call, endpoint["deployedModels"][0]["model"], tuned=True)


def _require_prompt(call: "Call") -> None:
    if not said(call.body):
        raise GoogleError(400, "Model input cannot be empty.")


def _answer(call: "Call", model: str, *, tuned: bool) -> dict[str, Any]:
    prompt = said({"contents": call.body["contents"][-1:]})
    text = answer_to(prompt, tuned=tuned)
    counts = {"promptTokenCount": len(prompt) // 4, "candidatesTokenCount": len(text) // 4}
    return {
        "candidates": [{"content": {"role": "model", "parts": [{"text": text}]}, "finishReason": "STOP"}],
        "usageMetadata": counts | {"totalTokenCount": sum(counts.values())},
        "modelVersion": model.rpartition("/")[2],
    }
