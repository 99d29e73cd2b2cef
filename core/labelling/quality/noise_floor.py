"""The lowest loss to expect of a reward model that learns from people who do not always agree."""

import math
from dataclasses import dataclass

from core.errors import InvalidInput

EVEN = 0.5
COIN = math.log(2)

CAVEAT = (
    "Indicative: it takes all pairs to be equally hard and every label to be one person's. Where some pairs"
    " are easier than others, on a consensus of people, or on rows seen in training, the loss can go lower."
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

    A Bradley-Terry model that says p for each pair and meets labels that agree with p has the cross-entropy
    H(p). At or below one half the labels tell no more than a coin: ln 2, the loss a model begins with.

    Raises:
        InvalidInput: If ``agreement`` is no share.
    """
    floor = entropy(agreement)
    return floor if agreement > EVEN else COIN


def noise_floor(agreement: float) -> NoiseFloor:
    """The floor with its sentence.

    Args:
        agreement: Pairwise agreement over choices, ties left out (``Agreement.choices``): ties make no row.

    Raises:
        InvalidInput: If it is no share.
    """
    loss = rank_loss_floor(agreement)
    shown = f"{agreement:.0%}".replace("%", " %")
    if agreement <= EVEN:
        return NoiseFloor(
            loss,
            agreement,
            f"Two people agree on {shown} of the pairs, no more than coins would: nothing can be learned.",
        )
    return NoiseFloor(
        loss,
        agreement,
        f"Two people agree on {shown} of the pairs, so expect a rank loss of {loss:.2f} at best;"
        f" guessing has {COIN:.2f}.",
    )
