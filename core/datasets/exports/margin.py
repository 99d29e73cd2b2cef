"""How far apart the two answers of a row are, for trainers whose loss has a margin.

The loss with a margin is ``-log sigmoid(r_chosen - r_rejected - margin)`` (Llama 2,
https://arxiv.org/abs/2307.09288, section 3.2.2): the surer people were, the further
apart the rewards should be.
"""

from typing import Final

from core.datasets.exports.frozen_row import FrozenRow, GivenJudgment, preferred

MUCH: Final = 4
"""The strongest strength of a judgment: how much better the chosen answer is, from 1."""
SURE: Final = 3
"""The greatest confidence of a judgment, from 1."""
COIN: Final = "coin"
"""What decided a row in which votes tied."""
DIGITS = 4


def margin_of(frozen: FrozenRow) -> float:
    """The margin of a row, from 0 to 1: 0 where a coin decided, or where no judgment is known.

    The mean over the row's judgments: for the choice what the judgment weighs, against it as much with a
    minus, for a tie 0; not below 0. A judgment weighs its strength / 4, else its confidence / 3, else 1.

    Raises:
        InvalidInput: The row has no choice.
    """
    chosen = f"candidate_{preferred(frozen.row)}"
    given = frozen.evidence.get("judgments")
    if not given or frozen.evidence.get("decided_by") == COIN:
        return 0.0
    total = sum(_signed(one, chosen) for one in given)
    return round(max(0.0, total / len(given)), DIGITS)


def _signed(judgment: GivenJudgment, chosen: str) -> float:
    outcome = judgment["outcome"]
    if not outcome.startswith("candidate_"):
        return 0.0
    return _weight(judgment) if outcome == chosen else -_weight(judgment)


def _weight(judgment: GivenJudgment) -> float:
    if (strength := judgment.get("strength")) is not None:
        return strength / MUCH
    if (confidence := judgment.get("confidence")) is not None:
        return confidence / SURE
    return 1.0
