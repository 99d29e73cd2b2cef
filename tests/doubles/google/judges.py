"""A made-up model that judges answers by a rule of the test's, and goes wrong as the test says."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.doubles.choosing import Picks, choice_text, is_choice, shorter
from tests.doubles.google.errors import GoogleError

ANSWER = re.compile(r"<answer>\n(.*)\n</answer>", re.DOTALL)

Trouble = Literal["nonsense", "outside", "silent", "blocked", "status"]


def shorter_is_better(answer: str) -> float:
    """From 1 for nothing said down to -1 for two hundred words and more."""
    return 1 - min(len(answer.split()), 200) / 100


@dataclass
class Judge:
    """How the model judges.

    Attributes:
        rule: The score of an answer; the answer is what stands between the last two tags ``<answer>`` of the
            prompt, or all of it.
        trouble: What happens on some calls: an answer without a score, a score of 7, no answer, a refusal of
            the prompt, or the status 503.
        share: On how many calls it happens, spread evenly.
        asked: Every request's body.
        picks: How it chooses between two answers, where it is asked for a choice.
    """

    rule: Callable[[str], float] = shorter_is_better
    picks: Picks = shorter
    trouble: Trouble = "nonsense"
    share: float = 0.0
    asked: list[dict[str, Any]] = field(default_factory=list)

    @property
    def prompts(self) -> list[str]:
        """What it was asked."""
        return [said(body) for body in self.asked]

    def prefers(self, word: str) -> None:
        """From now on it likes answers with this word, and no others."""
        self.rule = lambda answer: 0.8 if word in answer else -0.8

    def in_trouble(self) -> bool:
        """Whether it happens on this call: after so many calls it has happened on this share of them."""
        number = len(self.asked)
        return int(number * self.share + 1e-9) > int((number - 1) * self.share + 1e-9)


def is_asked(body: dict[str, Any]) -> bool:
    """Whether a prompt wants a judgment: it says how to write a score, or marks an answer."""
    prompt = said(body)
    return "<score>" in prompt or "<answer>" in prompt or is_choice(prompt)


def judgment(judge: Judge, body: dict[str, Any]) -> dict[str, Any]:
    """Judge what a prompt holds.

    Raises:
        GoogleError: 503, as the test says.
    """
    judge.asked.append(json.loads(json.dumps(body)))
    prompt = said(body)
    if judge.in_trouble():
        return _troubled(judge.trouble)
    if is_choice(prompt):
        return _answer(choice_text(prompt, judge.picks))
    found = ANSWER.findall(prompt)
    answer = found[-1].rpartition("<answer>\n")[2] if found else prompt
    return _answer(f"It says what matters.\nIt could be shorter.\n<score>{judge.rule(answer):.4f}</score>")


def said(body: dict[str, Any]) -> str:
    """The text of a request."""
    turns = body.get("contents") or []
    return "".join(part.get("text", "") for turn in turns for part in turn.get("parts", []))


def _troubled(trouble: Trouble) -> dict[str, Any]:
    if trouble == "status":
        raise GoogleError(503)
    if trouble == "blocked":
        return {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "modelVersion": "gemini"}
    if trouble == "silent":
        return {"candidates": [{"finishReason": "MAX_TOKENS", "content": {"role": "model"}}]}
    return _answer("<score>7</score>" if trouble == "outside" else "I like it.")


def _answer(text: str) -> dict[str, Any]:
    """An answer after some thought, which is no part of it."""
    parts = [{"text": "<score>-1</score>?", "thought": True}, {"text": text}]
    candidate = {"content": {"role": "model", "parts": parts}, "finishReason": "STOP", "avgLogprobs": -0.1}
    counts = {"promptTokenCount": 100, "candidatesTokenCount": len(text) // 4, "totalTokenCount": 100}
    return {"candidates": [candidate], "usageMetadata": counts, "modelVersion": "gemini"}
