"""The machines that the pipeline trains on, and how long a run may take there by the two published timings.

Source of the machines: ``resolve_machine_spec`` in google-cloud-pipeline-components 2.22.0.
"""

from dataclasses import dataclass

from core.cloud import Accelerator
from core.training.costs import CostLine, Estimate, amount
from core.training.method import Plan


@dataclass(frozen=True)
class Machine:
    """What one kind of accelerator comes to.

    Attributes:
        region: Where the tuning tasks run, whatever the pipeline's own location is.
        price_item: Its name in the price table.
    """

    region: str
    title: str
    price_item: str


MACHINES: dict[Accelerator, Machine] = {
    "GPU": Machine("us-central1", "8 × A100 80 GB (a2-ultragpu-8g)", "a2-ultragpu-8g hour"),
    "TPU": Machine("europe-west4", "64 cores of TPU v3", "TPU v3 64 cores hour"),
}

HOUR = 3600.0
SECONDS_A_STEP: dict[Accelerator, float] = {
    # 92,858 preference rows and 64,000 prompts, once each: 1,451 + 1,000 steps in over 6 hours on 8 A100s
    "GPU": 6 * HOUR / (1451 + 1000),
    # a fifth of both, 10 and 7 times: 2,910 + 1,400 steps in a little over 4 hours on TPU v3
    "TPU": 4 * HOUR / (2910 + 1400),
}
BASIS: dict[Accelerator, str] = {
    "GPU": "92,858 preference rows and 64,000 prompts, once each, over 6 hours on 8 A100s",
    "TPU": "a fifth of 92,858 preference rows 10 times and of 64,000 prompts 7 times, over 4 hours on TPU v3",
}
LEAST, MOST = 0.5, 2.0


def estimate(plan: Plan) -> Estimate:
    """Machine hours: steps times seconds a step, in a range from half to double: one timing says little."""
    kind: Accelerator = plan.parameters["accelerator_type"]
    reward = plan.parameters["reward_model_train_steps"]
    policy = plan.parameters["reinforcement_learning_train_steps"]
    seconds = SECONDS_A_STEP[kind]
    hours = (reward + policy) * seconds / HOUR
    basis = (
        f"({reward:,} + {policy:,} steps) × {seconds:.1f} s = {amount(hours)} hours on "
        f"{MACHINES[kind].title}; the seconds a step are those of one published run ({BASIS[kind]}), "
        "so the range is half to double. Waiting for machines, importing data and the answers to the "
        "evaluation set come on top; nobody has published how long they take."
    )
    return Estimate((CostLine(MACHINES[kind].price_item, LEAST * hours, MOST * hours, hours, basis),))
