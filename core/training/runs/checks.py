"""Everything that can be known before a run is launched, as findings with a remedy each."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from sqlmodel import Session

from core.access import SYSTEM, Action, PersonView, acting, ensure_may
from core.datasets import Dataset, DatasetKind, DatasetView
from core.datasets.card_weaknesses import model_sentences
from core.datasets.delivery import verify_dataset
from core.datasets.shared_prompts import shared_prompts
from core.db import find
from core.errors import StudioError
from core.findings import Finding, Level
from core.labelling import get_project
from core.training.method import InputRole, LaunchRequest, Method, Plan
from core.training.methods import all_methods, get_method
from core.training.parameters import PLAIN, parameters_of
from core.training.runs.named import check_reward, foreign
from core.training.runs.requests import launch_defaults

Verify = Callable[[DatasetView], None]

PREFERENCES = "preference_dataset"
"""The role of the choices that a run, or its reward, rests on."""

OTHER_PROMPTS = (
    "Freeze a set of other prompts: with a share held out at the same seed for both, or without the "
    "prompts that are posts of pairs."
)


@dataclass(frozen=True)
class Preflight:
    """All that was checked, and the checked request itself."""

    findings: tuple[Finding, ...]
    method: Method
    plan: Plan

    @property
    def ready(self) -> bool:
        """Whether nothing stands against launching."""
        return all(finding.level != Level.STOP for finding in self.findings)

    @property
    def obstacles(self) -> str:
        """What stands against it, in one text."""
        stops = [finding for finding in self.findings if finding.level == Level.STOP]
        return " ".join(f"{finding.text} {finding.remedy}".strip() for finding in stops)

    def and_outside(self) -> "Preflight":
        """With what the method's service says; it is asked only if nothing stands against it so far."""
        return replace(self, findings=self.findings + tuple(check_outside(self))) if self.ready else self


def preflight(
    session: Session,
    project_id: int,
    request: LaunchRequest,
    *,
    verify: Verify = verify_dataset,
    actor: PersonView | None = None,
) -> Preflight:
    """Check a request without starting anything and without asking anybody outside.

    Args:
        session: A unit of work that reads.
        project_id: The project the data sets must belong to.
        request: What a person asks for.
        verify: Reads a set's object and compares its hash; a page may pass one that remembers.
        actor: Who asks; by default whose unit of work it is.

    Raises:
        NotFound: There is no such method, or whoever asks has no part in the project.
        NotAllowed: They may not launch.
    """
    ensure_may(session, Action.LAUNCH, project_id)
    method = get_method(request.method)
    findings: list[Finding] = []
    inputs: dict[str, DatasetView] = {}
    for role in method.inputs:
        number = request.inputs.get(role.name)
        if number is None:
            findings += _missing(role)
            continue
        dataset, found = _check_dataset(session, project_id, number, role, verify)
        findings += found
        if dataset is not None:
            inputs[role.name] = dataset
    findings += _unknown_roles(method, request)
    findings += foreign(session, actor or acting(session) or SYSTEM, project_id, request, method)
    project = get_project(session, project_id)
    given = launch_defaults(method, project, inputs, given=request.parameters) | dict(request.parameters)
    parameters, found = _check_parameters(method, given)
    findings = found + findings
    reward, found = check_reward(session, project_id, method, parameters)
    findings = found + findings
    if reward is not None:  # what people preferred is behind every step of the run
        inputs[PREFERENCES] = reward.dataset
    findings += seen_prompts(method.inputs, inputs)
    plan = Plan(parameters, inputs, reward)
    if parameters:  # without them there is nothing to advise on
        findings += method.advise(plan)
    return Preflight(tuple(findings), method, plan)


def check_outside(checked: Preflight) -> list[Finding]:
    """What the method's service says of a checked request."""
    try:
        return checked.method.check_outside(checked.plan)
    except StudioError as error:
        return [Finding(Level.STOP, str(error))]


def _check_parameters(method: Method, given: dict[str, Any]) -> tuple[dict[str, Any], list[Finding]]:
    try:
        checked = method.parameters.model_validate(given).model_dump()
    except ValidationError as error:
        return {}, [_refusal(method, item) for item in error.errors()]
    return checked, [Finding(Level.GOOD, "All parameters are within their ranges.")]


