"""Preference rows as TRL and Hugging Face data sets have them: ``prompt``, ``chosen``, ``rejected``.

The shapes are those of https://huggingface.co/docs/trl/dataset_formats. The prompt may be implicit where
``chosen`` and ``rejected`` are dialogues that begin alike: lists of messages, or text as in hh-rlhf.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from core.datasets.formats.format import Format, one_each
from core.datasets.formats.mapping import Row, Wanted
from core.datasets.formats.shared.chosen import opened_answers, said_of_chosen
from core.datasets.formats.shared.dialogues import (
    SplitRow,
    as_messages,
    earlier_turns,
    is_prompt_in,
    same_turns,
    split_off_prompt,
    split_where_shared,
    without_answer,
)
from core.datasets.formats.shared.fields import (
    annotator_problem,
    given,
    missing_problem,
    pair_texts,
    rest_of,
    storing_problem,
)
from core.datasets.formats.shared.names import BOTH, CANDIDATES, CONVERSATIONS, PEOPLE, find, find_both
from core.datasets.formats.shared.prompt_front import is_nothing
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.formats.shared.transcripts import plain_message, transcript
from core.datasets.problems import Fault, Problem, Refused, or_problem, refuse, shorten
from core.datasets.records import PairRecord, PromptRecord

ANSWERS = frozenset(BOTH)
PROMPTS = ("prompt", "instruction", "question", "query", "input_text", "input", "user_input")


@or_problem
def trl_pair(line: int, row: Row, prompts: Prompts = GUESSED) -> PairRecord:
    """A pair whose candidate 0 is the chosen one, or a tie of the two; or the first problem with the row."""
    row = opened_answers(row)
    texts, used, written = usual_texts(line, row, prompts) or any_texts(line, row, prompts)
    said = said_of_chosen(row)
    models = {name: _model(line, row, name) for name in said.models if name}
    named = [name for name, model in models.items() if model]
    chosen_by, rejected_by = said.models
    who = annotator_field(row)
    return PairRecord(
        line,
        *texts,
        said.choice,
        source_0=models[chosen_by] if chosen_by else None,
        source_1=models[rejected_by] if rejected_by else None,
        extra=rest_of(row, used.union(named, said.about, [who] if who else ())),
        annotator=str(row[who]) if who else None,
        about_choice=said.about,
        conversation=written,
        remarks=said.remarks,
    )


class _Told(NamedTuple):
    """Prompt and answers as texts, the fields they came from, and how what is a dialogue was written."""

    texts: tuple[str, str, str]
    used: frozenset[str]
    written: Row | None


def any_texts(line: int, row: Row, prompts: Prompts) -> _Told:
    """What a row of any kind says.

    Raises:
        Refused: Something is wrong with it.
    """
    parts = _parts(line, row)
    built = prompts.build(line, row, (parts.name, parts.prompt), other=ANSWERS)
    texts = pair_texts(line, (parts.name, built.prompt), ("chosen", parts.first), ("rejected", parts.second))
    used = built.used | ANSWERS
    if not _is_told(as_messages(row.get(parts.name)), parts.prompt):
        used -= {parts.name}
    return _Told(texts, used, built.written(candidate_0=parts.first, candidate_1=parts.second))


def usual_texts(line: int, row: Row, prompts: Prompts) -> _Told | None:
    """The same, in half the time, of plain dialogues of which only the last messages differ.

    None for a row that is not of this usual kind; takes and raises all that `any_texts` does.
    """
    chosen, rejected = row.get("chosen"), row.get("rejected")
    if type(chosen) is not list or type(rejected) is not list or len(chosen) != len(rejected):
        return None
    shared, spoken = chosen[:-1], [one for one in map(plain_message, [*chosen, *rejected[-1:]]) if one]
    if not shared or len(spoken) <= len(chosen) or shared != rejected[:-1]:
        return None
    (_, first), (_, second) = spoken[-2:]
    asked = spoken[0][1] if len(shared) == 1 else transcript(shared)
    if first.strip() == second.strip() or isinstance(asked, Problem):
        return None
    name = prompt_name(row)
    if name and (row[name] != asked or len(shared) > 1 or asked[:1] in {"", "[", "{"}):
        return None
    built = prompts.build(line, row, (name or "prompt", shared), other=ANSWERS)
    if built.prompt is not shared or built.media:
        return None
    texts = pair_texts(line, (name or "prompt", asked), ("chosen", first), ("rejected", second))
    used = built.used | ANSWERS if name else (built.used | ANSWERS) - {"prompt"}
    return _Told(texts, used, {"prompt": shared, "candidate_0": chosen[-1:], "candidate_1": rejected[-1:]})


def _model(line: int, row: Row, name: str) -> str | None:
    """Which model wrote an answer, by the field that says so."""
    model = row[name]
    if not model or not isinstance(model, str):
        return None
    refuse(storing_problem(line, name, model))
    return model


def annotator_field(row: Row) -> str | None:
    """The field that names who chose; others say so in numbers that count from 0, or of several people."""
    name = _who(tuple(row))
    value = row[name] if name else None
    named = type(value) is int or (isinstance(value, str) and value and not annotator_problem(0, "", value))
    return name if named else None


@lru_cache(maxsize=64)  # the rows of a file have the same fields
def _who(names: tuple[str, ...]) -> str | None:
    return find(PEOPLE, names)


@or_problem
def trl_prompt(line: int, row: Row, prompts: Prompts = GUESSED) -> PromptRecord:
    """The prompt, or the first problem with it."""
    name = prompt_name(row)
    if name is None and not row.keys() >= set(BOTH):
        raise Refused(missing_problem(line, row, "prompt"))
    parts = SplitRow(name, row[name], None, None) if name else _parts(line, row)
    return prompts.record(line, row, (parts.name, parts.prompt), other=ANSWERS)


def prompt_name(row: Row) -> str | None:
    """The field that holds the prompt, if one does."""
    return next((name for name in PROMPTS if row.get(name) is not None), None)


def _parts(line: int, row: Row) -> SplitRow:
    chosen, rejected = given(line, row, BOTH[0]), given(line, row, BOTH[1])
    name = prompt_name(row)
    if chosen == rejected:
        reason = "is the same as chosen; nobody could prefer one of the two"
        raise Refused(Problem(line, "rejected", shorten(rejected), reason, Fault.IDENTICAL))
    answers = as_messages(chosen), as_messages(rejected)
    if name and is_nothing(row[name]) and (alike := split_where_shared(name, *answers)):
        return alike
    return (
        _implicit(line, row, *answers)
        if name is None
        else split_off_prompt(name, as_messages(row[name]), *answers)
    )


def _is_told(said: object, prompt: object) -> bool:
    """Whether what stands in the prompt's own field is all that was taken for the prompt."""
    if said is prompt:
        return True
    if isinstance(prompt, list) and isinstance(said, list):
        return same_turns(said, prompt)
    return is_prompt_in(said, prompt) if isinstance(prompt, list) and len(prompt) == 1 else said == prompt


