"""The steps that are measured, each in a process of its own, so that its peak of memory is its own."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data_load import raw

from core.access import SYSTEM
from core.datasets import DatasetKind, get_dataset
from core.datasets.delivery import export_dataset
from core.datasets.freezing import PreferenceRecipe, freeze
from core.datasets.importing import (
    ImportPlan,
    Shape,
    check_rows,
    first_rows,
    import_rows,
    preview,
    recognise_sources,
)
from core.datasets.sources import Source, source_of
from core.labelling import ProjectSettings, list_projects
from core.labelling.projects import create_project
from core.services import Studio, open_studio
from core.settings import load_settings

PROJECT = "Posts"


@dataclass(frozen=True)
class Measured:
    """Wall-clock seconds, those of the processor, and the process's peak of memory in MB."""

    seconds: float
    megabytes: float
    processor: float


def measure(step: str, *arguments: object) -> Measured:
    """Run a step in a new process."""
    command = [sys.executable, "-m", "data_load.steps", step, *map(str, arguments)]
    folder = Path(__file__).parents[1]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
    return Measured(**json.loads(done.stdout))


def _studio(home: str) -> Studio:
    return open_studio(load_settings(home=Path(home)))


def _plan(home: str, file: str) -> tuple[Studio, ImportPlan, Source]:
    studio = _studio(home)
    with studio.db.write() as session:
        known = [one for one in list_projects(session) if one.name == PROJECT]
        project = known[0] if known else create_project(session, SYSTEM, ProjectSettings(PROJECT))
    source = source_of(Path(file))
    return studio, ImportPlan(project, DatasetKind.PREFERENCE, source.name), source


def _import(home: str, file: str) -> Callable[[], object]:
    studio, plan, source = _plan(home, file)
    return lambda: import_rows(studio.db, SYSTEM, plan, [source])


def _check(home: str, file: str) -> Callable[[], object]:
    studio, plan, source = _plan(home, file)
    return lambda: check_rows(studio.db, SYSTEM, plan, [source])


def _look(home: str, file: str) -> Callable[[], object]:
    """What a person waits for who has just named a file: its format, and its first rows as they would be."""
    _, plan, source = _plan(home, file)

    def look() -> None:
        found = recognise_sources([source], plan.wanted)
        preview(first_rows(source), Shape.of(found), plan.wanted)

    return look


def _freeze(home: str) -> Callable[[], object]:
    studio = _studio(home)
    with studio.db.read() as session:
        (project,) = list_projects(session)
    return lambda: freeze(studio.db, studio.store, SYSTEM, project, PreferenceRecipe())


def _export(home: str, target: str) -> Callable[[], object]:
    studio = _studio(home)
    with studio.db.read() as session:
        dataset = get_dataset(session, 1)
    return lambda: export_dataset(studio.db, SYSTEM, dataset, target)


STEPS: dict[str, Callable[..., Callable[[], object]]] = {
    "raw in": lambda file, database: lambda: raw.rows_in(Path(file), Path(database)),
    "raw out": lambda database, file: lambda: raw.rows_out(Path(database), Path(file)),
    "look": _look,
    "check": _check,
    "import": _import,
    "freeze": _freeze,
    "export": _export,
}


def _main(step: str, *arguments: str) -> dict[str, Any]:
    work = STEPS[step](*arguments)
    begin, used = time.perf_counter(), time.process_time()
    work()
    seconds, processor = time.perf_counter() - begin, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1024**2
    )
    return {"seconds": seconds, "megabytes": peak, "processor": processor}


if __name__ == "__main__":
    print(json.dumps(_main(*sys.argv[1:])))
