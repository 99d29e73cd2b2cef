"""Labels of made-up models for tests."""

from typing import Any

from core.judges import judge_of
from core.labelling import Outcome, ProjectView
from core.labelling.model_labels import LabelRequest, ModelLabel, ModelLabeller, Which
from core.services import Studio
from tests.core.judges.judged import of_endpoint

SETTINGS = {"kind": "openai", "model": "made-up", "instruction": "Judge."}


def request(
    endpoint: Any, name: str = "careful", *, which: Which = Which.ALL, most: int | None = None
) -> LabelRequest:
    """What is asked of the made-up endpoint."""
    return LabelRequest(name, of_endpoint(endpoint), which, most)


def labelled(
    studio: Studio, project: ProjectView, outcomes: dict[int, str | None], name: str = "careful"
) -> None:
    """Put labels there as if a model had been asked: outcomes by the numbers of pairs."""
    with studio.db.write() as session:
        judge = judge_of(SETTINGS)
        row = ModelLabeller(
            project_id=project.id, name=name, model=judge.name, settings=judge.model_dump(mode="json")
        )
        session.add(row)
        session.flush()
        for pair, said in outcomes.items():
            outcome = None if said is None else Outcome(said)
            session.add(
                ModelLabel(
                    project_id=project.id,
                    labeller_id=row.id,
                    pair_id=pair,
                    outcome=outcome,
                    straight=outcome,
                    swapped=outcome,
                    reasons="It says more.",
                    reasons_swapped="So it does.",
                )
            )
