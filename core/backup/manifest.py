"""What a backup says of itself: of which moment it is, and the size and hash of everything in it."""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from core.backup.rows import Kind
from core.errors import InvalidInput

MANIFEST = "manifest.json"
SEAL = "manifest.sha256"


class Part(BaseModel):
    """One file in a backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    size: int
    sha256: str


class Rows(Part):
    """The rows of one table, in a file of lines; ``name`` is the table's."""

    rows: int
    columns: list[tuple[str, Kind]]

    @property
    def member(self) -> str:
        """Where they lie."""
        return f"tables/{self.name}.jsonl"


class Manifest(BaseModel):
    """The whole of a backup.

    Attributes:
        revision: Of the tables.
        moment: As of which everything is.
        counters: The last number that each table has given.
        objects: Of the store, by their keys.
        files: Of the home, by their paths in it: what runs left.
        gone: Addresses on record where there was nothing.
        elsewhere: Addresses that are neither in the store nor in the home: they are kept where they are.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    made_by: str
    database: str
    revision: str
    moment: AwareDatetime
    tables: list[Rows]
    counters: dict[str, int]
    objects: list[Part]
    files: list[Part]
    gone: list[str]
    elsewhere: list[str]

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(one.rows for one in self.tables)

    @property
    def bytes(self) -> int:
        """Of all files, unpacked."""
        return sum(part.size for _, part in self.parts)

    @property
    def parts(self) -> list[tuple[str, Part]]:
        """Every file but the manifest, by its name in the backup."""
        return [
            *((one.member, one) for one in self.tables),
            *((f"objects/{one.name}", one) for one in self.objects),
            *((f"home/{one.name}", one) for one in self.files),
        ]


def read_manifest(text: bytes, *, of: object) -> Manifest:
    """The manifest of a backup.

    Raises:
        InvalidInput: It is none, or one of a later studio.
    """
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(one) for one in first["loc"]) or "the whole"
        raise InvalidInput(
            f"{of} is no backup that this version of the studio can read "
            f"({MANIFEST}: {place}: {first['msg']}); a newer version may have made it."
        ) from error


def as_of(moment: datetime) -> str:
    """A moment as people read it."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
