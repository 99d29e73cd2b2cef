"""All answers of a set as features: the differences that a reward model is fitted to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.answer_features import Array
from core.progress import Tell
from core.rewards.answer_text import prompt_of
from core.rewards.samples import JudgedPair
from core.rewards.text_features import (
    BUCKETS,
    MEASURES,
    Weights,
    buckets_of,
    measures_of,
    read_answer,
    read_prompt,
    standardised,
)

TOLD_EVERY = 2_000
CONSTANT = 1e-9
"""A number that deviates less than this from its mean is constant, and is not scaled up."""

Sparse = Any
"""A matrix of scipy, whose types are not known."""


@dataclass(frozen=True)
class Seen:
    """Pairs as numbers.

    Attributes:
        differences: Features of the preferred answer minus the other's: ``MEASURES``, then buckets; shape
            (pairs, len(MEASURES) + BUCKETS), sparse.
        mean: Of ``MEASURES`` over the answers that are learned from; ``scale`` are their standard deviations.
    """

    differences: Sparse
    mean: Array
    scale: Array

    @classmethod
    def of(cls, pairs: Sequence[JudgedPair], learned: NDArray[np.bool_], tell: Tell) -> "Seen":
        """Look at all answers of pairs.

        Args:
            pairs: At least two.
            learned: Which of them mean and scale are taken from.
            tell: Told how far it is; raising from it ends the work.
        """
        from scipy.sparse import csr_array, hstack  # noqa: PLC0415 - takes a second

        measures = np.empty((len(pairs), 2, len(MEASURES)))
        places, amounts, ends = [], [], [0]
        for number, pair in enumerate(pairs):
            prompt = read_prompt(prompt_of(pair.example))
            for side, answer in enumerate((pair.answers[pair.choice], pair.answers[1 - pair.choice])):
                said = read_answer(answer)
                measures[number, side] = measures_of(prompt, said)
                found, much = buckets_of(said)
                places.append(found.astype(np.int32))
                amounts.append((much if side == 0 else -much).astype(np.float32))
            ends.append(ends[-1] + len(places[-1]) + len(places[-2]))
            if number % TOLD_EVERY == 0:
                tell(f"Reading answers: {number:,} of {len(pairs):,} pairs.")
        mean, scale = _normalisation(measures[learned])
        standard = standardised(measures, mean, scale)
        text = csr_array(
            (np.concatenate(amounts), np.concatenate(places), np.array(ends, dtype=np.int32)),
            shape=(len(pairs), BUCKETS),
        )
        text.sum_duplicates()
        dense = csr_array((standard[:, 0] - standard[:, 1]).astype(np.float32))
        return cls(hstack([dense, text], format="csr"), mean, scale)

    def weights(self, coefficients: Array) -> Weights:
        """Coefficients as the program has them: those of text rounded to two bytes, all others to four."""
        measures = coefficients[: len(MEASURES)].astype(np.float32).astype(np.float64)
        text = coefficients[len(MEASURES) :].astype(np.float16).astype(np.float64)
        return Weights(measures, self.mean, self.scale, text)


def _normalisation(measures: Array) -> tuple[Array, Array]:
    """Mean and scale over all answers; a constant number gets scale 1."""
    answers = measures.reshape(-1, measures.shape[-1])
    deviation = answers.std(axis=0)
    return answers.mean(axis=0), np.where(deviation < CONSTANT, 1.0, deviation)
