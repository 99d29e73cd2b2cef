"""What was measured of a reward on pairs that people had judged and that it had not seen."""

from pydantic import BaseModel, ConfigDict

CHANCE = 0.5


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Proportion(_Frozen):
    """A share with its 95 % interval; pairs of one prompt count as one observation.

    Attributes:
        n: Prompts it rests on.
    """

    value: float
    lower: float
    upper: float
    n: int


class CrossValidation(_Frozen):
    """How two ways to see a text compare over the whole set: each prompt is judged without being learned.

    Attributes:
        folds: Parts that the prompts were dealt into.
        measures: Accuracy with the ten hand-made measures alone.
        text: With words and letters of the text beside them, which is what the reward uses.
        strength: The weight of the squared weights in the loss that was chosen.
    """

    folds: int
    measures: Proportion
    text: Proportion
    strength: float


class RankLossPoint(_Frozen):
    """The reward model's mean Bradley-Terry loss in nats after so many iterations of its solver."""

    step: int
    training: float
    held_out: float | None


class Histogram(_Frozen):
    """How rewards are spread: counts between edges, of answers people preferred and of the others."""

    edges: tuple[float, ...]
    preferred: tuple[int, ...]
    other: tuple[int, ...]


class RewardReport(_Frozen):
    """What was measured on held-out pairs; shares lie between 0 and 1.

    Attributes:
        pairs: Held-out pairs that were scored; ties people gave are not among them.
        prompts: Their prompts.
        failed: Pairs left out because scoring one of their answers failed.
        accuracy: How often the answer people preferred got the higher reward; equal rewards count half.
        longer: How often people preferred the longer answer; equal lengths count half.
        agreement: How often two people chose the same of all the project's pairs, whose ``n`` is their
            number: the ceiling where a choice is one person's. None where too few pairs were judged twice.
        length_correlation: Spearman's, of reward and words; None where either does not vary.
        saturated: Share of rewards within 0.01 of -1 or 1.
        training_pairs: Pairs it was fitted to; 0 where nothing was fitted.
        rank_loss: One for each iteration; empty where nothing was fitted.
    """

    pairs: int
    prompts: int
    failed: int
    accuracy: Proportion
    longer: Proportion
    agreement: Proportion | None
    length_correlation: float | None
    saturated: float
    rewards: Histogram
    training_pairs: int
    cross_validation: CrossValidation | None = None
    rank_loss: tuple[RankLossPoint, ...] = ()

    @property
    def beats_coin(self) -> bool:
        """Whether the whole interval of its accuracy lies above one half."""
        return self.accuracy.lower > CHANCE
