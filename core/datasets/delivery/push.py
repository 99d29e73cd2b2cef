"""Send a frozen set to a data hub: its rows, and where they are meant for a hub the card, in one commit."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import BinaryIO

from core.datasets.exports.data_card import UNKNOWN
from core.datasets.exports.hub_card import with_head
from core.datasets.models import DatasetKind
from core.errors import Conflict
from core.progress import ShowProgress
from core.storage import NOTHING_MORE, HubAddress, StoredObject, Wish, commit_files, stat_address

CARD = "README.md"
SPLITS = {DatasetKind.PREFERENCE: "train", DatasetKind.PROMPT: "train", DatasetKind.EVALUATION: "test"}


@dataclass(frozen=True)
class Push:
    """How a set goes to a hub.

    Attributes:
        wish: What may be done there beyond adding files.
        licence: Of the data, as hubs name it.
    """

    wish: Wish = NOTHING_MORE
    licence: str = UNKNOWN


ADD_ONLY = Push()


@dataclass(frozen=True)
class Parcel:
    """A set in a form, on its way to a hub.

    Attributes:
        file: The rows.
        name: The file's name.
        split: What the rows are called in the repository, if they go there as a table with a card.
        title: The first line of the commit.
        card: Makes the card, for a licence.
    """

    file: BinaryIO
    name: str
    split: str
    title: str
    card: Callable[[str], str]


def push_file(
    where: HubAddress, parcel: Parcel, push: Push = ADD_ONLY, progress: ShowProgress | None = None
) -> StoredObject:
    """Send it in one commit; what is there already, to the byte, is not sent again.

    Args:
        where: The repository, the branch, and a folder.
        parcel: What to send. With a split, the rows go to ``data/`` there, and the card to the README.
        push: What may be done.
        progress: Called with the bytes sent; raising from it cancels, and leaves no commit.

    Returns:
        What the hub has of the rows; the generation is the commit.

    Raises:
        Conflict: Other content stands there, or was put there meanwhile.
        InvalidInput: The address is a commit, or the licence none.
        NotAllowed: There is no token, or it does not allow this.
        NotFound: There is no such repository.
    """
    name = f"data/{parcel.split}-00000-of-00001.parquet" if parcel.split else parcel.name
    path = f"{where.name}/{name}".lstrip("/")
    files = {path: parcel.file}
    if parcel.split:
        card = with_head(parcel.card(push.licence), parcel.file, path=path, split=parcel.split)
        files[CARD] = io.BytesIO(card.encode())
    commit_files(replace(where, name=""), files, parcel.title, wish=push.wish, progress=progress)
    stored = stat_address(str(replace(where, name=path)))
    if stored is None:
        raise Conflict(f"{replace(where, name=path)} was removed by somebody meanwhile. Export it again.")
    return stored
