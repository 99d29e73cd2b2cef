"""A prompt with a list of right and a list of wrong answers, as in RewardBench 2.

The fields are those of https://huggingface.co/datasets/allenai/reward-bench-2. Of its subset Ties several
answers are right; nobody has compared these with each other, so they make no pair.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from core.datasets.formats.format import Adapter, Format, one_each
from core.datasets.formats.mapping import Columns, Row, Wanted
from core.datasets.formats.shared.fields import pair_texts, rest_of
from core.datasets.formats.shared.names import BOTH, CHOSEN, REJECTED
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.formats.shared.scores import check_answers, check_sources, list_of
from core.datasets.formats.trl import trl_prompt
from core.datasets.problems import Fault, Problem, Refused, or_problem, shorten
from core.datasets.records import AnswerSetRecord, PairRecord, PromptRecord, Understood

MODELS = "models"
COUNTS = frozenset({"num_correct", "num_incorrect", "total_completions"})
"""Told by the lists themselves."""
RIGHT, WRONG = 1.0, 0.0
MOST_PAIRS = 2_500
"""A row of more would make more rows than the whole file has; the longest of RewardBench 2 make hundreds."""


@dataclass(frozen=True)
class Answer:
    """One answer: its field with its place, its text, and the model that gave it."""

    field: str
    text: Any
    model: str | None


def right_and_wrong(row: Row) -> tuple[list[Any], list[Any]] | None:
    """Both lists; None for other rows.

    A single answer may stand as a text beside a list of the others. Where the row says how long they are,
    lists may be JSON text.
    """
    said = [row.get(name) for name in BOTH]
    lists = [list_of(one) if COUNTS & row.keys() else one for one in said]
    if isinstance(lists[0], list) != isinstance(lists[1], list):
        lists = [[one] if isinstance(one, str) else one for one in said]
    are_lists = all(_of_texts(one) for one in lists)
    return (lists[0] or [], lists[1] or []) if are_lists and any(lists) else None


def _of_texts(value: object) -> bool:
    return isinstance(value, list) and all(one is None or isinstance(one, str) for one in value)


def _is_spoilt(row: Row) -> bool:
    """Whether lists have become texts that are no JSON, as where pandas wrote them to CSV."""
    said = [row.get(name) for name in BOTH]
    return bool(COUNTS & row.keys()) and all(isinstance(one, str) and one.startswith("[") for one in said)


def right_wrong_pairs(line: int, row: Row, prompts: Prompts = GUESSED) -> Sequence[Understood]:
    """Each right answer beside each wrong one, or the first problem with the row."""
    made = _prompt_and_answers(line, row, prompts)
    if isinstance(made, Problem):
        return (made,)
    prompt, right, wrong = made
    if len(right) * len(wrong) > MOST_PAIRS:
        return (_too_many(line, len(right), len(wrong)),)
    return [_pair(line, prompt, first, second) for first, second in product(right, wrong)]


def _too_many(line: int, right: int, wrong: int) -> Problem:
    shown = f"{right:,} right and {wrong:,} wrong answers"
    reason = f"make more than {MOST_PAIRS:,} pairs of one prompt; keep those that people should compare"
    return Problem(line, CHOSEN, shown, reason, Fault.SHAPE)


@or_problem
def right_wrong_set(line: int, row: Row, prompts: Prompts = GUESSED) -> AnswerSetRecord:
    """All answers; the right ones tie in front of the wrong ones."""
    made = _prompt_and_answers(line, row, prompts)
    if isinstance(made, Problem):
        raise Refused(made)
    prompt, right, wrong = made
    answers = [*right, *wrong]
    check_answers(line, "chosen and rejected", [one.text for one in answers])
    return AnswerSetRecord(
        line,
        prompt.input_text,
        tuple(one.text for one in answers),
        tuple(one.model for one in answers),
        scores=(RIGHT,) * len(right) + (WRONG,) * len(wrong),
        extra=prompt.extra,
        conversation=prompt.conversation,
    )


@or_problem
def _pair(line: int, prompt: PromptRecord, first: Answer, second: Answer) -> PairRecord:
    answers = (first.field, first.text), (second.field, second.text)
    texts = pair_texts(line, ("prompt", prompt.input_text), *answers)
    return PairRecord(
        line, *texts, 0, first.model, second.model, extra=prompt.extra, conversation=prompt.conversation
    )


@or_problem
def _prompt_and_answers(
    line: int, row: Row, prompts: Prompts
) -> tuple[PromptRecord, list[Answer], list[Answer]]:
    lists = right_and_wrong(row)
    if lists is None:
        reason = "must be a list of texts, as rejected; of each at least one"
        raise Refused(Problem(line, CHOSEN, shorten(row.get(CHOSEN)), reason, Fault.NOT_TEXT))
    prompt = trl_prompt(line, row, prompts)
    if isinstance(prompt, Problem):
        raise Refused(prompt)
    right, wrong = _answers(line, row, lists)
    for name, answers in ((CHOSEN, right), (REJECTED, wrong)):
        if not answers:
            raise Refused(Problem(line, name, "[]", "is empty; there is nothing to compare", Fault.EMPTY))
    prompt.extra = rest_of(prompt.extra, {*BOTH, *COUNTS, MODELS})
    return prompt, right, wrong


def _answers(line: int, row: Row, lists: tuple[list[Any], list[Any]]) -> tuple[list[Answer], list[Answer]]:
    """Those that are texts; a null in a list says nothing."""
    many = len(lists[0]) + len(lists[1])
    models = list_of(row.get(MODELS)) or []
    if len(models) == 1:
        models *= many  # one model gave all of them
    models = models if len(models) == many else [None] * many
    check_sources(line, MODELS, models, ("chosen and rejected", many))
    named = [
        [(f"{name}[{place}]", text) for place, text in enumerate(texts)]
        for name, texts in zip(BOTH, lists, strict=True)
    ]
    right, wrong = (
        [Answer(field, text, model or None) for (field, text), model in zip(fields, of, strict=True) if text]
        for fields, of in zip(named, (models[: len(lists[0])], models[len(lists[0]) :]), strict=True)
    )
    return right, wrong


def _pairs(_: Columns | None, prompts: Prompts) -> Adapter:
    return lambda line, row: right_wrong_pairs(line, row, prompts)


FORMAT = Format(
    name="several-right",
    title="several right and wrong answers (RewardBench 2)",
    label="Several right and wrong answers (RewardBench 2)",
    telling="a list of chosen and a list of rejected answers",
    looks_like="`prompt`, `chosen` and `rejected` as lists of texts, perhaps `models`, `num_correct`",
    becomes=(
        "in a project for pairs: each right answer beside each wrong one, never two right ones; in a project "
        "for rankings: sets of three to nine answers in which the right ones tie in front"
    ),
    adapters={
        Wanted.PAIRS: _pairs,
        Wanted.PROMPTS: one_each(trl_prompt),
        Wanted.ANSWER_SETS: one_each(right_wrong_set),
    },
    is_sure=lambda row, _: right_and_wrong(row) is not None or _is_spoilt(row),
    check_first="Whether a row of several right answers should weigh as many pairs as it makes.",
    sides=BOTH,
)
