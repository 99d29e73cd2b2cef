"""Made-up votes with a known truth: a team of any size, some of whom have a habit, in the order they came."""

from dataclasses import dataclass, field

import numpy as np

from core.labelling.quality import UNKNOWN, VoteTable, tabulate_columns

LONGER, LEFT, GUESSES = "longer", "left", "guesses"
RIGHT = 0.75
"""How often an honest person is right, unless something else is asked for."""


@dataclass(frozen=True)
class Team:
    """Who works, on what, and how.

    Attributes:
        people: How many.
        votes: How many people judge a pair.
        judgments: Of each person.
        gold: How many of these are on gold pairs, spread evenly; everybody judges those.
        accuracy: How often people are right: one figure, or two between which each is drawn.
        habits: What some people, by their number, do instead of reading.
        longer_better: With what probability the longer candidate is the better one.
        hard: Whether half of the pairs are hard, right with 0.55 only, and the others easy with 0.95.
    """

    people: int
    votes: int
    judgments: int = 200
    gold: int = 0
    accuracy: float | tuple[float, float] = RIGHT
    habits: dict[int, str] = field(default_factory=dict)
    longer_better: float = 0.5
    hard: bool = False


@dataclass(frozen=True, eq=False)
class Made:
    """Votes as columns of shape (n,), ordered by ``at``: how many answers their owner had given before."""

    pair: np.ndarray
    person: np.ndarray
    at: np.ndarray
    code: np.ndarray
    left: np.ndarray
    longer: np.ndarray
    gold: np.ndarray
    better: np.ndarray

    def table(self, upto: int | None = None) -> VoteTable:
        """Everybody's first so many answers."""
        kept = slice(None) if upto is None else self.at < upto
        return tabulate_columns(
            self.pair[kept],
            self.person[kept],
            self.code[kept],
            left=self.left[kept],
            longer=self.longer[kept],
            gold=self.gold[kept],
        )


def made_votes(team: Team, seed: int) -> Made:
    """All votes of a team; the same seed gives the same ones."""
    rng = np.random.default_rng(seed)
    pair, person, at, is_gold = _plan(team, rng)
    pairs = int(pair.max()) + 1
    better = rng.integers(2, size=pairs)[pair]
    longer = np.where((rng.random(pairs) < team.longer_better)[pair], better, 1 - better)
    low, high = (team.accuracy, team.accuracy) if isinstance(team.accuracy, float) else team.accuracy
    accuracy = rng.uniform(low, high, team.people)[person]
    if team.hard:
        accuracy = rng.choice([0.55, 0.95], size=pairs)[pair]
    left = rng.integers(2, size=len(pair))
    code = np.where(rng.random(len(pair)) < accuracy, better, 1 - better)
    instead = {LONGER: longer, LEFT: left, GUESSES: rng.integers(2, size=len(pair))}
    for who, habit in team.habits.items():
        code = np.where(person == who, instead[habit], code)
    return Made(pair, person, at, code, left, longer, np.where(is_gold, better, UNKNOWN), better)


def _plan(team: Team, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Who judges which pair, and when.

    In each round everybody stands in a new order on a circle, and each pair goes to those at some places
    beside it, so that all pairs of a round have their votes and everybody has given as many.
    """
    rounds = (team.judgments - team.gold) // team.votes
    order = rng.permuted(np.tile(np.arange(team.people), (rounds, 1)), axis=1)
    places = rng.permuted(np.tile(np.arange(team.people), (rounds, 1)), axis=1)[:, : team.votes]
    where = (np.arange(team.people)[None, :, None] + places[:, None, :]) % team.people
    person = np.take_along_axis(order[:, :, None], where, axis=1)
    pair = np.broadcast_to(
        (np.arange(rounds)[:, None] * team.people + np.arange(team.people))[:, :, None], person.shape
    )
    begun = np.arange(rounds)[:, None, None] * team.votes + np.arange(team.votes)
    before = np.linspace(0, rounds * team.votes, team.gold, endpoint=False)
    at = np.broadcast_to(begun + (before[:, None, None, None] <= begun).sum(axis=0), person.shape)
    gold_at = np.round(before).astype(int) + np.arange(team.gold)
    everybody = np.tile(np.arange(team.people), team.gold)
    columns = (
        (pair.ravel(), rounds * team.people + np.repeat(np.arange(team.gold), team.people)),
        (person.ravel(), everybody),
        (at.ravel(), np.repeat(gold_at, team.people)),
        (np.zeros(person.size, bool), np.ones(len(everybody), bool)),
    )
    return tuple(np.concatenate(column) for column in columns)
