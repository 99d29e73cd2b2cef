"""What the judgments of one pair come to. Pure: outcomes in, a choice and its support out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.labelling.hashing import draw
from core.labelling.models import Outcome


class ConsensusRule(StrEnum):
    """When the judgments of a pair agree enough to name one candidate."""

    MAJORITY = "majority"
    UNANIMOUS = "unanimous"


class TiePolicy(StrEnum):
    """What becomes of a pair whose judgments name no candidate."""

    DROP = "drop"
    COIN = "coin"


@dataclass(frozen=True)
class Consensus:
    """The votes of one pair and what they come to.

    Attributes:
        choice: The candidate, 0 or 1, or None for a tie (no candidate has enough of the votes).
        votes: Votes for candidate 0, for candidate 1, and for neither: ties and both bad. Skips are none.
    """

    choice: int | None
    votes: tuple[int, int, int]

    @property
    def judgments(self) -> int:
        """Votes in all."""
        return sum(self.votes)

    @property
    def support(self) -> float | None:
        """Share of the votes that went to the choice; None for a tie or without votes."""
        return None if self.choice is None else self.votes[self.choice] / self.judgments


def consensus(outcomes: Iterable[Outcome], rule: ConsensusRule = ConsensusRule.MAJORITY) -> Consensus:
    """What the standing judgments of one pair come to.

    ``majority`` names the candidate with more than half of all votes, those for neither counted among them;
    ``unanimous`` the candidate that has every vote. Anything else is a tie.
    """
    count = Counter(outcomes)
    neither = count[Outcome.TIE] + count[Outcome.BOTH_BAD]
    votes = (count[Outcome.CANDIDATE_0], count[Outcome.CANDIDATE_1], neither)
    total = sum(votes)
    leader = 0 if votes[0] >= votes[1] else 1
    enough = votes[leader] == total if rule == ConsensusRule.UNANIMOUS else 2 * votes[leader] > total
    return Consensus(leader if total and enough else None, votes)


def coin(seed: int, pair_fingerprint: str) -> int:
    """A fair, reproducible choice for a tied pair, from the recipe's seed."""
    return draw("coin", seed, pair_fingerprint, bits=1)
