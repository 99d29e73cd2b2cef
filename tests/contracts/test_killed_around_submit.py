"""Whatever moment around submit the studio is killed at: every run on record has one job, and finds it.

Each launch is a process of its own, which is killed at a moment drawn by lot between its going on record and
its end, or while a request is on its way. When the claims of the dead have run out, a follower in this
process looks after what they left.
"""

import json
import logging
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.training.following import follow_once
from core.training.models import Run, RunState
from tests.core.builders import rows_of
from tests.core.rewards.made_rewards import kept
from tests.doubles.google.jobs import BATCHES, PIPELINES, TUNINGS, Job
from tests.doubles.google_cloud import GoogleCloud, running_cloud
from tests.loop_helpers import Scene, set_scene, wait_until

ROOT = Path(__file__).parents[2]
KILLS = 1  # of each method

LONGEST_S = 150
MOST_ATTEMPTS = 6
REQUEST_SECONDS = 1.5
ON_ITS_WAY = 1.0
"""Seconds for which a request is held back, so that its sender is killed before it gives up."""

STEPS = {"reward_model_train_steps": 100, "reinforcement_learning_train_steps": 50}
PARAMETERS = {
    "vertex-rlhf": {"large_model_reference": "llama-2-7b", **STEPS},
    "gemini-preference": {"base_model": "gemini-3.5-flash"},
    "gemini-rlhf": {"reward": 1, "location": "us-central1", "accept_preview_terms": True},
    "autosxs": {"evaluation_dataset": "gs://answers/rows.jsonl", "instruction": "Summarize."},
}
JOBS = {
    "vertex-rlhf": (PIPELINES, PIPELINES),
    "gemini-preference": (TUNINGS, BATCHES),
    "gemini-rlhf": (TUNINGS, BATCHES),
    "autosxs": (PIPELINES,),
}
ROLES = {
    "vertex-rlhf": ("preference_dataset", "prompt_dataset", "eval_dataset"),
    "gemini-preference": ("preference_dataset", "eval_dataset"),
    "gemini-rlhf": ("prompt_dataset", "eval_dataset"),
    "autosxs": (),
}


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleCloud]:
    """A cloud that the child processes and this one use."""
    with running_cloud() as made:
        made.serve(monkeypatch)
        monkeypatch.setenv("PREFSTUDIO_REQUEST_SECONDS", str(REQUEST_SECONDS))
        yield made


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """A studio of the test's own, with a reward."""
    with set_scene(tmp_path) as made:
        assert kept(made.studio, made.sets["preference_dataset"]).id == 1
        yield made


@dataclass
class Launcher:
    """The process that launches, and what it is to launch."""

    process: subprocess.Popen[str]
    request: str

    def start(self) -> int:
        """Begin a launch, and wait until its run is about to go on record; the number of its process."""
        print(self.request, file=self.process.stdin, flush=True)
        words = [self._word(), self._word()]
        words.remove("placed")
        return int(words[0])

    def end(self) -> bool:
        """Wait for the end of a launch; whether it was killed."""
        how = self._word()
        print("seen", file=self.process.stdin, flush=True)
        return how == "killed"

    def seconds(self) -> float:
        """How long a launch takes from its going on record, when nobody kills it."""
        self.start()
        began = time.monotonic()
        assert not self.end()
        return time.monotonic() - began

    def _word(self) -> str:
        word = self.process.stdout.readline().strip()
        assert word, "the launching process has ended"
        return word


@contextmanager
def launcher(scene: Scene, method: str) -> Iterator[Launcher]:
    """Launches of a method, on the scene's sets."""
    sets = {role: scene.sets[role].id for role in ROLES[method]}
    names = {"name": "Steeper", "confirmed": "Steeper"}
    request = json.dumps({"inputs": sets, "parameters": PARAMETERS[method], **names})
    command = [sys.executable, "-m", "tests.contracts.launching_child"]
    process = subprocess.Popen(
        [*command, str(scene.studio.settings.home), method],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    watchdog = threading.Timer(LONGEST_S, process.kill)  # a word that never comes must not hold the suite
    watchdog.start()
    with process:
        assert process.stdout.readline() == "ready\n"
        yield Launcher(process, request)
        process.stdin.close()
    watchdog.cancel()


@pytest.mark.parametrize("method", sorted(PARAMETERS))
def test_killed_at_any_moment_there_is_one_job_and_the_run_finds_it(scene, cloud, method, caplog):
    """And no job is without a run on record, however early it was; the follower meets nothing unexpected."""
    with launcher(scene, method) as launches:
        whole = min(launches.seconds() for _ in range(2))
        lot = random.Random(method)  # noqa: S311 - a moment, not a secret
        for _ in range(KILLS):
            _kill_somewhere(launches, whole, lot)
        for collection in JOBS[method]:
            _kill_on_its_way(cloud, launches, collection)
    assert RunState.PENDING in {run.state for run in rows_of(scene.studio, Run)}
    _follow(scene)
    runs = rows_of(scene.studio, Run)
    assert {run.state for run in runs} == {RunState.RUNNING}
    _assert_one_each(runs, cloud, method)
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR] == []


def _kill_somewhere(launches: Launcher, whole: float, lot: random.Random) -> None:
    """A launch that was over too early shows that the machine is faster than when it was measured."""
    for attempt in range(MOST_ATTEMPTS):
        child = launches.start()
        time.sleep(lot.uniform(0, whole) * 0.8**attempt)
        os.kill(child, signal.SIGKILL)
        if launches.end():
            return
    pytest.fail("The launch always ended before it was killed.")


def _kill_on_its_way(cloud: GoogleCloud, launches: Launcher, collection: str) -> None:
    """Killed while a request that makes a job is on its way; it arrives all the same."""
    where = f"{collection}.create"
    cloud.fault(where, "delay", seconds=ON_ITS_WAY)
    arrived, there = cloud.requests.count(where), len(cloud.of_kind(collection))
    child = launches.start()
    wait_until(lambda: cloud.requests.count(where) > arrived, "the request is on its way")
    os.kill(child, signal.SIGKILL)
    assert launches.end()
    wait_until(lambda: len(cloud.of_kind(collection)) > there, "the request has arrived")


def _follow(scene: Scene) -> None:
    """Follow as the studio does, until no run waits; the claims of the dead run out meanwhile."""

    def sent() -> bool:
        follow_once(scene.studio.db)
        return all(run.state != RunState.PENDING for run in rows_of(scene.studio, Run))

    wait_until(sent, "every run is known to have started")


def _assert_one_each(runs: list[Run], cloud: GoogleCloud, method: str) -> None:
    """One tuning job and one of the base model's answers for each, under the names that the run knows."""
    tuning, *answering = JOBS[method]
    wanted = Counter(run.job_id for run in runs)
    bases = Counter(f"{run.job_id}-base" for run in runs if answering)
    if answering in ([], [tuning]):
        assert Counter(job.id for job in cloud.of_kind(tuning)) == wanted + bases
    else:
        assert Counter(_label(job) for job in cloud.of_kind(tuning)) == wanted
        assert Counter(job.body["displayName"] for one in answering for job in cloud.of_kind(one)) == bases
    for run in runs:
        assert _label(cloud.find(run.jobs["tune"])) == run.job_id
        assert not answering or cloud.find(run.jobs["base"])


def _label(job: Job) -> str:
    return job.body["labels"]["prefstudio-run"]
