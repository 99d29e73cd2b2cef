"""Rows with one answer each, which supervised tuning learns: prompts can be taken from them, pairs cannot."""

from core.datasets.formats.format import Format
from core.datasets.formats.mapping import Row, Wanted
from core.datasets.formats.shared.dialogues import without_last_answer
from core.datasets.formats.shared.fields import rest_of
from core.datasets.formats.shared.one_better import OneBetter, adapters_of, no_pair, tidy
from core.datasets.formats.shared.scores import list_of
from core.datasets.problems import Refused

TEXTS = (("input_text", "output_text"), ("instruction", "output"), ("prompt", "completion"))
"""A prompt and its answer, as Vertex's text models, LLaMA-Factory and TRL write them."""
DIALOGUES = ("messages", "conversations")
OF_PAIRS = ("chosen", "rejected", "candidate", "preferred", "rank", "score", "label", "kto_tag", "winner")
"""Words in names of fields by which rows are something else."""


def _split(line: int, row: Row, wanted: Wanted) -> OneBetter:
    name, answer = _fields(row) or ("messages", "messages")
    if wanted != Wanted.PROMPTS:
        raise Refused(no_pair(line, answer))
    if name != answer:
        return OneBetter((name, row.get(name)), rest=rest_of(row, {name, answer}))
    before, _ = without_last_answer(tidy(list_of(row.get(name)) or []))
    return OneBetter((name, before), rest=rest_of(row, {name}))


def _fields(row: Row) -> tuple[str, str] | None:
    """The fields with the prompt and with its answer, which may be one."""
    for prompt, answer in TEXTS:
        if prompt in row and answer in row:
            return prompt, answer
    name = next((name for name in DIALOGUES if _is_answered(row.get(name))), None)
    return (name, name) if name else None


def _is_answered(value: object) -> bool:
    """Whether these are messages of which the last one is an answer, and one alone."""
    _, last = without_last_answer(list_of(value) or [])
    return bool(last) and "candidates" not in last[0]


def _is_sure(row: Row, wanted: Wanted) -> bool:
    if wanted == Wanted.ANSWER_SETS or _fields(row) is None:
        return False
    return not any(word in name.lower() for name in row for word in OF_PAIRS)


FORMAT = Format(
    name="supervised",
    title="supervised rows",
    label="Supervised rows (a prompt and one answer)",
    telling="a prompt and one answer",
    looks_like="`input_text` and `output_text`, `instruction` and `output`, or `messages` with an answer",
    becomes="prompts; no pairs, because nobody can compare one answer with none",
    adapters=adapters_of(_split),
    is_sure=_is_sure,
)
