"""What a removed project leaves outside of the database: objects in the store, folders of runs."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from core.datasets import Dataset
from core.labelling import Project
from core.logs import get_logger
from core.services import REMOVING, Studio
from core.storage import LocalAddress, ObjectStore, parse_address
from core.training.models import Run

log = get_logger("removing")


@dataclass(frozen=True)
class Leftovers:
    """What goes once the rows are gone; ``note`` is the file that remembers it until then."""

    objects: tuple[str, ...]
    folders: tuple[Path, ...]
    note: Path

    def remember(self) -> None:
        """Write it down, before the rows go."""
        self.note.parent.mkdir(mode=0o700, exist_ok=True)
        said = {"objects": self.objects, "folders": [str(folder) for folder in self.folders]}
        self.note.write_text(json.dumps(said), encoding="utf-8")

    def forget(self) -> None:
        """Nothing is to be removed (any more)."""
        self.note.unlink(missing_ok=True)

    def remove(self, store: ObjectStore) -> None:
        """Remove all of it; what is gone already is not in the way."""
        for folder in self.folders:
            _remove_folder(folder)
        for address in self.objects:
            key = address.removeprefix(f"{store.root}/")
            if key != address and store.stat(key) is not None:  # an earlier store keeps what it has
                store.delete(key)
        self.forget()


def leftovers_of(session: Session, project: Project, *, runs_folder: Path) -> Leftovers:
    """What a project would leave: neither what another one names, nor folders that somebody else filled."""
    kept = _objects(session, col(Dataset.project_id) != project.id)
    objects = _objects(session, col(Dataset.project_id) == project.id) - kept
    note = runs_folder.parent / REMOVING / f"{project.uid}.json"
    return Leftovers(tuple(sorted(objects)), tuple(_folders(session, project.id, runs_folder)), note)


def finish_removals(studio: Studio) -> None:
    """Finish what a killed server or command had begun: files of projects that are gone."""
    for note in sorted((studio.settings.home / REMOVING).glob("*.json")):
        with studio.db.read() as session:
            there = session.exec(select(Project.id).where(Project.uid == note.stem)).first()
        found = Leftovers((), (), note)
        if there is None:  # else the removal was taken back with its transaction
            said = json.loads(note.read_text(encoding="utf-8"))
            found = replace(
                found, objects=tuple(said["objects"]), folders=tuple(_within(studio, said["folders"]))
            )
        found.remove(studio.store)


def _within(studio: Studio, folders: Iterable[str]) -> list[Path]:
    return [one for one in map(Path, folders) if studio.settings.runs_folder.resolve() in one.parents]


def _objects(session: Session, of: ColumnElement[bool]) -> set[str]:
    """The addresses of what was frozen."""
    rows = session.exec(select(Dataset.address, Dataset.evidence_address).where(of))
    return {address for row in rows for address in row if address}


def _folders(session: Session, project_id: int | None, runs_folder: Path) -> list[Path]:
    """The folders of the runs that the studio itself started on this machine."""
    roots = session.exec(select(Run.root).where(Run.project_id == project_id, col(Run.adopted).is_(False)))
    local = [where.path.resolve() for where in map(parse_address, roots) if isinstance(where, LocalAddress)]
    return [path for path in local if runs_folder.resolve() in path.parents]


def _remove_folder(folder: Path) -> None:
    """Remove a run's folder; the rows are gone by now, so what is in the way is for the log."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:  # somebody has tidied up by hand
        return
    except OSError as error:
        log.warning("run_folder_not_removed folder=%s reason=%s", folder, error)
