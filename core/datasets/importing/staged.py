"""Checked rows as the database takes them: plain tuples, because there are many of them."""

from typing import Any, NamedTuple

from core.datasets.importing.fingerprints import fingerprint_of
from core.datasets.records import AnswerSetRecord, GoldRecord, PairRecord, PromptRecord
from core.labelling import Outcome
from core.labelling.hashing import shuffle_key
from core.labelling.models import CHOICES

Json = dict[str, Any]


class StagedPair(NamedTuple):
    """A pair, and the judgment that came with it; the first eleven are columns of `Pair`."""

    content_hash: str
    shuffle_key: int
    input_text: str
    candidate_0: str
    candidate_1: str
    source_0: str | None
    source_1: str | None
    origin: str
    line: int
    extra: Json | None
    conversation: Json | None
    outcome: Outcome | None
    annotator: str | int | None
    strength: int | None
    about: Json | None
    note: str


PAIR_COLUMNS = StagedPair._fields[:11]
NO_COUNTS = {"judgment_count": 0, "votes_0": 0, "votes_1": 0, "minority": 0, "leases": 0}
"""The other columns of a pair that nobody has judged and nobody holds."""


class StagedPrompt(NamedTuple):
    """A prompt; its fields are columns of `Prompt`."""

    content_hash: str
    input_text: str
    origin: str
    line: int
    extra: Json | None
    conversation: Json | None


class StagedSet(NamedTuple):
    """A prompt with its answers, and the scores that came with them."""

    content_hash: str
    origin: str
    record: AnswerSetRecord


def staged_pair(seed: int, origin: str, fingerprint: str, record: PairRecord) -> StagedPair:
    """What the database takes of a pair; ``seed`` is the project's."""
    return StagedPair(
        fingerprint,
        shuffle_key(seed, fingerprint),
        record.input_text,
        record.candidate_0,
        record.candidate_1,
        record.source_0,
        record.source_1,
        origin,
        record.line,
        record.extra or None,
        record.conversation,
        CHOICES[record.choice] if isinstance(record.choice, int) else record.choice,
        record.annotator,
        record.strength,
        record.about_choice or None,
        record.note if isinstance(record, GoldRecord) else "",
    )


def staged_prompt(origin: str, fingerprint: str, record: PromptRecord) -> StagedPrompt:
    """What the database takes of a prompt."""
    return StagedPrompt(
        fingerprint, record.input_text, origin, record.line, record.extra or None, record.conversation
    )


def implied_pairs(seed: int, staged: StagedSet) -> list[tuple[int, int, StagedPair]]:
    """Each two answers of a set with their places, the pair that stands for the set first."""
    pairs = []
    for first, second, record in staged.record.pairs():
        # Two sets may share two answers; the set's own fingerprint keeps their pairs apart.
        fingerprint = fingerprint_of(record, within=staged.content_hash)
        pairs.append((first, second, staged_pair(seed, staged.origin, fingerprint, record)))
    return pairs
