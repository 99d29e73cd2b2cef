"""What Google itself says of a reinforcement before it is launched; nothing is changed there."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from core.cloud import genai_client, translated
from core.errors import StudioError
from core.findings import Finding, Level
from core.rewards import CloudRunPart
from core.training.google import GRANT, Job, validate_findings
from core.training.instruction import instruction_findings
from core.training.method import Plan
from core.training.methods.gemini.checks import check_account, check_start
from core.training.methods.gemini.tuning_request import quieten

UNDOCUMENTED = (
    "Google documents reinforcement from supervised and from reinforcement checkpoints; from a "
    "preference-tuned one it is documented nowhere."
)
SUPERVISED_START = "Start from a supervised run's output_model, or leave start_from empty."
MOST_LISTED = 1_000


def check_plan(plan: Plan) -> list[Finding]:
    """Account, permissions and bucket; the model to start from; Google's own scores of held-out pairs.

    Google is asked to score only where nothing else stands against the run, as a judge's scores cost.

    Raises:
        InvalidInput: A setting is wrong.
    """
    prompts = {role: one for role, one in plan.inputs.items() if role != "preference_dataset"}
    found = [
        *check_account(plan),
        *check_start(plan),
        *_tuned_how(plan),
        *_servers(plan),
        *instruction_findings(replace(plan, inputs=prompts)),
    ]
    if any(one.level is Level.STOP for one in found):
        return found
    return [*found, *validate_findings(plan)]


def _tuned_how(plan: Plan) -> Iterator[Finding]:
    """By which way the model to start from was tuned, as the tuning job that made it says."""
    start = plan.parameters["start_from"]
    if not start:
        return
    model = start.partition("#")[0]
    try:
        job = _maker_of(model, plan.parameters["location"])
    except StudioError as error:
        yield Finding(Level.UNKNOWN, f"How {model} was tuned could not be checked: {error} {UNDOCUMENTED}")
        return
    if job is None:
        text = (
            f"How {model} was tuned is not known: no tuning job that is still listed made it. {UNDOCUMENTED}"
        )
        yield Finding(Level.UNKNOWN, text)
    elif job.preference_optimization_spec is not None:
        yield Finding(Level.STOP, f"{model} was tuned by preferences. {UNDOCUMENTED}", SUPERVISED_START)
    else:
        how = "reinforcement" if job.reinforcement_tuning_spec is not None else "supervised tuning"
        yield Finding(Level.GOOD, f"{model} comes from {how}, from which reinforcement may go on.")
        yield from _other_base(plan, model, job)


def _other_base(plan: Plan, model: str, job: Job) -> Iterator[Finding]:
    """The answers compared with the tuned model's should be those of the model that it came from."""
    before = job.pre_tuned_model
    found = (job.base_model or (before and before.base_model) or "").rpartition("/")[2]
    given = plan.parameters["base_model"]
    if found and found != given:
        text = (
            f"{model} was tuned from {found}, but base_model is {given}: the tuned model would be compared "
            "with another than it came from."
        )
        yield Finding(Level.WARNING, text, f"Set base_model to {found}.")


def _maker_of(model: str, location: str) -> Job | None:
    """The tuning job that made a model of any version; Google takes a project's name or number."""
    quieten()
    wanted = _bare(model)
    with translated(f"the tuning jobs in {location}"):
        listed = genai_client(location).tunings.list(config={"page_size": 100})
        made = (job for job in islice(listed, MOST_LISTED) if job.tuned_model and job.tuned_model.model)
        return next((job for job in made if _bare(job.tuned_model.model) == wanted), None)


def _bare(model: str) -> str:
    return model.partition("/locations/")[2].partition("@")[0]


def _servers(plan: Plan) -> Iterator[Finding]:
    """A reward server that Google's agent may not call would fail every answer."""
    parts = plan.reward.specification.parts if plan.reward is not None else ()
    for part in parts:
        if isinstance(part, CloudRunPart):
            text = f"Whether Google's tuning may call {part.address} cannot be seen from here."
            yield Finding(Level.UNKNOWN, text, GRANT)
