"""Join the base model's and the tuned model's answers by prompt, never by line number."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from core.review.predictions import Prediction

ByPrompt = dict[str, list[Prediction]]


class JoinedAnswers(NamedTuple):
    """Both models' answers to one prompt."""

    prompt: str
    base_text: str
    tuned_text: str


@dataclass(frozen=True, slots=True)
class AmbiguousPrompt:
    """A prompt with several different answers of one model; the predictions tell their files and lines."""

    prompt: str
    base: tuple[Prediction, ...]
    tuned: tuple[Prediction, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """What joining came to; each list is ordered by ``prompt_key``.

    Attributes:
        comparisons: The prompts that each model answered in exactly one way.
        only_base: Prompts only the base model answered.
        only_tuned: Prompts only the tuned model answered.
        ambiguous: Prompts both answered, but one of them in several different ways: not compared.
        duplicates: How many lines repeated an earlier prompt with the very same answer; counted once.
    """

    comparisons: list[JoinedAnswers]
    only_base: list[str]
    only_tuned: list[str]
    ambiguous: list[AmbiguousPrompt]
    duplicates: int


def prompt_key(prompt: str) -> str:
    """A prompt's identity and place in every order: the sha256 of its UTF-8 text, in hexadecimal."""
    return sha256(prompt.encode()).hexdigest()


def join_predictions(base: Iterable[Prediction], tuned: Iterable[Prediction]) -> Joined:
    """Join two models' answers by the exact text of the prompt.

    Where a model answered a prompt in several different ways, nothing tells which of them belongs to which
    of the other's: pairing them in order would be joining by line number again, and would mix runs whose
    shards ended up in one folder. Such a prompt is reported as ambiguous, not compared. A repeated prompt
    with the very same answer is one answer.

    Args:
        base: The base model's predictions, in any order.
        tuned: The tuned model's predictions, in any order.

    Returns:
        Comparisons and what could not be compared; it does not depend on the order of either input.
    """
    left, base_repeats = _group(base)
    right, tuned_repeats = _group(tuned)
    both = _ordered(left.keys() & right.keys())
    clear = [prompt for prompt in both if len(left[prompt]) == len(right[prompt]) == 1]
    unclear = [prompt for prompt in both if max(len(left[prompt]), len(right[prompt])) > 1]
    return Joined(
        comparisons=[JoinedAnswers(prompt, left[prompt][0].text, right[prompt][0].text) for prompt in clear],
        only_base=_ordered(left.keys() - right.keys()),
        only_tuned=_ordered(right.keys() - left.keys()),
        ambiguous=[AmbiguousPrompt(prompt, tuple(left[prompt]), tuple(right[prompt])) for prompt in unclear],
        duplicates=base_repeats + tuned_repeats,
    )


def _group(predictions: Iterable[Prediction]) -> tuple[ByPrompt, int]:
    """The different answers to each prompt, ordered by their text, and how many lines repeated one."""
    grouped: defaultdict[str, dict[str, Prediction]] = defaultdict(dict)
    repeats = 0
    # Sorted by place, so that the kept one of several equal lines does not depend on the input's order.
    for prediction in sorted(predictions, key=lambda each: (each.shard, each.line)):
        answers = grouped[prediction.prompt]
        repeats += prediction.text in answers
        answers.setdefault(prediction.text, prediction)
    by_prompt = {prompt: [answers[text] for text in sorted(answers)] for prompt, answers in grouped.items()}
    return by_prompt, repeats


def _ordered(prompts: Iterable[str]) -> list[str]:
    """Prompts in an order that no file's order of lines can change."""
    return sorted(prompts, key=prompt_key)
