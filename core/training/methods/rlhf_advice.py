"""What arithmetic says of an RLHF run: how often each data set is shown, and too few rows."""

from collections.abc import Callable, Iterator

from pydantic import BaseModel

from core.datasets import DatasetView
from core.findings import Finding, Level
from core.training.method import Plan
from core.training.parameters import Epochs, OnePass, parameters_of

FEW_PREFERENCES = 50


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


def epochs_of_steps(
    model: type[BaseModel], plan: Plan, one_pass: Callable[[str, DatasetView], OnePass]
) -> Iterator[Finding]:
    """How often each data set is shown, and a warning where Google advises otherwise."""
    for name, parameter in parameters_of(model).items():
        advised = parameter.epochs
        dataset = plan.inputs.get(advised.role) if advised else None
        if advised and dataset is not None and dataset.rows:
            one = one_pass(advised.role, dataset)
            yield _epochs(name, plan.parameters[name], advised, one, aside=dataset.rows - one.rows)


def _epochs(name: str, number: int, advised: Epochs, one: OnePass, *, aside: int) -> Finding:
    least, most = advised.steps(one)
    epochs = f"{one.epochs_of(number):,.1f}".removesuffix(".0")
    held_out = f" ({aside:,} more are held out to check with)" if aside else ""
    text = (
        f"{name}: {number:,} steps are {epochs} epochs of {one.rows:,} rows{held_out}; Google advises "
        f"{advised.least} to {advised.most} epochs, here {least:,} to {most:,} steps."
    )
    return Finding(Level.GOOD if least <= number <= most else Level.WARNING, text)
