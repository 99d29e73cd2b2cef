"""One line of Google's batch prediction with Gemini: the request, and an answer or why there is none.

Source: https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/batch-prediction-from-cloud-storage
"""

from dataclasses import dataclass

from core.review.line_fields import a_list, a_prompt, a_text, an_object

REASON = 200  # characters of Google's reason that are kept
BETWEEN = "\n\n\n"
"""What stands between instruction and prompt, as in the predictions of Google's RLHF pipeline."""


@dataclass(frozen=True, slots=True)
class BatchLine:
    """What a line says.

    Attributes:
        prompt: The text of the request: its instruction, if it has one, and its turns.
        text: The answer, untrimmed; None where the model gave none.
        reason: Why there is none.
    """

    prompt: str
    text: str | None
    reason: str = ""


def is_batch_line(row: dict[str, object]) -> bool:
    """Whether a line is one of batch prediction."""
    return "request" in row


def read_batch_line(row: dict[str, object], where: str) -> BatchLine:
    """Read a line; both models' lines hold the same requests, so the same prompt reads the same in both.

    Raises:
        InvalidInput: The line is not as Google writes it.
    """
    prompt = _prompt(an_object(row["request"], where=where, field="request"), where)
    if status := row.get("status"):
        return BatchLine(prompt, None, _cut(status))
    response = an_object(row.get("response") or {}, where=where, field="response")
    if not response.get("candidates"):
        return BatchLine(prompt, None, _blocked(response))
    first = a_list(response["candidates"], where=where, field="response.candidates")[0]
    return _answered(prompt, an_object(first, where=where, field="response.candidates[0]"), where)


def _answered(prompt: str, candidate: dict[str, object], where: str) -> BatchLine:
    field = "response.candidates[0].content"
    content = an_object(candidate.get("content") or {}, where=where, field=field)
    texts = _texts(content, where=where, field=field) if content.get("parts") else []
    if not texts:
        return BatchLine(prompt, None, _cut(candidate.get("finishReason") or "an answer without text"))
    return BatchLine(prompt, "".join(texts))


def _prompt(request: dict[str, object], where: str) -> str:
    field = "request.contents"
    turns = [
        an_object(turn, where=where, field=f"{field}[{place}]")
        for place, turn in enumerate(a_list(request.get("contents"), where=where, field=field))
    ]
    said = ["".join(_texts(turn, where=where, field=f"{field}[{place}]")) for place, turn in enumerate(turns)]
    if len(said) > 1:
        said = [f"{turn.get('role') or 'user'}: {text}" for turn, text in zip(turns, said, strict=True)]
    return a_prompt(
        BETWEEN.join([*_instruction(request, where), "\n\n".join(said)]), where=where, field=field
    )


def _instruction(request: dict[str, object], where: str) -> list[str]:
    field = "request.systemInstruction"
    instruction = request.get("systemInstruction") or request.get("system_instruction")
    if not instruction:
        return []
    return ["\n".join(_texts(an_object(instruction, where=where, field=field), where=where, field=field))]


def _texts(content: dict[str, object], *, where: str, field: str) -> list[str]:
    """The texts of a turn's parts, without what a model only thought; Google writes null for other parts."""
    parts = [
        an_object(part, where=where, field=f"{field}.parts")
        for part in a_list(content.get("parts"), where=where, field=f"{field}.parts")
    ]
    return [
        a_text(part["text"], where=where, field=f"{field}.parts.text")
        for part in parts
        if part.get("text") is not None and not part.get("thought")
    ]


def _blocked(response: dict[str, object]) -> str:
    feedback = response.get("promptFeedback")
    reason = feedback.get("blockReason") if isinstance(feedback, dict) else None
    return _cut(reason or "no candidates")


def _cut(reason: object) -> str:
    text = " ".join(reason.split()) if isinstance(reason, str) else str(reason)
    return text if len(text) <= REASON else f"{text[: REASON - 1]}…"
