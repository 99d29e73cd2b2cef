"""Join models' answers by what the models were asked, never by line number."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import combinations

from core.review.answers.prediction_lines import Prediction, Unanswered
from core.review.answers.predictions import Predictions, sharing_requests

MOST_PLACES = 4
"""Files and lines that are named of answers that differ."""


class Reason(StrEnum):
    """Why a prompt, or a model's answer to it, is not compared."""

    ALIKE = "same answer"
    AMBIGUOUS = "several answers"
    ALONE = "one model only"
    MISSING = "not asked"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A prompt that is not compared, or not for these models, and why.

    Attributes:
        models: The numbers of the models that it concerns: who answered alike, in several ways, alone, who
            was not asked although several others were, or who gave no answer.
        detail: The words in which it was refused, or files and lines.
    """

    prompt: str
    reason: Reason
    models: tuple[int, ...]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Joint:
    """A prompt with the answers of the models that gave one; at least two of the answers differ.

    Attributes:
        answers: By the number of the model.
        pairs: The models that are compared on it, each the lower number first.
    """

    answers: Mapping[int, Prediction]
    pairs: tuple[tuple[int, int], ...]

    @property
    def asked(self) -> Prediction:
        """One of the answers, for what the models were asked."""
        return self.answers[min(self.answers)]

    @property
    def mark(self) -> str:
        """The identity of what was asked."""
        return prompt_key(self.asked.key)


@dataclass(frozen=True, slots=True)
class Joined:
    """What joining came to; both lists are ordered by ``prompt_key``.

    Attributes:
        items: The prompts to which at least two models gave different answers, each of them one.
        left_out: What is not compared, and why.
        duplicates: How many lines repeated an earlier prompt with the very same answer; counted once.
    """

    items: list[Joint]
    left_out: list[LeftOut]
    duplicates: int

    def count(self, reason: Reason) -> int:
        """How many prompts were left out for this reason."""
        return sum(one.reason == reason for one in self.left_out)


def prompt_key(prompt: str) -> str:
    """The identity of a prediction's key and its place in every order: the sha256 of it, in hexadecimal."""
    return sha256(prompt.encode()).hexdigest()


def join_answers(sets: Sequence[Predictions]) -> Joined:
    """Join two or more models' answers by the exact text of the prompt, and by its other parts if it has any.

    Where a model answered a prompt in several different ways, nothing tells which of them belongs to which
    of another's: pairing them in order would be joining by line number again, and would mix runs whose
    shards ended up in one folder. So that model is not compared on that prompt. A repeated prompt with the
    very same answer is one answer. Of more than two models those are compared that have an answer: a prompt
    that one model failed on still tells something of the others.

    Args:
        sets: The answers of each model, in any order of lines; a model's number is its place.

    Returns:
        Items and what could not be compared; it does not depend on the order of any input.
    """
    sets = sharing_requests(sets)
    grouped = [_group(one.predictions) for one in sets]
    failed = [{one.key: one for one in sorted(each.unanswered, key=_place)} for each in sets]
    keys = {key for answers, _ in grouped for key in answers}.union(*failed)
    items: list[Joint] = []
    left_out: list[LeftOut] = []
    for key in sorted(keys, key=prompt_key):
        given = {number: answers[key] for number, (answers, _) in enumerate(grouped) if key in answers}
        refused = {
            number: each[key] for number, each in enumerate(failed) if key in each and number not in given
        }
        clear = {number: answers[0] for number, answers in given.items() if len(answers) == 1}
        pairs = tuple(two for two in combinations(clear, 2) if not _alike(clear[two[0]], clear[two[1]]))
        items += [Joint(clear, pairs)] if pairs else []
        if len(pairs) < len(sets) * (len(sets) - 1) // 2:
            left_out += _left_out(given, refused, len(sets))
    return Joined(items, left_out, sum(repeats for _, repeats in grouped))


def _left_out(
    given: Mapping[int, list[Prediction]], refused: Mapping[int, Unanswered], models: int
) -> Iterator[LeftOut]:
    """What is not compared on one prompt: a reason each, and the models that it concerns."""
    prompt = next((answers[0].prompt for answers in given.values()), "") or next(
        (one.prompt for one in refused.values()), ""
    )
    found: defaultdict[tuple[Reason, str], list[int]] = defaultdict(list)
    for number, answers in given.items():
        if len(answers) > 1:
            found[Reason.AMBIGUOUS, _places(answers)].append(number)
    for number, one in refused.items():
        found[Reason.UNANSWERED, one.reason].append(number)
    lacking = [number for number in range(models) if number not in given and number not in refused]
    if lacking and len(lacking) == models - 1 and given:
        found[Reason.ALONE, ""] = list(given)
    elif lacking:
        found[Reason.MISSING, ""] = lacking
    by_text: defaultdict[str, list[int]] = defaultdict(list)
    for number, answers in given.items():
        if len(answers) == 1:
            by_text[answers[0].text.strip()].append(number)
    yield from (LeftOut(prompt, Reason.ALIKE, tuple(alike)) for alike in by_text.values() if len(alike) > 1)
    yield from (LeftOut(prompt, reason, tuple(who), detail) for (reason, detail), who in found.items())


def _alike(one: Prediction, other: Prediction) -> bool:
    """Whether nobody can tell the two apart: blanks around a text cannot be seen."""
    return one.text.strip() == other.text.strip()


def _place(line: Prediction | Unanswered) -> tuple[str, int]:
    return line.shard, line.line


def _places(answers: Sequence[Prediction]) -> str:
    named = [f"{one.shard}, line {one.line}" for one in answers[:MOST_PLACES]]
    return "; ".join([*named, *(["…"] if len(answers) > MOST_PLACES else [])])


def _group(predictions: Iterable[Prediction]) -> tuple[dict[str, list[Prediction]], int]:
    """The different answers to each prompt, ordered by their text, and how many lines repeated one."""
    grouped: defaultdict[str, dict[str, Prediction]] = defaultdict(dict)
    repeats = 0
    # Sorted by place, so that the kept one of several equal lines does not depend on the input's order.
    for prediction in sorted(predictions, key=_place):
        answers = grouped[prediction.key]
        repeats += prediction.text in answers
        answers.setdefault(prediction.text, prediction)
    by_key = {key: [answers[text] for text in sorted(answers)] for key, answers in grouped.items()}
    return by_key, repeats
