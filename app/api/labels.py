"""Projects, pairs and judgments."""

from datetime import timedelta

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from app.api.callers import Caller, DataWriter, Handler, Reader, in_thread, written
from app.api.cursors import cursor_of_place, number_after, place_after, seal
from app.api.shapes import (
    Cursor,
    Health,
    Judgments,
    Limit,
    Moment,
    Number,
    Pairs,
    PairsAdded,
    PairsIn,
    ProgressOut,
    ProjectOut,
    Projects,
    TokenOut,
    WhoAmI,
)
from core.access import PersonView
from core.datasets import DatasetKind
from core.datasets.formats import Parts
from core.datasets.importing import ImportPlan, import_rows
from core.datasets.problems import Severity
from core.datasets.sources import source_of_bytes
from core.db import now
from core.labelling import ProjectView, get_project, list_projects
from core.labelling.progress import project_progress
from core.labelling.reports import ListedJudgment, ListedPair, Place, list_judgments, list_pairs

PAIRS, JUDGMENTS = "pairs", "judgments"

router = APIRouter()


def health(caller: Reader) -> Health:
    """Say that the server answers and reads its database."""
    del caller  # the gate has read the token from the database
    return Health()


def whoami(caller: Reader) -> WhoAmI:
    """Say in whose name the token works, and what it is for."""
    person = caller.person
    return WhoAmI(
        id=person.id or 0,
        name=person.name,
        role=person.role,
        roles=dict(person.roles),
        token=TokenOut.model_validate(caller.bearer.token),
        calls_per_minute=caller.studio.settings.api_calls,
    )


def projects(caller: Reader) -> Projects:
    """List the projects that the token's person has a part in."""
    return Projects(items=[_project(caller.person, one) for one in caller.ask(list_projects)])


def project(caller: Reader, project_id: Number) -> ProgressOut:
    """One project, and how far it is."""

    def read(session: Session) -> ProgressOut:
        found = get_project(session, project_id)
        progress = project_progress(session, found)
        return ProgressOut(
            **_project(caller.person, found).model_dump(),
            pairs=progress.pairs,
            complete=progress.complete,
            judgments=progress.judgments,
        )

    return caller.ask(read)


def _project(person: PersonView, found: ProjectView) -> ProjectOut:
    return ProjectOut(
        id=found.id,
        name=found.name,
        instruction=found.instruction,
        guidelines=found.guidelines,
        judgments_per_pair=found.judgments_per_pair,
        mode=found.protocol.mode,
        paused=found.paused,
        is_sample=found.is_sample,
        role=person.role_in(found.id),
    )


def pairs(caller: Reader, project_id: Number, cursor: Cursor = None, limit: Limit = 100) -> Response:
    """List the pairs of a project in the order in which they came."""

    def read(session: Session) -> tuple[ProjectView, list[ListedPair]]:
        found = get_project(session, project_id)
        after = number_after(found, PAIRS, cursor) or 0
        return found, list_pairs(session, found, after=after, limit=limit)

    found, rows = caller.ask(read)
    more = seal(found, PAIRS, str(rows[-1].id)) if len(rows) == limit else None
    return written({"items": rows, "next": more})


def judgments(
    caller: Reader, project_id: Number, since: Moment = None, cursor: Cursor = None, limit: Limit = 100
) -> Response:
    """List the judgments of a project in the order in which they came, with who gave them."""

    def read(session: Session) -> tuple[ProjectView, list[ListedJudgment]]:
        found = get_project(session, project_id)
        after = place_after(found, JUDGMENTS, cursor)
        return found, list_judgments(session, found, since=since, after=after, limit=limit)

    until = now() - _longest_change(caller)
    found, rows = caller.ask(read)
    more = None
    if len(rows) == limit:
        more = cursor_of_place(found, JUDGMENTS, Place(rows[-1].received_at, rows[-1].id))
    return written({"items": rows, "next": more, "complete_until": until})


def _longest_change(caller: Caller) -> timedelta:
    """How long ago what is being saved now may have come in: it waits for others, then for its statement."""
    deadlines = caller.studio.settings.deadlines
    return timedelta(seconds=deadlines.lock + deadlines.statement)


def add_pairs(caller: DataWriter, project_id: Number, given: PairsIn) -> PairsAdded:
    """Add pairs, all of them or none; known ones (by their texts) add nothing."""
    found = caller.ask(get_project, project_id)
    content = b"".join(one.line() for one in given.pairs)
    plan = ImportPlan(
        found,
        DatasetKind.PREFERENCE,
        given.name,
        gold=given.gold,
        parts=Parts(metadata=tuple(given.metadata)),
    )
    source = source_of_bytes(f"{given.name}.jsonl", content)
    taken = import_rows(caller.studio.db, caller.person, plan, [source])
    grave = [one for one in taken.report.ordered() if one.fault.severity == Severity.WARNING]
    return PairsAdded(
        rows=taken.counts.rows,
        choices=taken.counts.choices,
        already_there=taken.counts.already_there + taken.report.duplicates,
        contradictions=taken.counts.contradictions,
        warnings=[f"{one.fault.value}, {one.count:,} times. {one.fault.advice}".strip() for one in grave],
    )


READS: dict[str, Handler] = {
    "/health": health,
    "/whoami": whoami,
    "/projects": projects,
    "/projects/{project_id}": project,
}
for path, handler in READS.items():
    router.get(path)(in_thread(handler))
router.get("/projects/{project_id}/pairs", response_model=Pairs)(in_thread(pairs))
router.get("/projects/{project_id}/judgments", response_model=Judgments)(in_thread(judgments))
router.post("/projects/{project_id}/pairs")(in_thread(add_pairs))
