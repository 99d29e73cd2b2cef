"""What a launch asks for: what nobody has set, an earlier run once more, a model to go on from.

Pages and commands take it from here alike, and what a program has asked for already is found again.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

from annotated_types import Le, MaxLen
from pydantic.fields import FieldInfo
from sqlmodel import Session, col, select

from core.access import Action, PersonView, ensure_may
from core.datasets import DatasetView
from core.errors import Conflict, InvalidInput, StudioError
from core.labelling import ProjectView
from core.training.instruction import carries
from core.training.method import LaunchRequest, Method
from core.training.methods import get_method
from core.training.models import Artifact, Run
from core.training.parameters import Parameter, reward_parameter
from core.training.runs.views import RunDetail

NOTHING = "–"
MODEL = "output_model"
LONGEST_KEY = 200
FULL_NAMES = "projects/%/locations/%/models/%"

Carries = Callable[[DatasetView, str], bool]
"""Whether the rows of a set begin with an instruction."""


def launch_defaults(
    method: Method,
    project: ProjectView,
    inputs: Mapping[str, DatasetView],
    *,
    given: Collection[str] = (),
    carry: Carries = carries,
) -> dict[str, Any]:
    """The defaults of a method for these data sets: steps as Google advises, the project's instruction.

    Args:
        method: Whose parameters.
        project: Whose instruction is put before every prompt, unless the rows carry it already.
        inputs: The chosen sets by role, from whose rows the steps come.
        given: Parameters that somebody has set; nothing is worked out for them.
        carry: Reads the first rows of a set; a page may pass one that remembers.
    """
    fields = {name: field for name, field in method.parameters.model_fields.items() if name not in given}
    found = {
        name: field.get_default(call_default_factory=True, validated_data={})
        for name, field in fields.items()
        if not field.is_required()
    }
    for name in found:
        parameter = Parameter.of(fields[name])
        if (epochs := parameter.epochs) and epochs.most and epochs.role in inputs:
            steps = method.one_pass(epochs.role, inputs[epochs.role]).steps_for(epochs.middle)
            found[name] = _allowed(fields[name], max(1, steps))
        if parameter.instruction and (wanted := _instruction(fields[name], project, inputs, carry)):
            found[name] = wanted
    return found


def _allowed(field: FieldInfo, steps: int) -> int:
    """No more than the method takes."""
    most = next((int(one.le) for one in field.metadata if isinstance(one, Le)), steps)  # type: ignore[call-overload] # of a number
    return min(steps, most)


def _instruction(
    field: FieldInfo, project: ProjectView, inputs: Mapping[str, DatasetView], carry: Carries
) -> str:
    """The project's, unless it is longer than the method takes, or the rows have it already."""
    wanted = project.instruction.strip()
    longest = next((one.max_length for one in field.metadata if isinstance(one, MaxLen)), len(wanted))
    if not wanted or len(wanted) > longest:
        return ""
    try:
        return "" if any(carry(dataset, wanted) for dataset in inputs.values()) else wanted
    except StudioError:  # a set that cannot be read stops the launch elsewhere, and says why
        return wanted


@dataclass(frozen=True)
class Difference:
    """One line of a comparison of two runs; values as text, a dash where a run has none."""

    name: str
    left: str
    right: str

    @property
    def same(self) -> bool:
        """Whether both runs have the same."""
        return self.left == self.right


def request_of(detail: RunDetail) -> LaunchRequest:
    """What would launch this run once more: a new run with the same method, data sets and parameters."""
    asked_for = {role.name for role in get_method(detail.run.method).inputs}
    return LaunchRequest(
        detail.run.method,
        {role: dataset.id for role, dataset in detail.inputs.items() if role in asked_for},
        detail.run.parameters,
        name=f"{detail.run.name} again",
        retried_from=detail.run.id,
    )


def compare_runs(left: RunDetail, right: RunDetail) -> list[Difference]:
    """Method, data sets and parameters of two runs, line by line, what differs first."""
    sides = _lines(left), _lines(right)
    names = list(dict.fromkeys([*sides[0], *sides[1]]))
    lines = [Difference(name, sides[0].get(name, NOTHING), sides[1].get(name, NOTHING)) for name in names]
    return sorted(lines, key=lambda line: line.same)


