"""Which of a Label Studio task's fields are prompt and answers; the export itself does not say."""

from collections.abc import Sequence

from core.datasets.fields import missing_problem
from core.datasets.formats import names
from core.datasets.formats.checked import pair_texts, rest_of
from core.datasets.formats.prompt_parts import GUESSED, Prompts
from core.datasets.formats.shapes import Columns, Row
from core.datasets.problems import Problem
from core.datasets.records import PairRecord, PromptRecord


def pair_of(
    line: int,
    data: Row,
    columns: Columns | None,
    *,
    linked: Sequence[str] = (),
    prompts: Prompts = GUESSED,
) -> PairRecord | Problem:
    """The pair that a task shows, what else its data hold as ``extra``; or the first problem with it.

    Args:
        line: Where the task stands.
        data: What the task shows.
        columns: The fields as a person has named them.
        linked: Objects that the annotations compare; on most pages they are called as their fields.
        prompts: Puts prompts together of their parts.
    """
    pair = _candidates(data, columns, linked)
    for name, candidate in zip(pair, ("candidate_0", "candidate_1"), strict=True):
        if name not in data:
            return missing_problem(line, data, name or candidate)
    prompt = _prompt(data, columns, pair)
    if prompt not in data:
        return missing_problem(line, data, prompt)
    told = prompts.told(line, data, (prompt, data[prompt]), taken={*pair})
    if isinstance(told, Problem):
        return told
    texts = pair_texts(line, (prompt, told.prompt), *((name, data[name]) for name in pair))
    if isinstance(texts, Problem):
        return texts
    written = told.written(candidate_0=data[pair[0]], candidate_1=data[pair[1]])
    return PairRecord(line, *texts, extra=rest_of(data, told.used | {*pair}), conversation=written)


def prompt_of(
    line: int, data: Row, columns: Columns | None, *, prompts: Prompts = GUESSED
) -> PromptRecord | Problem:
    """The prompt of a task, what else its data hold as ``extra``; or the first problem with it."""
    prompt = _prompt(data, columns, _candidates(data, columns, ()))
    if prompt not in data:
        return missing_problem(line, data, prompt)
    return prompts.record(line, data, (prompt, data[prompt]))


def _candidates(data: Row, columns: Columns | None, linked: Sequence[str]) -> tuple[str, str]:
    if columns and columns.candidate_0 and columns.candidate_1:
        return columns.candidate_0, columns.candidate_1
    if len(linked) == 2 and all(name in data for name in linked):  # noqa: PLR2004 two make a pair
        return linked[0], linked[1]
    return names.find_both(names.CANDIDATES, data) or ("candidate_0", "candidate_1")


def _prompt(data: Row, columns: Columns | None, pair: tuple[str, str]) -> str:
    """The field with a usual name, or the only other text there is."""
    if columns:
        return columns.input_text
    others = rest_of(data, set(pair))
    found = names.find(names.PROMPTS, others)
    if found:
        return found
    texts = [name for name, value in others.items() if isinstance(value, str)]
    return texts[0] if len(texts) == 1 else names.PROMPTS[0]
