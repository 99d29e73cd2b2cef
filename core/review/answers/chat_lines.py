"""Answers in the shapes of OpenAI's chat interface, which many other services and programs write too.

A line of a batch's output names its request by ``custom_id`` only; the request file beside it says what that
was. A plain chat line holds ``messages``, of which the last is the answer unless a completion stands beside.
Source: https://platform.openai.com/docs/guides/batch
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

from core.review.answers.line_fields import a_list, a_text, an_object, one_or_more, refuse
from core.review.answers.parts import Part, Turn
from core.review.answers.prediction_lines import (
    Line,
    Prediction,
    Request,
    Unanswered,
    answered,
    asked,
    failure_of,
    message_of,
    unanswered,
)

INSTRUCTING = frozenset({"system", "developer"})
ANSWERING = frozenset({"assistant", "model", "bot"})
MODEL = "model"
"""What a turn of the model is called in every shape, so that a prompt reads alike whoever was asked."""
TEXTS = frozenset({"text", "input_text", "output_text"})
UNSAID = frozenset({"reasoning", "thinking", "redacted_thinking"})
BY_ID = "\0custom_id "
"""Begins the key of a request of which only the ``custom_id`` is known; no prompt begins so."""
UNKNOWN = "the prompt, which the request file holds; below stands its custom_id"


def is_chat(row: dict[str, object]) -> bool:
    """Whether a line has one of these shapes."""
    by_id = "custom_id" in row and ("body" in row or "response" in row or "error" in row)
    return by_id or "messages" in row or "choices" in row


def chat_line(row: dict[str, object], name: str, number: int) -> Line:
    """A line of a batch's output or of its requests, or a chat with its answer.

    Raises:
        InvalidInput: It is none: file, line, field and value are named.
    """
    if "custom_id" not in row or "messages" in row:
        return _whole_chat(row, name, number)
    where = f"{name}, line {number}"
    named = a_text(row["custom_id"], where=where, field="custom_id")
    if "body" in row:
        body = an_object(row["body"], where=where, field="body")
        return Request(named, requested(body, name, number, field="body"))
    request = Prediction(named, "", name, number, BY_ID + named, UNKNOWN)
    response = an_object(row.get("response") or {}, where=where, field="response")
    body = an_object(response.get("body") or {}, where=where, field="response.body")
    if failure := failure_of(row) or message_of(body.get("error")):
        return unanswered(request, failure)
    status = response.get("status_code")
    if isinstance(status, int) and status >= HTTPStatus.BAD_REQUEST:
        return unanswered(request, f"status {status}")
    return completed(request, body, where=where, field="response.body")


def _whole_chat(row: dict[str, object], name: str, number: int) -> Prediction | Unanswered:
    """The messages may end with the answer, or a completion stands beside them or in a field of its own."""
    where = f"{name}, line {number}"
    body = next((row[one] for one in ("response", "completion") if isinstance(row.get(one), dict)), row)
    body = an_object(body, where=where, field="response")
    if "choices" in body or "output" in body:
        request = requested(row, name, number, field="")
        failure = failure_of(row)
        return unanswered(request, failure) if failure else completed(request, body, where=where, field="")
    turns = _turns(row["messages"], where=where, field="messages")
    said = [turn for turn in turns if turn.role not in INSTRUCTING]
    if not said or said[-1].role != MODEL:
        request = requested(row, name, number, field="")
        return unanswered(request, failure_of(row) or "the messages do not end with an answer")
    return answered(_asked(turns[:-1], name, number, "messages"), turns[-1], row.get("finish_reason"))


def requested(body: dict[str, object], name: str, number: int, *, field: str) -> Prediction:
    """What the body of a request asks: ``messages``, or ``prompt`` or ``input`` in other interfaces.

    Raises:
        InvalidInput: It asks nothing.
    """
    where, before = f"{name}, line {number}", f"{field}." if field else ""
    kind = next((one for one in ("messages", "input", "prompt") if body.get(one)), "messages")
    value = body.get(kind)
    if isinstance(value, str) and kind != "messages":
        turns = [Turn("", (a_text(value, where=where, field=f"{before}{kind}"),))]
    else:
        turns = _turns(value, where=where, field=f"{before}{kind}")
    if told := body.get("instructions"):
        turns = [Turn("system", (a_text(told, where=where, field=f"{before}instructions"),)), *turns]
    return _asked(turns, name, number, f"{before}{kind}")


def dialogue(messages: object, name: str, number: int, *, field: str) -> Prediction:
    """A request that stands as a list of messages in a field of its own.

    Raises:
        InvalidInput: They are no messages.
    """
    return _asked(_turns(messages, where=f"{name}, line {number}", field=field), name, number, field)


def completed(
    request: Prediction, body: dict[str, object], *, where: str, field: str
) -> Prediction | Unanswered:
    """The answer in a completion: its first choice, or the messages of the newer interface's output.

    Raises:
        InvalidInput: It is none.
    """
    before = f"{field}." if field else ""
    if "output" in body and "choices" not in body:
        return _of_output(request, body, where=where, field=f"{before}output")
    if not body.get("choices"):
        return unanswered(request, message_of(body.get("error")) or "no choices")
    at = f"{before}choices[0]"
    first = an_object(
        a_list(body["choices"], where=where, field=f"{before}choices")[0], where=where, field=at
    )
    message = first.get("message")
    if message is None:  # the older interface, which completes a text
        text = first.get("text")
        turn = Turn("", () if text is None else (a_text(text, where=where, field=f"{at}.text"),))
    else:
        turn = _turn(an_object(message, where=where, field=f"{at}.message"), where, f"{at}.message")
        if not turn.has_text and (refused := first_text(message, "refusal")):
            return unanswered(request, f"refused: {refused}")
    return answered(request, turn, first.get("finish_reason"))


def _of_output(
    request: Prediction, body: dict[str, object], *, where: str, field: str
) -> Prediction | Unanswered:
    said: list[str | Part] = []
    for item in one_or_more(body["output"] or {}, where=where, field=field):
        turn = _turn(an_object(item, where=where, field=field), where, field)
        said += turn.parts
    why = body.get("incomplete_details")
    ended = why.get("reason") if isinstance(why, dict) else None
    return answered(request, Turn(MODEL, tuple(said)), ended)


def first_text(message: object, field: str) -> str:
    """A field that may hold a text."""
    value = message.get(field) if isinstance(message, dict) else None
    return value if isinstance(value, str) else ""


def _asked(turns: Sequence[Turn], name: str, number: int, field: str) -> Prediction:
    """What stands first for the system is the instruction."""
    told = turns[0] if len(turns) > 1 and turns[0].role in INSTRUCTING else None
    return asked(turns[1:] if told else turns, name, number, field=field, instruction=told)


def _turns(value: object, *, where: str, field: str) -> list[Turn]:
    """Messages; in a cell of a table they stand as JSON."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            refuse(value, where=where, field=field, wanted="a list of messages")
    return [
        _turn(an_object(one, where=where, field=f"{field}[{place}]"), where, f"{field}[{place}]")
        for place, one in enumerate(a_list(value, where=where, field=field))
    ]


