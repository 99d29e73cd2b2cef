"""What trainers call what people ask about: a table from tags to meanings, units and directions."""

from dataclasses import dataclass
from enum import StrEnum


class Meaning(StrEnum):
    """What a curve shows, whatever its trainer calls it."""

    RANK_LOSS = "rank loss"
    ACCURACY = "accuracy"
    REWARD = "reward"
    KL = "KL"
    LOSS = "loss"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a tag.

    Attributes:
        meaning: What it shows.
        unit: In which unit, such as "nats a token"; empty where it has none.
        better: 1 where higher is better, -1 where lower is, 0 where neither is.
        held_out: Whether it is measured on what is not trained on.
        trainer: Whose tag it is.
        guessed: Whether this goes by what the tag looks like.
    """

    meaning: Meaning
    unit: str = ""
    better: int = 0
    held_out: bool = False
    trainer: str = ""
    guessed: bool = False


GOOGLE = {
    "rank_loss": Known(Meaning.RANK_LOSS, "nats", -1, trainer="Google"),
    "eval_rank_loss": Known(Meaning.RANK_LOSS, "nats", -1, held_out=True, trainer="Google"),
    "reward": Known(Meaning.REWARD, better=1, trainer="Google"),
    "eval_reward": Known(Meaning.REWARD, better=1, held_out=True, trainer="Google"),
    "kl_loss": Known(Meaning.KL, "nats", trainer="Google"),
    "rl_loss": Known(Meaning.LOSS, trainer="Google"),
}


def known_tag(tag: str) -> Known | None:
    """What a tag means; None where nobody knows."""
    return GOOGLE.get(tag)
