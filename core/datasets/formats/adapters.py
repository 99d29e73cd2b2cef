"""Which reader makes records of a format's rows, for what is wanted of them."""

from collections.abc import Callable
from functools import partial

from core.datasets.formats.columns import columns_pair, columns_prompt
from core.datasets.formats.label_studio import label_studio_pairs, label_studio_prompt
from core.datasets.formats.openai_comparisons import openai_pair, openai_prompt
from core.datasets.formats.scored import scored_pair, scored_prompt, scored_set
from core.datasets.formats.shapes import Adapter, Columns, Format, Row, Wanted
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.formats.trl import trl_pair, trl_prompt
from core.datasets.formats.vertex import as_gold, pair_record, prompt_record
from core.datasets.formats.vertex_sets import answer_set_record
from core.datasets.formats.vertex_spelt import spelt_pair
from core.datasets.problems import printable, shorten
from core.datasets.records import PairRecord, Understood
from core.errors import InvalidInput

One = Callable[[int, Row], Understood]
Reading = Callable[..., Understood]
"""Reads a numbered row; takes ``prompts``."""

PAIRS: dict[Format, Reading] = {
    Format.VERTEX: pair_record,
    Format.OPENAI: openai_pair,
    Format.TRL: trl_pair,
    Format.SCORED: scored_pair,
}
PROMPTS: dict[Format, Reading] = {
    Format.VERTEX: prompt_record,
    Format.OPENAI: openai_prompt,
    Format.TRL: trl_prompt,
    Format.SCORED: scored_prompt,
}
ANSWER_SETS: dict[Format, Reading] = {Format.VERTEX: answer_set_record, Format.SCORED: scored_set}


def adapter(
    kind: Format, wanted: Wanted, columns: Columns | None = None, prompts: Prompts = GUESSED
) -> Adapter:
    """What makes records of the rows of one format.

    Args:
        kind: How the rows are written.
        wanted: What is to be made of them.
        columns: Names of fields: for `Format.COLUMNS`, and for `Format.LABEL_STUDIO` if its own are unusual.
            `AS_SPELT` where rows seem to be Vertex's, and nobody has said that they are.
        prompts: Puts prompts together of their parts.

    Raises:
        InvalidInput: The format has no such rows, or fields that are needed are not named.
    """
    if wanted == Wanted.ANSWER_SETS:
        return _single(partial(_answer_sets(kind), prompts=prompts))
    if wanted == Wanted.PROMPTS:
        return _single(partial(_prompts(kind, columns), prompts=prompts))
    gold = wanted == Wanted.GOLD
    pairs = _pairs(kind, columns, prompts, gold=gold)
    note = columns.note if columns and columns.note else "note"
    return _gold(pairs, note) if gold else pairs


def _pairs(kind: Format, columns: Columns | None, prompts: Prompts, *, gold: bool) -> Adapter:
    if kind == Format.LABEL_STUDIO:
        return partial(label_studio_pairs, columns=columns, prompts=prompts)
    if kind == Format.COLUMNS:
        named = _named(columns, candidates=True)
        return _single(partial(columns_pair, columns=named, gold=gold, prompts=prompts))
    read = spelt_pair if kind == Format.VERTEX and columns else PAIRS[kind]
    return _single(partial(read, prompts=prompts))


def _prompts(kind: Format, columns: Columns | None) -> Reading:
    if kind == Format.LABEL_STUDIO:
        return partial(label_studio_prompt, columns=columns)
    if kind == Format.COLUMNS:
        return partial(columns_prompt, columns=_named(columns, candidates=False))
    return PROMPTS[kind]


def _answer_sets(kind: Format) -> Reading:
    if kind in ANSWER_SETS:
        return ANSWER_SETS[kind]
    raise InvalidInput(
        f"Rows in the format “{kind}” hold no lists of answers to be ranked; give input_text and candidates, "
        "or import the file into a project for pairs."
    )


def _named(columns: Columns | None, *, candidates: bool) -> Columns:
    if columns is None or not (columns.input_text or (candidates and columns.fixed_prompt)):
        raise InvalidInput("Say which column holds the prompt (input_text).")
    if candidates and not (columns.candidate_0 and columns.candidate_1):
        raise InvalidInput("Say which columns hold the two answers (candidate_0 and candidate_1).")
    if candidates and columns.choice and columns.choice_0 == columns.choice_1:
        raise InvalidInput(
            f"The column “{printable(columns.choice)}” cannot say {shorten(columns.choice_0)} for both "
            "candidates; say how a choice of each is written (choice_0 and choice_1)."
        )
    return columns


def _single(read: One) -> Adapter:
    def records(line: int, row: Row) -> tuple[Understood]:
        return (read(line, row),)

    return records


def _gold(pairs: Adapter, note: str) -> Adapter:
    def records(line: int, row: Row) -> list[Understood]:
        return [as_gold(one, note=note) if isinstance(one, PairRecord) else one for one in pairs(line, row)]

    return records
