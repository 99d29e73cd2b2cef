"""The parameters of Google's pipeline: what is refused, presets, and the arithmetic of cost."""

from types import SimpleNamespace

import pytest
from pydantic import ValidationError

from core.errors import InvalidInput
from core.training.method import Plan
from core.training.methods.vertex_rlhf.method import VertexRlhf
from core.training.methods.vertex_rlhf.parameters import VertexRlhfParameters
from core.training.methods.vertex_rlhf.pipeline import Pipeline, checked_parameters, checked_values

DATA_SETS = {"prompt_dataset": "gs://b/p", "preference_dataset": "gs://b/q"}
METHOD = VertexRlhf()
KEY = "projects/p/locations/us-central1/keyRings/r/cryptoKeys/k"


def made(**values):
    """Parameters with a model."""
    return VertexRlhfParameters(**{"large_model_reference": "llama-2-7b"} | values)


@pytest.mark.parametrize(
    "values",
    [
        {"prompt_sequence_length": 8193},
        {"target_sequence_length": 1025},
        {"target_sequence_length": 0},
        {"reward_model_train_steps": 0},
        {"reward_model_train_steps": 10.5},
        {"reward_model_train_steps": "10"},
        {"reward_model_train_steps": True},
        {"kl_coeff": -0.1},
        {"kl_coeff": float("nan")},
        {"reinforcement_learning_rate_multiplier": 0},
        {"large_model_reference": "gpt-2"},
        {"accelerator_type": "CPU"},
        {"location": "us-east1"},
        {"deploy_model": "yes"},
        {"project": "No Project"},
        {"tensorboard_resource_id": "tensorboards/7"},
        {"encryption_spec_key_name": "my key"},
        {"batch_size": 32},
    ],
)
def test_what_does_not_fit_is_refused(values):
    """Out of range, of a wrong type, or unknown."""
    with pytest.raises(ValidationError):
        made(**values)
    with pytest.raises(InvalidInput, match=next(iter(values))):
        checked_parameters({"large_model_reference": "llama-2-7b"} | values)


def test_a_model_has_to_be_chosen():
    """Google's pipeline has no default for it."""
    with pytest.raises(ValidationError, match="large_model_reference"):
        VertexRlhfParameters()


@pytest.mark.parametrize("model", ["t5-large", "t5-xl", "t5-xxl"])
def test_large_t5_models_need_tpus(model):
    """As Google's documentation says."""
    with pytest.raises(ValidationError, match="only runs on TPU"):
        made(large_model_reference=model)
    assert made(large_model_reference=model, accelerator_type="TPU", location="europe-west4")


def test_an_own_key_works_on_gpus_in_one_region_only():
    """The pipeline itself would refuse it after an hour of waiting."""
    assert made(encryption_spec_key_name=KEY)
    for other in ({"accelerator_type": "TPU"}, {"location": "europe-west4"}):
        with pytest.raises(ValidationError, match="encryption_spec_key_name only works"):
            made(encryption_spec_key_name=KEY, **other)


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({}, "large_model_reference"),
        ({"large_model_reference": "t5-small", "kl_coeff": "0.1"}, "kl_coeff must be of type NUMBER_DOUBLE"),
        ({"large_model_reference": "t5-small", "kl_coeff": float("inf")}, "kl_coeff"),
        ({"large_model_reference": "t5-small", "reward_model_train_steps": 1.0}, "NUMBER_INTEGER"),
        ({"large_model_reference": "t5-small", "deploy_model": 1}, "BOOLEAN"),
        ({"large_model_reference": None}, "needs a value for large_model_reference"),
        ({"large_model_reference": "t5-small", "seed": 1}, "no parameter seed"),
    ],
)
def test_values_are_compared_with_the_compiled_pipeline(values, what):
    """What the SDK leaves out: types, and whether something is missing."""
    with pytest.raises(InvalidInput, match=what):
        checked_values(Pipeline.TUNE, DATA_SETS | values)


def test_presets_fit_the_form():
    """One pass takes ⌈92,858 / 64⌉ = 1,451 and 64,000 / 64 = 1,000 steps."""
    inputs = {
        "preference_dataset": SimpleNamespace(rows=92_858),
        "prompt_dataset": SimpleNamespace(rows=64_000),
    }
    found = METHOD.presets(inputs)
    assert list(found) == ["course, small", "course, full", "write-up, 1 epoch each"]
    for values in found.values():
        made(**values)
    small, full, once = found.values()
    assert (small["reward_model_train_steps"], small["reinforcement_learning_train_steps"]) == (1410, 320)
    assert full["reinforcement_learning_rate_multiplier"] == 0.2
    assert (once["reward_model_train_steps"], once["reinforcement_learning_train_steps"]) == (1451, 1000)
    assert len(METHOD.presets({})) == 2


def test_the_write_ups_own_run_takes_its_own_time():
    """1,451 + 1,000 steps are the 6 hours they were published with; the range is half to double."""
    steps = {"reward_model_train_steps": 1451, "reinforcement_learning_train_steps": 1000}
    (line,) = METHOD.estimate(Plan(made(**steps).model_dump(), {})).lines
    assert (line.item, line.low, line.likely, line.high) == (
        "a2-ultragpu-8g hour",
        pytest.approx(3),
        pytest.approx(6),
        pytest.approx(12),
    )
    assert "92,858" in line.basis


def test_tpus_have_their_own_timing():
    """A fifth, 10 and 7 times: ⌈18,572 / 64⌉ × 10 = 2,910 and 200 × 7 = 1,400 steps in 4 hours."""
    steps = {"reward_model_train_steps": 2910, "reinforcement_learning_train_steps": 1400}
    (line,) = METHOD.estimate(Plan(made(accelerator_type="TPU", **steps).model_dump(), {})).lines
    assert (line.item, line.likely) == ("TPU v3 64 cores hour", pytest.approx(4))
