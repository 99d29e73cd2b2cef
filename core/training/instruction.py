"""Whether the rows carry the instruction or the parameter does: one of them should, and not both."""

from itertools import islice

from core.datasets import DatasetView
from core.datasets.delivery import open_dataset
from core.datasets.exports import prompt_text
from core.datasets.parse_line import read_line
from core.errors import StudioError
from core.findings import Finding, Level
from core.training.google import is_in_cloud
from core.training.method import Plan

ROWS = 100
"""Rows of each set that are looked at: a set is made from one project, so they are alike."""


def reads_the_cloud(plan: Plan) -> bool:
    """Whether looking at the rows means asking Cloud Storage."""
    return any(is_in_cloud(dataset) for dataset in plan.inputs.values())


def instruction_findings(plan: Plan) -> list[Finding]:
    """What the first rows of every set say about the parameter ``instruction``."""
    parameter = (plan.parameters["instruction"] or "").strip()
    wanted = parameter or _project_instruction(plan)
    if not wanted:
        return [Finding(Level.GOOD, "Neither the project nor the run has an instruction.")]
    try:
        carrying = {dataset.name: carries(dataset, wanted) for dataset in plan.inputs.values()}
    except StudioError as error:
        return [Finding(Level.UNKNOWN, f"Whether the rows carry the instruction is not known: {error}")]
    return [_finding(carrying, given=bool(parameter))]


def _finding(carrying: dict[str, bool], *, given: bool) -> Finding:
    with_it = [name for name, carries in carrying.items() if carries]
    without = [name for name, carries in carrying.items() if not carries]
    if with_it and given:
        text = (
            f"Rows of {', '.join(with_it)} begin with the instruction, and the parameter would add it again."
        )
        return Finding(Level.STOP, text, "Leave the parameter instruction empty.")
    if with_it and without:
        text = (
            f"Rows of {', '.join(with_it)} begin with the instruction, those of {', '.join(without)} do not."
        )
        return Finding(Level.WARNING, text, "Import and freeze the sets alike.")
    if with_it:
        return Finding(
            Level.GOOD, "The rows carry the instruction, and the parameter is empty, as it should be."
        )
    if given:
        return Finding(Level.GOOD, "The parameter adds the instruction, and no row carries it already.")
    text = "Neither the rows nor the parameter carry the project's instruction."
    return Finding(Level.WARNING, text, "Put it into the parameter instruction, unless none is wanted.")


def _project_instruction(plan: Plan) -> str:
    cards = (dataset.card.get("instruction") or "" for dataset in plan.inputs.values())
    return next((text.strip() for text in cards if text.strip()), "")


def carries(dataset: DatasetView, instruction: str) -> bool:
    """Whether any of a set's first rows begins with an instruction.

    Raises:
        StudioError: The set cannot be read.
    """
    with open_dataset(dataset) as file:
        return any(
            prompt_text(read_line(line)).lstrip().startswith(instruction) for line in islice(file, ROWS)
        )
