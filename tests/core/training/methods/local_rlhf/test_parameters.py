"""The parameters of an RLHF run."""

import pytest
from pydantic import ValidationError

from core.training.methods.local_rlhf.parameters import RlhfParameters
from core.training.parameters import steps_for_epochs


@pytest.mark.parametrize(
    ("rows", "epochs", "steps"),
    [
        (1, 1, 1),  # ceil(1 / 64) = 1
        (64, 3, 3),  # ceil(64 / 64) * 3
        (65, 3, 6),  # ceil(65 / 64) = 2, * 3
        (92_858, 1, 1_451),  # 92,858 / 64 = 1,450.9
        (0, 5, 0),
        (640, 0, 0),
    ],
)
def test_steps_for_epochs(rows, epochs, steps):
    """Steps are whole batches of 64 rows, times the epochs."""
    assert steps_for_epochs(rows, epochs) == steps


def test_defaults_are_the_local_ones():
    """A person who changes nothing gets the run that fits a laptop."""
    parameters = RlhfParameters()
    assert parameters.reward_model_train_steps == 300
    assert parameters.reinforcement_learning_train_steps == 200
    assert parameters.kl_coeff == 0.1
    assert parameters.instruction is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kl_coeff", -0.1),
        ("kl_coeff", float("nan")),
        ("reward_model_train_steps", 0),
        ("reinforcement_learning_train_steps", 100_001),
        ("reward_model_learning_rate_multiplier", 0),
        ("reinforcement_learning_rate_multiplier", float("inf")),
        ("seed", -1),
        ("batch_size", 64),
    ],
)
def test_what_makes_no_sense_is_refused(name, value):
    """Values out of range and names Google's pipeline does not know are refused, by name."""
    with pytest.raises(ValidationError, match=name):
        RlhfParameters(**{name: value})


def test_no_kl_penalty_is_allowed():
    """Zero means: chase the reward freely."""
    assert RlhfParameters(kl_coeff=0).kl_coeff == 0


def test_every_parameter_explains_itself():
    """The form's help text is made from the descriptions, so each is there and a sentence."""
    for name, field in RlhfParameters.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name
