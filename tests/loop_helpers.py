"""Short ways to a studio with data in it: for the tests of training, review, the demo and the command."""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psutil

from core.access import SYSTEM, PersonView, Role, list_people
from core.datasets import DatasetKind, DatasetView, list_datasets
from core.datasets.freezing import PreferenceRecipe, PromptPool, PromptRecipe, Recipe, freeze
from core.datasets.sources import source_of_bytes
from core.labelling import ProjectView, list_projects
from core.services import Studio, open_studio
from core.settings import load_settings
from core.training.following import follow_once
from core.training.method import LaunchRequest
from core.training.methods import get_method
from core.training.runs import RunDetail, get_run, launch, log_tail
from tests.copied_home import copy_home
from tests.core.builders import bring, new_person, new_project
from tests.core.training.methods.local_rlhf.local_rlhf_posts import (
    pairs,
    preference_lines,
    prompt_lines,
    prompts,
)

SMALL = {"reward_model_train_steps": 12, "reinforcement_learning_train_steps": 6}
ENDLESS = {"reward_model_train_steps": 100_000, "reinforcement_learning_train_steps": 100_000}
RECIPES: dict[str, Recipe] = {
    "preference_dataset": PreferenceRecipe(),
    "prompt_dataset": PromptRecipe(),
    "eval_dataset": PromptRecipe(kind=DatasetKind.EVALUATION, pool=PromptPool.EVALUATION),
}
HOME = "the home"  # with a space in its name
SCENES = tempfile.TemporaryDirectory(prefix="scenes-")
PATIENCE_S = 60  # only a test that fails waits so long


@dataclass(frozen=True)
class Scene:
    """A studio with one project, its three frozen sets by role, and people of two roles."""

    studio: Studio
    project: ProjectView
    sets: dict[str, DatasetView]
    engineer: PersonView
    reviewer: PersonView

    def request(self, method: str = "local-rlhf", **parameters: Any) -> LaunchRequest:
        """A request on all three sets; the local method gets few steps unless others are given."""
        given = SMALL | parameters if method == "local-rlhf" else parameters
        return LaunchRequest(method, self.inputs(method), given)

    def inputs(self, method: str) -> dict[str, int]:
        """Its sets in the roles of a method: the first that takes a set of that kind."""
        roles = {role.kind: role.name for role in reversed(get_method(method).inputs)}
        return {roles[one.kind]: one.id for one in self.sets.values() if one.kind in roles}


@contextmanager
def open_scratch(folder: Path) -> Iterator[Studio]:
    """An empty studio whose home lies in a folder with a space in its name; it is made once, and copied."""
    if not (folder / HOME).exists():
        copy_home(_empty_home(), folder / HOME)
    studio = open_studio(load_settings(home=folder / HOME, store="", database=""))
    try:
        yield studio
    finally:
        studio.close()


@contextmanager
def set_scene(folder: Path, *, posts: int = 15, prompt_rows: int = 12, eval_rows: int = 6) -> Iterator[Scene]:
    """A studio ready to launch: two judged pairs a post, prompts, evaluation prompts, all frozen.

    It is made once for each size, and copied.
    """
    copy_home(_made_scene(posts, prompt_rows, eval_rows) / HOME, folder / HOME)
    with open_scratch(folder) as studio:
        with studio.db.read() as session:
            (project,) = list_projects(session)
            people = {person.role: person for person in list_people(session)}
            frozen = sorted(list_datasets(session, project.id), key=lambda one: one.id)
        sets = dict(zip(RECIPES, frozen, strict=True))
        yield Scene(studio, project, sets, people[Role.ENGINEER], people[Role.REVIEWER])


@cache
def _empty_home() -> Path:
    home = Path(SCENES.name) / "empty"
    open_studio(load_settings(home=home, store="", database="")).close()
    return home


@cache
def _made_scene(posts: int, prompt_rows: int, eval_rows: int) -> Path:
    folder = Path(SCENES.name) / f"{posts}-{prompt_rows}-{eval_rows}"
    with open_scratch(folder) as studio:
        project = new_project(studio, "Posts")
        freeze_all(studio, project, posts=posts, prompt_rows=prompt_rows, eval_rows=eval_rows)
        new_person(studio, Role.ENGINEER, "Edda")
        new_person(studio, Role.REVIEWER, "Rhea")
    return folder


def take_text(studio: Studio, project: ProjectView, kind: DatasetKind, text: str) -> None:
    """Import JSON lines."""
    bring(studio, project, source_of_bytes(f"{kind}.jsonl", text.encode()), kind=kind)


def freeze_all(
    studio: Studio, project: ProjectView, *, posts: int = 15, prompt_rows: int = 12, eval_rows: int = 6
) -> dict[str, DatasetView]:
    """Import synthetic rows of every kind and freeze them; the sets by the role a run uses them in."""
    take_text(studio, project, DatasetKind.PREFERENCE, preference_text(posts))
    take_text(studio, project, DatasetKind.PROMPT, prompt_lines(prompts(prompt_rows, seed=2)))
    take_text(studio, project, DatasetKind.EVALUATION, prompt_lines(prompts(eval_rows, seed=3)))
    return {
        role: freeze(studio.db, studio.store, SYSTEM, project, recipe) for role, recipe in RECIPES.items()
    }


def preference_text(posts: int) -> str:
    """A preference file with two judged pairs on each post."""
    return preference_lines(pairs(posts, seed=1, prefer="shorter"))


def prediction_text(answers: list[tuple[str, str]]) -> str:
    """(prompt, answer) pairs as a file of batch inference."""
    rows = (
        {"inputs": {"inputs_pretokenized": prompt, "targets_pretokenized": ""}, "prediction": text}
        for prompt, text in answers
    )
    return "".join(json.dumps(row) + "\n" for row in rows)


def start_run(scene: Scene, request: LaunchRequest) -> int:
    """Launch as the engineer and give the run's number."""
    studio = scene.studio
    return launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, request).run.id


def tail_of(studio: Studio, run_id: int, **options: int) -> str:
    """The end of a run's log."""
    with studio.db.read() as session:
        return log_tail(session, run_id, **options)


def run_detail(studio: Studio, run_id: int) -> RunDetail:
    """A run as it is on record."""
    with studio.db.read() as session:
        return get_run(session, run_id)


def follow_to_end(studio: Studio, run_id: int) -> RunDetail:
    """Follow a run until it has ended."""

    def ended() -> bool:
        follow_once(studio.db)
        return not run_detail(studio, run_id).run.state.active

    wait_until(ended, "the run has ended", pause=0.1)  # its process needs the processor, too
    return run_detail(studio, run_id)


def all_gone(processes: list[psutil.Process]) -> bool:
    """Whether none of these runs any more; one that only waits to be reaped does not."""
    return all(_gone(one) for one in processes)


def _gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until(condition: Callable[[], object], what: str, *, pause: float = 0.02) -> None:
    """Wait for something that another thread or process does."""
    give_up = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < give_up, f"waited in vain until {what}"
        time.sleep(pause)
