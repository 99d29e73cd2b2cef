"""A prompt with several answers and what somebody thought of each, as in UltraFeedback."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.datasets.formats.format import Format, one_each
from core.datasets.formats.mapping import Row, Wanted
from core.datasets.formats.shared.dialogues import is_object
from core.datasets.formats.shared.fields import as_written, missing_problem, pair_texts, rest_of
from core.datasets.formats.shared.many_answers import asked_of_many, ranking_problem, two_of
from core.datasets.formats.shared.names import CANDIDATES, CONVERSATIONS, find, find_both
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.formats.shared.scores import (
    Scores,
    better_of,
    check_answers,
    check_sources,
    opened,
    scores_in,
    scores_listed,
)
from core.datasets.formats.trl import prompt_name
from core.datasets.problems import Problem, Refused, or_problem, shorten
from core.datasets.records import AnswerSetRecord, PairRecord, PromptRecord, Remark

LISTS = ("completions", "answers", "responses", "candidates", "generations", "responses_and_scores")
TEXTS = ("response", "text", "content", "answer", "completion")
MODELS = ("model", "source", "policy")
OPINIONS = ("scores", "ratings", "ranks", "ranking")
SINGULAR = ("score", "rating", "rank")
"""Opinions too, if they are as many as the answers."""
SOURCES = ("sources", "models", "model_names", "policies", "generation_models")
PAIR = 2
IN_LISTS = LISTS + OPINIONS + SINGULAR + SOURCES


@dataclass(frozen=True)
class Answers:
    """The answers of one row; only their scores have been checked.

    Attributes:
        name: The field that lists them.
        part: What follows the place in the name of one answer, such as ``.response``.
        used: Fields of the row that are told by the rest of this.
        about: What the row says of the answers and this does not.
        remarks: What of the scores somebody should look at.
    """

    name: str
    part: str
    texts: list[Any]
    sources: tuple[str | None, ...]
    scores: tuple[float, ...] | None
    used: frozenset[str]
    about: dict[str, Any]
    remarks: tuple[Remark, ...] = ()


def list_name(row: Row) -> str | None:
    """The field that lists the answers, if one does."""
    return next((name for name in LISTS if isinstance(row.get(name), list)), None)


def lists_read(row: Row) -> Row:
    """A row whose lists are lists, also where it comes from a CSV file."""
    return opened(row, IN_LISTS)


def answers_of(line: int, row: Row) -> Answers:
    """The answers of a row.

    Raises:
        Refused: They cannot be read.
    """
    name = list_name(row)
    if name is None:
        named = next((name for name in LISTS if name in row), None)
        if named is None:
            raise Refused(missing_problem(line, row, LISTS[0]))
        raise Refused(Problem(line, named, shorten(row[named]), "must be a list of answers"))
    listed = row[name]
    if listed and all(isinstance(one, dict) for one in listed):
        return _of_objects(line, name, listed)
    return _of_texts(line, row, name, listed)


def _of_objects(line: int, name: str, listed: Sequence[Row]) -> Answers:
    scores = scores_in(line, name, listed)
    text = next((key for key in TEXTS if key in listed[0]), TEXTS[0])
    model = next((key for key in MODELS if key in listed[0]), MODELS[0])
    sources = tuple(_text_or_none(one.get(model)) for one in listed)
    rests = [rest_of(one, {text} | ({model} if isinstance(one.get(model), str) else set())) for one in listed]
    about = {name: rests} if any(rests) else {}
    texts = [one.get(text) for one in listed]
    used = frozenset({name})
    return Answers(name, f".{text}", texts, sources, scores.values, used, about, scores.remarks)


def _of_texts(line: int, row: Row, name: str, listed: list[Any]) -> Answers:
    opinion = next((key for key in OPINIONS if row.get(key) is not None), None) or next(
        (key for key in SINGULAR if _is_list(row.get(key), len(listed))), None
    )
    scores = scores_listed(line, opinion, row[opinion], len(listed)) if opinion else Scores(None)
    models = next((key for key in SOURCES if _are_sources(row.get(key), len(listed))), None)
    sources = tuple(row[models]) if models else (None,) * len(listed)
    about = {opinion: row[opinion]} if opinion else {}
    used = frozenset(key for key in (name, opinion, models) if key)
    return Answers(name, "", listed, sources, scores.values, used, about, scores.remarks)


def _are_sources(value: Any, number: int) -> bool:
    return _is_list(value, number) and all(one is None or isinstance(one, str) for one in value)


def _is_list(value: Any, number: int) -> bool:
    return isinstance(value, list) and len(value) == number


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None


@or_problem
def scored_set(line: int, row: Row, prompts: Prompts = GUESSED) -> AnswerSetRecord:
    """The answers to be ranked with their scores, or the first problem with the row."""
    row = lists_read(row)
    prompt, answers = _prompt(line, row, prompts), answers_of(line, row)
    check_answers(line, answers.name, answers.texts, part=answers.part)
    _check_sources(line, answers)
    return AnswerSetRecord(
        line,
        prompt.input_text,
        tuple(answers.texts),
        answers.sources,
        scores=answers.scores,
        conversation=prompt.conversation,
        **_kept(prompt, answers),
    )


@or_problem
def scored_pair(line: int, row: Row, prompts: Prompts = GUESSED) -> PairRecord:
    """The pair that exactly two answers make, or the first problem with the row."""
    row = lists_read(row)
    prompt, answers = _prompt(line, row, prompts), answers_of(line, row)
    if len(answers.texts) != PAIR:
        two = two_of(answers.name, answers.part, row[answers.name])
        raise Refused(ranking_problem(line, answers.name, answers.texts, two))
    fields = [f"{answers.name}[{place}]{answers.part}" for place in range(PAIR)]
    first, second = zip(fields, answers.texts, strict=True)
    texts = pair_texts(line, ("prompt", prompt.input_text), first, second)
    _check_sources(line, answers)
    return PairRecord(
        line,
        *texts,
        None if answers.scores is None else better_of(answers.scores),
        source_0=answers.sources[0],
        source_1=answers.sources[1],
        conversation=_conversation(prompt, answers.texts),
        **_kept(prompt, answers),
    )


@or_problem
def scored_prompt(line: int, row: Row, prompts: Prompts = GUESSED) -> PromptRecord:
    """The prompt of a row, which may be a list of messages, or the first problem with it."""
    return _prompt(line, row, prompts)


def _prompt(line: int, row: Row, prompts: Prompts) -> PromptRecord:
    name = _prompt_field(row)
    if name is None:
        raise Refused(missing_problem(line, row, "prompt"))
    return prompts.record(line, row, (name, row[name]))


def _prompt_field(row: Row) -> str | None:
    return prompt_name(row) or find(CONVERSATIONS, (name for name, value in row.items() if value))


def _kept(prompt: PromptRecord, answers: Answers) -> dict[str, Any]:
    """What the row says of the answers belongs to the scores, if there are any, or else to the row."""
    extra = rest_of(prompt.extra, answers.used)
    if answers.scores is None:
        return {"extra": extra | answers.about, "remarks": answers.remarks}
    return {"extra": extra, "about_choice": answers.about, "remarks": answers.remarks}


def _conversation(prompt: PromptRecord, texts: list[Any]) -> dict[str, Any] | None:
    written = as_written(candidate_0=texts[0], candidate_1=texts[1])
    return {**(prompt.conversation or {}), **(written or {})} or None


def _check_sources(line: int, answers: Answers) -> None:
    sources = list(answers.sources)
    check_sources(line, f"{answers.name}.sources", sources, (answers.name, len(sources)))


def _is_likely(row: Row, wanted: Wanted) -> bool:
    if is_object(row.get(_prompt_field(row) or "")):
        return False
    if wanted == Wanted.ANSWER_SETS:
        return list_name(lists_read(row)) is not None
    return list_name(row) is not None or (wanted != Wanted.PROMPTS and _only_lists_answers(row))


def _only_lists_answers(row: Row) -> bool:
    """Whether a row of CSV has its answers nowhere but in a list, as JSON text."""
    opened = lists_read(row)
    name = list_name(opened)
    return name is not None and len(opened[name]) >= PAIR and find_both(CANDIDATES, row) is None


def _ask(rows: Sequence[Row], wanted: Wanted) -> tuple[str, str] | None:
    """What is asked where no row can be a pair."""
    named = [(list_name(row), row) for row in map(lists_read, rows)]
    many = [(name, row[name]) for name, row in named if name and row[name]]
    if wanted not in {Wanted.PAIRS, Wanted.GOLD} or not many or any(len(one) <= PAIR for _, one in many):
        return None
    name, listed = many[0]
    part = next((f".{key}" for key in TEXTS if isinstance(listed[0], dict) and key in listed[0]), "")
    return asked_of_many(two_of(name, part, listed))


FORMAT = Format(
    name="scored",
    title="scored or ranked answers",
    label="Scored or ranked answers (a prompt with a list of answers)",
    telling="a prompt and a list of answers",
    looks_like=(
        "`prompt` or `instruction` with `completions` (UltraFeedback), or with `answers` and `scores` or "
        "`ranks`, or with answers that carry a score (`fine-grained_score` before `overall_score`, "
        "`rating`, `pm_score`) or a `rank`, 1 for the best"
    ),
    becomes=(
        "in a project for rankings: sets of three to nine answers, and rankings if all have a score; equal "
        "scores tie. Two answers: a judged pair. In CSV and TSV the lists are JSON text"
    ),
    adapters={
        Wanted.PAIRS: one_each(scored_pair),
        Wanted.PROMPTS: one_each(scored_prompt),
        Wanted.ANSWER_SETS: one_each(scored_set),
    },
    is_likely=_is_likely,
    ask=_ask,
    check_first="Whether the highest score, or rank 1, is the best answer; some files count the other way.",
    sides=("the first answer", "the second answer"),
)
