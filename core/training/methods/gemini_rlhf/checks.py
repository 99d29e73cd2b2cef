"""What arithmetic and Google's documented limits say of a reinforcement; nobody is asked.

Source: https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/tuning/reinforcement-tuning
"""

from collections.abc import Iterator

from core.counted import counted
from core.findings import Finding, Level
from core.rewards import AutoraterPart, FormatPart
from core.training.method import Plan
from core.training.methods.gemini.checks import file_size, row_tokens
from core.training.methods.gemini_rlhf.costs import MOST_STEPS, Steps
from core.training.methods.gemini_rlhf.parameters import MOST_TOKENS

MOST_PROMPTS = 5_000
MOST_VALIDATION = 500
NEWER_VALIDATION = "a newer copy of Google's page takes up to 30 % of the prompts where these are above 1,000"
ROW_OVERHEAD = 35
"""Bytes around the text of a prompt as Gemini reads it, 53, less those of a frozen row, 18."""

PROMPT_ROLES = ("prompt_dataset", "validation_dataset")
REFERENCE = "{{references."

TERMS = "The pre-GA terms of reinforcement tuning are not accepted."
ACCEPT = (
    "Make sure that prompts, answers and the reward hold no confidential or proprietary data, then tick "
    "“Nothing here is confidential …” on the page, or set accept_preview_terms=true."
)


def advice(plan: Plan) -> list[Finding]:
    """Limits and advice that need nobody to be asked."""
    found = [
        finding
        for role in PROMPT_ROLES
        if role in plan.inputs
        for finding in (
            *file_size(plan, role, overhead=ROW_OVERHEAD),
            *row_tokens(plan, role, most=MOST_TOKENS),
        )
    ]
    return [
        *_terms(plan),
        *found,
        *_rows(plan),
        *_validation(plan),
        *_steps(plan),
        *_intervals(plan),
        *_references(plan),
    ]


def _terms(plan: Plan) -> Iterator[Finding]:
    if not plan.parameters["accept_preview_terms"]:
        yield Finding(Level.STOP, TERMS, ACCEPT)


def _rows(plan: Plan) -> Iterator[Finding]:
    dataset = plan.inputs.get("prompt_dataset")
    if dataset is not None and dataset.rows > MOST_PROMPTS:
        text = f"The prompt set has {dataset.rows:,} rows; Google takes at most {MOST_PROMPTS:,}."
        yield Finding(Level.STOP, text, "Freeze a smaller prompt set.")


def _validation(plan: Plan) -> Iterator[Finding]:
    validation, training = plan.inputs.get("validation_dataset"), plan.inputs.get("prompt_dataset")
    steps = Steps.of(plan)
    if validation is not None and validation.rows > MOST_VALIDATION:
        text = f"The validation set has {validation.rows:,} rows; Google takes at most {MOST_VALIDATION:,} ("
        yield Finding(Level.STOP, f"{text}{NEWER_VALIDATION}).", "Freeze a smaller validation set.")
    if validation is not None and training is not None and validation.sha256 == training.sha256:
        text = "validation_dataset holds the same rows as prompt_dataset, so it validates nothing."
        yield Finding(Level.WARNING, text, "Choose a set of other rows, or none.")
    if steps is not None and validation is None:
        yield _split(steps)


def _split(steps: Steps) -> Finding:
    """What Google does where there is no validation set."""
    text = "Without validation_dataset Google splits off 25 % of the prompts or 50, whichever is more"
    if steps.split:
        every = steps.split + steps.prompts
        return Finding(
            Level.GOOD, f"{text}: {steps.split:,} of {every:,}, so {steps.prompts:,} are trained on."
        )
    text += f"; what it does with {steps.prompts:,} is not documented."
    return Finding(Level.WARNING, text, "Freeze a validation set of other prompts, or more prompts.")


def _steps(plan: Plan) -> Iterator[Finding]:
    steps = Steps.of(plan)
    if steps is None:
        return
    text = f"{steps.arithmetic}."
    if steps.asked > MOST_STEPS:
        most = MOST_STEPS * steps.batch // steps.prompts
        remedy = f"Set epoch_count to at most {most:,}, or raise batch_size." if most else "Raise batch_size."
        yield Finding(Level.STOP, f"{text} A run has at most {MOST_STEPS:,} steps.", remedy)
    elif steps.given:
        yield Finding(Level.GOOD, text)
    else:
        chosen = "epoch_count is left to Google, which takes min(110 × batch_size / prompts, 10):"
        yield Finding(Level.GOOD, f"{chosen} {text}")


def _intervals(plan: Plan) -> Iterator[Finding]:
    steps = Steps.of(plan)
    for name, what in (("evaluate_interval", "an evaluation"), ("checkpoint_interval", "a checkpoint")):
        every = plan.parameters[name]
        if steps is not None and every and every > steps.steps:
            has = f"{name} is {every:,}, but the run has {counted(steps.steps, 'step')}"
            text = f"{has}: {what} comes at its end only."
            yield Finding(Level.WARNING, text, f"Lower {name}, or leave it empty.")


def _references(plan: Plan) -> Iterator[Finding]:
    """Placeholders that no row fills: the studio's prompts carry no references."""
    parts = plan.reward.specification.parts if plan.reward is not None else ()
    for part in parts:
        text = part.prompt if isinstance(part, AutoraterPart) else ""
        text += part.expression if isinstance(part, FormatPart) else ""
        if REFERENCE in text:
            said = (
                f"The reward's part {part.name} names {REFERENCE}…}}}}, but the prompts have no references."
            )
            yield Finding(Level.STOP, said, "Make a reward without that placeholder.")
