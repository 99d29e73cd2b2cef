"""A sample of texts drawn at random from a stream whose length nobody knows beforehand."""

import math
import random

SAMPLE_SIZE = 500
LONGEST_SAMPLED = 1000
"""Characters that are kept of a text: enough to tell its language."""


class Reservoir:
    """Keeps each text of a stream with the same probability; the same seed and stream give the same sample.

    Algorithm L of Li, "Reservoir-sampling algorithms of time complexity O(n(1 + log(N/n)))", ACM TOMS 20
    (1994): it draws how many texts to pass over, so that a text that is not taken costs a comparison.
    """

    def __init__(self, kept: list[str], *, size: int = SAMPLE_SIZE, seed: int = 0) -> None:
        self._kept = kept
        self._size = size
        self._random = random.Random(seed)  # noqa: S311 - a sample for a chart is no secret
        self._seen = 0
        self._weight = 1.0
        self._next = 0

    def see(self, text: str) -> None:
        """Take the next text of the stream, or pass over it."""
        self._seen += 1
        if self._seen <= self._size:
            self._kept.append(text[:LONGEST_SAMPLED])
            if self._seen == self._size:
                self._draw_next()
        elif self._seen == self._next:
            self._kept[self._random.randrange(self._size)] = text[:LONGEST_SAMPLED]
            self._draw_next()

    def _draw_next(self) -> None:
        self._weight *= self._uniform() ** (1 / self._size)
        passed_over = math.log(self._uniform()) / math.log1p(-self._weight)
        self._next = self._seen + math.floor(passed_over) + 1

    def _uniform(self) -> float:
        return 1 - self._random.random()  # above 0, of which there is no logarithm
