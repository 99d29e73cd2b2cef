"""Two projects and one person of every kind, to try what the policy lets each do in the first of them."""

from dataclasses import dataclass

from sqlmodel import Session, select

from core.access import (
    SYSTEM,
    Action,
    PersonKind,
    PersonView,
    ProjectRole,
    Role,
    add_person,
    may,
    pause_person,
    set_project_role,
    view_of,
)
from core.access.people import NewPerson
from core.access.policies import STUDIO_WIDE
from core.datasets import DatasetView
from core.datasets.importing import ImportPlan
from core.datasets.models import DatasetKind, FileImport
from core.enrolment import OpenedEnrolment
from core.labelling import Judgment, ProjectView
from core.review import ModelAnswers, ReviewView
from core.rewards import RewardView
from core.services import Studio
from core.training.runs import RunDetail
from tests.core.builders import answer, change, frozen, new_project, queue, row, save, take
from tests.core.enrolling import opened
from tests.core.review.review_scene import finished_run, predictions, prepared
from tests.core.rewards.made_rewards import kept

ELSEWHERE = (Role.ANNOTATOR, Role.LEAD)
PREDICTED = (
    ModelAnswers("a", predictions("one.jsonl", ("p", "a"))),
    ModelAnswers("b", predictions("two.jsonl", ("p", "b"))),
)


@dataclass(frozen=True)
class Caller:
    """Somebody who tries: what they hold in the project and everywhere, and whether they are paused."""

    name: str
    there: Role | None = None
    everywhere: Role | None = None
    paused: bool = False

    def may(self, action: Action) -> bool:
        """What the policy says, worked out here once more from the table alone."""
        role = self.everywhere if action in STUDIO_WIDE else self.there or self.everywhere
        return not self.paused and may(role, action)


CALLERS = (
    *(Caller(f"{role.value} there", there=role) for role in Role),
    *(Caller(f"{role.value} everywhere", everywhere=role) for role in Role),
    *(Caller(f"{role.value} elsewhere") for role in ELSEWHERE),
    Caller("outsider elsewhere"),
    Caller("nobody"),
    Caller("annotator there, lead everywhere", there=Role.ANNOTATOR, everywhere=Role.LEAD),
    Caller("paused lead there", there=Role.LEAD, paused=True),
    Caller("paused admin", everywhere=Role.LEAD, paused=True),
)


@dataclass(frozen=True)
class Scene:
    """The project, everything it has that can be asked for by number, and another one."""

    studio: Studio
    project: ProjectView
    other: ProjectView
    pair: int
    judgment: str
    dataset: DatasetView
    run: RunDetail
    reward: RewardView
    review: ReviewView
    imported: int
    link: OpenedEnrolment
    bystander: PersonView
    people: dict[str, PersonView]

    @property
    def plan(self) -> ImportPlan:
        """An import of pairs into it."""
        return ImportPlan(self.project, DatasetKind.PREFERENCE, "rows.jsonl")


def set_policy_scene(studio: Studio) -> Scene:
    """Everything in the first project, nothing in the other; whoever gave the judgments takes no part."""
    project, other = new_project(studio, "There"), new_project(studio, "Elsewhere")
    take(studio, project, *(row(number, source_0="a", source_1="b") for number in range(4)))
    people = {one.name: _person(studio, one, project, other) for one in CALLERS}
    with studio.db.write() as session:
        bystander = add_person(session, SYSTEM, NewPerson("Bystander", None))
        bystander = set_project_role(session, SYSTEM, bystander.id or 0, project.id, Role.REVIEWER)
        add_person(session, SYSTEM, NewPerson("The last admin", Role.LEAD))
    shown = queue(studio, project, bystander, limit=2)
    save(studio, bystander, project, *(answer(one.id) for one in shown))
    with studio.db.read() as session:
        judgment = session.exec(select(Judgment.id).where(Judgment.pair_id == shown[0].id)).one()
        imported = session.exec(select(FileImport.id).where(FileImport.project_id == project.id)).one()
    dataset = frozen(studio, project)
    return Scene(
        studio,
        change(studio, project),
        other,
        shown[0].id,
        judgment,
        dataset,
        finished_run(studio, project, {}),
        kept(studio, dataset),
        prepared(studio, project, 2),
        imported or 0,
        opened(studio, project),
        bystander,
        people,
    )


def _person(studio: Studio, caller: Caller, project: ProjectView, other: ProjectView) -> PersonView:
    kind = PersonKind.OUTSIDE if caller.name.startswith("outsider") else PersonKind.HUMAN
    with studio.db.write() as session:
        number = add_person(session, SYSTEM, NewPerson(caller.name, caller.everywhere), kind=kind).id or 0
        if caller.there is not None:
            _give(session, number, project, caller.there)
        if caller.name.endswith("elsewhere"):
            role = Role(caller.name.split()[0]) if kind == PersonKind.HUMAN else Role.ANNOTATOR
            _give(session, number, other, role)
        if caller.paused:
            pause_person(session, SYSTEM, number, paused=True)
        found = view_of(session, number)
        assert found is not None
        return found


def _give(session: Session, person_id: int, project: ProjectView, role: Role) -> None:
    session.add(ProjectRole(project_id=project.id, person_id=person_id, role=role))
    session.flush()
