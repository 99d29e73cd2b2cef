"""How many steps a run takes, and what that may cost: Google bills the tokens of the training."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from core.counted import counted
from core.rewards import AutoraterPart
from core.training.costs import CostLine, Estimate
from core.training.method import Plan
from core.training.methods.gemini.costs import (
    CHARACTERS,
    COMPLETIONS,
    FEWEST_CHARACTERS,
    MILLION,
    MOST_CHARACTERS,
    NOT_IN_IT,
    characters_of,
    instruction_characters,
    lengths_of,
)

MOST_STEPS = 500
USUAL_STEPS = 110
USUAL_EPOCHS = 10
"""Left to Google, epochs are min(110 × batch / prompts, 10)."""

SPLIT_SHARE, SPLIT_ROWS = 0.25, 50
"""Without a validation set Google takes this share of the prompts or so many of them, whichever is more."""

ITEM = "gemini reinforcement, million tokens"
JUDGE_ITEM = "gemini autorater, million tokens"


@dataclass(frozen=True)
class Steps:
    """How a run's steps come about.

    Attributes:
        prompts: Those that are trained on.
        split: Those that Google takes out of them to validate on.
        batch: Prompts a step.
        epochs: How often each is answered, as Google would have it where nobody says.
        given: Whether somebody says.
    """

    prompts: int
    split: int
    batch: int
    epochs: float
    given: bool

    @classmethod
    def of(cls, plan: Plan) -> "Steps | None":
        """Those of a plan; None without prompts."""
        dataset = plan.inputs.get("prompt_dataset")
        if dataset is None:
            return None
        split = 0 if "validation_dataset" in plan.inputs else split_off(dataset.rows)
        prompts, batch = dataset.rows - split, plan.parameters["batch_size"]
        given = plan.parameters["epoch_count"]
        usual = min(USUAL_STEPS * batch / max(1, prompts), USUAL_EPOCHS)
        return cls(prompts, split, batch, given or usual, bool(given))

    @property
    def asked(self) -> int:
        """What epochs, prompts and batch come to."""
        return math.ceil(round(self.epochs * self.prompts / self.batch, 9))

    @property
    def steps(self) -> int:
        """What will be run: Google stops at 500."""
        return min(self.asked, MOST_STEPS)

    @property
    def arithmetic(self) -> str:
        """In one line, such as "⌈3 epochs × 64 prompts / 32 a step⌉ = 6 steps"."""
        passes = (
            f"{counted(self.epochs, 'epoch')} × {counted(self.prompts, 'prompt')} / {self.batch:,} a step"
        )
        return f"⌈{passes}⌉ = {counted(self.asked, 'step')}"


def split_off(rows: int) -> int:
    """How many prompts Google takes out of so many to validate on, where there is no set for that.

    What becomes of a set that has no more than 50 is not documented; 0 here.
    """
    return max(math.ceil(SPLIT_SHARE * rows), SPLIT_ROWS) if rows > SPLIT_ROWS else 0


def estimate_of(plan: Plan) -> Estimate | None:
    """Tokens of all answers, and of what judges read; None without prompts or without a reward."""
    steps = Steps.of(plan)
    if steps is None or plan.reward is None:
        return None
    answers = steps.steps * steps.batch * plan.parameters["samples_per_prompt"]
    return Estimate((_training(plan, steps, answers), *_judging(plan, answers)))


def _training(plan: Plan, steps: Steps, answers: int) -> CostLine:
    low, likely, high = answer_tokens(plan)
    most = high + _prompt_characters(plan) / FEWEST_CHARACTERS
    each = counted(plan.parameters["samples_per_prompt"], "answer")
    basis = (
        f"{steps.arithmetic}{_capped(steps)} × {counted(steps.batch, 'prompt')} × "
        f"{each} = {counted(answers, 'answer')} of about {likely:,.0f} "
        f"tokens, as long as those that people judged (characters / {CHARACTERS}), at least {low:,.0f} and "
        f"at most max_output_tokens, {high:,}. Whether each answer's prompt is billed is not documented; "
        f"only the most has it in. {NOT_IN_IT}"
    )
    return CostLine(
        item=ITEM,
        low=answers * low / MILLION,
        likely=answers * likely / MILLION,
        high=answers * most / MILLION,
        basis=basis,
    )


def _capped(steps: Steps) -> str:
    return "" if steps.asked <= MOST_STEPS else f", of which {MOST_STEPS:,} are run,"


def answer_tokens(plan: Plan) -> tuple[float, float, int]:
    """The least, the likely and the most tokens of an answer: as long as those that people judged."""
    most = plan.parameters["max_output_tokens"]
    if plan.reward is None:
        return most, most, most
    judged = plan.reward.dataset
    _, answers = characters_of(judged, preferences=True)
    mean = answers / (COMPLETIONS * max(1, judged.rows))
    return min(mean / MOST_CHARACTERS, most), min(mean / CHARACTERS, most), most


def _prompt_characters(plan: Plan) -> float:
    """Of one prompt with the run's instruction, on average."""
    dataset = plan.inputs["prompt_dataset"]
    lengths = lengths_of(dataset)
    every = lengths.prompts if lengths is not None else float(dataset.size)
    return every / max(1, dataset.rows) + instruction_characters(plan)


def _judging(plan: Plan, answers: int) -> Iterator[CostLine]:
    """What every judge of the reward reads, as often as it is asked."""
    low, likely, high = answer_tokens(plan)
    parts = plan.reward.specification.parts if plan.reward is not None else ()
    for part in parts:
        if not isinstance(part, AutoraterPart):
            continue
        calls = answers * part.samples
        read = len(part.prompt) + _prompt_characters(plan)
        yield CostLine(
            item=JUDGE_ITEM,
            low=calls * (read / MOST_CHARACTERS + low) / MILLION,
            likely=calls * (read / CHARACTERS + likely) / MILLION,
            high=calls * (read / FEWEST_CHARACTERS + high) / MILLION,
            basis=(
                f"{part.model} is asked {part.samples:,} × about each of {answers:,} answers = {calls:,} "
                f"calls, each reading the answer and about {read / CHARACTERS:,.0f} tokens beside it. What "
                "it says and thinks is not in it, nor are the answers to validation prompts."
            ),
        )
