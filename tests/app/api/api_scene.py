"""Two projects in one studio, people of every role, and their tokens: what a program of one may see."""

from dataclasses import dataclass, field
from typing import Any

from core.access import SYSTEM, NewPerson, PersonView, Role, add_person, set_project_role
from core.datasets import DatasetView
from core.labelling import ProjectView
from core.labelling.reports import list_pairs
from core.review import Design, ModelAnswers, ReviewView, create_review
from core.rewards import RewardView
from core.services import Studio
from core.sign_in import NewToken, Scope, make_token
from core.training.models import Run, RunState
from tests.core.builders import frozen, new_project, take
from tests.core.review.review_scene import predictions
from tests.core.rewards.made_rewards import kept

MARK = "zebrafish"
"""Stands in every text and name of the other project, and nowhere else."""
ROLES = {role.value: role for role in Role}


@dataclass
class Half:
    """A project with a little of everything; its numbers by what they are numbers of."""

    project: ProjectView
    pairs: list[int]
    dataset: DatasetView
    run: int
    reward: RewardView
    review: ReviewView

    @property
    def numbers(self) -> dict[str, int]:
        """What stands in addresses."""
        return {
            "project_id": self.project.id,
            "set_id": self.dataset.id,
            "run_id": self.run,
            "reward_id": self.reward.id,
            "review_id": self.review.id,
        }


@dataclass
class ApiScene:
    """The studio, its halves, and tokens by the name of who has them."""

    studio: Studio
    own: Half
    other: Half
    people: dict[str, PersonView] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)


def made_scene(studio: Studio) -> ApiScene:
    """A studio whose people of every role have a part in the first project only; ``admin`` leads all."""
    scene = ApiScene(studio, made_half(studio, "Posts", ""), made_half(studio, f"The {MARK}", MARK))
    for name, role in ROLES.items():
        scene.people[name] = person_in(studio, name, scene.own.project, role)
    scene.people["outsider"] = person_in(studio, f"{MARK} Olga", scene.other.project, Role.LEAD)
    with studio.db.write() as session:
        scene.people["admin"] = add_person(session, SYSTEM, NewPerson("Adam", Role.LEAD))
    for name, person in scene.people.items():
        scene.tokens[name] = token_of(studio, person)
    return scene


def person_in(studio: Studio, name: str, project: ProjectView, role: Role) -> PersonView:
    """Somebody with a role in one project."""
    with studio.db.write() as session:
        person = add_person(session, SYSTEM, NewPerson(name.title(), None))
        return set_project_role(session, SYSTEM, person.id or 0, project.id, role)


def token_of(studio: Studio, person: PersonView, *scopes: Scope, **more: Any) -> str:
    """A new token of a person, for everything unless scopes are named."""
    with studio.db.write() as session:
        new = NewToken("a program", scopes or tuple(Scope), **more)
        return make_token(session, person, person.id or 0, new).secret


def made_half(studio: Studio, name: str, mark: str) -> Half:
    """A project with a little of everything; the mark is in every text."""
    project = new_project(studio, name)
    rows = [
        {
            "input_text": f"{mark} post {n}",
            "candidate_0": f"{mark} zero {n}",
            "candidate_1": f"{mark} one {n}",
        }
        for n in range(6)
    ]
    take(
        studio, project, *(one | {"choice": n % 2, "source_0": f"{mark} model"} for n, one in enumerate(rows))
    )
    gold = {"input_text": f"{mark} gold", "candidate_0": f"{mark} a", "candidate_1": f"{mark} b", "choice": 1}
    take(studio, project, gold, gold=True)
    dataset = frozen(studio, project, title=f"{mark} set".strip())
    run = Run(
        project_id=project.id, name=f"{mark} run", method="local-rlhf", job_id=f"job-{project.id}",
        state=RunState.SUCCEEDED, parameters={"note": mark}, root=f"file:///nowhere/{mark or 'own'}",
    )  # fmt: skip
    with studio.db.write() as session:
        session.add(run)
        session.flush()
    sides = [
        predictions(f"{mark}.jsonl", *((f"{mark} prompt {n}", f"{mark} {model} {n}") for n in range(3)))
        for model in ("plain", "fancy")
    ]
    title = f"{mark} comparison"
    models = [ModelAnswers(name, one) for name, one in zip(("a", "b"), sides, strict=True)]
    review = create_review(studio.db, SYSTEM, project, models, title=title, design=Design())
    pairs = [one.id for one in studio.db.ask(list_pairs, project, limit=100)]
    reward = kept(studio, dataset, name=f"{mark} reward".strip())
    return Half(project, pairs, dataset, run.id or 0, reward, review)


def pair_of(mark: str, number: int) -> dict[str, Any]:
    """A pair with the mark in its texts."""
    texts = {"input_text": "post", "candidate_0": "zero", "candidate_1": "one"}
    return {name: f"{mark} {text} {number}".strip() for name, text in texts.items()}
