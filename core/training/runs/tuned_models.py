"""The tuned models that earlier runs left in the cloud, for a run that goes on from one of them."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.training.models import Artifact, Run

MODEL = "output_model"
FULL_NAMES = "projects/%/locations/%/models/%"


@dataclass(frozen=True)
class TunedModel:
    """A tuned model, or one of its checkpoints.

    Attributes:
        address: Its full name, as the service and ``start_from`` take it.
        name: What the run calls it, such as ``output_model`` or ``checkpoint_2``.
        run_id: The run that left it.
        run_name: That run's name.
    """

    address: str
    name: str
    run_id: int
    run_name: str


def list_tuned_models(session: Session, project_id: int, method: str) -> list[TunedModel]:
    """The models that a project's runs of a method left, newest run first, each before its checkpoints.

    A run whose model is there counts even if something after the tuning failed. Whether the service still has
    the model is not asked here; the check before launch does.
    """
    query = (
        select(Artifact.address, Artifact.name, Artifact.run_id, Run.name)
        .join(Run, col(Run.id) == Artifact.run_id)
        .where(Run.project_id == project_id, Run.method == method, col(Artifact.address).like(FULL_NAMES))
        .order_by(col(Run.id).desc(), col(Artifact.name) != MODEL, col(Artifact.name))
    )
    return [TunedModel(*row) for row in session.exec(query)]
