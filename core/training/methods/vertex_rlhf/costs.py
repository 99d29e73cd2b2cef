"""How long a run may take on its machine, from the two timings that were published."""

from core.training.costs import CostLine, Estimate, amount
from core.training.method import Plan
from core.training.methods.vertex_rlhf.parameters import MACHINES, AcceleratorType

HOUR = 3600.0
SECONDS_A_STEP: dict[AcceleratorType, float] = {
    # 92,858 preference rows and 64,000 prompts, once each: 1,451 + 1,000 steps in over 6 hours on 8 A100s
    "GPU": 6 * HOUR / (1451 + 1000),
    # a fifth of both, 10 and 7 times: 2,910 + 1,400 steps in a little over 4 hours on TPU v3
    "TPU": 4 * HOUR / (2910 + 1400),
}
BASIS: dict[AcceleratorType, str] = {
    "GPU": "92,858 preference rows and 64,000 prompts, once each, over 6 hours on 8 A100s",
    "TPU": "a fifth of 92,858 preference rows 10 times and of 64,000 prompts 7 times, over 4 hours on TPU v3",
}
LEAST, MOST = 0.5, 2.0


def estimate(plan: Plan) -> Estimate:
    """Machine hours: steps times seconds a step, in a range from half to double: one timing says little."""
    kind: AcceleratorType = plan.parameters["accelerator_type"]
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