def _implicit(line: int, row: Row, chosen: Any, rejected: Any) -> SplitRow:
    alike = split_where_shared("prompt", chosen, rejected)
    if alike:
        return alike
    name = find(CONVERSATIONS, (name for name, value in row.items() if value and name not in ANSWERS))
    if name is None:
        reason = "is missing, and chosen and rejected are no dialogues that begin alike; add the prompt"
        raise Refused(Problem(line, "prompt", "missing", reason, Fault.MISSING))
    turns = earlier_turns(row[name])
    said = as_messages(row[name]) if turns is None else turns
    return SplitRow(name, without_answer(said, chosen), chosen, rejected)


OTHERS = tuple(pair for pair in CANDIDATES if pair != BOTH)
LONGEST_LABEL = 60
"""Characters of the longest name of an answer that is no answer."""


def _is_sure(row: Row, wanted: Wanted) -> bool:
    if wanted == Wanted.ANSWER_SETS or not row.keys() >= ANSWERS:
        return False
    texts = find_both(OTHERS, row)
    return texts is None or not all(_names_one(row[name], [row[one] for one in texts]) for name in BOTH)


def _names_one(value: object, texts: Sequence[object]) -> bool:
    """Whether what stands there only says which of two other texts is meant, as its number does."""
    if isinstance(value, str):
        return len(value) <= LONGEST_LABEL and value not in texts
    return value is None or isinstance(value, int | float)


FORMAT = Format(
    name="trl",
    title="TRL / Hugging Face",
    label="TRL / Hugging Face (prompt, chosen, rejected)",
    telling="chosen and rejected answers, or a prompt",
    looks_like=(
        "`prompt`, `chosen`, `rejected`, as text or as lists of messages; without `prompt`, dialogues are "
        "split at the last turn they share"
    ),
    becomes=(
        "pairs; the chosen one is candidate 0 until a recipe balances the order. Equal scores, ratings or "
        "ranks of the two (`score_chosen`, `chosen-rating`, `rating` beside `order` …) and `status` = tie "
        "are a tie; `chosen_model` and `rejected_model` are the sources of the two"
    ),
    adapters={Wanted.PAIRS: one_each(trl_pair), Wanted.PROMPTS: one_each(trl_prompt)},
    check_first="Whether chosen is what people preferred, or what a model's score put first.",
    sides=BOTH,
    is_sure=_is_sure,
    is_likely=lambda row, wanted: wanted == Wanted.PROMPTS and prompt_name(row) == "prompt",
)
