"""What a frozen set is made of: the same recipe on the same judgments gives the same bytes."""

from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from core.datasets.models import DatasetKind
from core.labelling.consensus import ConsensusRule, TiePolicy
from core.labelling.quality import ConsensusMethod

DEFAULT_EVALUATION_SHARE = 0.2
GROUP_BY = "Field of the imported rows whose value keeps prompts together, such as id or info.id."


class PromptPool(StrEnum):
    """Where the rows of a prompt or evaluation set are taken from."""

    PROMPTS = "prompts"
    EVALUATION = "evaluation prompts"
    PAIRS = "posts of the pairs"


class Part(StrEnum):
    """Which side of a split a set takes."""

    TUNING = "tuning"
    HELD_OUT = "held out"


class PreferenceRecipe(BaseModel):
    """Which pairs make a preference set, and how their judgments become one choice.

    ``rule`` and ``consensus`` go together: with ``unanimous`` only pairs whose votes are all alike have a
    choice, and which one is up to the method. A settled pair and a gold one need no judgments and have a
    confidence of 1; a coin has one half.

    ``weights`` alone leaves nothing out. With a ``minimum_confidence`` besides, the pairs below it are left
    out and the others weighted.

    Candidates stand in the order in which they were imported; those of rankings have none and get a seeded
    random one. ``balance`` gives every pair one that puts the preferred candidate first half of the time.

    Labels of models go in only where ``model_labels`` names them, and only for pairs that nobody has judged
    and that are neither settled nor gold; such a row says that its choice is a model's. Of several names more
    than half must choose the same candidate, else the pair is tied.

    With an ``evaluation_share`` the posts of all pairs are split as a `PromptRecipe` splits the posts of the
    pairs: at the same share, seed and grouping, no post of the one part stands in the other.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    minimum_judgments: int = Field(1, ge=1, le=50, description="Pairs with fewer judgments are left out.")
    rule: ConsensusRule = Field(
        ConsensusRule.MAJORITY, description="When the judgments agree on a candidate."
    )
    ties: TiePolicy = Field(
        TiePolicy.DROP, description="Pairs without a consensus: left out, or decided by a seeded coin."
    )
    seed: int = Field(0, ge=0, description="Seed of the coin for tied pairs.")
    consensus: ConsensusMethod = Field(
        ConsensusMethod.MAJORITY,
        description="Votes count alike, by their owners' gold pairs, or by how people agree (Dawid-Skene).",
    )
    minimum_confidence: float = Field(
        0.0, ge=0, le=1, description="Pairs whose choice is less sure than this are left out."
    )
    people: tuple[int, ...] = Field((), description="Only judgments of these people; none means everybody.")
    weights: bool = Field(False, description="Write beside each choice how sure it is.")
    model_labels: tuple[str, ...] = Field(
        (), description="Pairs that nobody has judged go in with the labels of these models; none takes none."
    )
    gold: bool = Field(True, description="Gold pairs go in, with their right answer.")
    balance: bool = Field(
        False, description="Put the preferred candidate first in half of the rows, by a seeded coin."
    )
    origins: tuple[str, ...] = Field((), description="Only pairs that came with these files; none means all.")
    longest_prompt: int | None = Field(
        None, ge=1, description="Pairs with a prompt of more (estimated) tokens are left out."
    )
    longest_candidate: int | None = Field(
        None, ge=1, description="Pairs with a candidate of more (estimated) tokens are left out."
    )
    evaluation_share: float | None = Field(
        None, gt=0, lt=1, description="Share of the posts that is held out; none splits nothing."
    )
    part: Part = Field(Part.TUNING, description="Which part of the split goes in.")
    group_by: str = Field("", description=GROUP_BY)

    @field_validator("people", "origins", "model_labels")
    @classmethod
    def _each_once_in_order(cls, given: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(sorted(set(given)))

    @property
    def kind(self) -> DatasetKind:
        """What comes out."""
        return DatasetKind.PREFERENCE

    @property
    def needs_confidence(self) -> bool:
        """Whether all votes must be looked at together; otherwise each pair's own say everything."""
        return self.consensus != ConsensusMethod.MAJORITY or self.weights or self.minimum_confidence > 0


class PromptRecipe(BaseModel):
    """Which prompts make a prompt or evaluation set.

    With an ``evaluation_share`` the pool is split: the prompt set gets the one part and the evaluation set of
    the same seed the other. A prompt's side depends on the seed and its group alone (its text, unless
    ``group_by`` names a field), so a group never stands on both sides, and the order of import is nothing to
    it. Texts that differ in case and blanks alone are one group.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal[DatasetKind.PROMPT, DatasetKind.EVALUATION] = DatasetKind.PROMPT
    pool: PromptPool = Field(PromptPool.PROMPTS, description="Where the prompts are taken from.")
    evaluation_share: float | None = Field(
        None, gt=0, lt=1, description="Share of the pool held out for evaluation; none takes the whole pool."
    )
    seed: int = Field(0, ge=0, description="Seed of the split.")
    group_by: str = Field("", description=GROUP_BY)
    unseen: bool = Field(
        False, description="Leave out prompts that are also posts of pairs: a model may have learned them."
    )

    @model_validator(mode="after")
    def _refuse_nothing_left(self) -> Self:
        if self.unseen and self.pool == PromptPool.PAIRS:
            msg = "the posts of the pairs cannot be without posts of pairs; hold a share out instead"
            raise ValueError(msg)
        return self


Recipe = PreferenceRecipe | PromptRecipe
