"""``prefstudio judgments``, ``whoami`` and ``token``."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

import typer

from app.cli.common import AsJson, Output, ProjectName, Since, opened, pick_project, tell, write_lines
from core.access import SYSTEM, PersonView, list_people
from core.errors import InvalidInput, NotFound
from core.labelling import ProjectView
from core.labelling.reports import Place, list_judgments
from core.services import Studio
from core.sign_in import USUAL_DAYS, NewToken, Scope, TokenView, list_tokens, make_token, revoke_token

PAGE = 1000


def show_judgments(project: ProjectName = "", since: Since = None, output: Output = None) -> None:
    """Write the judgments of a project as JSON lines, in the order they came, with who gave them."""
    with opened() as studio:
        chosen = pick_project(studio, project)
        moment = since.astimezone() if since else None
        write_lines(_judgments(studio, chosen, moment), output)


def _judgments(studio: Studio, project: ProjectView, since: Any) -> Iterator[Any]:
    after = None
    while page := studio.db.ask(list_judgments, project, since=since, after=after, limit=PAGE):
        yield from page
        after = Place(page[-1].received_at, page[-1].id)


def whoami() -> None:
    """Say in whose name a token works, at the studio of --url."""
    raise InvalidInput("Whoever uses a home of this machine owns it; for a studio elsewhere give --url.")


class Doing(StrEnum):
    """What is done with tokens."""

    LIST = "list"
    MAKE = "make"
    REVOKE = "revoke"


def token(
    doing: Annotated[Doing, typer.Argument(help="What to do.")] = Doing.LIST,
    person: Annotated[str, typer.Option(help="Whose token; as spelt on the people page.")] = "",
    name: Annotated[str, typer.Option(help="What to call a new one, such as the program's name.")] = "",
    scope: Annotated[
        list[Scope] | None, typer.Option(help="What a new one is for, once for each; read unless said.")
    ] = None,
    days: Annotated[int, typer.Option(help="How long a new one lasts.")] = USUAL_DAYS,
    number: Annotated[int, typer.Option(help="Which one to revoke, as `token list` numbers them.")] = 0,
    *,
    as_json: AsJson = False,
) -> None:
    """List, make or revoke personal tokens, which programs show; a new one is printed once."""
    with opened(making=doing == Doing.MAKE) as studio:
        if doing == Doing.LIST:
            _list(studio, person, as_json=as_json)
        elif doing == Doing.MAKE:
            new = NewToken(name, scope or [Scope.READ], days)
            with studio.db.write() as session:
                made = make_token(session, SYSTEM, _named(studio, person).id or 0, new)
            tell(made.secret, {"secret": made.secret, "token": made.token}, as_json=as_json)
        else:
            with studio.db.write() as session:
                ended = revoke_token(session, SYSTEM, number)
            tell(f"token {ended.id} ({ended.name}) opens nothing any more", ended, as_json=as_json)


def _list(studio: Studio, name: str, *, as_json: bool) -> None:
    people = [_named(studio, name)] if name else studio.db.ask(list_people)
    with studio.db.read() as session:
        found = [(one, token) for one in people for token in list_tokens(session, SYSTEM, one.id or 0)]
    lines = [_line(one, token) for one, token in found]
    figures = [{"person": one.name, "token": token} for one, token in found]
    tell("\n".join(lines) or "There is no token.", figures, as_json=as_json)


def _line(person: PersonView, token: TokenView) -> str:
    used = f"used {token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else "never used"
    ends = "revoked" if token.revoked_at else f"until {token.expires_at:%Y-%m-%d}"
    scopes = ", ".join(token.scopes)
    return f"{token.id:>4}  {person.name}  {token.name}  …{token.ending}  {scopes}  {ends}, {used}"


def _named(studio: Studio, name: str) -> PersonView:
    people = studio.db.ask(list_people)
    for one in people:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in people) or "nobody yet"
    raise NotFound(f"Say whose token with --person; “{name}” is nobody's name. There are: {names}.")
