"""What Google refuses of a reinforcement before it begins."""

from typing import Any

from pydantic import ValidationError

from tests.doubles.google.errors import GoogleError
from tests.doubles.google.scorers import SCORERS, camel, parts_of

Json = dict[str, Any]
REWARDS = {
    "singleRewardConfig": "SingleReinforcementTuningRewardConfig",
    "compositeRewardConfig": "CompositeReinforcementTuningRewardConfig",
}
"""With what google-genai calls them."""

THINKING = {"MINIMAL", "LOW", "MEDIUM", "HIGH"}
ADAPTERS = {f"ADAPTER_SIZE_{size}" for size in ("ONE", "TWO", "FOUR", "EIGHT", "SIXTEEN", "THIRTY_TWO")}
MOST_PARTS = 16
MOST_SAMPLES = 8192
MOST_TOKENS = 32_768
UNKNOWN = 'Invalid JSON payload received. Unknown name "{}": Cannot find field.'
BATCH, SAMPLES, UNIT = 32, 16, 16


def check_spec(spec: Json) -> None:
    """Refuse a specification that is incomplete or out of range.

    Raises:
        GoogleError: 400.
    """
    _require_known("ReinforcementTuningSpec", spec)
    check_reward(spec)
    given = spec.get("hyperParameters", {})
    if int(given.get("checkpointInterval") or 0) % int(given.get("evaluateInterval") or 1):
        _refuse("checkpoint_interval must be a multiple of evaluate_interval.")
    together = int(given.get("batchSize") or BATCH) * int(given.get("samplesPerPrompt") or SAMPLES)
    if together % UNIT or together > MOST_SAMPLES:
        _refuse(
            f"batch_size * samples_per_prompt must be divisible by {UNIT} and at most {MOST_SAMPLES}, "
            f"got {together}."
        )
    if given.get("thinkingLevel", "HIGH") not in THINKING:
        _refuse(f"Invalid value at 'hyper_parameters.thinking_level', \"{given['thinkingLevel']}\".")
    if given.get("adapterSize", "ADAPTER_SIZE_SIXTEEN") not in ADAPTERS:
        _refuse(f"Invalid value at 'hyper_parameters.adapter_size', \"{given['adapterSize']}\".")
    if not 1 <= int(given.get("maxOutputTokens") or MOST_TOKENS) <= MOST_TOKENS:
        _refuse(f"max_output_tokens must be between 1 and {MOST_TOKENS}.")
    if not 0.25 <= float(given.get("learningRateMultiplier") or 1) <= 4:
        _refuse("learning_rate_multiplier must be between 0.25 and 4.")


def check_sample(body: Json) -> None:
    """Refuse a request for what a reward would say of one answer that is incomplete, or says more.

    Raises:
        GoogleError: 400.
    """
    if unknown := body.keys() - {"sampleResponse", "example", *REWARDS}:
        _refuse(UNKNOWN.format(min(unknown)))
    check_reward(body)
    if not body.get("sampleResponse") or not body.get("example", {}).get("contents"):
        _refuse("sample_response and example.contents are required.")
    _require_known("Content", body["sampleResponse"])
    _require_known("ReinforcementTuningExample", body["example"])


def check_reward(body: Json) -> None:
    """Refuse no reward, two of them, and one that does not say how it scores.

    Raises:
        GoogleError: 400.
    """
    if len([name for name in REWARDS if body.get(name)]) != 1:
        _refuse("Exactly one of single_reward_config and composite_reward_config must be set.")
    for name, kind in REWARDS.items():
        _require_known(kind, body.get(name, {}))
    parts = parts_of(body)
    if not 1 <= len(parts) <= MOST_PARTS:
        _refuse(f"A composite reward has 1 to {MOST_PARTS} rewards, got {len(parts)}.")
    names = [config.get("rewardName") for config, _ in parts]
    if not all(names) or len(set(names)) < len(names):
        _refuse("Every reward needs a reward_name of its own.")
    for config, weight in parts:
        _check_scorer(config)
        if weight <= 0:
            _refuse("The weight of a reward must be positive.")


def _check_scorer(config: Json) -> None:
    kinds = [name for name in SCORERS if name in config]
    if len(kinds) != 1:
        _refuse(f"Reward {config['rewardName']} needs exactly one scorer.")
    scorer = camel(config[kinds[0]])
    needed = {
        "codeExecutionRewardScorer": "pythonCodeSnippet",
        "autoraterScorer": "autoraterPrompt",
        "cloudRunRewardScorer": "cloudRunUri",
        "stringMatchRewardScorer": "stringMatchExpression",
    }[kinds[0]]
    if not scorer.get(needed):
        _refuse(f"Reward {config['rewardName']}: {needed} is required.")


def _require_known(kind: str, given: Json) -> None:
    """Refuse names that Google's own client has not among those of a message."""
    from google.genai import types  # noqa: PLC0415 - slow to import, and few tests need it

    try:
        getattr(types, kind).model_validate(camel(given))
    except ValidationError as error:
        _refuse(UNKNOWN.format(".".join(str(one) for one in error.errors()[0]["loc"])))


def _refuse(message: str) -> None:
    raise GoogleError(400, message)
