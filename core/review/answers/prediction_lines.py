"""What one line of a model's answers is once it is understood, whatever shape it came in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.db import clean_text
from core.review.answers.line_fields import a_prompt
from core.review.answers.parts import Turn, identity, named

REASON = 200  # characters of a reason that are kept
BETWEEN = "\n\n\n"
"""What stands between instruction and prompt, as in the predictions of Google's RLHF pipeline."""

WHOLE = frozenset(
    {"", "0", "1", "stop", "finish_reason_unspecified", "eos", "eos_token", "end_turn", "stop_sequence"}
    | {"completed", "tool_calls"}
)
"""How an answer ends that came to its own end: Google's names and numbers, and those of OpenAI's kind."""


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
        reason: Why, in the service's words.
        shard: The file that says so.
        line: Its line in that file, counted from 1.
        parts: What tells its request from others with the same text, as of a `Prediction`.
    """

    prompt: str
    reason: str
    shard: str
    line: int
    parts: str = ""

    @property
    def key(self) -> str:
        """What it is joined by, as a `Prediction` is."""
        return self.parts or self.prompt


@dataclass(frozen=True, slots=True)
class Request:
    """A line of a request file: what a ``custom_id`` in a file of answers stands for."""

    by_id: str
    asked: Prediction


Line = Prediction | Unanswered | Request


def asked(
    turns: Sequence[Turn], name: str, number: int, *, field: str, instruction: Turn | None = None
) -> Prediction:
    """What a model was asked; its answer is not known yet.

    Raises:
        InvalidInput: Nothing was asked.
    """
    said = [turn.text for turn in turns]
    if len(said) > 1:
        said = [f"{turn.role or 'user'}: {turn.text}" for turn in turns]
    told = [] if instruction is None else ["\n".join(p for p in instruction.parts if isinstance(p, str))]
    prompt = BETWEEN.join([*told, "\n\n".join(said)])
    every = list(turns) if instruction is None else [replace(instruction, role="system"), *turns]
    others = [part for turn in every for part in turn.others]
    if not others:
        a_prompt(prompt, where=f"{name}, line {number}", field=field)
    return Prediction(prompt, "", name, number, identity(every), named(others))


def answered(request: Prediction, turn: Turn, ended: object) -> Prediction | Unanswered:
    """An answer with what is missing of it; one of which nothing is left to read is none.

    Args:
        request: What was asked.
        turn: What the model said.
        ended: Why it stopped, as the service says it.
    """
    cut, lacks = _cut(ended), named(turn.others, addresses=False)
    if not turn.has_text or (cut and not turn.text.strip()):
        found = f" ({lacks})" if lacks else ""
        return unanswered(request, cut or f"an answer without text{found}")
    return replace(request, text=turn.text, cut=cut, lacks=lacks)


def unanswered(request: Prediction, reason: object) -> Unanswered:
    """A request without an answer, and why."""
    return Unanswered(request.prompt, shortened(reason), request.shard, request.line, request.parts)


def _cut(ended: object) -> str:
    """Why an answer ended before its end."""
    word = str("" if ended is None else ended).removeprefix("FinishReason.")
    return "" if word.strip().casefold() in WHOLE else shortened(word)


def failure_of(row: dict[str, object]) -> object:
    """What a line says of a prompt that failed, under either of the names that services give it."""
    return message_of(row.get("status")) or message_of(row.get("error"))


def message_of(failure: object) -> object:
    """The words of a failure, which may stand alone or in an object."""
    while isinstance(failure, dict):
        told = failure.get("message") or failure.get("error") or failure.get("status") or failure.get("code")
        if not told or isinstance(told, int):
            return json.dumps(failure) if any(failure.values()) else None  # a code of 0 is no failure
        failure = told
    return failure


def shortened(reason: object) -> str:
    """A reason on one line, cut where it is long."""
    text = " ".join(clean_text(reason).split()) if isinstance(reason, str) else str(reason)
    return text if len(text) <= REASON else f"{text[: REASON - 1]}…"
