"""A studio with something of everything in it, for tests of backups."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import SQLModel

from core.access import Role
from core.db import now
from core.demo import make_ready
from core.labelling import Pair, ProjectView
from core.services import Studio
from core.storage import LocalAddress
from tests.contracts.write_tables import load_all
from tests.core.builders import (
    add_pairs,
    assign_to,
    everything,
    frozen,
    new_person,
    new_project,
    rows_of,
    save,
)
from tests.core.builders import answer as answer_of
from tests.core.labelling.model_labels.by_models import labelled

load_all()
LOGGED = b'{"at": 1}\n'


def fill(studio: Studio) -> ProjectView:
    """People who labelled, frozen sets, a run with its files, somebody who is signed in."""
    make_ready(studio)
    project = new_project(studio, "Ünïcode “posts” %s \\ \t", judgments_per_pair=2)
    add_pairs(studio, project, 12, choice=0)
    ada = new_person(studio, name="Ada")
    new_person(studio, Role.LEAD, name="Lea")
    for pair in assign_to(studio, project, ada).pairs[:5]:
        save(studio, ada, project, answer_of(pair.id, rationale="a\\b\nc\td \u2028 é 😀"))
    frozen(studio, project)
    labelled(studio, project, {pair.id: "tie" for pair in rows_of(studio, Pair)[:2]}, "a model’s “labels”")
    _leave_a_run(studio, project)
    with studio.db.write() as session:
        rows = {"id": 7, "person_id": ada.id, "token_hash": "h", "kind": "password", "browser": "b"}
        ends = now() + timedelta(days=1)
        put = insert(SQLModel.metadata.tables["sign_in_session"])
        session.execute(put.values(**rows, created_at=now(), last_seen=now(), expires_at=ends))
    gone = new_person(studio, name="Gone")
    person = SQLModel.metadata.tables["person"]
    with studio.db.write() as session:  # so the largest number is nobody's
        session.execute(person.delete().where(person.c.id == gone.id))
    return project


def _leave_a_run(studio: Studio, project: ProjectView) -> None:
    folder = studio.settings.runs_folder / "job 1%"
    (folder / "logs").mkdir(parents=True)
    (folder / "events.jsonl").write_bytes(LOGGED)
    (folder / "logs" / "x.bin").write_bytes(bytes(range(256)) * 5_000)
    (studio.settings.runs_folder / ".machine").write_text("here")
    run = SQLModel.metadata.tables["run"]
    with studio.db.write() as session:
        session.execute(
            insert(run).values(
                project_id=project.id,
                name="First",
                method="local-rlhf",
                job_id="job 1%",
                state="succeeded",
                parameters={"kl": 0.1, "big": 1e300},
                root=str(LocalAddress(folder)),
                process_started=1.0 / 3,
                created_at=now(),
            )
        )


def of_everything(studio: Studio) -> dict[str, Any]:
    """All rows but those that are left out, and all objects and files of runs, by their hashes."""
    home = studio.settings.home
    here = str(LocalAddress(home))
    rows = {
        name: sorted(repr(one).replace(here, "HOME") for one in some)
        for name, some in everything(studio).items()
    }
    return rows | {"objects": _hashes(home / "objects"), "runs": _hashes(home / "runs")}


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): hashlib.sha256(one.read_bytes()).hexdigest() for one in files}