def _turn(message: dict[str, object], where: str, field: str) -> Turn:
    content, role = message.get("content"), first_text(message, "role").casefold()
    parts: list[str | Part] = []
    if isinstance(content, str):
        parts.append(a_text(content, where=where, field=f"{field}.content"))
    elif content is not None:
        for one in one_or_more(content, where=where, field=f"{field}.content"):
            parts += _part(one, where, f"{field}.content")
    calls = message.get("tool_calls")
    parts += [_call(one) for one in calls if isinstance(one, dict)] if isinstance(calls, list) else []
    return Turn(MODEL if role in ANSWERING else role, tuple(parts))


def _part(part: object, where: str, field: str) -> list[str | Part]:
    if isinstance(part, str):
        return [a_text(part, where=where, field=field)]
    found = an_object(part, where=where, field=field)
    kind = first_text(found, "type")
    if kind in TEXTS or (not kind and "text" in found):
        return [a_text(found.get("text"), where=where, field=f"{field}.text")]
    return [] if kind in UNSAID else [{kind or "part": {"mimeType": kind, "value": found.get(kind, found)}}]


def _call(call: dict[str, object]) -> Part:
    function = call.get("function")
    return {"functionCall": function if isinstance(function, dict) else {}}


def by_id(line: Prediction | Unanswered) -> str:
    """The ``custom_id`` that stands for a line's prompt, as long as nothing tells the prompt; else empty."""
    return line.parts.removeprefix(BY_ID) if line.parts.startswith(BY_ID) else ""


def known(line: Prediction | Unanswered, requests: dict[str, Prediction]) -> Prediction | Unanswered:
    """A line with its request, where a request file says what its ``custom_id`` stands for."""
    request = requests.get(by_id(line))
    if request is None:
        return line
    if isinstance(line, Unanswered):
        return replace(line, prompt=request.prompt, parts=request.parts)
    return replace(line, prompt=request.prompt, parts=request.parts, beside=request.beside)
