"""``prefstudio mappings``, and what ``--mapping`` and ``--save-mapping`` do: how files are read, by name."""

import shlex
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Annotated, Any

import typer

from app.cli.common import AsJson, ProjectName, opened, pick_project, printable, tell
from core.access import SYSTEM
from core.datasets.checks import columns_sentence, excerpt
from core.datasets.formats import Parts
from core.datasets.importing import (
    ImportPlan,
    MappingView,
    NewMapping,
    delete_mapping,
    first_rows,
    get_mapping,
    list_mappings,
    save_mapping,
    shape_of,
)
from core.datasets.sources import Source
from core.errors import InvalidInput
from core.labelling import ProjectView, list_projects
from core.services import Studio

mappings = typer.Typer(
    help="List mappings of a project, show one, take one away; `import --save-mapping` makes them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Name = Annotated[str, typer.Argument(help="Name of a mapping, as `mappings list` has it.")]
MappingOption = Annotated[
    str, typer.Option("--mapping", help="Read the rows as a mapping of the project says, by its name.")
]
SaveMapping = Annotated[
    str, typer.Option("--save-mapping", help="Keep how rows were read under this name, for the next file.")
]


@mappings.command("list")
def show_list(project: ProjectName = "", *, as_json: AsJson = False) -> None:
    """List the mappings of a project by name, with the format and the fields that they name."""
    with opened() as studio:
        found = studio.db.ask(list_mappings, pick_project(studio, project))
    lines = [f"{one.name}  {one.shape.format.title}  {_named(one)}".rstrip() for one in found]
    empty = "There is no mapping yet; `prefstudio import FILE --column … --save-mapping NAME` makes one."
    tell("\n".join(lines) or empty, [_figures(one) for one in found], as_json=as_json)


@mappings.command("show")
def show(name: Name, project: ProjectName = "", *, as_json: AsJson = False) -> None:
    """Show what a mapping says, and how it is typed."""
    with opened() as studio:
        one = studio.db.ask(get_mapping, pick_project(studio, project), name)
    lines = [f"{one.name}: {one.wanted.value}, read as {one.shape.format.title}"]
    if one.shape.columns:
        lines.append(columns_sentence(one.shape.columns, one.wanted))
    parts = [f"{part} is “{excerpt(str(said))}”" for part, said in _figures(one)["parts"].items()]
    lines += [f"Parts of the prompt: {', '.join(parts)}."] if parts else []
    tell("\n".join(lines), _figures(one), as_json=as_json)


@mappings.command("delete")
def delete(name: Name, project: ProjectName = "", *, as_json: AsJson = False) -> None:
    """Take a mapping away; what was imported by it stays."""
    with opened() as studio:
        chosen = pick_project(studio, project)
        with studio.db.write() as session:
            delete_mapping(session, SYSTEM, chosen, name)
    tell(f"The mapping “{name}” of “{chosen.name}” is gone.", {"deleted": name}, as_json=as_json)


def _named(one: MappingView) -> str:
    named = one.shape.columns.named() if one.shape.columns else ()
    return ", ".join(f"{part}={excerpt(name)}" for part, name in named)


def _figures(one: MappingView) -> dict[str, Any]:
    return {
        "name": one.name,
        "wanted": one.wanted.value,
        "format": one.shape.format.name,
        "columns": asdict(one.shape.columns) if one.shape.columns else None,
        "parts": {part: said for part, said in asdict(one.parts).items() if said not in (None, ())},
        "fields": sorted(one.fields),
        "saved_at": one.at,
    }


def by_mapping(studio: Studio, plan: ImportPlan, name: str, sources: Sequence[Source]) -> ImportPlan:
    """The plan with what the named mapping says; without a name one that fits is pointed out, and not used.

    Raises:
        InvalidInput: It was made for something else, or something else was said, too.
        NotFound: There is none of that name.
    """
    is_said = bool(plan.shape or plan.said or plan.parts != Parts())
    if name:
        if is_said:
            raise InvalidInput("--mapping says it all; leave --format, --column and --metadata out.")
        found = studio.db.ask(get_mapping, plan.project, name)
        found.refuse_other(plan.wanted)
        return replace(plan, shape=found.shape, parts=found.parts)
    if plan.project.id and not is_said:
        rows = first_rows(sources[0])
        for one in studio.db.ask(list_mappings, plan.project):
            if one.fits(rows, plan.wanted):
                typer.echo(f"note: --mapping {shlex.quote(one.name)} fits these fields", err=True)
    return plan


def keep_mapping(studio: Studio, plan: ImportPlan, name: str, sources: Sequence[Source]) -> None:
    """Keep how the first file was read, if a name was given.

    Raises:
        InvalidInput: There is no project yet to keep it with.
    """
    if not name:
        return
    project = _there(studio, plan.project)
    rows = first_rows(sources[0])
    shape, _ = shape_of(sources[0], rows, plan)
    with studio.db.write() as session:
        save_mapping(session, SYSTEM, project, NewMapping(name, plan.wanted, shape, plan.parts, rows))
    typer.echo(f"note: kept as the mapping “{printable(name)}” of “{project.name}”", err=True)


def _there(studio: Studio, project: ProjectView) -> ProjectView:
    found = next((one for one in studio.db.ask(list_projects) if one.name == project.name), None)
    if found is None:
        raise InvalidInput("A mapping is kept with a project, and there is none yet; import with --create.")
    return found
