"""Where copies of a frozen set lie, and whether they are still what was sent there."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from core.datasets.models import DatasetCopy, get_dataset
from core.errors import Conflict
from core.storage import LocalAddress, StoredObject, crc32c_of, open_address, parse_address, stat_address


@dataclass(frozen=True)
class CopyView:
    """A copy of a frozen set in a folder or a bucket."""

    id: int
    dataset_id: int
    form: str
    address: str
    size: int
    generation: str
    crc32c: str
    at: datetime


_COLUMNS = tuple(getattr(DatasetCopy, name) for name in CopyView.__dataclass_fields__)


def list_copies(session: Session, dataset_id: int) -> list[CopyView]:
    """The copies of a set, newest first; an object that was sent twice is listed once.

    Raises:
        NotFound: There is no such set.
    """
    get_dataset(session, dataset_id)
    query = select(*_COLUMNS).where(DatasetCopy.dataset_id == dataset_id)
    found: dict[tuple[str, str], CopyView] = {}
    for copy in (CopyView(*row) for row in session.exec(query.order_by(col(DatasetCopy.id).desc()))):
        found.setdefault((copy.address, copy.generation), copy)
    return list(found.values())


def verify_copy(copy: CopyView) -> None:
    """Ask the store whether the object is still the version that was sent.

    Raises:
        Conflict: It is another one, or gone.
    """
    found = stat_address(copy.address)
    if found is None:
        raise Conflict(f"{copy.address} is gone. Export the set again.")
    if not _is_the_same(copy, found):
        raise Conflict(
            f"{copy.address} was written anew since the set was exported (generation {found.generation} "
            f"instead of {copy.generation}). Export the set again under another name."
        )


def _is_the_same(copy: CopyView, found: StoredObject) -> bool:
    """A file that was moved to another disk has another generation, but its content's checksum stays."""
    if (found.generation, found.size) == (copy.generation, copy.size):
        return True
    if found.size != copy.size or not isinstance(parse_address(copy.address), LocalAddress):
        return False
    with open_address(copy.address) as file:
        return crc32c_of(file) == copy.crc32c
