"""One replica: the core's own entry for labelling over HTTP, as the label page asks it.

Run from the root: ``python -m tests.benchmarks.replica_load.replica PORT HOME``; the database is that of
PREFSTUDIO_DATABASE. A rerun of a page takes about a tenth of a second, so a hundred people would need
several processors for pages alone; what must not lose an answer lies below the page.
"""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core.access import view_of
from core.errors import StudioError
from core.labelling import list_projects
from core.labelling.judging import save_with_others
from core.labelling.queue import assign_pairs, read_assignment
from core.services import Studio, open_studio
from core.settings import load_settings

AHEAD = 12
THREADS = 128  # Streamlit has one for every session


class Desk:
    """What a visit of the label page does: save what the browser sends, give it the next pairs."""

    def __init__(self, studio: Studio) -> None:
        self.db = studio.db

    def visit(self, person_id: int, answers: list[dict[str, Any]]) -> dict[str, Any]:
        """Save, and say what is saved and which pairs are next."""
        with self.db.read() as session:
            person, project = view_of(session, person_id), list_projects(session)[0]
        assert person is not None
        saved = save_with_others(self.db, person, project, answers) if answers else None
        with self.db.read() as session:
            assignment = read_assignment(session, person, project)
        if assignment.held < AHEAD // 2:
            with self.db.write(alone=False) as session:
                assignment = assign_pairs(session, person, project, ahead=AHEAD)
        return {
            "acknowledged": saved.acknowledged if saved else (),
            "refused": [one.reason for one in saved.refused] if saved else (),
            "pairs": [(pair.token, pair.left.token, pair.right.token) for pair in assignment.pairs],
        }


def app_of(home: Path) -> Starlette:
    """The replica; it opens the studio as it starts, as the server does."""
    opened: dict[str, Desk] = {}

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        database = os.environ["PREFSTUDIO_DATABASE"]
        studio = open_studio(load_settings(home=home, database=database, store="", sample=False))
        opened["desk"] = Desk(studio)
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        yield
        studio.close()

    async def visit(request: Request) -> Response:
        asked = orjson.loads(await request.body())
        try:
            found = await anyio.to_thread.run_sync(opened["desk"].visit, asked["person"], asked["answers"])
        except StudioError as error:
            return Response(str(error), status_code=503)
        return Response(orjson.dumps(found), media_type="application/json")

    return Starlette(routes=[Route("/visit", visit, methods=["POST"])], lifespan=lifespan)


if __name__ == "__main__":
    uvicorn.run(app_of(Path(sys.argv[2])), port=int(sys.argv[1]), log_level="error")
