"""A prompt with several answers and what somebody thought of each, as in UltraFeedback."""

from typing import Any

from core.datasets.fields import missing_problem
from core.datasets.formats.answer_sets import answers_problem, sources_problem
from core.datasets.formats.checked import as_written, pair_texts, rest_of
from core.datasets.formats.names import find
from core.datasets.formats.opinions import better_of
from core.datasets.formats.prompt_names import CONVERSATIONS
from core.datasets.formats.prompt_parts import GUESSED, Prompts
from core.datasets.formats.scored_answers import Answers, answers_of, lists_read
from core.datasets.formats.shapes import Row
from core.datasets.formats.trl import prompt_name
from core.datasets.formats.vertex import ranking_problem
from core.datasets.problems import Problem
from core.datasets.records import AnswerSetRecord, PairRecord, PromptRecord

PAIR = 2


def scored_set(line: int, row: Row, prompts: Prompts = GUESSED) -> AnswerSetRecord | Problem:
    """The answers to be ranked with their scores, or the first problem with the row."""
    row = lists_read(row)
    prompt = scored_prompt(line, row, prompts)
    answers = answers_of(line, row)
    if isinstance(prompt, Problem):
        return prompt
    if isinstance(answers, Problem):
        return answers
    problem = answers_problem(line, answers.name, answers.texts, part=answers.part)
    return (
        problem
        or _sources_problem(line, answers)
        or AnswerSetRecord(
            line,
            prompt.input_text,
            tuple(answers.texts),
            answers.sources,
            scores=answers.scores,
            conversation=prompt.conversation,
            **_kept(prompt, answers),
        )
    )


def scored_pair(line: int, row: Row, prompts: Prompts = GUESSED) -> PairRecord | Problem:
    """The pair that exactly two answers make, or the first problem with the row."""
    row = lists_read(row)
    prompt = scored_prompt(line, row, prompts)
    answers = answers_of(line, row)
    if isinstance(prompt, Problem):
        return prompt
    if isinstance(answers, Problem):
        return answers
    if len(answers.texts) != PAIR:
        return ranking_problem(line, answers.name, answers.texts)
    fields = [f"{answers.name}[{place}]{answers.part}" for place in range(PAIR)]
    first, second = zip(fields, answers.texts, strict=True)
    texts = pair_texts(line, ("prompt", prompt.input_text), first, second)
    if isinstance(texts, Problem):
        return texts
    return _sources_problem(line, answers) or PairRecord(
        line,
        *texts,
        None if answers.scores is None else better_of(answers.scores),
        source_0=answers.sources[0],
        source_1=answers.sources[1],
        conversation=_conversation(prompt, answers.texts),
        **_kept(prompt, answers),
    )


def scored_prompt(line: int, row: Row, prompts: Prompts = GUESSED) -> PromptRecord | Problem:
    """The prompt of a row, which may be a list of messages, or the first problem with it."""
    name = prompt_name(row) or find(CONVERSATIONS, (name for name, value in row.items() if value))
    if name is None:
        return missing_problem(line, row, "prompt")
    return prompts.record(line, row, (name, row[name]))


def _kept(prompt: PromptRecord, answers: Answers) -> dict[str, Any]:
    """What the row says of the answers belongs to the scores, if there are any, or else to the row."""
    extra = rest_of(prompt.extra, answers.used)
    if answers.scores is None:
        return {"extra": extra | answers.about, "remarks": answers.remarks}
    return {"extra": extra, "about_choice": answers.about, "remarks": answers.remarks}


def _conversation(prompt: PromptRecord, texts: list[Any]) -> dict[str, Any] | None:
    written = as_written(candidate_0=texts[0], candidate_1=texts[1])
    return {**(prompt.conversation or {}), **(written or {})} or None


def _sources_problem(line: int, answers: Answers) -> Problem | None:
    sources = list(answers.sources)
    return sources_problem(line, f"{answers.name}.sources", sources, (answers.name, len(sources)))
