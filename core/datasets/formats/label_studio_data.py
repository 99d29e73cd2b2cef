"""Which of a Label Studio task's fields are prompt and answers; the export itself does not say."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.datasets.formats.label_studio_annotations import BOOKKEEPING, is_pairwise, opened, word_of
from core.datasets.formats.mapping import Columns, Row
from core.datasets.formats.shared import names
from core.datasets.formats.shared.choice_ways import AS_VERTEX, Way
from core.datasets.formats.shared.fields import Named, given, pair_texts, rest_of, storing_problem
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.problems import refuse
from core.datasets.records import PairRecord, PromptRecord

CANDIDATES = (*names.CANDIDATES, ("pairText1", "pairText2"))
"""With those of Label Studio's own template for comparing texts, which has no prompt."""
NO_WORDS = re.compile(r"[!-~]{0,300}")
"""A number, a key, an address: what stands beside texts to find them again."""


def pair_of(
    line: int, data: Row, columns: Columns | None, *, linked: Sequence[str] = (), prompts: Prompts = GUESSED
) -> PairRecord:
    """The pair that a task shows, what else its data hold as ``extra``.

    Args:
        line: Where the task stands.
        data: What the task shows.
        columns: The fields as a person has named them.
        linked: Objects that the annotations compare; on most pages they are called as their fields.
        prompts: Puts prompts together of their parts.

    Raises:
        Refused: A field is missing, or no text.
    """
    pair = _named(columns) or find_candidates(data, linked) or AS_VERTEX
    for name, candidate in zip(pair, AS_VERTEX, strict=True):
        given(line, data, name, called=name or candidate)
    prompt = _prompt(line, data, columns, pair)
    built = prompts.build(line, data, prompt, other=_not_prompt(columns, pair))
    texts = pair_texts(line, (prompt[0], built.prompt), *((name, data[name]) for name in pair))
    fields = (columns.source_0, columns.source_1) if columns else (None, None)
    sources = [word_of(data.get(field)) if field else None for field in fields]
    for field, source in zip(fields, sources, strict=True):
        refuse(storing_problem(line, field or "", source or ""))
    return PairRecord(
        line,
        *texts,
        source_0=sources[0],
        source_1=sources[1],
        extra=rest_of(data, built.used.union(pair, filter(None, fields))),
        conversation=built.written(candidate_0=data[pair[0]], candidate_1=data[pair[1]]),
    )


def prompt_of(line: int, data: Row, columns: Columns | None, *, prompts: Prompts = GUESSED) -> PromptRecord:
    """The prompt of a task, what else its data hold as ``extra``.

    Raises:
        Refused: There is none.
    """
    pair = _named(columns) or find_candidates(data, ()) or AS_VERTEX
    prompt = _prompt(line, data, columns, pair)
    return prompts.record(line, data, prompt, other=_not_prompt(columns, pair))


def _not_prompt(columns: Columns | None, pair: Way) -> frozenset[str]:
    """Fields that are no part of the prompt, whatever their names say."""
    return BOOKKEEPING.union(pair, (columns.choice,) if columns and columns.choice else ())


def find_candidates(fields: Mapping[str, Any], linked: Sequence[str]) -> Way | None:
    """The two fields that are compared, if their names or what compares them tell."""
    if len(linked) == len(AS_VERTEX) and all(name in fields for name in linked):
        return linked[0], linked[1]
    return names.find_both(CANDIDATES, fields)


def find_prompt(rows: Sequence[Row], others: frozenset[str]) -> str | None:
    """The field with a usual name, or the only other one with words; None if there are more, or none.

    Args:
        rows: The data of tasks.
        others: Fields that are something else.
    """
    fields = [name for name in dict.fromkeys(name for row in rows for name in row) if name not in others]
    found = names.find(names.PROMPTS, fields)
    if found:
        return found
    worded = [name for name in fields if _has_words(row.get(name) for row in rows)]
    return worded[0] if len(worded) == 1 else None


def _has_words(values: Iterable[Any]) -> bool:
    texts = (value for value in map(opened, values) if isinstance(value, str))
    return any(not NO_WORDS.fullmatch(text) for text in texts)


def _named(columns: Columns | None) -> Way | None:
    if columns and columns.candidate_0 and columns.candidate_1:
        return columns.candidate_0, columns.candidate_1
    return None


def _prompt(line: int, data: Row, columns: Columns | None, pair: Way) -> Named:
    """The prompt with its field: as a person has said, with a usual name, or the only other text there is."""
    if columns and columns.fixed_prompt:
        return "fixed_prompt", columns.fixed_prompt
    name = columns.input_text if columns and columns.input_text else _usual_prompt(data, pair)
    return name, given(line, data, name)


def _usual_prompt(data: Row, pair: Way) -> str:
    others = rest_of(data, BOOKKEEPING.union(pair))
    found = names.find(names.PROMPTS, others)
    if found:
        return found
    texts = [name for name, value in others.items() if isinstance(value, str) and not is_pairwise(value)]
    return texts[0] if len(texts) == 1 else names.PROMPTS[0]
