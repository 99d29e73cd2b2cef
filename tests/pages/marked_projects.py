"""Two projects in which everything is marked as its project's, and people who are in one of them only."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select, update

from core.access import SYSTEM, NewPerson, PersonView, Role, add_person, set_project_role
from core.datasets import DatasetView
from core.datasets.models import DatasetCopy, FileImport
from core.datasets.sources import source_of_bytes
from core.labelling import Pair, Pool, ProjectView
from core.labelling.models import Outcome
from core.review import Design, ReviewView
from core.services import Studio
from core.training.models import Artifact, Run, RunInput, RunState
from tests.core.adjudicating import rule, say
from tests.core.builders import bring, change, frozen, jsonl, new_project, row
from tests.core.review.review_scene import prepared
from tests.core.rewards.made_rewards import kept

MINE, THEIRS = "Quince", "Walnut"
"""Stand in everything that belongs to the one project and to the other."""
SECRETS = (
    "Source", "Rows", "Goldnote", "Rationale", "Flag", "Decision", "Other", "Set", "Bucket", "Run",
    "Error", "Comparison", "Base", "Tuned", "Log", "Reward",
)  # fmt: skip
"""What of a project an annotator does not get: each stands behind the project's mark."""


@dataclass(frozen=True)
class Marked:
    """A project with one thing of each kind."""

    mark: str
    project: ProjectView
    dataset: DatasetView
    run_id: int
    review: ReviewView
    import_id: int
    reward_id: int
    people: dict[Role, PersonView]

    @property
    def root(self) -> str:
        """Where its run wrote."""
        return f"gs://{self.mark.lower()}bucket/run"

    @property
    def secrets(self) -> set[str]:
        """What an annotator does not get of it, in small letters."""
        return {f"{self.mark}{one}".lower() for one in SECRETS}


def mark_project(studio: Studio, mark: str) -> Marked:
    """Pairs that people differ on, one gold pair, a set with a copy, a run that failed, comparisons."""
    project = new_project(studio, f"{mark} project", judgments_per_pair=3)
    project = change(studio, project, instruction=f"{mark} instruction", guidelines=f"{mark} guidelines")
    rows = jsonl(*(_row(mark, number) for number in range(8)))
    bring(studio, project, source_of_bytes(f"{mark}Rows.jsonl", rows))
    people = {role: _person(studio, project, f"{mark} {role.value}", role) for role in Role}
    others = [_person(studio, project, f"{mark}Other {number}", Role.ANNOTATOR) for number in range(2)]
    pairs = _pairs(studio, project)
    _make_gold(studio, pairs[-1], mark)
    more = {"rationale": f"{mark}Rationale", "flag": f"{mark}Flag"}
    for pair in pairs[:3]:
        say(studio, project, others[0], pair, "candidate_0", **more)
        say(studio, project, others[1], pair, "candidate_1")
    rule(studio, people[Role.LEAD], project, pairs[0], note=f"{mark}Decision")
    dataset = frozen(studio, project, title=f"{mark}Set")
    reward = kept(studio, dataset, name=f"{mark}Reward")
    with studio.db.read() as session:
        import_id = session.exec(select(FileImport.id).where(FileImport.project_id == project.id)).one()
    return Marked(
        mark,
        project,
        dataset,
        _run(studio, project, dataset, mark),
        prepared(studio, project, 2, title=f"{mark}Comparison", design=Design()),
        import_id or 0,
        reward.id,
        people,
    )


def _row(mark: str, number: int) -> dict[str, Any]:
    texts = {"input_text": f"{mark} post {number}", "candidate_0": f"{mark} zero {number}"}
    sources = {"source_0": f"{mark}Source", "source_1": f"{mark}Source too"}
    return row(number) | texts | {"candidate_1": f"{mark} one {number}"} | sources


def _person(studio: Studio, project: ProjectView, name: str, role: Role) -> PersonView:
    with studio.db.write() as session:
        number = add_person(session, SYSTEM, NewPerson(name, None)).id or 0
        return set_project_role(session, SYSTEM, number, project.id, role)


def _pairs(studio: Studio, project: ProjectView) -> list[int]:
    with studio.db.read() as session:
        query = select(Pair.id).where(Pair.project_id == project.id).order_by(col(Pair.id))
        return [number or 0 for number in session.exec(query)]


def _make_gold(studio: Studio, pair: int, mark: str) -> None:
    gold = {"pool": Pool.GOLD, "gold": Outcome.CANDIDATE_0, "gold_note": f"{mark}Goldnote", "priority": None}
    with studio.db.write() as session:
        session.exec(update(Pair).where(col(Pair.id) == pair).values(**gold))
        session.exec(
            update(Pair)
            .where(col(Pair.id) != pair, col(Pair.origin) == "rows.jsonl")
            .values(origin=f"{mark}Rows.jsonl")
        )


def _run(studio: Studio, project: ProjectView, dataset: DatasetView, mark: str) -> int:
    bucket = f"gs://{mark.lower()}bucket"
    run = Run(
        project_id=project.id,
        name=f"{mark}Run",
        method="files",
        job_id=f"{mark}-job",
        root=f"{bucket}/run",
        state=RunState.FAILED,
        error=f"{mark}Error",
        log=f"{mark}Log",
    )
    copy = DatasetCopy(
        dataset_id=dataset.id, form="vertex", address=f"{bucket}/copy", size=1, generation="1", crc32c=""
    )
    with studio.db.write() as session:
        session.add(run)
        session.add(copy)
        session.flush()
        session.add(RunInput(run_id=run.id or 0, role="preference_dataset", dataset_id=dataset.id))
        session.add(Artifact(run_id=run.id or 0, task="t", name="output_model", address=f"{bucket}/model"))
        return run.id or 0
