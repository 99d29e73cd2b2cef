"""Gold pairs: how often a person names the known right answer."""

from core.labelling.quality.check import Check, CheckName, PersonVotes, Share, found, percent, share, unknown
from core.labelling.quality.votes import UNKNOWN

GOLD_THRESHOLD = 0.7
"""What is asked unless the lead says otherwise."""
FEWEST_GOLD = 10
"""With fewer, three wrong in a row flag one who is mostly right."""


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
