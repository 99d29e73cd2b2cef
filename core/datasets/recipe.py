"""What a frozen set is made of: the same recipe on the same judgments gives the same bytes."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from core.datasets.models import DatasetKind
from core.labelling import ConsensusRule, TiePolicy

DEFAULT_EVALUATION_SHARE = 0.2


class Pool(StrEnum):
    """Where the rows of a prompt or evaluation set are taken from."""

    PROMPTS = "prompts"
    EVALUATION = "evaluation prompts"
    PAIRS = "posts of the pairs"


class PreferenceRecipe(BaseModel):
    """Which pairs make a preference set, and how their judgments become one choice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minimum_judgments: int = Field(1, ge=1, le=50, description="Pairs with fewer judgments are left out.")
    rule: ConsensusRule = Field(
        ConsensusRule.MAJORITY, description="When the judgments agree on a candidate."
    )
    ties: TiePolicy = Field(
        TiePolicy.DROP, description="Pairs without a consensus: left out, or decided by a seeded coin."
    )
    seed: int = Field(0, ge=0, description="Seed of the coin for tied pairs.")

    @property
    def kind(self) -> DatasetKind:
        """What comes out."""
        return DatasetKind.PREFERENCE


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
