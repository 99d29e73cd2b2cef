"""``prefstudio invite``: the link by which the first admin comes in, or anybody else."""

from typing import Annotated

import typer
from sqlmodel import Session

from app.cli.common import ProjectName, opened, pick_project
from core.access import SYSTEM, PersonView, Role, change_role, find_named, set_project_role
from core.errors import InvalidInput
from core.sign_in import NewInvitation, invite, make_reset
from core.sign_in_settings import SignIn


def invite_person(
    name: Annotated[str, typer.Argument(help="Whom the link is for.")],
    project: ProjectName = "",
    role: Annotated[Role, typer.Option(help="The role in the project.")] = Role.ANNOTATOR,
    days: Annotated[int, typer.Option(help="How long an invitation is good: 1, 3, 7 or 14 days.")] = 7,
    *,
    admin: Annotated[bool, typer.Option("--admin", help="Make them lead the whole studio.")] = False,
) -> None:
    """Print a link by which somebody comes in; who is there already sets the password with it."""
    with opened(making=True) as studio:
        if studio.settings.sign_in is not SignIn.ACCOUNTS:
            raise InvalidInput(
                f"People sign in here by “{studio.settings.sign_in}”, which knows no invitations; "
                "set PREFSTUDIO_SIGN_IN=accounts."
            )
        project_id = None if admin else pick_project(studio, project).id
        with studio.db.write() as session:
            there = find_named(session, name)
            if there is None:
                everywhere, roles = (Role.LEAD, {}) if project_id is None else (None, {project_id: role})
                token = invite(session, SYSTEM, NewInvitation(name, everywhere, roles, days))
            else:
                token = _let_in_again(session, there, project_id, role)
    lasts = f"{days} day{'s' if days > 1 else ''}"
    kind, good = ("invitation", lasts) if there is None else ("reset", "24 hours")
    print(f"{studio.settings.url}/#{kind}={token}")
    typer.echo(f"Send it to {name} in a way that nobody else reads. It is good once, for {good}.", err=True)


def _let_in_again(session: Session, there: PersonView, project_id: int | None, role: Role) -> str:
    """The link that sets the password of somebody who is there; with the role that was asked for."""
    number = there.id or 0
    if project_id is None:
        change_role(session, SYSTEM, number, Role.LEAD)
    elif there.role_in(project_id) is None:
        set_project_role(session, SYSTEM, number, project_id, role)
    return make_reset(session, SYSTEM, number)
