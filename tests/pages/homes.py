"""Homes in which the loop has been gone round once; each is made once a session and copied for every test."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from core.access import SYSTEM, PersonView, Role, list_people
from core.datasets import DatasetKind
from core.datasets.freezing import PreferenceRecipe, PromptPool, PromptRecipe, freeze
from core.datasets.importing import insert_records
from core.datasets.records import PromptRecord
from core.labelling import ProjectView, list_projects
from core.labelling.queue import assign_pairs
from core.review import (
    BASE_ARTIFACT,
    TUNED_ARTIFACT,
    Design,
    ModelAnswers,
    Predictions,
    Reviewing,
    StopRule,
    assign_comparisons,
    create_review,
    list_reviews,
    read_answers,
    save_verdicts,
)
from core.services import Studio, open_studio
from core.settings import load_settings
from core.training.following import wait_for_success
from core.training.method import LaunchRequest
from core.training.runs import RunDetail, launch
from tests.copied_home import copy_home
from tests.core.builders import answer, save
from tests.core.rewards.made_rewards import kept
from tests.core.training.methods.local_rlhf.tasks_here import tasks_done_here
from tests.pages.made_team import make_team

AFTER_THE_LOOP = {"sample, gone round": "sample", "many pairs, gone round": "many pairs"}
FEW_STEPS = {"reward_model_train_steps": 2, "reinforcement_learning_train_steps": 1}


class Homes:
    """Homes by what is in them, some given, the others made from these when they are first asked for."""

    def __init__(self, folder: Path, given: dict[str, Path]) -> None:
        self.folder = folder
        self.made = dict(given)

    def copy(self, kind: str, to: Path) -> None:
        """Copy a home; what lies in it is addressed in its new place."""
        if kind not in self.made:
            self._make(kind)
        copy_home(self.made[kind], to)

    def with_team(self, **team: Any) -> str:
        """The kind of home that has a team's project and no other; ``team`` goes to ``make_team``."""
        kind = f"team {team}"
        if kind not in self.made:
            folder = self.folder / f"team-{len(self.made)}"
            self.copy("no project", folder)
            studio = open_studio(load_settings(home=folder, store=""))
            make_team(studio, **team)
            studio.close()
            self.made[kind] = folder
        return kind

    def _make(self, kind: str) -> None:
        folder = self.folder / kind.replace(" ", "-")
        self.copy(AFTER_THE_LOOP[kind], folder)
        studio = open_studio(load_settings(home=folder, store=""))
        go_round_once(studio, only_project(studio))
        studio.close()
        self.made[kind] = folder


def only_project(studio: Studio) -> ProjectView:
    """The project of a home that has one."""
    with studio.db.read() as session:
        return list_projects(session)[0]


def person_as(studio: Studio, role: Role) -> PersonView:
    """The person of a role."""
    with studio.db.read() as session:
        return next(one for one in list_people(session) if one.role == role)


def go_round_once(studio: Studio, project: ProjectView) -> None:
    """Frozen sets, a reward, a run that succeeded, comparisons, and an answer of each who gives answers."""
    _take_prompts(studio, project)
    recipes = {
        "preference_dataset": PreferenceRecipe(),
        "prompt_dataset": PromptRecipe(),
        "eval_dataset": PromptRecipe(kind=DatasetKind.EVALUATION, pool=PromptPool.EVALUATION),
    }
    sets = {role: freeze(studio.db, studio.store, SYSTEM, project, one) for role, one in recipes.items()}
    kept(studio, sets["preference_dataset"], name="First reward")
    numbers = {role: one.id for role, one in sets.items()}
    request = LaunchRequest("local-rlhf", numbers, FEW_STEPS, "First run")
    with tasks_done_here():
        run = launch(studio.db, studio.settings.runs_folder, SYSTEM, project, request).run
    _prepare(studio, project, wait_for_success(studio.db, run.id, seconds=0.05))
    for role in (Role.ANNOTATOR, Role.ENGINEER):
        _label(studio, project, person_as(studio, role))
    for role in (Role.REVIEWER, Role.LEAD):
        _judge(studio, project, person_as(studio, role))


def _prepare(studio: Studio, project: ProjectView, detail: RunDetail) -> None:
    """Comparisons of the run, whose few steps would change few answers."""
    address = detail.artifact(BASE_ARTIFACT) or ""
    base = read_answers(address).predictions
    tuned = [replace(one, text=f"{one.text} Or not.") for one in base]
    sides = {
        "base": Predictions(address, base),
        "tuned": Predictions(detail.artifact(TUNED_ARTIFACT) or "", tuned),
    }
    models = [ModelAnswers(role, one, role, detail) for role, one in sides.items()]
    everything = Design(per_item=None, stop=StopRule.BY_LEAD)
    create_review(studio.db, SYSTEM, project, models, title=detail.run.name, design=everything)


def _take_prompts(studio: Studio, project: ProjectView) -> None:
    records = [PromptRecord(number, f"Prompt {number}. It asks much. Does it?") for number in range(60)]
    with studio.db.write() as session:
        insert_records(session, project, DatasetKind.PROMPT, records[:40], origin="prompts.jsonl")
        insert_records(session, project, DatasetKind.EVALUATION, records[40:], origin="prompts.jsonl")


def _label(studio: Studio, project: ProjectView, person: PersonView) -> None:
    with studio.db.write() as session:
        (pair,) = assign_pairs(session, person, project, ahead=1).pairs
    save(studio, person, project, answer(pair.id))


def _judge(studio: Studio, project: ProjectView, person: PersonView) -> None:
    with studio.db.write() as session:
        (chosen,) = list_reviews(session, project.id)
        (one,) = assign_comparisons(session, Reviewing(chosen, person.id or 0), ahead=1)
        save_verdicts(session, person, chosen, [answer(one.id, one.left.token)])
