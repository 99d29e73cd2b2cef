"""``prefstudio launch``: check a run on frozen sets, and launch it."""

import json
import shlex
from typing import Annotated, Any, get_args

import typer
from pydantic.fields import FieldInfo

from app.cli.common import AsJson, ProjectName, opened, pick_project, tell
from app.cli.launch_check import check_launch
from core.access import SYSTEM
from core.errors import InvalidInput
from core.training.following import wait_for_success
from core.training.method import LaunchRequest, Method
from core.training.methods import all_methods, get_method
from core.training.runs import launch


def _roles() -> list[str]:
    """The roles of all methods."""
    return list(dict.fromkeys(role.name for method in all_methods().values() for role in method.inputs))


Input = Annotated[
    list[str] | None,
    typer.Option(
        "--input",
        metavar="ROLE=ID",
        help=f"A frozen set in one of the method's roles, as often as needed; roles: {', '.join(_roles())}.",
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
    inputs |= _inputs(get_method(method), given or [])
    request = LaunchRequest(method, inputs, _parameters(method, parameter or []), name, confirm)
    if check:
        check_launch(request, project, as_json=as_json)
        return
    _require_confirmed(request)
    with opened() as studio:
        detail = launch(
            studio.db, studio.settings.runs_folder, SYSTEM, pick_project(studio, project), request
        )
        if wait:
            detail = wait_for_success(studio.db, detail.run.id, seconds=studio.settings.poll_seconds)
    tell(f"run {detail.run.id} ({detail.run.job_id}): {detail.run.state.value}", detail.run, as_json=as_json)


def _inputs(method: Method, given: list[str]) -> dict[str, int]:
    """Ids of frozen sets by role; whether the method takes such a role is checked with all else."""
    found = {}
    for one in given:
        role, _, number = one.partition("=")
        if not number.isdecimal():
            roles = ", ".join(f"{role.name} (a {role.kind.value} set)" for role in method.inputs)
            raise InvalidInput(
                f"“{one}” is not ROLE=ID, such as {method.inputs[0].name}=3; {method.name} takes {roles}."
            )
        found[role] = int(number)
    return found


def _require_confirmed(request: LaunchRequest) -> None:
    """Say which options a method that costs money asks for, before anything is looked at."""
    method, name = get_method(request.method), request.name.strip()
    if not method.paid or (name and request.confirmed.strip() == name):
        return
    given = shlex.quote(name) if name else "NAME"
    raise InvalidInput(
        f"{method.title} costs money: name the run and confirm it by the same name, "
        f"--name {given} --confirm {given}. With --check nothing is launched, and what it may cost is said."
    )


def _parameters(method: str, given: list[str]) -> dict[str, Any]:
    fields = get_method(method).parameters.model_fields
    pairs = [one.partition("=") for one in given]
    for name, _, _ in pairs:
        if name not in fields:
            raise InvalidInput(f"{method} has no parameter {name}; it has: {', '.join(fields)}.")
    return {name: _value(fields[name], value) for name, _, value in pairs}


def _value(field: FieldInfo, text: str) -> Any:
    """A shell knows texts only; where a parameter is none, what is written is read as a number or a truth."""
    if str in {field.annotation, *get_args(field.annotation)}:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text  # the method says what is wrong with it
