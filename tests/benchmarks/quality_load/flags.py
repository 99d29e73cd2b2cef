"""Whom the flags find, and how many honest people they ever accuse."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from quality_load.made_votes import GUESSES, LEFT, LONGER, Team, made_votes

from core.labelling.quality import CheckName, annotator_quality

LOOKS = tuple(range(20, 201, 10))
SHOWN = (60, 120, 200)
CHECKS = {LONGER: CheckName.LENGTH, LEFT: CheckName.SIDE, GUESSES: CheckName.RANDOM}
FLAGS_HEAD = (
    "FLAGS   share of the honest people who are ever flagged in 200 answers, for each check;\n"
    "        found: of those who have the habit, by 60, 120 and 200 answers\n"
    f"{'habit':>16}{'people':>8}{'votes':>7}{'gold':>6}{'right':>11}{'length':>9}{'random':>8}{'side':>7}"
    f"{'gold':>7}   found"
)
MOST_BY_LENGTH, MOST_AT_RANDOM, LEAST_FOUND = 0.03, 0.05, 0.95


@dataclass(frozen=True)
class Case:
    """A team, and how many of its kind."""

    team: Team
    seeds: int


def flag_teams(seeds: int) -> Iterator[Case]:
    """The kinds of teams: few gold or none, two or three votes a pair, no calibration pool."""
    mixed = (0.65, 0.85)
    for people, votes in ((4, 2), (6, 2), (6, 3), (10, 3)):
        yield Case(Team(people, votes), seeds)
        yield Case(Team(people, votes, accuracy=mixed), seeds)
        yield Case(Team(people, votes, habits={0: GUESSES}), seeds)
        yield Case(Team(people, votes, gold=10, habits={0: GUESSES}), seeds)
        yield Case(Team(people, votes, habits={0: LONGER}), seeds)
        yield Case(Team(people, votes, habits={0: LONGER}, longer_better=0.65), seeds)
    yield Case(Team(6, 3, habits={0: LEFT}), seeds)
    yield Case(Team(6, 3, habits={0: LONGER, 1: LONGER}), seeds)
    yield Case(Team(6, 3, habits={0: GUESSES, 1: GUESSES}), seeds)
    yield Case(Team(10, 3, habits={0: GUESSES, 1: LONGER, 2: LEFT}), seeds)
    yield Case(Team(10, 3, hard=True, habits={0: GUESSES}), seeds)
    yield Case(Team(6, 3, accuracy=(0.6, 0.9)), seeds)


def flag_line(case: Case) -> tuple[str, list[str]]:
    """One kind of team, and what does not hold."""
    team = case.team
    flagged = np.array([_looks(team, seed) for seed in range(case.seeds)])
    honest = [person for person in range(team.people) if person not in team.habits]
    ever = flagged[:, :, honest].any(axis=1).mean(axis=(0, 1))
    shares = {name: float(ever[number]) for number, name in enumerate(CheckName)}
    found = {habit: _found(flagged, person, CHECKS[habit]) for person, habit in team.habits.items()}
    line = _line(team, shares) + "; ".join(
        " ".join(f"{share:.2f}" for share in one) for one in found.values()
    )
    return line, [f"{one}: {line}" for one in _wrong(team, shares, found, honest=case.seeds * len(honest))]


def _looks(team: Team, seed: int) -> np.ndarray:
    """Whether each person is flagged for each check at each look."""
    made = made_votes(team, seed)
    return np.array(
        [
            [
                [
                    check.flagged
                    for check in sorted(person.checks, key=lambda one: list(CheckName).index(one.name))
                ]
                for person in annotator_quality(made.table(upto))
            ]
            for upto in LOOKS
        ]
    )


def _found(flagged: np.ndarray, person: int, check: CheckName) -> list[float]:
    """How many of those with a habit are flagged by some numbers of answers."""
    column = list(CheckName).index(check)
    return [float(flagged[:, LOOKS.index(upto), person, column].mean()) for upto in SHOWN]


def _line(team: Team, shares: dict[CheckName, float]) -> str:
    habits = "+".join(team.habits.values()) or "none"
    habits += f" {team.longer_better}" * (team.longer_better != Team.longer_better)
    low_high = team.accuracy if isinstance(team.accuracy, tuple) else (team.accuracy,)
    right = "hard, easy" if team.hard else "-".join(f"{share:.2f}" for share in low_high)
    return (
        f"{habits:>16}{team.people:8}{team.votes:7}{team.gold:6}{right:>11}{shares[CheckName.LENGTH]:9.3f}"
        f"{shares[CheckName.RANDOM]:8.3f}{shares[CheckName.SIDE]:7.3f}{shares[CheckName.GOLD]:7.3f}   "
    )


def _wrong(
    team: Team, shares: dict[CheckName, float], found: dict[str, list[float]], *, honest: int
) -> Iterator[str]:
    """What is promised and does not hold; so many honest people tell a share to within some of its own."""
    noise = 3 * (MOST_AT_RANDOM / honest) ** 0.5
    if shares[CheckName.LENGTH] > MOST_BY_LENGTH + noise:
        yield "too many honest people are flagged for length"
    if shares[CheckName.RANDOM] > MOST_AT_RANDOM + noise and team.accuracy != (0.6, 0.9):
        yield "too many honest people are flagged as guessing"
    for habit in (LONGER, LEFT):
        if habit in found and found[habit][-1] < LEAST_FOUND:
            yield f"too few who go by {habit} are found"
