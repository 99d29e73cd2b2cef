"""Parameters of Gemini's reinforcement: Google's ranges and rules, refused with a sentence each."""

import pytest
from pydantic import ValidationError

from core.training.methods.gemini_rlhf.parameters import RlhfParameters

MODEL = "projects/p/locations/us-central1/models/42@1"


def test_defaults_suit_summaries():
    """Few tokens and little thinking, unlike Google's own; what stays is Google's."""
    made = RlhfParameters(reward=1)
    assert (made.max_output_tokens, made.thinking_level) == (1_024, "MINIMAL")
    assert (made.batch_size, made.samples_per_prompt, made.adapter_size) == (32, 16, 16)
    assert (made.epoch_count, made.evaluate_interval, made.checkpoint_interval) == (None, None, None)
    assert made.accept_preview_terms is False


@pytest.mark.parametrize(
    ("region", "location", "serving"),
    [
        ("europe-west4", "europe-west4", "eu"),
        ("us-central1", "us-central1", "us"),
        ("asia-east1", "us-central1", "us"),
    ],
)
def test_it_is_tuned_where_it_can_be_and_served_from_around_there(monkeypatch, region, location, serving):
    monkeypatch.setenv("REGION", region)
    made = RlhfParameters(reward=1)
    assert (made.location, made.serving_location) == (location, serving)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"batch_size": 33, "samples_per_prompt": 15}, "33 × samples_per_prompt 15 = 495 answers .* 16"),
        ({"batch_size": 1024, "samples_per_prompt": 16}, "16,384 answers a step; Google takes at most 8,192"),
        ({"checkpoint_interval": 5}, "evaluate_interval is left empty"),
        ({"checkpoint_interval": 5, "evaluate_interval": 2}, "no multiple of evaluate_interval 2"),
        ({"max_output_tokens": 32_769}, "less than or equal to 32768"),
        ({"learning_rate_multiplier": 0.2}, "greater than or equal to 0.25"),
        ({"learning_rate_multiplier": 4.1}, "less than or equal to 4"),
        ({"thinking_level": "NONE"}, "'MINIMAL', 'LOW', 'MEDIUM' or 'HIGH'"),
        ({"adapter_size": 3}, "1, 2, 4, 8 or 16"),
        ({"location": "us"}, "pattern"),
        ({"serving_location": "global"}, "pattern"),
        ({"start_from": MODEL.replace("us-central1", "europe-west4")}, "both must be one"),
        ({"start_from": "gemini-3.5-flash"}, "full name of a tuned model"),
        ({"accept_preview_terms": "yes"}, "valid boolean"),
        ({"reward": 0}, "greater than or equal to 1"),
    ],
)
def test_what_google_would_refuse_is_refused_before(given, why):
    with pytest.raises(ValidationError, match=why):
        RlhfParameters(**{"reward": 1, "location": "us-central1"} | given)


@pytest.mark.parametrize(
    "given",
    [
        {"batch_size": 512, "samples_per_prompt": 16},  # 8,192, the most
        {"batch_size": 3, "samples_per_prompt": 16},
        {"evaluate_interval": 5, "checkpoint_interval": 10},
        {"evaluate_interval": 5},
        {"start_from": f"{MODEL}#3"},
        {"serving_location": ""},
        {"serving_location": "europe-west4"},
    ],
)
def test_what_google_takes_is_taken(given):
    assert RlhfParameters(**{"reward": 1, "location": "us-central1"} | given)


def test_every_parameter_says_what_it_is_for():
    fields = RlhfParameters.model_fields
    assert all(field.description for field in fields.values())
    assert fields["reward"].is_required()
