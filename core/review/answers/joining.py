"""Join the base model's and the tuned model's answers by prompt, never by line number."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from core.review.answers.prediction_lines import Prediction

ByKey = dict[str, list[Prediction]]


@dataclass(frozen=True, slots=True)
class Matched:
    """Both models' answers to one prompt, with all that is known of them."""

    base: Prediction
    tuned: Prediction

    @property
    def alike(self) -> bool:
        """Whether nobody can tell the two apart: blanks around a text cannot be seen."""
        return self.base.text.strip() == self.tuned.text.strip()


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
        matched: The prompts that each model answered in exactly one way, and not in the same.
        identical: Prompts to which both gave the same text: a verdict on them would say nothing.
        only_base: Prompts only the base model answered.
        only_tuned: Prompts only the tuned model answered.
        ambiguous: Prompts both answered, but one of them in several different ways: not compared.
        duplicates: How many lines repeated an earlier prompt with the very same answer; counted once.
    """

    matched: list[Matched]
    identical: list[str]
    only_base: list[str]
    only_tuned: list[str]
    ambiguous: list[AmbiguousPrompt]
    duplicates: int


def prompt_key(prompt: str) -> str:
    """The identity of a prediction's key and its place in every order: the sha256 of it, in hexadecimal."""
    return sha256(prompt.encode()).hexdigest()


def join_predictions(base: Iterable[Prediction], tuned: Iterable[Prediction]) -> Joined:
    """Join two models' answers by the exact text of the prompt, and by its other parts if it has any.

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
    clear = [Matched(left[key][0], right[key][0]) for key in both if len(left[key]) == len(right[key]) == 1]
    unclear = [key for key in both if max(len(left[key]), len(right[key])) > 1]
    return Joined(
        matched=[one for one in clear if not one.alike],
        identical=[one.base.prompt for one in clear if one.alike],
        only_base=_prompts(left, left.keys() - right.keys()),
        only_tuned=_prompts(right, right.keys() - left.keys()),
        ambiguous=[
            AmbiguousPrompt(left[key][0].prompt, tuple(left[key]), tuple(right[key])) for key in unclear
        ],
        duplicates=base_repeats + tuned_repeats,
    )


def _group(predictions: Iterable[Prediction]) -> tuple[ByKey, int]:
    """The different answers to each prompt, ordered by their text, and how many lines repeated one."""
    grouped: defaultdict[str, dict[str, Prediction]] = defaultdict(dict)
    repeats = 0
    # Sorted by place, so that the kept one of several equal lines does not depend on the input's order.
    for prediction in sorted(predictions, key=lambda each: (each.shard, each.line)):
        answers = grouped[prediction.key]
        repeats += prediction.text in answers
        answers.setdefault(prediction.text, prediction)
    by_key = {key: [answers[text] for text in sorted(answers)] for key, answers in grouped.items()}
    return by_key, repeats


def _prompts(answers: ByKey, keys: Iterable[str]) -> list[str]:
    return [answers[key][0].prompt for key in _ordered(keys)]


def _ordered(keys: Iterable[str]) -> list[str]:
    """Keys in an order that no file's order of lines can change."""
    return sorted(keys, key=prompt_key)
