"""Launches to be killed: ``python -m`` this with a home and a method; each line that comes in is one launch.

All that takes long to import is imported once. Every launch is a process of its own, forked from this one;
its number is printed at once, ``placed`` right before the run goes on record, and ``ended`` or ``killed``
when it has ended. The number belongs to nobody else until the next line has come in.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import google.cloud.aiplatform_v1
import google.cloud.storage
import google.genai.types  # noqa: F401 - imported here, so that no launch has to

from core.access import SYSTEM
from core.labelling import list_projects
from core.services import open_studio
from core.settings import Settings, load_settings
from core.training.method import LaunchRequest, Place, Plan
from core.training.methods import get_method
from core.training.methods.vertex_rlhf.pipeline import Pipeline, compiled
from core.training.runs import launch


def main(home: str, name: str) -> None:
    """Launch whenever it is asked for."""
    settings = load_settings(home=Path(home), store="")
    open_studio(settings).close()
    if name in {"vertex-rlhf", "autosxs"}:
        for pipeline in Pipeline:
            compiled(pipeline)
    _say_when_placed(name)
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _launch_once(settings, LaunchRequest(name, **json.loads(line)))
        print(child, flush=True)
        ending = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        print("killed" if ending and ending.si_code == os.CLD_KILLED else "ended", flush=True)
        sys.stdin.readline()
        os.waitpid(child, 0)


def _launch_once(settings: Settings, request: LaunchRequest) -> None:
    status = 1
    try:
        studio = open_studio(settings)
        with studio.db.read() as session:
            (project,) = list_projects(session)
        launch(studio.db, studio.settings.runs_folder, SYSTEM, project, request)
        status = 0
    finally:
        os._exit(status)


def _say_when_placed(name: str) -> None:
    kind = type(get_method(name))
    place = kind.place

    def said(self: Any, job_id: str, plan: Plan, runs_folder: Path) -> Place:
        placed = place(self, job_id, plan, runs_folder)
        os.write(1, b"placed\n")
        return placed

    kind.place = said  # type: ignore[method-assign]
    kind.check_outside = lambda _self, _plan: []  # type: ignore[method-assign] # it comes before and takes long


if __name__ == "__main__":
    main(*sys.argv[1:])
