"""Answers in the two shapes in which Vertex AI writes them.

Bulk inference writes ``inputs.inputs_pretokenized`` and ``prediction``; batch prediction with Gemini writes
the request, and a response or why there is none.
Source: https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/batch-prediction-from-cloud-storage
"""

from core.review.answers.line_fields import a_prompt, a_text, an_object, one_or_more
from core.review.answers.parts import Turn, read_turn
from core.review.answers.prediction_lines import (
    Prediction,
    Unanswered,
    answered,
    asked,
    failure_of,
    message_of,
    unanswered,
)


def bulk_line(row: dict[str, object], name: str, number: int) -> Prediction | Unanswered:
    """A line of bulk inference; what it was to answer, if the set said so, is the reference.

    Raises:
        InvalidInput: It is none: file, line, field and value are named.
    """
    where = f"{name}, line {number}"
    inputs = an_object(row.get("inputs"), where=where, field="inputs")
    prompt = a_prompt(inputs.get("inputs_pretokenized"), where=where, field="inputs.inputs_pretokenized")
    if row.get("prediction", "") is None or ("prediction" not in row and failure_of(row)):
        return unanswered(Prediction(prompt, "", name, number), failure_of(row) or "an answer without text")
    text = a_text(row.get("prediction"), where=where, field="prediction")
    target = inputs.get("targets_pretokenized")
    reference = a_text(target, where=where, field="inputs.targets_pretokenized") if target else ""
    return Prediction(prompt, text, name, number, reference=reference)


def batch_line(row: dict[str, object], name: str, number: int) -> Prediction | Unanswered:
    """A line of batch prediction; both models' lines hold the same requests, so a prompt reads alike in both.

    Raises:
        InvalidInput: It is none: file, line, field and value are named.
    """
    where = f"{name}, line {number}"
    request = _request(an_object(row["request"], where=where, field="request"), name, number)
    if failure := failure_of(row):
        return unanswered(request, failure)
    response = an_object(row.get("response") or {}, where=where, field="response")
    if not response.get("candidates"):
        return unanswered(request, _blocked(response))
    first = one_or_more(response["candidates"], where=where, field="response.candidates")[0]
    candidate = an_object(first, where=where, field="response.candidates[0]")
    field = "response.candidates[0].content"
    content = an_object(candidate.get("content") or {}, where=where, field=field)
    turn = read_turn(content, where=where, field=field) if content.get("parts") else Turn("", ())
    return answered(request, turn, candidate.get("finishReason", candidate.get("finish_reason")))


def _request(request: dict[str, object], name: str, number: int) -> Prediction:
    where, field = f"{name}, line {number}", "request.contents"
    contents = one_or_more(request.get("contents"), where=where, field=field)
    turns = [
        read_turn(
            an_object(turn, where=where, field=f"{field}[{place}]"), where=where, field=f"{field}[{place}]"
        )
        for place, turn in enumerate(contents)
    ]
    return asked(turns, name, number, field=field, instruction=_instruction(request, where))


def _instruction(request: dict[str, object], where: str) -> Turn | None:
    field = "request.systemInstruction"
    instruction = request.get("systemInstruction") or request.get("system_instruction")
    if not instruction:
        return None
    return read_turn(an_object(instruction, where=where, field=field), where=where, field=field)


def _blocked(response: dict[str, object]) -> object:
    feedback = response.get("promptFeedback", response.get("prompt_feedback"))
    reason = feedback.get("blockReason", feedback.get("block_reason")) if isinstance(feedback, dict) else None
    return reason or message_of(response.get("error")) or "no candidates"
