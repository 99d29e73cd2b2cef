"""What arithmetic says of an RLHF run: epochs from steps, and too few rows."""

from core.findings import Finding, Level
from core.training.method import Plan
from core.training.parameters import BATCH_SIZE, steps_for_epochs

FEW_PREFERENCES = 50
STEPS_OF = (
    ("preference_dataset", "reward_model_train_steps"),
    ("prompt_dataset", "reinforcement_learning_train_steps"),
)


def few_preferences(plan: Plan) -> list[Finding]:
    """A warning where the reward model gets too few rows to learn anything that holds beyond them."""
    preferences = plan.inputs.get("preference_dataset")
    if preferences is None or preferences.rows >= FEW_PREFERENCES:
        return []
    text = (
        f"{preferences.rows} preference rows are few: the reward model will learn little that holds "
        "beyond them. Google advises 1,000 to 10,000 for a language model."
    )
    return [Finding(Level.WARNING, text)]


def epochs_of_steps(plan: Plan) -> list[Finding]:
    """How often each data set is shown, as arithmetic."""
    return [
        Finding(
            Level.GOOD,
            f"{steps} {plan.parameters[steps]:,} / ⌈{plan.inputs[role].rows:,} rows / {BATCH_SIZE} a step⌉ = "
            f"{plan.parameters[steps] / steps_for_epochs(plan.inputs[role].rows, 1):,.1f} epochs of {role}.",
        )
        for role, steps in STEPS_OF
        if role in plan.inputs
    ]