def _refusal(method: Method, item: ErrorDetails) -> Finding:
    """Why a parameter is refused; a rule about several of them has no place of its own."""
    place = ".".join(str(part) for part in item["loc"])
    message = item["msg"].removeprefix("Value error, ")
    known = parameters_of(method.parameters).get(place, PLAIN)
    if item["type"] == "missing" or (item["input"] is None and known.needed):
        remedy = (
            known.needed or f"Give it a value; `prefstudio parameters {method.name}` says which it takes."
        )
        return Finding(Level.STOP, f"{place} is missing: it has no default.", remedy)
    text = f"{place}: {message} (it is {item['input']!r})." if place else f"{message}."
    return Finding(Level.STOP, text)


def _missing(role: InputRole) -> list[Finding]:
    if role.required:
        text = f"No {role.name} is chosen."
        return [Finding(Level.STOP, text, "Freeze one on the data sets page.")]
    if role.kind == DatasetKind.EVALUATION:
        text = f"Without {role.name} the run makes no predictions, so there is nothing to compare."
        return [Finding(Level.WARNING, text)]
    return []


def _check_dataset(
    session: Session, project_id: int, number: int, role: InputRole, verify: Verify
) -> tuple[DatasetView | None, list[Finding]]:
    row = find(session, Dataset, number)
    if row is None or row.project_id != project_id:
        return None, [Finding(Level.STOP, f"There is no data set with id {number} in this project.")]
    dataset = DatasetView.of(row)
    if dataset.kind != role.kind:
        text = f"Data set {dataset.name} is a {dataset.kind.value} set, not a {role.kind.value} set."
        return None, [Finding(Level.STOP, text)]
    try:
        verify(dataset)
    except StudioError as error:
        return None, [Finding(Level.STOP, str(error))]
    if not dataset.rows:
        text = f"Data set {dataset.name} has no row that can be said as text, so no method can read it."
        return None, [Finding(Level.STOP, text)]
    frozen = f"{dataset.rows:,} rows, sha256 {dataset.sha256[:12]}…"
    text = f"Data set {dataset.name} is there as it was frozen: {frozen}"
    return dataset, [Finding(Level.GOOD, text), *_by_models(dataset)]


def _by_models(dataset: DatasetView) -> Iterator[Finding]:
    """That a model chose in some rows, and how far it agrees with people."""
    for sentence in model_sentences(dataset.card):
        yield Finding(Level.WARNING, f"Data set {dataset.name}: {sentence}")


def _unknown_roles(method: Method, request: LaunchRequest) -> list[Finding]:
    known = {role.name for role in method.inputs}
    takes = ", ".join(sorted(known)) or "no data set"
    return [
        Finding(Level.STOP, f"{method.name} takes no {role}; it takes {takes}.")
        for role in request.inputs
        if role not in known
    ]


def seen_prompts(roles: Iterable[InputRole], inputs: Mapping[str, DatasetView]) -> list[Finding]:
    """What each set that is judged on shares with those that are tuned on, near-duplicates included."""
    judged = [role.name for role in roles if not role.tuned_on and role.name in inputs]
    others = {name: one for name, one in inputs.items() if name not in judged}
    return [finding for name in judged for finding in _shared_with(name, inputs[name], others)]


def tuned_on(method: str, inputs: Mapping[str, DatasetView]) -> dict[str, DatasetView]:
    """The sets that a model learns from; of a method that is no longer there, all but evaluation sets."""
    if (known := all_methods().get(method)) is None:
        return {role: one for role, one in inputs.items() if one.kind != DatasetKind.EVALUATION}
    judged = {role.name for role in known.inputs if not role.tuned_on}
    return {role: one for role, one in inputs.items() if role not in judged}


def _shared_with(role: str, judged: DatasetView, others: Mapping[str, DatasetView]) -> Iterator[Finding]:
    try:
        found = {other: shared_prompts(judged, one) for other, one in others.items()}
    except StudioError as error:
        yield Finding(Level.UNKNOWN, f"Whether {role} holds prompts that are tuned on is not known: {error}")
        return
    for other, one in found.items():
        if one.some:
            text = (
                f"{one.how_many} of {role} are in {other} ({one.name}), too: the tuned model has seen them, "
                "so its answers to them say little."
            )
            yield Finding(Level.WARNING, text, OTHER_PROMPTS)
    if found and not any(one.some for one in found.values()):
        yield Finding(Level.GOOD, f"No prompt of {role} is in what is tuned on.")
