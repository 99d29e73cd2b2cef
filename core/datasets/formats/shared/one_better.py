"""Rows of trainers and providers, which say which answer is the better one by where it stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from core.datasets.formats.format import AdapterMaker, one_each
from core.datasets.formats.mapping import Row, Wanted
from core.datasets.formats.shared.fields import Named, missing_problem, pair_texts, rest_of
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.problems import Fault, Problem, Refused, or_problem, shorten
from core.datasets.records import Choice, PairRecord, PromptRecord, Remark


@dataclass(frozen=True, slots=True)
class OneBetter:
    """A row taken apart.

    Attributes:
        prompt: The field the prompt stood in, and what it says: text or messages.
        first: The same of the answer that becomes candidate 0; None in a row of prompts.
        second: The same of candidate 1.
        rest: All other fields, of which some may belong to the prompt.
        choice: Which of the two is better.
        remarks: What somebody should look at.
    """

    prompt: Named
    first: Named | None = None
    second: Named | None = None
    rest: Row = field(default_factory=dict)
    choice: Choice | None = 0
    remarks: tuple[Remark, ...] = ()


OF_CHOICE = ("margin",)
"""Fields that say something of the choice and not of the pair."""

Split = Callable[[int, Row, Wanted], OneBetter]
"""Takes a numbered row apart for what is wanted of it; raises `Refused`."""


def adapters_of(split: Split) -> Mapping[Wanted, AdapterMaker]:
    """What makes pairs and prompts of rows that ``split`` takes apart."""
    return {
        Wanted.PAIRS: one_each(partial(_pair, split=split)),
        Wanted.PROMPTS: one_each(partial(_prompt, split=split)),
    }


@or_problem
def _pair(line: int, row: Row, prompts: Prompts = GUESSED, *, split: Split) -> PairRecord:
    made = split(line, row, Wanted.PAIRS)
    name, prompt = made.prompt
    if made.first is None or made.second is None:
        raise Refused(missing_problem(line, row, name))
    built = prompts.build(line, {name: prompt, **made.rest}, made.prompt)
    texts = pair_texts(line, (name, built.prompt), made.first, made.second)
    about = {name: made.rest[name] for name in OF_CHOICE if made.rest.get(name) is not None}
    return PairRecord(
        line,
        *texts,
        made.choice,
        extra=rest_of(made.rest, built.used | about.keys()),
        about_choice=about,
        conversation=built.written(candidate_0=made.first[1], candidate_1=made.second[1]),
        remarks=made.remarks,
    )


@or_problem
def _prompt(line: int, row: Row, prompts: Prompts = GUESSED, *, split: Split) -> PromptRecord:
    made = split(line, row, Wanted.PROMPTS)
    name, prompt = made.prompt
    return prompts.record(line, {name: prompt, **made.rest}, made.prompt)


def tidy(messages: Any) -> Any:
    """Messages without what Parquet fills in where a message has no such field; anything else as it is."""
    if isinstance(messages, list):
        return [tidy(one) for one in messages]
    if isinstance(messages, dict):
        return {name: value for name, value in messages.items() if value is not None}
    return messages


def a_list(line: int, name: str, value: Any, *, of: str) -> list[Any]:
    """A list of objects that a row must have.

    Raises:
        Refused: It is none.
    """
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return value
    raise Refused(Problem(line, name, shorten(value), f"must be a list of {of}", Fault.NOT_TEXT))


def no_pair(line: int, name: str) -> Problem:
    """A row has one answer, or none, where people compare two."""
    reason = (
        "is no second answer: the rows hold one answer a prompt, which is for supervised tuning, and nobody "
        "can compare it with another; import them as prompts, or a file with two answers a row"
    )
    return Problem(line, name, "one answer", reason, Fault.SHAPE)
