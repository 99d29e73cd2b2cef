"""``prefstudio launch``: check a run on frozen sets, say what it may cost, and launch it."""

import json
import shlex
from typing import Annotated, Any, get_args

import typer
from pydantic.fields import FieldInfo

from app.cli.common import MARKS, AsJson, ProjectName, opened, pick_project, tell
from core.access import SYSTEM
from core.errors import InvalidInput
from core.findings import Finding, Level
from core.training.costs import Estimate, cost, list_prices, money
from core.training.following import wait_for_success
from core.training.method import LaunchRequest, Method
from core.training.methods import all_methods, get_method
from core.training.runs import Preflight, check_outside, launch, preflight

NOT_ASKED = Finding(
    Level.UNKNOWN,
    "Google was not asked, because something stands against the run here.",
    "Mend what is marked BAD, then check again.",
)


ROLES = dict.fromkeys(role.name for method in all_methods().values() for role in method.inputs)

Input = Annotated[
    list[str] | None,
    typer.Option(
        "--input",
        metavar="ROLE=ID",
        help=f"A frozen set in one of the method's roles, as often as needed; roles: {', '.join(ROLES)}.",
    ),
]
OldInput = Annotated[int | None, typer.Option(hidden=True)]
"""How the first roles were given before there was ``--input``; scripts still do."""
Parameter = Annotated[
    list[str] | None,
    typer.Option(
        "--parameter", help="name=value, as often as needed; `prefstudio parameters METHOD` lists them."
    ),
]


def launch_run(
    given: Input = None,
    project: ProjectName = "",
    method: Annotated[str, typer.Option(help=f"Way to tune: {', '.join(all_methods())}.")] = "local-rlhf",
    name: Annotated[str, typer.Option(help="Name of the run.")] = "",
    confirm: Annotated[str, typer.Option(help="The name again, for a method that costs money.")] = "",
    parameter: Parameter = None,
    preference: OldInput = None,
    prompts: OldInput = None,
    evaluation: OldInput = None,
    validation: OldInput = None,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Launch nothing: say what stands against it and what it may cost.")
    ] = False,
    wait: Annotated[bool, typer.Option(help="Follow the run to its end.")] = True,
    as_json: AsJson = False,
) -> None:
    """Launch a run on frozen sets; with --no-wait it goes on alone, with --check nothing is launched."""
    old = {
        "preference_dataset": preference,
        "prompt_dataset": prompts,
        "validation_dataset": validation,
        "eval_dataset": evaluation,
    }
    inputs = {role: number for role, number in old.items() if number is not None}
    inputs |= inputs_of(get_method(method), given or [])
    request = LaunchRequest(method, inputs, parameters_of(method, parameter or []), name, confirm)
    if check:
        check_launch(request, project, as_json=as_json)
        return
    require_confirmed(request)
    with opened() as studio:
        detail = launch(
            studio.db, studio.settings.runs_folder, SYSTEM, pick_project(studio, project), request
        )
        if wait:
            detail = wait_for_success(studio.db, detail.run.id, seconds=studio.settings.poll_seconds)
    tell(f"run {detail.run.id} ({detail.run.job_id}): {detail.run.state.value}", detail.run, as_json=as_json)


def inputs_of(method: Method, given: list[str]) -> dict[str, int]:
    """Ids of frozen sets by role; whether the method takes such a role is checked with all else."""
    found = {}
    for one in given:
        role, _, number = one.partition("=")
        if not number.isdecimal():
            roles = ", ".join(f"{role.name} ({role.kind.value})" for role in method.inputs)
            raise InvalidInput(
                f"“{one}” is not ROLE=ID, such as {method.inputs[0].name}=3; {method.name} takes {roles}."
            )
        found[role] = int(number)
    return found


def require_confirmed(request: LaunchRequest) -> None:
    """Say which options a method that costs money asks for, before anything is looked at."""
    method, name = get_method(request.method), request.name.strip()
    if not method.paid or (name and request.confirmed.strip() == name):
        return
    given = shlex.quote(name) if name else "NAME"
    raise InvalidInput(
        f"{method.title} costs money: name the run and confirm it by the same name, "
        f"--name {given} --confirm {given}. With --check nothing is launched, and what it may cost is said."
    )


def parameters_of(method: str, given: list[str]) -> dict[str, Any]:
    """Values of a method's parameters by name.

    Raises:
        InvalidInput: The method has no such parameter.
    """
    fields = get_method(method).parameters.model_fields
    pairs = [one.partition("=") for one in given]
    for name, _, _ in pairs:
        if name not in fields:
            raise InvalidInput(f"{method} has no parameter {name}; it has: {', '.join(fields)}.")
    return {name: _value(fields[name], value) for name, _, value in pairs}


TRUTHS = dict.fromkeys(("true", "yes"), "true") | dict.fromkeys(("false", "no"), "false")
"""How people write what is so and what is not."""


def _value(field: FieldInfo, text: str) -> Any:
    """A shell knows texts only; where a parameter is none, what is written is read as a number or a truth."""
    if str in {field.annotation, *get_args(field.annotation)}:
        return text
    try:
        return json.loads(TRUTHS.get(text.lower(), text))
    except ValueError:
        return text  # the method says what is wrong with it


def check_launch(request: LaunchRequest, project: str, *, as_json: bool) -> None:
    """Check here, then at Google, and estimate the cost; exit status 1 if something stands against it."""
    with opened() as studio:
        chosen = pick_project(studio, project)
        with studio.db.read() as session:
            checked = preflight(session, chosen.id, request)
            prices = list_prices(session, chosen.id)
    outside = _outside(checked)
    estimate = checked.method.estimate(checked.plan) if checked.ready else None
    parts = {"studio": list(checked.findings), "google": outside, "cost": _costs(checked, estimate, prices)}
    ready = all(one.level is not Level.STOP for one in [*checked.findings, *outside])
    lines = [_line(name, one) for name, findings in parts.items() for one in findings]
    total = cost(estimate, prices) if estimate else None
    figures = parts | {"ready": ready, "cost": total, "estimate": estimate and estimate.lines}
    tell("\n".join(lines), figures, as_json=as_json)
    if not ready:
        raise typer.Exit(1)


def _line(name: str, finding: Finding) -> str:
    return f"{MARKS[finding.level]} {name:10} {finding.text} {finding.remedy}".rstrip()


def _outside(checked: Preflight) -> list[Finding]:
    """What Google says; it can only be asked about a plan that is whole."""
    if checked.ready:
        return check_outside(checked)
    return [NOT_ASKED] if checked.method.paid else []


def _costs(checked: Preflight, estimate: Estimate | None, prices: dict[str, float]) -> list[Finding]:
    if not checked.method.paid:
        return [Finding(Level.GOOD, "This method costs nothing.")]
    if estimate is None:
        return [Finding(Level.UNKNOWN, "The estimate comes when nothing stands against the run here.")]
    uses = [Finding(Level.GOOD, f"{line.use}.", line.basis) for line in estimate.lines]
    return [_total(estimate, prices), *uses]


def _total(estimate: Estimate, prices: dict[str, float]) -> Finding:
    total = cost(estimate, prices)
    if total is None:
        remedy = f"Enter a price on the launch page for: {', '.join(estimate.unpriced(prices))}."
        return Finding(Level.UNKNOWN, "What it costs is not known.", remedy)
    likely, low, high = (money(one) for one in (total.likely, total.low, total.high))
    return Finding(Level.GOOD, f"About {likely}, between {low} and {high}.")
