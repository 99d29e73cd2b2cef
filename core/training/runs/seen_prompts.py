"""Whether what a model is judged on was shown to it in tuning."""

from collections.abc import Iterable, Iterator, Mapping

from core.datasets import DatasetKind, DatasetView
from core.datasets.shared_prompts import shared_prompts
from core.errors import StudioError
from core.findings import Finding, Level
from core.training.method import InputRole
from core.training.methods import all_methods

REMEDY = (
    "Freeze a set of other prompts: with a share held out at the same seed for both, or without the "
    "prompts that are posts of pairs."
)


def seen_prompts(roles: Iterable[InputRole], inputs: Mapping[str, DatasetView]) -> list[Finding]:
    """What each set that is judged on shares with those that are tuned on, near-duplicates included."""
    judged = [role.name for role in roles if not role.tuned_on and role.name in inputs]
    others = {name: one for name, one in inputs.items() if name not in judged}
    return [finding for name in judged for finding in _of_role(name, inputs[name], others)]


def tuned_on(method: str, inputs: Mapping[str, DatasetView]) -> dict[str, DatasetView]:
    """The sets that a model learns from; of a method that is no longer there, all but evaluation sets."""
    if (known := all_methods().get(method)) is None:
        return {role: one for role, one in inputs.items() if one.kind != DatasetKind.EVALUATION}
    judged = {role.name for role in known.inputs if not role.tuned_on}
    return {role: one for role, one in inputs.items() if role not in judged}


def _of_role(role: str, judged: DatasetView, others: Mapping[str, DatasetView]) -> Iterator[Finding]:
    try:
        found = {other: shared_prompts(judged, one) for other, one in others.items()}
    except StudioError as error:
        yield Finding(Level.UNKNOWN, f"Whether {role} holds prompts that are tuned on is not known: {error}")
        return
    for other, one in found.items():
        if one.some:
            text = (
                f"{one.how_many} of {role} are in {other} ({one.name}), too: the tuned model has seen them, "
                "so its answers to them say little."
            )
            yield Finding(Level.WARNING, text, REMEDY)
    if found and not any(one.some for one in found.values()):
        yield Finding(Level.GOOD, f"No prompt of {role} is in what is tuned on.")
