"""Public data sets of which no row holds two answers: it is said so at once, and what they are good for.

A person who maps two fields as candidates is believed.
"""

from collections.abc import Mapping, Sequence

from core.datasets.formats.columns import FORMAT as COLUMNS
from core.datasets.formats.format import Format, Guess
from core.datasets.formats.guess_columns import guess_columns
from core.datasets.formats.mapping import Row, Wanted
from core.datasets.formats.shared.names import CANDIDATES, find_both
from core.datasets.formats.shared.paths import MISSING, value_at

KNOWN: Mapping[str, tuple[str, ...]] = {
    "LMSYS-Chat-1M": ("conversation_id", "model", "conversation", "turn"),
    "WildChat": ("conversation_hash", "model", "conversation"),
    "BeaverTails or PKU-SafeRLHF-QA": ("prompt", "response", "is_safe"),
    "Feedback Collection": ("orig_instruction", "orig_response", "orig_score"),
    "OpenAssistant's messages": ("message_id", "parent_id", "text", "role"),
    "HelpSteer": ("prompt", "response", "helpfulness", "correctness", "coherence"),
    "HelpSteer3 edits": ("context", "original_response", "edited_response"),
    "OpenAI's summaries rated on axes": ("info", "summary.axes", "worker"),
    "process supervision, whose completions are the steps of one answer": ("prompt", "completions", "labels"),
    "hh-rlhf red team attempts": ("transcript", "min_harmlessness_score_transcript"),
}
"""Each with fields that all its rows have."""

NEEDED = ("candidate_0", "candidate_1")


def data_set_of(row: Row) -> str | None:
    """The data set that has such rows; None if it is none of these."""
    found = (name for name, signs in KNOWN.items() if all(value_at(row, one) is not MISSING for one in signs))
    return next(found, None)


def _is_sure(row: Row, wanted: Wanted) -> bool:
    if wanted == Wanted.PROMPTS or data_set_of(row) is None:
        return False
    return find_both(CANDIDATES, row) is None  # else somebody has made pairs of it


def _guess(rows: Sequence[Row], wanted: Wanted, said: Mapping[str, str]) -> Guess:
    guess = guess_columns(rows, wanted, said)
    if any(said.get(part) for part in NEEDED):
        return guess
    name = next(filter(None, map(data_set_of, rows)), "")
    question = (
        f"The rows are those of {name}: each has one answer or dialogue, so there is no pair to compare."
    )
    answer = (
        "Import them as prompts, or choose the part of the data set that has pairs; if two fields do hold "
        "answers to compare, name them: --column candidate_0=<field> --column candidate_1=<field>."
    )
    return Guess(guess.columns, question=question, answer=answer)


FORMAT = Format(
    name="no-pairs",
    title="data sets without pairs",
    label="Public data sets without pairs",
    telling="one answer or dialogue each",
    looks_like="LMSYS-Chat-1M, WildChat, BeaverTails, HelpSteer, axis ratings of summaries and such",
    becomes="nothing in a project for pairs, which is said; prompts where prompts are wanted",
    adapters=COLUMNS.adapters,
    is_sure=_is_sure,
    guess=_guess,
)
