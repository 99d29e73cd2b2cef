"""Answers compared with a known one: a gold pair's right answer, and a re-test's own first one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import InvalidInput
from core.labelling.models import Outcome
from core.labelling.quality.check import Check, CheckName, PersonVotes, Share, found, percent, share, unknown
from core.labelling.quality.votes import CANDIDATES, CODES, UNKNOWN

GOLD_THRESHOLD = 0.7
"""What is asked unless the lead says otherwise."""
FEWEST_GOLD = 10
"""With fewer, three wrong in a row flag one who is mostly right."""
FEWEST_RETESTS = 10
CHANCE = 0.5
CONSISTENT = 0.75
"""Agreement with oneself that nobody is flagged for."""


def gold_share(votes: PersonVotes) -> Share | None:
    """The gold pairs the person got right; a tie is right where neither candidate is better."""
    return share(votes.code == votes.gold, votes.gold != UNKNOWN)


def check_gold(votes: PersonVotes, *, threshold: float) -> Check:
    """Is the person, beyond doubt, right less often than asked? Wilson's upper end must stay below it.

    Looked at after every gold pair from the tenth to the sixtieth, it ever flags 1 % of people who are right
    on 80 % of them, 5 % of those on 75 % and 96 % of those who guess (20,000 simulated people). Answers at
    random are found sooner by ``check_random``, in which gold counts together with everything else.
    """
    right = gold_share(votes)
    if right is None:
        return unknown(CheckName.GOLD, "No gold pair answered yet.")
    flagged = right.n >= FEWEST_GOLD and right.interval.upper < threshold
    wrong = votes.pair[(votes.gold != UNKNOWN) & (votes.code != votes.gold)]
    meaning = f": below the {percent(threshold)} asked for" if flagged else ""
    few = f": too few to tell, {FEWEST_GOLD} will do" if right.n < FEWEST_GOLD else ""
    sentence = f"Right on {right.counted('gold pairs', beside=threshold)}{meaning or few}."
    return found(CheckName.GOLD, right, sentence, flagged=flagged, rests_on=wrong)


@dataclass(frozen=True, slots=True)
class Retest:
    """One person's two answers on one pair.

    Attributes:
        person: The person's id.
        pair: The pair's id.
        first: The earlier answer.
        second: The later one.
        first_left: Which candidate stood on the left the first time; None if it is not on record.
        second_left: Likewise the second time: the other one.
    """

    person: int
    pair: int
    first: Outcome
    second: Outcome
    first_left: int | None
    second_left: int | None


def by_person(retests: Iterable[Retest]) -> dict[int, list[Retest]]:
    """Everybody's re-tests.

    Raises:
        InvalidInput: If an answer is no vote.
    """
    groups: dict[int, list[Retest]] = {}
    for retest in retests:
        for outcome in (retest.first, retest.second):
            if outcome not in CODES:
                raise InvalidInput(
                    f"Person {retest.person}'s re-test of pair {retest.pair} holds {outcome}, which is no"
                    f" vote: give {', '.join(CODES)} only."
                )
        groups.setdefault(retest.person, []).append(retest)
    return groups


def consistency(retests: Sequence[Retest]) -> Share | None:
    """How many second answers equal the first; a tie is an answer of its own."""
    same = sum(CODES[retest.first] == CODES[retest.second] for retest in retests)
    return Share(same, len(retests)) if retests else None


def check_consistency(retests: Sequence[Retest]) -> Check:
    """Are the second answers, beyond doubt, seldom the first, and not to be told from chance?

    A look at 10 to 40 re-tests flags 2 to 5 % of people who repeat themselves on 75 % of the pairs, at most
    2 % of those on 80 %; of those who guess, 61 % at 12 re-tests and 92 % at 40. Two independent answers of
    one who is right on 75 % would agree on 62.5 % only, but people repeat their errors as well.
    """
    same = consistency(retests)
    if same is None:
        return unknown(CheckName.CONSISTENCY, "No pair shown twice yet.")
    flagged = same.n >= FEWEST_RETESTS and same.interval.lower <= CHANCE and same.interval.upper < CONSISTENT
    meaning = ": not to be told from chance" if flagged else ""
    changed = np.array([one.pair for one in retests if CODES[one.first] != CODES[one.second]], dtype=np.int64)
    again = f"{same.counted('pairs', beside=CONSISTENT)} shown twice"
    sentence = f"Gave the same answer again on {again}{meaning}.{_sides(retests)}"
    return found(CheckName.CONSISTENCY, same, sentence, flagged=flagged, rests_on=changed)


def _sides(retests: Sequence[Retest]) -> str:
    """Which side the answers stayed on that changed: always the same one is a habit, both are slips."""
    moved = [
        side
        for retest in retests
        if retest.first != retest.second
        and (side := _chose_left(retest.first, retest.first_left)) is not None
        and side == _chose_left(retest.second, retest.second_left)
    ]
    if not moved:
        return ""
    return (
        f" The changed answers moved with the side: {sum(moved):,} stayed left, {moved.count(False):,} right."
    )


def _chose_left(outcome: Outcome, left: int | None) -> bool | None:
    """Whether an answer names the left text; None if it names neither or the side is not known."""
    return None if left is None or outcome not in CANDIDATES else CANDIDATES[outcome] == left
