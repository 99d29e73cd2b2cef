"""One poll round of the follower: 200 runs, of which 20 go on at a made-up Google Cloud on this machine.

Run ``python tests/benchmarks/bench_following.py [--rounds 5]``. Each round is measured beside the limit:
as many bare requests by the same client as the round's polls make, in as many threads. On a busy machine only
the ratio of a round to its limit says something. Exit status 1 if a round takes more than two seconds.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from core.cloud import vertex_client, within
from core.training.following import follow_once
from core.training.following.poller import AT_ONCE
from core.training.method import LaunchRequest
from core.training.methods import get_method
from core.training.models import Run, RunState
from core.training.runs import launch
from tests.core.builders import rows_of, statements
from tests.doubles.google_cloud import GoogleCloud, running_cloud
from tests.loop_helpers import Scene, set_scene

RUNS, ACTIVE = 200, 20
LIMIT_S = 2.0
METHOD = get_method("vertex-rlhf")
PARAMETERS = {
    "large_model_reference": "llama-2-7b",
    "reward_model_train_steps": 100,
    "reinforcement_learning_train_steps": 50,
}


def fill(scene: Scene, cloud: GoogleCloud) -> None:
    """Launch the runs that are to go on, in the middle of their work, and put ended ones beside them."""
    studio = scene.studio
    sets = {role: one.id for role, one in scene.sets.items()}
    for number in range(ACTIVE):
        name = f"Run {number}"
        request = LaunchRequest(METHOD.name, sets, PARAMETERS, name, name)
        launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, request)
    for job in cloud.jobs.values():
        cloud.advance(job, 3)
    with studio.db.write() as session:
        for number in range(RUNS - ACTIVE):
            ended = f"ended-{number}"
            row = Run(
                project_id=scene.project.id, name=ended, method=METHOD.name, job_id=ended, root="gs://a/b"
            )
            row.state = RunState.SUCCEEDED
            session.add(row)


def bare(cloud: GoogleCloud) -> None:
    """Get every job once by the client that polls use."""
    client = vertex_client("Pipeline", cloud.region)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda name: client.get_pipeline_job(name=name, **within()), list(cloud.jobs)))


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure(scene: Scene, cloud: GoogleCloud, rounds: int) -> float:
    """Print each round beside its limit; the median round in seconds."""
    figures = []
    for _ in range(rounds):
        asked = len(cloud.requests)
        listed = len(cloud.storage.request_lines)
        with statements(scene.studio.db) as sent:
            taken = seconds(lambda: follow_once(scene.studio.db))
        gets, lists = len(cloud.requests) - asked, len(cloud.storage.request_lines) - listed
        limit = seconds(lambda: bare(cloud))
        figures.append((taken, limit))
        print(
            f"round {taken:.3f} s, {len(cloud.jobs)} bare requests {limit:.3f} s, ratio {taken / limit:.2f}, "
            f"{len(sent)} statements, {gets} requests to Vertex AI, {lists} to Cloud Storage"
        )
    print(f"median round {median(one for one, _ in figures):.3f} s, ", end="")
    print(f"median ratio {median(one / other for one, other in figures):.2f}")
    return median(one for one, _ in figures)


def main() -> int:
    """Measure and say whether a round is quick enough."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    METHOD.poll_seconds = 0.0
    with running_cloud() as cloud, TemporaryDirectory() as folder:
        os.environ.update(cloud.environment())
        with set_scene(Path(folder)) as scene:
            fill(scene, cloud)
            follow_once(scene.studio.db)  # the first poll writes the tasks
            states = [run.state for run in rows_of(scene.studio, Run)]
            print(f"{len(states)} runs, {states.count(RunState.RUNNING)} of them active")
            taken = measure(scene, cloud, options.rounds)
    return int(taken > LIMIT_S)


if __name__ == "__main__":
    sys.exit(main())
