"""A studio that launches a run and is killed the moment after: ``python -m`` this, HOME and a request."""

import json
import os
import signal
import sys
from pathlib import Path

from core.access import SYSTEM
from core.labelling import list_projects
from core.services import open_studio
from core.settings import load_settings
from core.training.method import LaunchRequest
from core.training.runs import launch

home, request = sys.argv[1:]
studio = open_studio(load_settings(home=Path(home), store=""))
with studio.db.read() as session:
    (project,) = list_projects(session)
launch(studio.db, studio.settings.runs_folder, SYSTEM, project, LaunchRequest(**json.loads(request)))
os.kill(os.getpid(), signal.SIGKILL)
