"""``prefstudio projects``: list them, put one away and bring it back, delete it, put the sample back."""

from typing import Annotated

import typer

from app.cli.common import AsJson, opened, tell
from core.access import SYSTEM
from core.counted import counted
from core.errors import InvalidInput
from core.labelling import ProjectView, find_project, list_projects
from core.labelling.progress import project_progress
from core.labelling.projects import archive_project, restore_project

LINE = "List the projects and how far each is; archive one, bring it back, delete it, put the sample back."

projects = typer.Typer(
    help=LINE, invoke_without_command=True, add_completion=False, pretty_exceptions_enable=False
)

Name = Annotated[str, typer.Argument(help="Name of the project.")]


@projects.callback()
def unless_told(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List the projects and how far each is; archive one, bring it back, delete it, put the sample back."""
    if context.invoked_subcommand is None:
        show_projects(as_json=as_json)


@projects.command("list")
def show_projects(
    *,
    archived: Annotated[bool, typer.Option("--archived", help="Those that were put away.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the projects, and how far each is."""
    with opened() as studio, studio.db.read() as session:
        found = [(one, project_progress(session, one)) for one in list_projects(session, archived=archived)]
    lines = [f"{one.id:>4}  {done.complete:>8,} of {done.pairs:,} pairs  {one.name}" for one, done in found]
    figures = [
        {"id": one.id, "name": one.name, "pairs": done.pairs, "complete": done.complete}
        for one, done in found
    ]
    none = "No project is archived." if archived else "There is no project yet."
    tell("\n".join(lines) or none, figures, as_json=as_json)


@projects.command("archive")
def archive(name: Name, *, as_json: AsJson = False) -> None:
    """Put a project away: it can be read and not changed, and no list offers it."""
    with opened() as studio, studio.db.write() as session:
        done = archive_project(session, SYSTEM, find_project(session, name).id)
    _tell(done, f"“{name}” is archived; `prefstudio projects restore` brings it back.", as_json=as_json)


@projects.command("restore")
def restore(name: Name, *, as_json: AsJson = False) -> None:
    """Bring an archived project back."""
    with opened() as studio, studio.db.write() as session:
        done = restore_project(session, SYSTEM, find_project(session, name).id)
    _tell(done, f"“{name}” is back.", as_json=as_json)


@projects.command("delete")
def delete(
    name: Name,
    confirm: Annotated[
        str, typer.Option(help="Its name once more; without it you are told what would go.")
    ] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Delete a project with all that hangs on it, once that was said and its name was given twice."""
    from core.removing import remove_project, what_hangs_on  # noqa: PLC0415 - every stage's tables

    with opened() as studio:
        with studio.db.read() as session:
            found = find_project(session, name)
            hanging = what_hangs_on(session, found.id)
        goes = ", ".join(counted(one.count, one.noun) for one in hanging) or "nothing but its settings"
        if not confirm:
            raise InvalidInput(
                f"With “{name}” would go for good: {goes}. To delete it, add --confirm with its name."
            )
        folder = studio.settings.runs_folder
        remove_project(studio.db, studio.store, SYSTEM, found.id, name=confirm, runs_folder=folder)
    _tell(found, f"“{name}” is deleted, and with it {goes}.", as_json=as_json)


@projects.command("sample")
def sample(*, as_json: AsJson = False) -> None:
    """Put the sample project back."""
    from core.demo.sample import put_sample_back  # noqa: PLC0415 - as above

    with opened(making=True) as studio, studio.db.write() as session:
        made = put_sample_back(session, SYSTEM)
    _tell(made, f"The sample is there, as “{made.name}”.", as_json=as_json)


def _tell(project: ProjectView, sentence: str, *, as_json: bool) -> None:
    tell(sentence, {"id": project.id, "name": project.name}, as_json=as_json)
