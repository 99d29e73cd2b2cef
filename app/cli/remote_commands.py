"""The commands as they work on a studio elsewhere, by their names in the table of `app.cli`."""

import time
import uuid
from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any, Literal

import typer

from app.cli.common import (
    MARKS,
    AsJson,
    Output,
    ProjectName,
    Since,
    curve_lines,
    run_lines,
    tell,
    write_lines,
)
from app.cli.launch_command import Input, Parameter, inputs_of, parameters_of, require_confirmed
from app.cli.remote import Remote, remote_of
from app.cli.remote_export import export_set as export_set  # noqa: PLC0414 - its name in the table
from app.cli.remote_rewards import reward as reward  # noqa: PLC0414 - its name in the table
from core.datasets import DatasetKind
from core.datasets.problems import Problem
from core.datasets.sources import container_of, find_sources, rows
from core.errors import Conflict, InvalidInput, StudioError
from core.findings import Level
from core.training.method import LaunchRequest
from core.training.methods import get_method
from core.training.models import ACTIVE

ROWS_AT_ONCE = 500
POLL_SECONDS = 2.0
Number = Annotated[int, typer.Argument(min=1)]


def whoami(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Say in whose name the token works there, and what it is for."""
    found = remote_of(context).get("whoami")
    token = found["token"]
    sentence = (
        f"{found['name']}, with the token “{token['name']}” for {', '.join(token['scopes'])} until "
        f"{token['expires_at']}."
    )
    tell(sentence, found, as_json=as_json)


def projects(
    context: typer.Context,
    doing: Annotated[Literal["list"], typer.Argument(help="What to do; the rest is done there.")] = "list",
    *,
    as_json: AsJson = False,
) -> None:
    """List the projects one has a part in there."""
    del doing
    found = remote_of(context).get("projects")["items"]
    lines = [f"{one['id']:>4}  {one['role'] or '':10}  {one['name']}" for one in found]
    tell("\n".join(lines) or "There is no project for you there.", found, as_json=as_json)


def import_files(
    context: typer.Context,
    files: Annotated[str, typer.Argument(help="A file, a folder, or a pattern; JSON lines of pairs.")],
    project: ProjectName = "",
    *,
    gold: Annotated[
        bool, typer.Option("--gold", help="The choices are right answers of gold pairs.")
    ] = False,
    metadata: Annotated[
        list[str] | None, typer.Option("--metadata", help="A field that is no part of the prompt.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Add pairs to a project there; the same rows again add nothing."""
    remote = remote_of(context)
    chosen = remote.project(project)
    sums = dict.fromkeys(("rows", "choices", "already_there", "contradictions"), 0)
    warnings: dict[str, None] = {}
    for source in find_sources(files):
        found = _rows_of(source)
        while batch := list(islice(found, ROWS_AT_ONCE)):
            taken = _add(remote, chosen["id"], batch, name=source.name, gold=gold, metadata=metadata or [])
            sums = {name: number + taken[name] for name, number in sums.items()}
            warnings |= dict.fromkeys(taken["warnings"])
    for one in warnings:
        typer.echo(f"warning: {one}", err=True)
    parts = f"{sums['rows']:,} rows taken, {sums['choices']:,} choices, {sums['already_there']:,} were there"
    tell(f"“{chosen['name']}”: {parts} already", {"project": chosen["name"]} | sums, as_json=as_json)


def _rows_of(source: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, row in rows(source, container_of(source), lambda *_, **__: None):
        if isinstance(row, Problem):
            raise InvalidInput(row.sentence(source.name))
        yield line, row


def _add(remote: Remote, project_id: int, batch: list[tuple[int, dict[str, Any]]], **more: Any) -> Any:
    body = {"pairs": [row for _, row in batch], **more, "name": more["name"][:100]}
    try:
        return remote.post(f"projects/{project_id}/pairs", body)
    except StudioError as error:
        first, last = batch[0][0], batch[-1][0]
        raise type(error)(
            f"{more['name']}, lines {first:,} to {last:,}: {error} What stands before was taken; the same "
            "command again adds nothing twice."
        ) from None


def judgments(
    context: typer.Context, project: ProjectName = "", since: Since = None, output: Output = None
) -> None:
    """Write the judgments of a project there as JSON lines."""
    remote = remote_of(context)
    chosen = remote.project(project)
    moment = {} if since is None else {"since": since.astimezone().isoformat()}
    write_lines(remote.items(f"projects/{chosen['id']}/judgments", **moment), output)


def show_datasets(
    context: typer.Context,
    project: ProjectName = "",
    kind: Annotated[DatasetKind | None, typer.Option(help="Only sets of this kind.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List the data sets of a project there, newest first."""
    remote = remote_of(context)
    chosen = remote.project(project)
    found = list(remote.items(f"projects/{chosen['id']}/sets", kind=kind and kind.value))
    lines = [
        f"{one['id']:>4}  {one['kind']} {one['number']}  {one['title']:24}  {one['rows']:>9,} rows"
        for one in found
    ]
    tell("\n".join(lines) or "No data set has been frozen yet.", found, as_json=as_json)


def show_card(context: typer.Context, dataset: Number, *, as_json: AsJson = False) -> None:
    """Print the data card of a set there."""
    found = remote_of(context).get(f"sets/{dataset}/card")
    tell(found["markdown"], found["figures"], as_json=as_json)


def show_runs(context: typer.Context, project: ProjectName = "", *, as_json: AsJson = False) -> None:
    """List the runs of a project there, newest first."""
    remote = remote_of(context)
    found = list(remote.items(f"projects/{remote.project(project)['id']}/runs"))
    lines = [line for one in found for line in run_lines(one)]
    tell("\n".join(lines) or "No run has been launched yet.", found, as_json=as_json)


def launch_run(
    context: typer.Context,
    given: Input = None,
    project: ProjectName = "",
    method: Annotated[str, typer.Option(help="Way to tune.")] = "local-rlhf",
    name: Annotated[str, typer.Option(help="Name of the run.")] = "",
    confirm: Annotated[str, typer.Option(help="The name again, for a method that costs money.")] = "",
    parameter: Parameter = None,
    key: Annotated[
        str, typer.Option(help="A name for this request: sent again with it, it finds its run.")
    ] = "",
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Launch nothing: say what stands against it.")
    ] = False,
    wait: Annotated[bool, typer.Option(help="Follow the run to its end.")] = True,
    as_json: AsJson = False,
) -> None:
    """Launch a run there on frozen sets; --no-wait lets it go on alone, --check launches nothing."""
    remote = remote_of(context)
    place = f"projects/{remote.project(project)['id']}/runs"
    body = {
        "method": method,
        "inputs": inputs_of(get_method(method), given or []),
        "parameters": parameters_of(method, parameter or []),
        "name": name,
        "confirmed": confirm,
    }
    if check:
        _tell_check(remote.post(f"{place}/check", body), as_json=as_json)
        return
    require_confirmed(LaunchRequest(method, {}, {}, name, confirm))
    run = remote.post(place, body, {"Idempotency-Key": key or str(uuid.uuid4())})
    while wait and run["state"] in ACTIVE:
        time.sleep(POLL_SECONDS)
        run = remote.get(f"runs/{run['id']}")
    _tell_run(run, as_json=as_json)
    if wait and run["state"] != "succeeded":
        raise Conflict(f"{run['name']} has not succeeded ({run['state']}). {run['error'] or ''}".strip())


def _tell_check(found: dict[str, Any], *, as_json: bool) -> None:
    lines = [
        f"{MARKS[Level(one['level'])]} {one['text']} {one['remedy']}".rstrip() for one in found["findings"]
    ]
    tell("\n".join(lines), found, as_json=as_json)
    if not found["ready"]:
        raise typer.Exit(1)


def cancel(context: typer.Context, run: Number, *, as_json: AsJson = False) -> None:
    """Ask a run there to stop."""
    _tell_run(remote_of(context).post(f"runs/{run}/cancel"), as_json=as_json)


def _tell_run(run: dict[str, Any], *, as_json: bool) -> None:
    tell(f"run {run['id']} ({run['name']}): {run['state']}", run, as_json=as_json)


def show_curves(context: typer.Context, run: Number, *, as_json: AsJson = False) -> None:
    """Say what the curves of a run there come to."""
    found = remote_of(context).get(f"runs/{run}/curves")
    lines = curve_lines(found["findings"], found["items"])
    tell("\n".join(lines) or "There are no event files.", found, as_json=as_json)
