"""Frozen sets: a list, a card, and the rows as a stream."""

from collections.abc import AsyncIterator, Generator, Iterator
from typing import Annotated, Any

from anyio import CancelScope, CapacityLimiter, to_thread
from fastapi import APIRouter, Header, Query
from pydantic import AfterValidator
from sqlmodel import Session
from starlette.responses import Response, StreamingResponse

from app.api.callers import HANDLERS, Caller, Handler, Reader, in_thread, refuse_crowd
from app.api.cursors import newest_first
from app.api.shapes import Cursor, Limit, Number
from app.api.training_shapes import CardOut, SetOut, Sets
from core.access import Action, check_anew
from core.datasets import DatasetKind, DatasetView, get_dataset, list_datasets
from core.datasets.delivery import AS_FROZEN, Form, card_of, stream_dataset
from core.datasets.exports import VERTEX, export_named, exports_for
from core.labelling import get_project

SETS = "sets"
NDJSON = "application/x-ndjson"
STREAMS = CapacityLimiter(4)
"""Blocks that are read at a time, of however many streams: who reads slowly holds nobody up."""

router = APIRouter()


def _known(name: str) -> str:
    return export_named(name).name


FormName = Annotated[
    str,
    AfterValidator(_known),
    Query(
        alias="format",
        description="How each row is written.",
        json_schema_extra={"enum": [one.name for one in exports_for()]},
    ),
]


def sets(
    caller: Reader,
    project_id: Number,
    kind: Annotated[DatasetKind | None, Query(description="Only sets of this kind.")] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Sets:
    """List the frozen sets of a project, newest first."""

    def read(session: Session, before: int | None) -> list[DatasetView]:
        return list_datasets(session, project_id, kind, before=before, limit=limit)

    rows, more = newest_first(caller, project_id, SETS, read, cursor=cursor, limit=limit)
    return Sets(items=[SetOut.model_validate(one) for one in rows], next=more)


def frozen_set(caller: Reader, set_id: Number) -> SetOut:
    """One frozen set."""
    return SetOut.model_validate(caller.ask(get_dataset, set_id))


def card(caller: Reader, set_id: Number) -> CardOut:
    """What the rows of a set are like, and what to beware of."""
    found = caller.ask(get_dataset, set_id)
    project = caller.ask(get_project, found.project_id)
    return CardOut(figures=dict(found.card), markdown=card_of(found, project))


async def rows(
    caller: Reader,
    set_id: Number,
    export_format: FormName = VERTEX.name,
    *,
    metadata: Annotated[bool, Query(description="With further fields of the imported rows.")] = False,
    margin: Annotated[bool, Query(description="With how far apart the answers of a row are.")] = False,
    if_none_match: Annotated[str | None, Header(max_length=1000)] = None,
) -> Response:
    """Stream the rows of a set, a JSON object a line; `ETag` stays, for a frozen set never changes.

    A stream that ends before its last line ends without the end of the body, so that nobody takes a part for
    the whole.
    """
    refuse_crowd(HANDLERS)
    form = Form(export_named(export_format), metadata=metadata, margin=margin)
    found = await to_thread.run_sync(_readable, caller, set_id, limiter=HANDLERS)
    headers = {"ETag": f'"{found.sha256[:32]}-{form.name.replace(" ", "-")}"'}
    if if_none_match is not None and headers["ETag"] in if_none_match:
        return Response(status_code=304, headers=headers)
    if form == AS_FROZEN:
        headers["Content-Length"] = str(found.size)
    headers["Content-Disposition"] = f'attachment; filename="{form.file_name(found)}"'
    first, rest = await to_thread.run_sync(_begin, caller, found, form, limiter=HANDLERS)
    return StreamingResponse(_sent(first, rest), media_type=NDJSON, headers=headers)


def _readable(caller: Caller, set_id: int) -> DatasetView:
    """The set, if the caller may have its rows."""

    def read(session: Session) -> DatasetView:
        found = get_dataset(session, set_id)
        check_anew(session, caller.person, Action.EXPORT, found.project_id)
        return found

    return caller.ask(read)


Blocks = Generator[bytes]


def _begin(caller: Caller, found: DatasetView, form: Form) -> tuple[bytes, Iterator[bytes]]:
    """The first block, before which everything is checked, and those behind it."""
    blocks = stream_dataset(caller.studio.db, caller.person, found, form)
    return next(blocks, b""), blocks


async def _sent(first: bytes, blocks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Block after block, as fast as the client reads; if it hangs up, the reading ends."""
    try:
        yield first
        while block := await to_thread.run_sync(next, blocks, b"", limiter=STREAMS):
            yield block
    finally:
        with CancelScope(shield=True):
            await to_thread.run_sync(blocks.close, limiter=STREAMS)  # type: ignore[attr-defined]


READS: dict[str, Handler] = {
    "/projects/{project_id}/sets": sets,
    "/sets/{set_id}": frozen_set,
    "/sets/{set_id}/card": card,
}
for path, handler in READS.items():
    router.get(path)(in_thread(handler))
ROWS: dict[int | str, dict[str, Any]] = {
    200: {"description": "The rows, one a line.", "content": {NDJSON: {"schema": {"type": "string"}}}},
    304: {"description": "They are what the client has."},
}
router.get("/sets/{set_id}/rows", response_class=StreamingResponse, responses=ROWS)(rows)
