"""Votes of a small team on new pairs, and what a frozen set says of each."""

from core.datasets import DatasetView
from tests.core.builders import add_pairs, answer, rows_in, save

OUTCOMES = {"0": "candidate_0", "1": "candidate_1", "=": "tie", "b": "both_bad", "s": "skip"}


def vote(studio, project, team, *votes: str) -> list[int]:
    """Pairs with these votes, the first of each by Ada, then Ben's and Cleo's; a dot is none."""
    pairs = add_pairs(studio, project, len(votes))
    for pair, given in zip(pairs, votes, strict=True):
        for person, one in zip(team, given, strict=False):
            if one != ".":
                assert save(studio, person, project, answer(pair, OUTCOMES[one])).refused == ()
    return pairs


def choices_in(dataset: DatasetView) -> dict[int, int]:
    """Choices by the number in the post's text."""
    return {int(one["input_text"].removeprefix("post ")): one["choice"] for one in rows_in(dataset)}


def weights_in(dataset: DatasetView) -> dict[int, float]:
    """Weights likewise."""
    return {int(one["input_text"].removeprefix("post ")): one["weight"] for one in rows_in(dataset)}
