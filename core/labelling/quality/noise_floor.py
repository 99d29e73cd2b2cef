"""The lowest loss to expect of a reward model that learns from people who do not always agree."""

import math
from dataclasses import dataclass

from core.errors import InvalidInput

EVEN = 0.5
COIN = math.log(2)

CAVEAT = (
    "Indicative: it takes all pairs to be equally hard, people to err alike, and every label to be one"
    " person's. Where some pairs are easier, on a consensus, or on rows seen in training, it can go lower."
)


@dataclass(frozen=True, slots=True)
class NoiseFloor:
    """What the curves page draws: the loss, the agreement it follows from, and the sentences beside it."""

    rank_loss: float
    agreement: float
    sentence: str
    caveat: str = CAVEAT


def entropy(p: float) -> float:
    """H(p) = -p ln p - (1-p) ln (1-p), in nats; 0 at 0 and at 1.

    Raises:
        InvalidInput: If ``p`` is no probability.
    """
    if not 0 <= p <= 1:
        raise InvalidInput(f"An agreement of {p:g} cannot be: give a share between 0 and 1.")
    return sum(share * math.log(1 / share) for share in (p, 1 - p) if share > 0)


def rank_loss_floor(agreement: float) -> float:
    """The ``rank_loss`` to expect at best where two people agree on a share ``agreement`` of the pairs.

    Two people who are each right with probability a agree with A = a² + (1-a)². The best Bradley-Terry model
    knows which candidate is right, says a, and meets labels that are right with a: its cross-entropy is
    H(a). H(A) would be the loss of a model that knows no more than one other person. At or below one half
    the labels tell no more than a coin: ln 2, the loss a model begins with.

    Raises:
        InvalidInput: If ``agreement`` is no share.
    """
    entropy(agreement)  # refuses what is no share
    return entropy(accuracy_of(agreement)) if agreement > EVEN else COIN


def accuracy_of(agreement: float) -> float:
    """How often one label is right where two agree so often: A = a² + (1-a)² solved for a, at least 1/2."""
    return (1 + math.sqrt(max(2 * agreement - 1, 0))) / 2


def noise_floor(agreement: float) -> NoiseFloor:
    """The floor with its sentence.

    Args:
        agreement: Pairwise agreement over choices, ties left out (``Agreement.choices``): ties make no row.

    Raises:
        InvalidInput: If it is no share.
    """
    loss = rank_loss_floor(agreement)
    shown, right = (f"{share:.0%}".replace("%", " %") for share in (agreement, accuracy_of(agreement)))
    if agreement <= EVEN:
        return NoiseFloor(
            loss,
            agreement,
            f"Where two people both choose, they agree on {shown}, no more than coins: nothing to learn.",
        )
    return NoiseFloor(
        loss,
        agreement,
        f"Where two people both choose, they agree on {shown}, so each is right on about {right}: expect a"
        f" loss of {loss:.2f} at best. One that knows no more than another person has"
        f" {entropy(agreement):.2f}, guessing {COIN:.2f}.",
    )
