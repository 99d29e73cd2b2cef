"""Which addresses a person may name: none where the studio keeps what is another project's."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Integer, column, select, table
from sqlmodel import Session, col

from core.access import Action, PersonView
from core.datasets.models import Dataset, DatasetCopy
from core.db import HOMES, OwnAddress
from core.errors import NotAllowed
from core.storage import HubAddress, LocalAddress, parse_address

_RUNS = table("run", column("project_id", Integer), column("root", OwnAddress))
"""Where runs write; their table belongs to a later stage, and only this is asked of it here."""
BY_PROJECT = "/datasets/project-"
"""Behind the root of a store stands, so written, whose data sets are there."""
EXPORTS = "exports"
"""The folder of the home that exports may go to; what else is in there is the studio's own."""
WILDCARDS = frozenset("*?[")


@dataclass(frozen=True)
class _Place:
    """A folder or an object that belongs to a project; ``is_copy`` says that it was brought out there."""

    project_id: int
    where: str
    is_copy: bool = False


def refuse_foreign_source(session: Session, actor: PersonView, address: str) -> None:
    """Refuse to read where the studio keeps what this person does not see.

    In the studio's home, and where frozen sets are stored, they reach what their projects have there and
    nothing else; elsewhere nothing below or around another project's run or copy. Where one place lies in
    another, the inner one decides. Links of a file system are followed first. The studio itself, a command
    of the machine's owner, reaches everything.

    Args:
        session: A unit of work.
        actor: Who named the address.
        address: A file, a folder or a name with wildcards.

    Raises:
        InvalidInput: It is no address.
        NotAllowed: It leads there, whether or not anything lies at that very address.
    """
    if actor.id is None:
        return
    wanted = _spelt(_before_wildcards(address))
    places = list(_places(session))
    own = {one.where for one in places if actor.may(Action.SEE_DATA, one.project_id)}
    foreign = _zones(session, places) | {one.where for one in places} - own
    innermost = max((len(one) for one in own if _within(wanted, one)), default=0)
    if any(_touches(wanted, one) and len(one) > innermost for one in foreign):
        raise NotAllowed(
            f"The studio keeps data of its own at {address}, or below it, that you do not see here; "
            "name another place, or upload the file."
        )


def refuse_own_target(session: Session, actor: PersonView, address: str) -> None:
    """Refuse to write where the studio keeps its own: a file put there would be taken for one of its own.

    Raises:
        InvalidInput: It is no address.
        NotAllowed: It is the studio's home (but for its folder for exports), or sets or runs lie there.
    """
    if actor.id is None:
        return
    wanted = _spelt(address)
    places = list(_places(session))
    home = _home(session)
    if home and _within(wanted, f"{home}/{EXPORTS}"):
        return
    taken = [*_zones(session, places), *(one.where for one in places if not one.is_copy)]
    if any(_within(wanted, one) for one in taken):
        raise NotAllowed(f"The studio keeps data of its own at {address}; choose another place to export to.")


def _places(session: Session) -> Iterator[_Place]:
    """What is known to belong to a project: the folders of its sets and runs, and the copies of sets."""
    sets = session.connection().execute(select(col(Dataset.project_id), col(Dataset.address)))
    yield from {_Place(row[0], _spelt(row[1].rpartition("/")[0])) for row in sets}
    copies = select(col(Dataset.project_id), col(DatasetCopy.address)).join(
        DatasetCopy, col(DatasetCopy.dataset_id) == col(Dataset.id)
    )
    yield from (_Place(row[0], _spelt(row[1]), is_copy=True) for row in session.connection().execute(copies))
    runs = session.connection().execute(select(_RUNS.c.project_id, _RUNS.c.root))
    yield from (_Place(row[0], _spelt(row[1])) for row in runs if row[1])


def _zones(session: Session, places: list[_Place]) -> set[str]:
    """Where all is the studio's own, be anything there or not: its home, and the sets of each store."""
    stores = {one.where.rpartition(BY_PROJECT)[0] for one in places if BY_PROJECT in one.where}
    home = _home(session)
    return {f"{one}/datasets" for one in stores} | ({home} if home else set())


def _home(session: Session) -> str:
    home = HOMES.get(session.get_bind().dialect, "")
    return _spelt(home) if home else ""


def _before_wildcards(address: str) -> str:
    """The folders in front of the first part that may mean several."""
    parts = address.split("/")
    plain = next((place for place, part in enumerate(parts) if WILDCARDS.intersection(part)), len(parts))
    return address if plain == len(parts) else "/".join(parts[:plain]) or "/"


def _spelt(address: str) -> str:
    """An address in one spelling: of a file system with its links followed, of a hub without the revision."""
    where = parse_address(address)
    if isinstance(where, HubAddress):  # a hub tells names apart whatever their case
        return str(HubAddress(where.repository.casefold(), where.name))
    return f"file://{os.path.realpath(where.path)}" if isinstance(where, LocalAddress) else str(where)


def _touches(wanted: str, there: str) -> bool:
    return _within(wanted, there) or _within(there, wanted)


def _within(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(f"{outer.rstrip('/')}/")
