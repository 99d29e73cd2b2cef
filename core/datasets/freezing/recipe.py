"""What a frozen set is made of: the same recipe on the same judgments gives the same bytes."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from core.datasets.models import DatasetKind
from core.labelling import ConsensusRule, TiePolicy
from core.labelling.quality import ConsensusMethod

DEFAULT_EVALUATION_SHARE = 0.2


class Pool(StrEnum):
    """Where the rows of a prompt or evaluation set are taken from."""

    PROMPTS = "prompts"
    EVALUATION = "evaluation prompts"
    PAIRS = "posts of the pairs"


class PreferenceRecipe(BaseModel):
    """Which pairs make a preference set, and how their judgments become one choice.

    ``rule`` and ``consensus`` go together: with ``unanimous`` only pairs whose votes are all alike have a
    choice, and which one is up to the method. A settled pair and a gold one need no judgments and have a
    confidence of 1; a coin has one half.

    ``weights`` alone leaves nothing out. With a ``minimum_confidence`` besides, the pairs below it are left
    out and the others weighted.
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
    gold: bool = Field(True, description="Gold pairs go in, with their right answer.")

    @field_validator("people")
    @classmethod
    def _in_order(cls, people: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(set(people)))

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

    With a ``evaluation_share`` the pool is split: the prompt set gets the one part and the evaluation set of
    the same seed the other. A prompt's side depends on its text and the seed alone, so equal prompts never
    stand on both sides, and the split does not depend on the order of import.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal[DatasetKind.PROMPT, DatasetKind.EVALUATION] = DatasetKind.PROMPT
    pool: Pool = Field(Pool.PROMPTS, description="Where the prompts are taken from.")
    evaluation_share: float | None = Field(
        None, gt=0, lt=1, description="Share of the pool held out for evaluation; none takes the whole pool."
    )
    seed: int = Field(0, ge=0, description="Seed of the split.")


Recipe = PreferenceRecipe | PromptRecipe
