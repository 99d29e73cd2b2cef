"""What rules, arithmetic and Google say of a run before it is launched; nothing is changed anywhere."""

from collections.abc import Iterator
from typing import Any

from core.cloud import TASK_LOGS, Needs, check_google, cloud_settings
from core.datasets import DatasetView
from core.datasets.checks import CHARACTERS_PER_TOKEN, Lengths
from core.db import now
from core.findings import Finding, Level
from core.training.google import model_findings
from core.training.instruction import instruction_findings, reads_the_cloud
from core.training.method import Plan
from core.training.methods.rlhf_advice import FEW_PREFERENCES, epochs_of_steps, few_preferences
from core.training.methods.vertex_rlhf.costs import MACHINES
from core.training.methods.vertex_rlhf.parameters import VertexRlhfParameters
from core.training.parameters import OnePass

ADVISED_ROWS = (1_000, 10_000)
SEQUENCES = (
    ("preference_dataset", "prompt", "prompt_sequence_length"),
    ("preference_dataset", "candidates", "target_sequence_length"),
    ("prompt_dataset", "prompt", "prompt_sequence_length"),
    ("eval_dataset", "prompt", "prompt_sequence_length"),
)


def advise(plan: Plan) -> list[Finding]:
    """Everything that can be said without asking anybody."""
    return [
        *_model(plan.parameters),
        *_place(plan.parameters),
        *few_preferences(plan),
        *_rows(plan),
        *epochs_of_steps(VertexRlhfParameters, plan, lambda _, dataset: OnePass.in_batches(dataset.rows)),
        *_lengths(plan),
        *([] if reads_the_cloud(plan) else instruction_findings(plan)),
        *_reference(plan.parameters),
    ]


def _model(parameters: Any) -> Iterator[Finding]:
    model = parameters["large_model_reference"]
    gone = [one for one in model_findings("vertex-rlhf", model, now().date()) if one.level is Level.STOP]
    yield from gone
    if not gone and parameters["deploy_model"]:
        yield Finding(
            Level.GOOD,
            f"deploy_model has no effect on {model.partition('-')[0]} models: the pipeline uploads and "
            "deploys bison models only. The tuned weights stay in the bucket.",
        )


def _place(parameters: Any) -> Iterator[Finding]:
    machine = MACHINES[parameters["accelerator_type"]]
    location = parameters["location"]
    text = f"Tuning runs on {machine.title} in {machine.region}"
    if location == machine.region:
        yield Finding(Level.GOOD, f"{text}, and so does the rest of the pipeline.")
    else:
        remedy = f"Set location to {machine.region}, with a bucket there."
        yield Finding(Level.WARNING, f"{text}, the rest of the pipeline in {location}.", remedy)


def _rows(plan: Plan) -> Iterator[Finding]:
    preferences = plan.inputs.get("preference_dataset")
    if preferences is None or preferences.rows < FEW_PREFERENCES:
        return
    low, high = ADVISED_ROWS
    text = f"{preferences.rows:,} preference rows; Google advises {low:,} to {high:,}."
    if preferences.rows < low:
        yield Finding(Level.WARNING, text, "Label or import more pairs and freeze them.")
    else:
        yield Finding(Level.GOOD, text)


def _lengths(plan: Plan) -> Iterator[Finding]:
    for role, texts, parameter in SEQUENCES:
        dataset = plan.inputs.get(role)
        if dataset is not None:
            yield from _length(dataset, texts, parameter, plan.parameters[parameter])


def _length(dataset: DatasetView, texts: str, parameter: str, tokens: int) -> Iterator[Finding]:
    """Compare an estimate of 4 characters a token with what the pipeline reads."""
    what = f"The {'prompts' if texts == 'prompt' else texts} of {dataset.name}"
    lengths = dataset.card.get("lengths", {}).get(texts)
    if not lengths:
        yield Finding(
            Level.UNKNOWN, f"{what} were not measured, so nobody knows whether {parameter} suffices."
        )
        return
    longest = -(-lengths["longest"] // CHARACTERS_PER_TOKEN)
    estimate = f"{what} have up to an estimated {longest:,} tokens ({CHARACTERS_PER_TOKEN} characters each)"
    if longest <= tokens:
        yield Finding(Level.GOOD, f"{estimate}; {parameter} is {tokens:,}.")
        return
    text = f"{estimate}, but {parameter} is {tokens:,}: {_cut(lengths, tokens)} cut off."
    yield Finding(Level.WARNING, text, f"Raise {parameter}, or leave the longest out.")


def _cut(lengths: dict[str, Any], tokens: int) -> str:
    """How many texts are too long; those in the limit's own bin may be."""
    limit = tokens * CHARACTERS_PER_TOKEN
    least = most = 0
    for begin, end, count in Lengths(lengths["counts"], lengths["longest"]).bins():
        least += count if begin > limit else 0
        most += count if end - 1 > limit else 0
    least = max(least, 1)  # the longest is
    share = f"{least:,}" if least == most else f"{least:,} to {most:,}"
    return f"{share} of {sum(lengths['counts']):,} are"


def _reference(parameters: Any) -> Iterator[Finding]:
    if parameters["kl_coeff"] == 0:
        yield Finding(
            Level.WARNING,
            "kl_coeff is 0: no reference model is loaded, and nothing keeps the policy near it.",
            "Google's default is 0.1.",
        )


PERMISSIONS = (
    "aiplatform.pipelineJobs.create",
    "aiplatform.pipelineJobs.get",
    "aiplatform.pipelineJobs.cancel",
)


def check_outside(plan: Plan) -> list[Finding]:
    """Account, project, APIs, permissions, bucket and quota, and what nobody can ask.

    Raises:
        InvalidInput: A setting is wrong.
    """
    accelerator = plan.parameters["accelerator_type"]
    own_machines = not plan.parameters["project"]  # else those of the other project count
    needs = Needs(
        permissions=PERMISSIONS,
        bucket=cloud_settings().staging_address,
        accelerator=accelerator if own_machines else "",
        wanted=TASK_LOGS,
        base_answers="eval_dataset" in plan.inputs,
    )
    # the bucket and the quota have to fit the machines, wherever the pipeline's small tasks run
    found = check_google(location=MACHINES[accelerator].region, needs=needs)
    found += instruction_findings(plan) if reads_the_cloud(plan) else []
    return [*found, *_other_project(plan), _images()]


def _other_project(plan: Plan) -> list[Finding]:
    if not (project := plan.parameters["project"]):
        return []
    text = f"The tuning jobs are to run in the project {project}; its permissions and quota were not checked."
    return [Finding(Level.UNKNOWN, text, "Leave project empty to use the account's own.")]


def _images() -> Finding:
    return Finding(
        Level.UNKNOWN,
        "Whether Google still lets a project pull this pipeline's closed images cannot be asked beforehand.",
        "Try the cheapest run first: few steps on a small set.",
    )
