"""One line of a model's answers, in the two shapes in which Vertex AI writes them.

Bulk inference writes ``inputs.inputs_pretokenized`` and ``prediction``; batch prediction with Gemini writes
the request, and a response or why there is none.
Source: https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/batch-prediction-from-cloud-storage
"""

import json
from dataclasses import dataclass, replace

from core.db import clean_text
from core.review.answers.line_fields import a_prompt, a_text, an_object, json_value, one_or_more
from core.review.answers.parts import Turn, identity, named, read_turn

REASON = 200  # characters of Google's reason that are kept
BETWEEN = "\n\n\n"
"""What stands between instruction and prompt, as in the predictions of Google's RLHF pipeline."""

WHOLE = {"", "stop", "finish_reason_unspecified", "0", "1"}
"""How an answer ends that came to its own end, as a name or by its number."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """One model's answer to one evaluation prompt, and where it was read.

    Attributes:
        prompt: The whole input the model saw, instruction included, exactly as the file holds it.
        text: The model's answer, untrimmed; it may be empty.
        shard: The file it came from.
        line: Its line in that file, counted from 1.
        parts: What tells its request from others with the same text, where it holds more than text.
        beside: What of the request is no text and cannot be shown, in few words.
        cut: Why the answer is not whole, in Google's word, such as MAX_TOKENS; empty where it is.
        lacks: What of the answer is no text and cannot be shown, in few words.
        reference: An answer that is known to be good, where the file has one.
        stratum: The part of the prompts it belongs to, where the file says so.
    """

    prompt: str
    text: str
    shard: str
    line: int
    parts: str = ""
    beside: str = ""
    cut: str = ""
    lacks: str = ""
    reference: str = ""
    stratum: str = ""

    @property
    def key(self) -> str:
        """What two models' answers are joined by: all that the model was asked."""
        return self.parts or self.prompt


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An evaluation prompt that a model gave no answer to, such as one that was blocked or failed.

    Attributes:
        prompt: The whole input.
        reason: Why, in Google's words.
        shard: The file that says so.
        line: Its line in that file, counted from 1.
    """

    prompt: str
    reason: str
    shard: str
    line: int


def parse_line(line: bytes, name: str, number: int) -> Prediction | Unanswered:
    """Read one line, checked field by field.

    Raises:
        InvalidInput: It is no prediction of either shape: file, line, field and value are named.
    """
    where = f"{name}, line {number}"
    row = an_object(json_value(line, where), where=where, field="the line")
    if "request" in row:
        return _batch_line(row, name, number)
    inputs = an_object(row.get("inputs"), where=where, field="inputs")
    prompt = a_prompt(inputs.get("inputs_pretokenized"), where=where, field="inputs.inputs_pretokenized")
    if row.get("prediction") is None and (failure := _failure(row)):
        return Unanswered(prompt, _shortened(failure), name, number)
    text = a_text(row.get("prediction"), where=where, field="prediction")
    return Prediction(prompt=prompt, text=text, shard=name, line=number)


def _batch_line(row: dict[str, object], name: str, number: int) -> Prediction | Unanswered:
    """Both models' lines hold the same requests, so the same prompt reads the same in both."""
    where = f"{name}, line {number}"
    request = _request(an_object(row["request"], where=where, field="request"), name, number)
    if failure := _failure(row):
        return _unanswered(request, failure)
    response = an_object(row.get("response") or {}, where=where, field="response")
    if not response.get("candidates"):
        return _unanswered(request, _blocked(response))
    first = one_or_more(response["candidates"], where=where, field="response.candidates")[0]
    return _answered(request, an_object(first, where=where, field="response.candidates[0]"), where)


def _answered(request: Prediction, candidate: dict[str, object], where: str) -> Prediction | Unanswered:
    field = "response.candidates[0].content"
    content = an_object(candidate.get("content") or {}, where=where, field=field)
    turn = read_turn(content, where=where, field=field) if content.get("parts") else Turn("", ())
    cut, lacks = _cut(candidate), named(turn.others, addresses=False)
    if not turn.has_text:
        found = f" ({lacks})" if lacks else ""
        return _unanswered(request, cut or f"an answer without text{found}")
    return replace(request, text=turn.text, cut=cut, lacks=lacks)


def _unanswered(request: Prediction, reason: object) -> Unanswered:
    return Unanswered(request.prompt, _shortened(reason), request.shard, request.line)


def _cut(candidate: dict[str, object]) -> str:
    """Why an answer ended before its end."""
    reason = candidate.get("finishReason", candidate.get("finish_reason"))
    word = str("" if reason is None else reason).removeprefix("FinishReason.")
    return "" if word.strip().casefold() in WHOLE else _shortened(word)


def _request(request: dict[str, object], name: str, number: int) -> Prediction:
    """What a model was asked; its answer is not known yet."""
    where, field = f"{name}, line {number}", "request.contents"
    contents = one_or_more(request.get("contents"), where=where, field=field)
    turns = [
        read_turn(
            an_object(turn, where=where, field=f"{field}[{place}]"), where=where, field=f"{field}[{place}]"
        )
        for place, turn in enumerate(contents)
    ]
    said = [turn.text for turn in turns]
    if len(said) > 1:
        said = [f"{turn.role or 'user'}: {turn.text}" for turn in turns]
    instruction = _instruction(request, where)
    told = [] if instruction is None else ["\n".join(p for p in instruction.parts if isinstance(p, str))]
    prompt = BETWEEN.join([*told, "\n\n".join(said)])
    every = turns if instruction is None else [replace(instruction, role="system"), *turns]
    others = [part for turn in every for part in turn.others]
    if not others:
        a_prompt(prompt, where=where, field=field)
    return Prediction(prompt, "", name, number, identity(every), named(others))


def _instruction(request: dict[str, object], where: str) -> Turn | None:
    field = "request.systemInstruction"
    instruction = request.get("systemInstruction") or request.get("system_instruction")
    if not instruction:
        return None
    return read_turn(an_object(instruction, where=where, field=field), where=where, field=field)


def _blocked(response: dict[str, object]) -> object:
    feedback = response.get("promptFeedback", response.get("prompt_feedback"))
    reason = feedback.get("blockReason", feedback.get("block_reason")) if isinstance(feedback, dict) else None
    return reason or _message(response.get("error")) or "no candidates"


def _failure(row: dict[str, object]) -> object:
    """What a line says of a prompt that failed, under either of the names that Google gives it."""
    return _message(row.get("status")) or _message(row.get("error"))


def _message(failure: object) -> object:
    """The words of a failure, which may stand alone or in an object, as in Google's other services."""
    while isinstance(failure, dict):
        told = failure.get("message") or failure.get("error") or failure.get("status")
        if not told:
            return json.dumps(failure) if any(failure.values()) else None  # a code of 0 is no failure
        failure = told
    return failure


def _shortened(reason: object) -> str:
    """A reason on one line, cut where it is long."""
    text = " ".join(clean_text(reason).split()) if isinstance(reason, str) else str(reason)
    return text if len(text) <= REASON else f"{text[: REASON - 1]}…"