def _lines(detail: RunDetail) -> dict[str, str]:
    sets = {
        role: f"{one.name}, {one.rows:,} rows, sha256 {one.sha256[:12]}…"
        for role, one in detail.inputs.items()
    }
    parameters = {name: str(value) for name, value in detail.run.parameters.items() if value is not None}
    if detail.reward is not None:
        parameters[_reward_name(detail)] = f"{detail.reward.full_name}, sha256 {detail.reward.sha256[:12]}…"
    return {"method": detail.run.method} | sets | parameters


def _reward_name(detail: RunDetail) -> str:
    return reward_parameter(get_method(detail.run.method).parameters)


@dataclass(frozen=True)
class RequestMark:
    """What tells a program's request from others: its name for it, and what it asks for.

    Attributes:
        key: Of this person in this project; None where nobody named the request.
        content: A hash of method, data sets, parameters and names.
    """

    key: str | None = None
    content: str | None = None

    @classmethod
    def of(cls, actor: PersonView, project_id: int, request: LaunchRequest) -> Self:
        """That of a request.

        Raises:
            InvalidInput: The name is too long, or has characters that cannot be seen.
        """
        if not request.key:
            return cls()
        if len(request.key) > LONGEST_KEY or not request.key.isprintable():
            raise InvalidInput(f"The request's key must be at most {LONGEST_KEY} visible characters.")
        asked = [request.method, request.inputs, request.parameters, request.name, request.retried_from]
        spelt = json.dumps(asked, sort_keys=True, default=str)
        content = hashlib.sha256(spelt.encode()).hexdigest()
        return cls(f"{project_id}/{actor.id or 0}/{request.key}", content)


def find_requested(session: Session, mark: RequestMark) -> int | None:
    """The number of the run that this request has led to already; None if it has not.

    Raises:
        Conflict: The same name was given to a request for something else.
    """
    if mark.key is None:
        return None
    row = session.exec(select(Run).where(Run.request_key == mark.key)).first()
    if row is not None and row.request_hash != mark.content:
        raise Conflict(
            f"That request's key was used for {row.name}, which asked for something else; "
            "give each new request a key of its own."
        )
    return row.id if row else None


@dataclass(frozen=True)
class TunedModel:
    """A tuned model, or one of its checkpoints.

    Attributes:
        address: Its full name, as the service and ``start_from`` take it.
        name: What the run calls it, such as ``output_model`` or ``checkpoint_2``.
        run_id: The run that left it.
        run_name: That run's name.
    """

    address: str
    name: str
    run_id: int
    run_name: str


def list_tuned_models(session: Session, project_id: int, *methods: str) -> list[TunedModel]:
    """The models that a project's runs of some methods left, newest run first, each before its checkpoints.

    A run whose model is there counts even if something after the tuning failed. Whether the service still has
    the model is not asked here; the check before launch does.
    """
    ensure_may(session, Action.SEE_RUNS, project_id)
    query = (
        select(Artifact.address, Artifact.name, Artifact.run_id, Run.name)
        .join(Run, col(Run.id) == Artifact.run_id)
        .where(
            Run.project_id == project_id, col(Run.method).in_(methods), col(Artifact.address).like(FULL_NAMES)
        )
        .order_by(col(Run.id).desc(), col(Artifact.name) != MODEL, col(Artifact.name))
    )
    return [TunedModel(*row) for row in session.exec(query)]


def bare_model(address: str) -> str:
    """``locations/L/models/M``, of any version or checkpoint: Google takes a project's name or number."""
    return re.sub(r"^projects/[^/]+/|[@#].*$", "", address)


@dataclass(frozen=True)
class ModelMaker:
    """A run that left a model: whose it is, what it is called, and by which method it tuned."""

    project_id: int
    name: str
    method: str


def makers_of_model(session: Session, address: str) -> set[ModelMaker]:
    """The runs that left a model of this name; none where the studio knows of no such run."""
    query = select(Artifact.address, Run.project_id, Run.name, Run.method)
    query = query.join(Run, col(Run.id) == Artifact.run_id)
    rows = session.exec(query.where(col(Artifact.address).like(FULL_NAMES)))
    wanted = bare_model(address)
    return {ModelMaker(owner, run, method) for one, owner, run, method in rows if bare_model(one) == wanted}
