"""What the metrics of a reinforcement warn of: each trouble has its sentence, and a good run has none."""

import pytest

from core.event_files import Point
from core.training.methods.gemini.watch import warnings_of

STEPS = 40


def curves(**values):
    """Forty steps of each curve, from a function of the share that is done, or a constant."""
    made = {
        "reward": lambda done: done / 2,
        "generation_length": 200,
        "learnable_prompt_ratio": 0.6,
        **values,
    }
    return [
        Point(step, float(step), tag, value(step / STEPS) if callable(value) else value)
        for tag, value in made.items()
        for step in range(1, STEPS + 1)
    ]


def test_a_run_that_learns_warns_of_nothing():
    good = {"people/executing_code_failure_ratio": 0.0, "people/clipping_rewards_ratio": 0.01}
    assert warnings_of(curves(**good), longest=1024) == []
    assert warnings_of([], longest=None) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"people/executing_code_failure_ratio": 0.1},
            "fail lately, 10 % (people/executing_code_failure_ratio)",
        ),
        ({"judge/rpc_error_ratio": 0.9}, "fail lately, 90 % (judge"),
        ({"judge/invalid_rpc_response_ratio": 0.02}, "fail lately, 2 % (judge"),
        ({"people/clipping_rewards_ratio": 0.3}, "outside -1 to 1 lately, 30 % (people"),
        ({"generation_length": lambda done: 400 + 620 * done}, "may have 1,024 (max_output_tokens)"),
        ({"reward": lambda done: min(1.0, 2 * done)}, "The reward is at its limit (1.00)"),
        ({"reward": 0.25}, "The reward has stayed at 0.25 for 40 points"),
        ({"learnable_prompt_ratio": 0.0}, "Only 0 % of the prompts teach something"),
    ],
)
def test_each_trouble_has_one_sentence(values, sentence):
    (said,) = warnings_of(curves(**values), longest=1024)
    assert sentence in said


def test_what_is_no_number_and_what_is_short_are_no_reason_to_warn():
    """A metric may be NaN for a while, and ten points are the least that is judged."""
    points = curves(reward=float("nan"), **{"people/clipping_rewards_ratio": float("nan")})
    assert warnings_of(points, longest=1024) == []
    assert warnings_of([Point(1, 1.0, "reward", 1.0)], longest=None) == []


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), -1e300, 1e300, 40.0])
def test_what_is_no_share_and_no_length_is_not_said(odd):
    """What cannot have been measured is left out of the sentences, however it came there."""
    lengths = 1e300 if odd == 40.0 else odd
    found = curves(**{"people/rpc_error_ratio": odd, "generation_length": lengths})
    assert warnings_of(found, longest=1024) == []
