"""Take over a run that was started elsewhere: by its job's name, or by the folder it wrote to."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from sqlmodel import Session, select

from core.access import Action, PersonView, check, permit
from core.datasets import refuse_foreign_source
from core.db import Database, now
from core.errors import Conflict, InvalidInput
from core.event_files import FoundFile, event_files
from core.labelling import ProjectView
from core.storage import CloudAddress, HubAddress, StoredObject, list_address, parse_address
from core.training.google import BASE, TUNE, job_title
from core.training.method import Found
from core.training.methods import all_methods
from core.training.models import Artifact, FileKind, Run, RunFile, RunState
from core.training.runs.views import RunDetail, get_run

JOB_MARK = "projects/"
BASE_SUFFIX = job_title("", BASE)
PREDICTIONS_MARK = "output_prediction"
DIGITS = 8
MOST_LISTED = 5
BY_FILES = "files"
"""The method of a run of which only the files are known."""

# Vertex AI lays out <root>/<project number>/<job id>/<task>_<task id>/; the last such place in an address
# is the job's, whatever the folders above it are called.
JOB_FOLDER = re.compile(r"(.*)/(\d+)/([^/]+)/[^/]+_-?\d+/")


def adopt_run(
    db: Database, actor: PersonView, project: ProjectView, where: str, *, name: str = ""
) -> RunDetail:
    """Put a run on record that somebody started elsewhere; a job is followed from then on.

    Args:
        db: The database.
        actor: Who takes it over.
        project: Where it is to be shown.
        where: The full name of its job (``projects/…/pipelineJobs/…``), or the address of its root, a folder
            or ``gs://``.
        name: What to call it; by default as its job or folder is called.

    Raises:
        Conflict: It is on record already.
        InvalidInput: The name is of no kind that is known, or nothing of a run lies at the address, or files
            of several.
        NotFound: There is no such job.
        NotAllowed: The actor may not launch.
    """
    check(actor, Action.LAUNCH, project.id)
    where = where.strip().rstrip("/")
    if not where:
        raise InvalidInput("Name a job (projects/…/pipelineJobs/…) or the address of a run's folder.")
    run_id = (
        _adopt_job(db, actor, project, where, name)
        if where.startswith(JOB_MARK)
        else _adopt_files(db, actor, project, where, name)
    )
    return db.ask(get_run, run_id)


def _adopt_job(db: Database, actor: PersonView, project: ProjectView, where: str, name: str) -> int:
    for method in all_methods().values():
        found = method.find(where)
        if found is not None:
            return _record_job(db, actor, project, method.name, found, name)
    kinds = "projects/…/locations/…/pipelineJobs/… and projects/…/locations/…/tuningJobs/…"
    raise InvalidInput(f"{where} is no job that the studio can follow; it knows {kinds}.")


def _record_job(
    db: Database, actor: PersonView, project: ProjectView, method: str, found: Found, name: str
) -> int:
    with db.write() as session:
        runs = session.exec(select(Run).where(Run.method == method))
        _refuse_known(actor, next((row for row in runs if _is_same(row, found)), None))
        row = Run(
            project_id=project.id,
            name=name.strip() or found.name or found.job_id,
            method=method,
            job_id=_free_job_id(session, found.job_id, found.jobs[TUNE]),
            state=RunState.RUNNING,  # the first poll says how it really is
            parameters=dict(found.parameters),
            root=found.root,
            jobs=dict(found.jobs),
            created_at=found.created_at,
            started_at=found.created_at,
        )
        return _add(session, actor, row)


def _adopt_files(db: Database, actor: PersonView, project: ProjectView, where: str, name: str) -> int:
    place = parse_address(where)
    if isinstance(place, HubAddress):
        raise InvalidInput(f"{place} is on a hub; name a folder of this machine or a bucket.")
    root = str(place)
    db.ask(refuse_foreign_source, actor, root)
    found = list_address(root)
    events, shards = event_files(found, root), [one for one in found if _is_shard(one)]
    if not events and not shards:
        raise InvalidInput(f"{root} holds neither event files nor predictions, so it is no run's folder.")
    _refuse_several(root, [one.address for one in events] + [one.address for one in shards])
    own_name = PurePosixPath(root).name
    with db.write() as session:
        _refuse_known(actor, session.exec(select(Run).where(Run.root == root)).first())
        row = Run(
            project_id=project.id,
            name=name.strip() or own_name,
            method=BY_FILES,
            job_id=_free_job_id(session, own_name, root),
            state=RunState.UNKNOWN,
            root=root,
            created_at=min(one.updated_at for one in found),
            ended_at=now(),
        )
        run_id = _add(session, actor, row)
        _record_files(session, row, events, shards)
        return run_id


def _add(session: Session, actor: PersonView, row: Run) -> int:
    """Put the run on record, and who took it over."""
    permit(session, actor, Action.LAUNCH, f"run {row.job_id}", row.project_id, adopted=True)
    row.adopted, row.created_by = True, actor.id
    session.add(row)
    session.flush()
    return row.id or 0


def _refuse_several(root: str, addresses: list[str]) -> None:
    """Curves and answers of several runs must not become those of one."""
    folders = _run_folders(addresses)
    if len(folders) > 1:
        listed = ", ".join(folders[:MOST_LISTED])
        more = f" and {len(folders) - MOST_LISTED:,} more" if len(folders) > MOST_LISTED else ""
        raise InvalidInput(f"{root} holds {len(folders):,} runs. Take over one of them: {listed}{more}.")


def _refuse_known(actor: PersonView, known: Run | None) -> None:
    if known is not None and not actor.may(Action.SEE_RUNS, known.project_id):
        raise Conflict("That run cannot be taken over into this project; an admin of the studio knows why.")
    if known is not None:
        raise Conflict(f"That run is on record already, as “{known.name}” (number {known.id}).")


def _is_same(row: Run, found: Found) -> bool:
    """Whether a run on record has the job that was found; jobs are told apart by their full names."""
    known, job = row.jobs.get(TUNE), found.jobs[TUNE]
    if known is None:  # sent by this studio, and the answer with its name was lost
        return row.job_id == found.job_id
    # Google takes a project's id and its number for the same; where both jobs write tells projects apart.
    return known == job or (row.root == found.root and _in_project(known) == _in_project(job))


def _in_project(job: str) -> str:
    """A job's full name without its project."""
    return job.removeprefix(JOB_MARK).partition("/")[2]


