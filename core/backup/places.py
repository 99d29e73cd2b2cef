"""Where things lie, said so that it holds in another home and store; and the files that rows name."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from sqlalchemy import Connection

from core.backup.rows import Convert
from core.db import IN_HOME
from core.errors import InvalidInput
from core.rehome import OWN
from core.services import Studio
from core.storage import LocalAddress, ObjectStore, parse_address

IN_STORE = "store:"
MACHINE = "runs/.machine"
"""Whose runs they are; see `core.training.methods.local_rlhf.layout`."""
COLUMNS = {(str(table.__tablename__), name) for table, name in OWN}
FOLDERS = {"objects", "runs", "exports"}
"""Of a home: what else lies there can be made anew, or is the database."""


@dataclass(frozen=True)
class Places:
    """The home and the store of one studio."""

    home: Path
    store: ObjectStore

    @property
    def home_root(self) -> str:
        """The home as an address."""
        return str(LocalAddress(self.home))

    def anywhere(self, stored: str) -> str:
        """An address as it stands in the database, said for any home and store."""
        whole = f"{self.home_root}/{stored.removeprefix(IN_HOME)}" if stored.startswith(IN_HOME) else stored
        if whole.startswith(f"{self.store.root}/"):
            return IN_STORE + self._key(whole)
        if whole.startswith(f"{self.home_root}/"):
            return IN_HOME + whole.removeprefix(f"{self.home_root}/")
        return stored

    def here(self, said: str) -> str:
        """What `anywhere` gives, as it stands in the database of this home and store."""
        if not said.startswith(IN_STORE):
            return said
        whole = self.store.address(said.removeprefix(IN_STORE))
        below = whole.startswith(f"{self.home_root}/")
        return IN_HOME + whole.removeprefix(f"{self.home_root}/") if below else whole

    def _key(self, whole: str) -> str:
        """The key of an address below the store's root; those of files are written with percent signs."""
        where, root = parse_address(whole), parse_address(self.store.root)
        if isinstance(where, LocalAddress) and isinstance(root, LocalAddress):
            return where.path.relative_to(root.path).as_posix()
        return whole.removeprefix(f"{self.store.root}/")

    def reading(self, table: str) -> dict[str, Convert]:
        """What becomes of a table's addresses on their way into a backup."""
        return {column: self.anywhere for one, column in COLUMNS if one == table}

    def writing(self, table: str) -> dict[str, Convert]:
        """What becomes of them on their way back."""
        return {column: self.here for one, column in COLUMNS if one == table}


@dataclass
class Named:
    """What the rows name.

    Attributes:
        objects: Keys of the store, with their sizes.
        files: Paths in the home, with the length that they had at the moment.
        gone: Addresses where there is nothing.
        elsewhere: Addresses that are neither in the store nor in the home.
    """

    objects: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def named_by(connection: Connection, studio: Studio) -> Named:
    """The objects and files that the rows of this moment name; what grows is cut at this moment's length."""
    places, found = Places(studio.settings.home, studio.store), Named()
    for table, column in sorted(COLUMNS):
        for stored in _addresses(connection, table, column):
            _find(studio, places.anywhere(stored), found)
    if (studio.settings.home / MACHINE).is_file():
        found.files |= dict(_lengths(studio.settings.home, MACHINE))
    return found


def _addresses(connection: Connection, table: str, column: str) -> Iterator[str]:
    quote = connection.dialect.identifier_preparer.quote
    query = f"SELECT DISTINCT {quote(column)} FROM {quote(table)} ORDER BY 1"  # noqa: S608 - names of our tables
    return (one for one in connection.exec_driver_sql(query).scalars() if one)


def _find(studio: Studio, said: str, found: Named) -> None:
    if said.startswith(IN_STORE):
        key = said.removeprefix(IN_STORE)
        if stored := studio.store.stat(key):
            found.objects[key] = stored.size
        else:
            found.gone.append(said)
    elif said.startswith(IN_HOME) and PurePosixPath(_path_of(said)).parts[0] in FOLDERS:
        files = dict(_lengths(studio.settings.home, _path_of(said)))
        found.files |= files
        if not files:
            found.gone.append(said)
    else:
        found.elsewhere.append(said)


def _path_of(said: str) -> str:
    """The path in the home; addresses are written with percent signs."""
    where = parse_address(f"file:///{said.removeprefix(IN_HOME)}")
    return where.path.relative_to("/").as_posix() if isinstance(where, LocalAddress) else ""


def _lengths(home: Path, path: str) -> Iterator[tuple[str, int]]:
    """The regular files at or below a path in the home, with their lengths; links are not followed."""
    top = home / path
    if top.is_file() and not top.is_symlink():
        yield path, top.stat().st_size
    for folder, _, names in os.walk(top):
        for name in sorted(names):
            one = Path(folder, name)
            if one.is_file() and not one.is_symlink():
                yield one.relative_to(home).as_posix(), one.stat().st_size


def safe_path(name: str) -> PurePosixPath:
    """A path in a home that a backup names.

    Raises:
        InvalidInput: It leads out of the home, or to where the studio keeps other things.
    """
    path = PurePosixPath(name)
    leads_out = path.is_absolute() or ".." in path.parts or "\0" in name
    if leads_out or not path.parts or path.parts[0] not in FOLDERS:
        raise InvalidInput(f"The backup names a file {name!r}, which is no place in a studio's home.")
    return path
