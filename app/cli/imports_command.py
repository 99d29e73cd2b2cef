"""``prefstudio imports``: what was imported into a project, and one of them withdrawn."""

from typing import Annotated

import typer

from app.cli.common import AsJson, ProjectName, opened, pick_project, printable, tell
from core.access import SYSTEM
from core.counted import counted
from core.datasets.importing import list_imports

LINE = "List what was imported into a project; withdraw one on which nothing rests."

imports = typer.Typer(help=LINE, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@imports.command("list")
def show_imports(project: ProjectName = "", *, as_json: AsJson = False) -> None:
    """List what was imported into a project, newest first."""
    with opened() as studio:
        found = studio.db.ask(list_imports, pick_project(studio, project))
    lines = [
        f"{one.id:>4}  {one.at:%Y-%m-%d %H:%M}  {one.kind.value:10}  {counted(one.rows, 'row')}, "
        f"{counted(one.choices, 'choice')}  {printable(one.name)}"
        for one in found
    ]
    tell("\n".join(lines) or "Nothing has been imported yet.", found, as_json=as_json)


@imports.command("withdraw")
def withdraw(
    number: Annotated[int, typer.Argument(help="Which one, as `imports list` numbers them.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Take the rows and choices of an import away again, unless something rests on them."""
    from core.removing import withdraw_import  # noqa: PLC0415 - every stage's tables

    with opened() as studio, studio.db.write() as session:
        gone = withdraw_import(session, SYSTEM, number)
    tell(f"{counted(gone.rows, 'row')} and {counted(gone.choices, 'choice')} are gone", gone, as_json=as_json)
