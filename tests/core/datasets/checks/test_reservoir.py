"""A sample of a stream is fair, can be drawn again, and is bounded."""

from collections import Counter

import pytest

from core.datasets.checks.language_sample import LONGEST_SAMPLED, SAMPLE_SIZE, Reservoir


def sample(texts, *, size: int, seed: int = 0) -> list[str]:
    kept: list[str] = []
    reservoir = Reservoir(kept, size=size, seed=seed)
    for text in texts:
        reservoir.see(text)
    return kept


def test_a_short_stream_is_kept_whole():
    """In its order."""
    assert sample("abc", size=5) == ["a", "b", "c"]
    assert sample("", size=5) == []


def test_a_long_stream_is_kept_in_part():
    """As many as asked for, each once."""
    kept = sample(map(str, range(10_000)), size=SAMPLE_SIZE)
    assert len(kept) == len(set(kept)) == SAMPLE_SIZE


def test_the_same_seed_draws_the_same_sample():
    """Another seed draws another."""
    texts = list(map(str, range(1000)))
    assert sample(texts, size=5, seed=1) == sample(texts, size=5, seed=1) != sample(texts, size=5, seed=2)


def test_every_place_of_the_stream_is_drawn_as_often():
    """3 of 12 in 4,000 samples: 1,000 times each, within 5 standard errors of sqrt(4000/4*3/4) = 27.4."""
    counts = Counter(one for seed in range(4000) for one in sample("abcdefghijkl", size=3, seed=seed))
    assert sorted(counts) == list("abcdefghijkl")
    assert all(count == pytest.approx(1000, abs=5 * 27.4) for count in counts.values())


def test_only_the_beginning_of_a_text_is_kept():
    """Of the first ones and of those that replace them."""
    kept = sample(["x" * 5000] * 100, size=3)
    assert [len(text) for text in kept] == [LONGEST_SAMPLED] * 3
