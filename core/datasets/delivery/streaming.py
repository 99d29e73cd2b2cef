"""Hand a frozen set out line by line, to whoever reads it as it comes; nothing is kept of it on the way."""

from collections.abc import Iterable, Iterator
from contextlib import closing

from core.access import Action, PersonView, permit
from core.datasets.delivery.deliver import AS_FROZEN, Form
from core.datasets.delivery.objects import frozen_rows, open_dataset, verify_dataset
from core.datasets.exports import exports_for, line_blocks
from core.datasets.models import DatasetView
from core.db import Database
from core.errors import InvalidInput

BLOCK = 256 * 1024
"""Bytes handed on at a time, or a few lines more."""


def stream_dataset(
    db: Database, actor: PersonView, dataset: DatasetView, form: Form = AS_FROZEN
) -> Iterator[bytes]:
    """The rows of a set as JSON lines, in blocks; what it is checked against is checked before the first.

    Closing the iterator ends the reading; memory does not grow with the set. Rows that the format cannot say
    are left out, as in a file of the same form.

    Raises:
        NotAllowed: The actor may not export; this, and the next, before anything is given.
        InvalidInput: The set cannot be written in that format, or it is none of JSON lines.
        Conflict: A frozen object has changed.
        NotFound: One is gone.
    """
    possible = [one for one in exports_for(dataset.kind) if one.of_lines]
    with db.write() as session:
        told = {"target": f"stream {form.name}"}
        permit(session, actor, Action.EXPORT, f"data set {dataset.name}", dataset.project_id, **told)
        if form.format not in possible:
            raise InvalidInput(
                f"A set of kind {dataset.kind.value} cannot be streamed as {form.format.name}; "
                f"possible are: {', '.join(one.name for one in possible)}."
            )
    return _bytes_of(dataset) if form == AS_FROZEN else _blocks_of(dataset, form)


def _bytes_of(dataset: DatasetView) -> Iterator[bytes]:
    verify_dataset(dataset)
    with open_dataset(dataset) as file:
        while block := file.read(BLOCK):
            yield block


def _blocks_of(dataset: DatasetView, form: Form) -> Iterator[bytes]:
    with closing(frozen_rows(dataset)) as rows:
        yield from _joined(line_blocks(form.format, rows, metadata=form.metadata, margin=form.margin))


def _joined(blocks: Iterable[list[bytes]]) -> Iterator[bytes]:
    """Fewer and larger blocks: each goes through a thread and a socket."""
    waiting = bytearray()
    for lines in blocks:
        waiting += b"".join(lines)
        if len(waiting) >= BLOCK:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
