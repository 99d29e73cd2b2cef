"""The lowest loss to expect of a reward model that learns from people who do not always agree."""

import math
from dataclasses import dataclass

from core.errors import InvalidInput
from core.labelling.quality.agreement import IntervalEstimate

EVEN = 0.5
COIN = math.log(2)

CAVEAT = (
    "Indicative: it takes every label to be one person's and people to err alike. A loss below the band is"
    " no success: on a consensus, or on rows seen in training, it can go lower than on new labels."
)


@dataclass(frozen=True, slots=True)
class NoiseFloor:
    """The band in which the lowest loss lies that these labels allow.

    Attributes:
        least: Its lower end: some pairs are plain to everybody, and for the rest people toss a coin.
        rank_loss: Its upper end: all pairs are equally hard.
        agreement: What it follows from.
        sentence: What it means.
        caveat: What it takes for granted.
        lowest: ``least`` at the upper end of the agreement's interval; None where that is not known.
        highest: ``rank_loss`` at its lower end, likewise.
    """

    least: float
    rank_loss: float
    agreement: float
    sentence: str
    caveat: str = CAVEAT
    lowest: float | None = None
    highest: float | None = None

    @property
    def band(self) -> str:
        """Both ends in words, or the one value where they are the same."""
        ends = f"{self.least:.2f}", f"{self.rank_loss:.2f}"
        return ends[0] if ends[0] == ends[1] else " to ".join(ends)

    def warning(self, loss: float) -> str:
        """What to beware of in a curve that ends at this loss; empty within the band and above it."""
        if not loss < self.least:
            return ""
        digits = next((one for one in (2, 3, 4) if f"{loss:.{one}f}" != f"{self.least:.{one}f}"), 6)
        return (
            f"The loss ends at {loss:.{digits}f}, below {self.least:.{digits}f}, the least that people who"
            f" agree on {_percent(self.agreement)} allow. That is no success: most likely the model has"
            " learned these rows by heart, or the rows are easier than those that people share. Look at the"
            " loss on rows held out from training, or train for fewer steps."
        )


def entropy(p: float) -> float:
    """H(p) = -p ln p - (1-p) ln (1-p), in nats; 0 at 0 and at 1.

    Raises:
        InvalidInput: If ``p`` is no probability.
    """
    if not 0 <= p <= 1:
        raise InvalidInput(f"An agreement of {p:g} cannot be: give a share between 0 and 1.")
    return sum(share * math.log(1 / share) for share in (p, 1 - p) if share > 0)


def rank_loss_floor(agreement: float) -> float:
    """The ``rank_loss`` to expect at best of equally hard pairs, on a share ``agreement`` of which two agree.

    Two people who are each right with probability a agree with A = a² + (1-a)². The best Bradley-Terry model
    knows which candidate is right, says a, and meets labels that are right with a: its cross-entropy is
    H(a). H(A) would be the loss of a model that knows no more than one other person. At or below one half
    the labels tell no more than a coin: ln 2, the loss a model begins with.

    Raises:
        InvalidInput: If ``agreement`` is no share.
    """
    entropy(agreement)  # refuses what is no share
    return entropy(accuracy_of(agreement)) if agreement > EVEN else COIN


def least_rank_loss(agreement: float) -> float:
    """The ``rank_loss`` that no mixture of easy and hard pairs goes below, 2(1-A) ln 2; ln 2 at most.

    Where a pair is decided with probability a, two people agree on it with 1 - 2a(1-a), and H(a) is never
    below 4a(1-a) ln 2, with equality at 0, 1/2 and 1. Over pairs of any kind that makes 2(1-A) ln 2, which
    is reached where people are sure of some pairs and toss a coin for the rest. H(a) of pairs that are all
    equally hard, ``rank_loss_floor``, is the other end: H is concave in a(1-a), so no mixture lies above.

    Raises:
        InvalidInput: If ``agreement`` is no share.
    """
    entropy(agreement)  # refuses what is no share
    return min(2 * (1 - agreement), 1) * COIN


def accuracy_of(agreement: float) -> float:
    """How often one label is right where two agree so often: A = a² + (1-a)² solved for a, at least 1/2."""
    return (1 + math.sqrt(max(2 * agreement - 1, 0))) / 2


def noise_floor(agreement: float, *, within: tuple[float, float] | None = None) -> NoiseFloor:
    """The band with its sentence.

    Args:
        agreement: Pairwise agreement over choices, ties left out (``Agreement.choices``): ties make no row.
        within: The ends of its interval, where there are pairs enough for one.

    Raises:
        InvalidInput: If it is no share.
    """
    least, most = least_rank_loss(agreement), rank_loss_floor(agreement)
    ends = (None, None) if within is None else (least_rank_loss(within[1]), rank_loss_floor(within[0]))
    return NoiseFloor(least, most, agreement, _sentence(agreement, least, most), CAVEAT, *ends)


def floor_of(agreed: IntervalEstimate) -> NoiseFloor | None:
    """The band that a measured agreement leads to, with what its interval leaves open; None without one."""
    if agreed.value is None:
        return None
    if agreed.lower is None or agreed.upper is None:
        return noise_floor(agreed.value)
    return noise_floor(agreed.value, within=(agreed.lower, agreed.upper))


def _sentence(agreement: float, least: float, most: float) -> str:
    agreed = f"Where two people both choose, they agree on {_percent(agreement)}"
    if agreement <= EVEN:
        return f"{agreed}, no more than coins: nothing to learn."
    return (
        f"{agreed}: expect a loss of {least:.2f} (some pairs plain, a coin tossed for the rest) to {most:.2f}"
        f" (all equally hard, each person right on about {_percent(accuracy_of(agreement))}) at best;"
        f" guessing has {COIN:.2f}."
    )


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")
