"""What every method says of itself fits together: the form, the command and a launch rely on it."""

import pytest

from core.training.methods import all_methods, get_method
from core.training.parameters import parameters_of

NAMES = ["local-rlhf", "vertex-rlhf", "gemini-preference", "gemini-supervised", "gemini-rlhf", "autosxs"]


def test_they_are_offered_in_this_order():
    """The one that costs nothing first."""
    assert list(all_methods()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_beside_a_parameter_names_what_there_is(name):
    """Steps count over a set that it takes, models are those of a method, one text is the instruction."""
    method = get_method(name)
    roles = [role.name for role in method.inputs]
    parameters = parameters_of(method.parameters).values()
    assert len(set(roles)) == len(roles)
    assert {one.epochs.role for one in parameters if one.epochs} <= set(roles)
    assert {name for one in parameters for name in one.goes_on_from} <= set(all_methods())
    assert sum(one.instruction for one in parameters) == 1
