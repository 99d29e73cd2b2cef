"""Everything that can be known before a run is launched, as findings with a remedy each."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from sqlmodel import Session

from core.datasets import Dataset, DatasetKind, DatasetView, verify_dataset
from core.errors import StudioError
from core.training.method import LaunchRequest, Method
from core.training.methods import get_method
from core.training.parameters import BATCH_SIZE, steps_for_epochs

FEW_PREFERENCES = 50

Verify = Callable[[DatasetView], None]


class Level(StrEnum):
    """How much a finding matters: STOP prevents the launch."""

    GOOD = "good"
    WARNING = "warning"
    STOP = "stop"


@dataclass(frozen=True)
class Finding:
    """One thing that was checked, and what to do about it."""

    level: Level
    text: str


@dataclass(frozen=True)
class Preflight:
    """All that was checked, and the checked request itself."""

    findings: tuple[Finding, ...]
    inputs: dict[str, DatasetView]
    parameters: dict[str, Any]

    @property
    def ready(self) -> bool:
        """Whether nothing stands against launching."""
        return all(finding.level != Level.STOP for finding in self.findings)

    @property
    def obstacles(self) -> str:
        """What stands against it, in one text."""
        return " ".join(finding.text for finding in self.findings if finding.level == Level.STOP)


def preflight(
    session: Session, project_id: int, request: LaunchRequest, *, verify: Verify = verify_dataset
) -> Preflight:
    """Check a request without starting anything.

    Args:
        session: A unit of work that reads.
        project_id: The project the data sets must belong to.
        request: What a person asks for.
        verify: Reads a set's object and compares its hash; a page may pass one that remembers.

    Raises:
        NotFound: There is no such method.
    """
    method = get_method(request.method)
    parameters, findings = _check_parameters(method, request)
    inputs: dict[str, DatasetView] = {}
    for role in method.inputs:
        number = request.inputs.get(role.name)
        if number is None:
            findings += _missing(role.name, required=role.required)
            continue
        dataset, found = _check_dataset(session, project_id, number, role.kind, verify)
        findings += found
        if dataset is not None:
            inputs[role.name] = dataset
    findings += _unknown_roles(method, request)
    findings += _advice(inputs, parameters)
    return Preflight(tuple(findings), inputs, parameters)


def _check_parameters(method: Method, request: LaunchRequest) -> tuple[dict[str, Any], list[Finding]]:
    try:
        checked = method.parameters.model_validate(dict(request.parameters)).model_dump()
    except ValidationError as error:
        return {}, [Finding(Level.STOP, _refusal(item)) for item in error.errors()]
    return checked, [Finding(Level.GOOD, "All parameters are within their ranges.")]


def _refusal(item: ErrorDetails) -> str:
    """Why a parameter is refused; a rule about several of them has no place of its own."""
    place = ".".join(str(part) for part in item["loc"])
    return f"{place}: {item['msg']} (it is {item['input']!r})." if place else f"{item['msg']}."


def _missing(role: str, *, required: bool) -> list[Finding]:
    if required:
        return [Finding(Level.STOP, f"No {role} is chosen; freeze one on the data sets page.")]
    return [
        Finding(
            Level.WARNING, f"Without {role} the run makes no predictions, so there is nothing to compare."
        )
    ]


def _check_dataset(
    session: Session, project_id: int, number: int, kind: DatasetKind, verify: Verify
) -> tuple[DatasetView | None, list[Finding]]:
    row = session.get(Dataset, number)
    if row is None or row.project_id != project_id:
        return None, [Finding(Level.STOP, f"There is no data set with id {number} in this project.")]
    dataset = DatasetView.of(row)
    if dataset.kind != kind:
        return None, [
            Finding(
                Level.STOP, f"Data set {dataset.name} is a {dataset.kind.value} set, not a {kind.value} set."
            )
        ]
    try:
        verify(dataset)
    except StudioError as error:
        return None, [Finding(Level.STOP, str(error))]
    frozen = f"{dataset.rows:,} rows, sha256 {dataset.sha256[:12]}…"
    text = f"Data set {dataset.name} is there as it was frozen: {frozen}"
    return dataset, [Finding(Level.GOOD, text)]


def _unknown_roles(method: Method, request: LaunchRequest) -> list[Finding]:
    known = {role.name for role in method.inputs}
    return [
        Finding(Level.STOP, f"{method.name} takes no {role}; it takes {', '.join(sorted(known))}.")
        for role in request.inputs
        if role not in known
    ]


def _advice(inputs: dict[str, DatasetView], parameters: dict[str, Any]) -> list[Finding]:
    findings = []
    preferences = inputs.get("preference_dataset")
    if preferences is not None and preferences.rows < FEW_PREFERENCES:
        findings.append(
            Finding(
                Level.WARNING,
                f"{preferences.rows} preference rows are few: the reward model will learn little that holds "
                f"beyond them. Google advises 1,000 to 10,000 for a language model.",
            )
        )
    for role, steps in (
        ("preference_dataset", "reward_model_train_steps"),
        ("prompt_dataset", "reinforcement_learning_train_steps"),
    ):
        if role in inputs and steps in parameters:
            rows = inputs[role].rows
            epochs = parameters[steps] / steps_for_epochs(rows, 1)
            text = (
                f"{steps} {parameters[steps]:,} / ⌈{rows:,} rows / {BATCH_SIZE} a step⌉ = "
                f"{epochs:,.1f} epochs of {role}."
            )
            findings.append(Finding(Level.GOOD, text))
    return findings
