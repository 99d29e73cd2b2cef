"""Whether what a model is judged on was shown to it in tuning."""

from collections.abc import Iterator, Mapping

from core.datasets import DatasetView
from core.datasets.shared_prompts import shared_prompts
from core.errors import StudioError
from core.findings import Finding, Level

JUDGED_ON = ("eval_dataset", "validation_dataset")
REMEDY = (
    "Freeze a set of other prompts: with a share held out at the same seed for both, or without the "
    "prompts that are posts of pairs."
)


def seen_prompts(inputs: Mapping[str, DatasetView]) -> list[Finding]:
    """What each set that is judged on shares with those that are tuned on, near-duplicates included."""
    return [
        finding for role in JUDGED_ON if role in inputs for finding in _of_role(role, inputs[role], inputs)
    ]


def tuned_on(inputs: Mapping[str, DatasetView]) -> dict[str, DatasetView]:
    """The sets that a model learns from."""
    return {role: one for role, one in inputs.items() if role not in JUDGED_ON}


def _of_role(role: str, judged: DatasetView, inputs: Mapping[str, DatasetView]) -> Iterator[Finding]:
    others = tuned_on(inputs)
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
