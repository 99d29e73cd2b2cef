"""What an expert would say on looking at a run's curves, and what has to be known beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Key = tuple[str, str]

KL_AT_END = "KL at the end"
"""What the evidence of a reward's finding calls how far from the base model the policy has gone."""


class Tone(StrEnum):
    """How a finding is to be taken."""

    GOOD = "good"
    NOTE = "note"
    WARNING = "warning"
    BAD = "bad"


class Kind(StrEnum):
    """What was found. Its advice, source and place among others are in ``advice.py``."""

    NOT_FINITE = "not finite"
    DIVERGED = "diverged"
    COLLAPSED = "collapsed"
    NO_LEARNING_RATE = "learning rate is zero"
    NEGATIVE_LOSS = "negative rank loss"
    EMPTY_REWARD = "reward without a reward model"
    OVER_OPTIMISED = "over-optimised"
    NO_HUMAN_GAIN = "people do not follow the reward"
    LEARNED_NOTHING = "learned nothing"
    OVERFITTING = "overfitting"
    LABELS_LEAK = "low from the start"
    MEMORISING = "under the human noise floor"
    RANK_LOSS_ROSE = "rank loss rose"
    REWARD_FELL = "reward fell"
    REWARD_FLAT = "reward did not move"
    KL_NEAR_ZERO = "KL near zero"
    KL_NEGATIVE = "negative KL"
    KL_FAR = "far from the base model"
    ENTROPY_LOST = "answers are all alike"
    LONGER_ANSWERS = "answers grow with the reward"
    MUCH_CLIPPED = "many updates clipped"
    ACCURACY = "accuracy"
    RANK_LOSS_LEVEL = "rank loss fell and levelled off"
    RL_HEALTHY = "reward and KL rose and levelled off"
    REWARD_ROSE = "reward rose"
    REWARD_RISING = "reward is still rising"
    RANK_LOSS_FALLING = "rank loss is still falling"
    SPIKED = "spiked"
    TOO_NOISY = "too noisy"
    TOO_SHORT = "too few points"
    WENT = "where it went"
    NOTED = "known beforehand"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding with all that it rests on.

    Attributes:
        kind: What was found.
        tone: How it is to be taken.
        sentence: It in plain words with its figures, one or two sentences.
        evidence: Its figures under their names.
        confidence: How sure it is and why, in words.
        advice: What to try next; empty where there is nothing to do.
        source: Whose advice that is: paper or documentation with its year; empty without advice.
        curves: Task and tag of the curves that it concerns, the main one first.
        step: The step it happened at, as the trainer counts; None where there is none.
    """

    kind: Kind
    tone: Tone
    sentence: str
    evidence: Mapping[str, float] = field(default_factory=dict)
    confidence: str = ""
    advice: str = ""
    source: str = ""
    curves: tuple[Key, ...] = ()
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """The lowest `rank_loss` that people's agreement allows, as labelling works it out.

    Attributes:
        least: The lower end of its band: some pairs are plain, a coin decides the others.
        rank_loss: The upper end: all pairs are equally hard.
        agreement: How often two people choose the same, 0 to 1.
        lowest: ``least`` at the upper end of the agreement's interval; None where no interval is known.
    """

    least: float
    rank_loss: float
    agreement: float
    lowest: float | None = None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What people found, blind, of the tuned model against the one it was tuned from.

    Attributes:
        rate: Its win rate, 0 to 1.
        lower: The lower end of the rate's interval.
        upper: The upper end.
        count: How many comparisons people judged.
    """

    rate: float
    lower: float
    upper: float
    count: int


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the curves; with nothing of it less is said.

    Attributes:
        ended: Whether no more points will come.
        notes: What is to be known of a task's curves, by task: they are whole whether the run has ended.
        floor: The noise floor of the people whose labels were learned.
        kl_coeff: Weight of the KL penalty of the run.
        verdicts: What people found of the tuned model.
        pairs: How many preference pairs the reward model was trained on.
        parameters: Names of the run's parameters, so that advice names those; None of others' logs.
    """

    ended: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)
    floor: Floor | None = None
    kl_coeff: float | None = None
    verdicts: Verdicts | None = None
    pairs: int | None = None
    parameters: frozenset[str] | None = None
