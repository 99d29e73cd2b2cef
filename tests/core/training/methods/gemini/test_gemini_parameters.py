"""Parameters of Gemini's tuning: what is left to Google, what is refused before anything is sent."""

import pytest
from pydantic import ValidationError

from core.training.methods.gemini.parameters import PreferenceParameters, SupervisedParameters

MODEL = "projects/p/locations/us-central1/models/42@1"


def test_defaults_leave_to_google_what_it_recommends_to_leave(monkeypatch):
    """Epochs and beta of preference tuning; the region is the studio's own."""
    monkeypatch.setenv("REGION", "europe-west4")
    defaults = PreferenceParameters(base_model="m")
    assert (defaults.epoch_count, defaults.beta, defaults.start_from) == (None, None, None)
    assert defaults.adapter_size == 4
    assert (defaults.learning_rate_multiplier, defaults.location) == (1.0, "europe-west4")
    assert SupervisedParameters().epoch_count == 2


def test_no_model_is_offered_that_is_known_to_be_retired():
    """Preference tuning is known for those of Gemini 2.5 only, so whoever launches it names one."""
    assert SupervisedParameters().base_model == "gemini-3.5-flash"
    with pytest.raises(ValidationError, match="base_model"):
        PreferenceParameters()


def test_the_form_opens_whatever_the_settings_are(monkeypatch):
    """A wrong bucket is said by the preflight, not by the form."""
    monkeypatch.setenv("BUCKET_NAME", "No Bucket!")
    assert SupervisedParameters().location == "us-central1"


def test_every_field_explains_itself_and_models_are_suggested():
    for model in (PreferenceParameters, SupervisedParameters):
        assert all(field.description for field in model.model_fields.values())
    offered = ["gemini-3.5-flash", "gemini-3.5-flash-lite", "gemini-3.1-flash-lite"]
    assert SupervisedParameters.model_fields["base_model"].examples == offered
    assert PreferenceParameters.model_fields["base_model"].examples is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base_model", ""),
        ("base_model", "projects/p/locations/l/models/1"),
        ("epoch_count", 0),
        ("epoch_count", 101),
        ("epoch_count", "2"),
        ("epoch_count", 2.0),
        ("beta", 0.0),
        ("beta", float("nan")),
        ("adapter_size", 3),
        ("adapter_size", 32),
        ("learning_rate_multiplier", 0),
        ("learning_rate_multiplier", float("inf")),
        ("location", "global"),
        ("location", "us-central1/../x"),
        ("instruction", "x" * 4_001),
        ("start_from", "gemini-2.5-flash"),
        ("start_from", f"{MODEL}#"),
        ("start_from", f"{MODEL} "),
        ("start_from", "projects/p/locations/europe-west4/models/42"),
        ("seed", 1),
    ],
)
def test_what_is_wrong_is_refused(name, value):
    """Nothing is converted, and nothing unknown is passed over."""
    with pytest.raises(ValidationError) as caught:
        PreferenceParameters(**{"base_model": "m", "location": "us-central1", name: value})
    assert name in str(caught.value)


@pytest.mark.parametrize("start", [MODEL, f"{MODEL}#2", MODEL.removesuffix("@1"), f"{MODEL[:-1]}golden#10"])
def test_a_tuned_model_is_named_with_or_without_version_and_checkpoint(start):
    made = PreferenceParameters(base_model="m", location="us-central1", start_from=start)
    assert made.start_from == start


def test_only_preference_tuning_has_beta_and_a_start():
    with pytest.raises(ValidationError, match="beta"):
        SupervisedParameters(beta=0.1)
    with pytest.raises(ValidationError, match="start_from"):
        SupervisedParameters(start_from=MODEL)
