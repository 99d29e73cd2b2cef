"""What a launch takes for what nobody has set, on the page and at the terminal alike."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from annotated_types import Le, MaxLen
from pydantic.fields import FieldInfo

from core.datasets import DatasetView
from core.errors import StudioError
from core.labelling import ProjectView
from core.training.instruction import carries
from core.training.method import Method
from core.training.parameters import Parameter

Carries = Callable[[DatasetView, str], bool]
"""Whether the rows of a set begin with an instruction."""


def launch_defaults(
    method: Method,
    project: ProjectView,
    inputs: Mapping[str, DatasetView],
    *,
    given: Collection[str] = (),
    carry: Carries = carries,
) -> dict[str, Any]:
    """The defaults of a method for these data sets: steps as Google advises, the project's instruction.

    Args:
        method: Whose parameters.
        project: Whose instruction is put before every prompt, unless the rows carry it already.
        inputs: The chosen sets by role, from whose rows the steps come.
        given: Parameters that somebody has set; nothing is worked out for them.
        carry: Reads the first rows of a set; a page may pass one that remembers.
    """
    fields = {name: field for name, field in method.parameters.model_fields.items() if name not in given}
    found = {
        name: field.get_default(call_default_factory=True, validated_data={})
        for name, field in fields.items()
        if not field.is_required()
    }
    for name in found:
        parameter = Parameter.of(fields[name])
        if (epochs := parameter.epochs) and epochs.most and epochs.role in inputs:
            steps = method.one_pass(epochs.role, inputs[epochs.role]).steps_for(epochs.middle)
            found[name] = _allowed(fields[name], max(1, steps))
        if parameter.instruction and (wanted := _instruction(fields[name], project, inputs, carry)):
            found[name] = wanted
    return found


def _allowed(field: FieldInfo, steps: int) -> int:
    """No more than the method takes."""
    most = next((int(one.le) for one in field.metadata if isinstance(one, Le)), steps)  # type: ignore[call-overload] # of a number
    return min(steps, most)


def _instruction(
    field: FieldInfo, project: ProjectView, inputs: Mapping[str, DatasetView], carry: Carries
) -> str:
    """The project's, unless it is longer than the method takes, or the rows have it already."""
    wanted = project.instruction.strip()
    longest = next((one.max_length for one in field.metadata if isinstance(one, MaxLen)), len(wanted))
    if not wanted or len(wanted) > longest:
        return ""
    try:
        return "" if any(carry(dataset, wanted) for dataset in inputs.values()) else wanted
    except StudioError:  # a set that cannot be read stops the launch elsewhere, and says why
        return wanted
