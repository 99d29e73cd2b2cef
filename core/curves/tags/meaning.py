"""What a curve shows, whatever its trainer calls it."""

from dataclasses import dataclass
from enum import StrEnum


class Meaning(StrEnum):
    """What a curve shows, whatever its trainer calls it.

    Attributes:
        RANK_LOSS: Minus the log of the chance given to the choices people made: ln 2 where nothing is known.
        ACCURACY: The share of pairs whose chosen answer gets the higher reward.
        REWARD: What answers of the policy earn, before any penalty.
        PENALISED: The same, less what divergence or length cost.
        KL: How far the policy is from the one it may not leave, its reference.
        STEP_KL: How far an update, or its engine, took the policy from the one that gave the answers; it
            says nothing of the reference.
        LOSS: Any other loss.
        MARGIN: How much higher the chosen answer's reward is than the other's.
        PAIR_REWARD: The reward of answers in the training pairs, not of the policy's own.
        TOKEN_ACCURACY: The share of tokens that would have been foretold.
        ENTROPY: Of the policy's next token.
        LENGTH: Of its answers.
        CUT_SHORT: The share of answers that ended at the limit of their length.
        CLIP_FRACTION: The share of updates that the trust region cut off.
        LEARNING_RATE: The learning rate.
        GRADIENT: The gradient's norm.
        EPOCH: How often all rows have been seen.
        SAMPLES: How many rows have been seen.
    """

    RANK_LOSS = "rank loss"
    ACCURACY = "accuracy"
    REWARD = "reward"
    PENALISED = "penalised reward"
    KL = "KL"
    STEP_KL = "KL of a step"
    LOSS = "loss"
    MARGIN = "reward margin"
    PAIR_REWARD = "reward in pairs"
    TOKEN_ACCURACY = "token accuracy"  # noqa: S105 - of tokens of text
    ENTROPY = "entropy"
    LENGTH = "response length"
    CUT_SHORT = "answers cut short"
    CLIP_FRACTION = "clip fraction"
    LEARNING_RATE = "learning rate"
    GRADIENT = "gradient norm"
    EPOCH = "epoch"
    SAMPLES = "samples seen"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a tag.

    Attributes:
        meaning: What it shows.
        unit: In which unit, such as "nats a token"; empty where it has none or nobody says.
        better: 1 where higher is better, -1 where lower is, 0 where neither is.
        held_out: Whether it is measured on what is not trained on.
        trainer: Whose tag it is; empty where it is guessed.
        guessed: Whether this goes by what the tag looks like, or by one of several trainers that use it.
        note: What is to be known before it is compared, as a sentence; often empty.
    """

    meaning: Meaning
    unit: str = ""
    better: int = 0
    held_out: bool = False
    trainer: str = ""
    guessed: bool = False
    note: str = ""
