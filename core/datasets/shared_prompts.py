"""Which prompts an evaluation set shares with sets that models are tuned on, near-duplicates included."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from core.datasets.exports import prompt_text
from core.datasets.models import DatasetKind, DatasetView, list_datasets
from core.datasets.parse_line import read_line
from core.errors import StudioError
from core.storage import open_address

BLANKS = b" \t\n\x0b\x0c\r\x1c\x1d\x1e\x1f"
UNSEEN = [character.encode() for character in "\u0085\u00ad\u1680\u200b\u2028\u2029\u2060\ufeff"]
"""Rarer line ends, and what takes no room: soft hyphens, joiners, byte order marks."""


def normalised(text: str) -> bytes:
    """What near-duplicates have in common; it takes some microseconds for a thousand characters."""
    if text.isascii():
        return text.lower().encode().translate(None, BLANKS)
    # Of every other kind of blank it makes a plain one.
    folded = unicodedata.normalize("NFKC", text).casefold()
    left = folded.encode("utf-8", "surrogatepass").translate(None, BLANKS)
    for unseen in UNSEEN:
        left = left.replace(unseen, b"")
    return left


def normalised_hash(text: str) -> bytes:
    """A fingerprint of `normalised`, the same in every process."""
    return blake2b(normalised(text), digest_size=16).digest()


Hashes = NDArray[np.int64]

REMEMBERED = 16
"""Sets whose prompts are kept as hashes in memory: 1.5 MB for 92,858 prompts."""

NEWEST = 5
"""Sets of a kind that a new one is compared with; a launch compares whichever are chosen."""

TUNED_ON = (DatasetKind.PREFERENCE, DatasetKind.PROMPT)


@dataclass(frozen=True)
class PromptHashes:
    """The distinct prompts of a set as hashes, in this process only.

    Attributes:
        exact: Of each text as it is.
        alike: Of the same texts, in the same order, without case and blanks.
    """

    exact: Hashes
    alike: Hashes

    @classmethod
    def of(cls, texts: Iterable[str]) -> "PromptHashes":
        """The hashes of prompts, of which some may repeat."""
        hashes = {hash(text): hash(normalised(text)) for text in texts}
        return cls(
            np.fromiter(hashes, np.int64, len(hashes)), np.fromiter(hashes.values(), np.int64, len(hashes))
        )


@dataclass(frozen=True)
class Shared:
    """What an evaluation set and a set that is tuned on have in common.

    Attributes:
        name: The other set.
        prompts: How many of the evaluation prompts are in both; None if a set could not be read.
        exact: How many of these are the same to the character.
        of: How many evaluation prompts there are.
        evaluated: Whether the other set is one that is tuned on, so that this one's prompts are counted.
    """

    name: str
    prompts: int | None
    exact: int
    of: int
    evaluated: bool = True

    @property
    def some(self) -> bool:
        """Whether there is something to beware of."""
        return self.prompts is None or self.prompts > 0

    @property
    def how_many(self) -> str:
        """Such as "12 of 20 prompts (4 of them but for case and blanks)"."""
        near = (self.prompts or 0) - self.exact
        aside = f" ({near:,} of them but for case and blanks)" if near else ""
        return f"{self.prompts:,} of {self.of:,} prompts{aside}"


def prompt_hashes(dataset: DatasetView) -> PromptHashes:
    """The prompts of a frozen set, which never changes, so that it need be read only once.

    Raises:
        StudioError: Its object cannot be read.
    """
    return _prompt_hashes(dataset.sha256, dataset.address)


def shared(name: str, evaluation: PromptHashes, tuned_on: PromptHashes) -> Shared:
    """How many of the evaluation prompts are in the other set."""
    exact = np.isin(evaluation.exact, tuned_on.exact)
    both = exact | np.isin(evaluation.alike, tuned_on.alike)
    return Shared(name, int(both.sum()), int(exact.sum()), len(evaluation.exact))


def shared_prompts(evaluation: DatasetView, tuned_on: DatasetView) -> Shared:
    """How many prompts of an evaluation set are in a set that a model is tuned on.

    Raises:
        StudioError: An object cannot be read.
    """
    return shared(tuned_on.name, prompt_hashes(evaluation), prompt_hashes(tuned_on))


def sets_across(session: Session, project_id: int, kind: DatasetKind) -> list[DatasetView]:
    """The newest sets that a set of this kind should share no prompt with, each content once."""
    kinds = TUNED_ON if kind == DatasetKind.EVALUATION else (DatasetKind.EVALUATION,)
    found = []
    for other in kinds:
        newest = {one.sha256: one for one in reversed(list_datasets(session, project_id, other))}
        found += list(newest.values())[-NEWEST:]
    return found


def shared_with_each(own: PromptHashes, kind: DatasetKind, others: Iterable[DatasetView]) -> Iterator[Shared]:
    """What a set of this kind shares with others; one that cannot be read is named all the same."""
    for other in others:
        evaluated = kind == DatasetKind.EVALUATION
        try:
            pair = (own, prompt_hashes(other)) if evaluated else (prompt_hashes(other), own)
        except StudioError:
            yield Shared(other.name, None, 0, 0, evaluated)
        else:
            yield replace(shared(other.name, *pair), evaluated=evaluated)


@lru_cache(maxsize=REMEMBERED)
def _prompt_hashes(sha256: str, address: str) -> PromptHashes:  # noqa: ARG001 - what is remembered is known by the hash, too
    with open_address(address) as file:
        return PromptHashes.of(prompt_text(read_line(line)) for line in file)