def _free_job_id(session: Session, wanted: str, told_apart_by: str) -> str:
    """The wanted id, with a few digits more where another run has it: folders and jobs may share a name."""
    if session.exec(select(Run.id).where(Run.job_id == wanted)).first() is None:
        return wanted
    return f"{wanted}-{hashlib.sha256(told_apart_by.encode()).hexdigest()[:DIGITS]}"


def _is_shard(found: StoredObject) -> bool:
    """Whether an object is one of the files that the bulk inferrer writes."""
    folders, _, name = found.key.rpartition("/")
    return PREDICTIONS_MARK in folders and name.startswith("text")


def _record_files(session: Session, row: Run, events: list[FoundFile], shards: list[StoredObject]) -> None:
    """What was found; predictions below one folder are one artifact, which comparing asks for."""
    cloud = isinstance(parse_address(row.root), CloudAddress)
    folders = sorted({one.address.rpartition("/")[0] for one in shards})
    for folder in folders:
        below = folder.removeprefix(row.root)  # the root may be called anything
        artifact = "output_prediction_base" if "base" in below else "output_prediction"
        session.add(
            Artifact(run_id=row.id or 0, task=PurePosixPath(folder).name, name=artifact, address=folder)
        )
    if cloud:  # the files of this machine are read where they are
        session.add_all(_row(row, FileKind.EVENTS, file.address, file.task, file) for file in events)
        session.add_all(_row(row, FileKind.PREDICTIONS, one.address, "bulk-inferrer", one) for one in shards)


def _row(run: Run, kind: FileKind, address: str, task: str, file: FoundFile | StoredObject) -> RunFile:
    return RunFile(
        run_id=run.id or 0, address=address, kind=kind, task=task, size=file.size, generation=file.generation
    )


def _run_folders(addresses: Iterable[str]) -> list[str]:
    """The folders of the runs whose jobs on Vertex AI left these files, sorted.

    The job in which a studio has the untuned model answer belongs to the run of its tuning job; and a run of
    a studio has a folder of its own around its jobs, which is called as the tuning job is.
    """
    jobs = {match.groups() for one in addresses if (match := JOB_FOLDER.match(one))}
    folders = set()
    for above, number, job_id in jobs:
        tuned = job_id.removesuffix(BASE_SUFFIX)
        if tuned == job_id or (above, number, tuned) not in jobs:
            folders.add(above if above.endswith(f"/{tuned}") else f"{above}/{number}/{job_id}")
    return sorted(folders)
