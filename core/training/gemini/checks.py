"""What Google and the rows themselves say of a plan; nothing is changed anywhere."""

from collections.abc import Iterator
from itertools import islice

from core.cloud import model_client, translated, within
from core.cloud.checks import Needs, check_google
from core.datasets import DatasetView
from core.datasets.delivery.objects import open_dataset
from core.datasets.exports.dialogues import prompt_text
from core.datasets.parse_line import read_line
from core.errors import InvalidInput, NotFound, StudioError
from core.findings import Finding, Level
from core.training.gemini.places import staging_address
from core.training.method import Plan

APIS = ("aiplatform.googleapis.com", "storage.googleapis.com")
TUNING = tuple(f"aiplatform.tuningJobs.{action}" for action in ("create", "get", "list", "cancel"))
ANSWERING = tuple(
    f"aiplatform.batchPredictionJobs.{action}" for action in ("create", "get", "list", "cancel")
)
LOOKED_AT = 100
"""Rows of each set that are looked at: an instruction is in all of them or in none."""


def check_plan(plan: Plan) -> list[Finding]:
    """Account, project, APIs, permissions and bucket; the model to start from; instructions given twice."""
    permissions = TUNING + (ANSWERING if "eval_dataset" in plan.inputs else ())
    try:
        needs = Needs(apis=APIS, permissions=permissions, bucket=staging_address())
    except InvalidInput as error:
        return [Finding(Level.STOP, str(error))]
    found = check_google(location=plan.parameters["location"], needs=needs)
    return [*found, *_start(plan), *_instruction(plan)]


def _start(plan: Plan) -> Iterator[Finding]:
    start = plan.parameters.get("start_from")
    if not start:
        return
    name = start.partition("#")[0]
    what = f"the model to start from, {name}"
    try:
        with translated(what):
            model_client(plan.parameters["location"]).get_model(name=name, **within())
    except NotFound as error:
        yield Finding(
            Level.STOP, str(error), "Copy output_model or a checkpoint of a supervised run that succeeded."
        )
    except StudioError as error:
        yield Finding(Level.UNKNOWN, f"Whether there is {what} could not be checked: {error}")
    else:
        yield Finding(Level.GOOD, f"There is {what}.")


def _instruction(plan: Plan) -> Iterator[Finding]:
    instruction = (plan.parameters["instruction"] or "").strip()
    if not instruction:
        return
    for role, dataset in plan.inputs.items():
        try:
            carry = _rows_with(dataset, instruction)
        except StudioError as error:
            yield Finding(
                Level.UNKNOWN, f"Whether {role} carries the instruction could not be checked: {error}"
            )
            continue
        if carry:
            text = f"{carry} of the first {LOOKED_AT} rows of {role} begin with the instruction already."
            yield Finding(Level.STOP, text, "Leave the parameter instruction empty.")


def _rows_with(dataset: DatasetView, instruction: str) -> int:
    with open_dataset(dataset) as file:
        prompts = [prompt_text(read_line(line)) for line in islice(file, LOOKED_AT)]
    return sum(prompt.lstrip().startswith(instruction) for prompt in prompts)
