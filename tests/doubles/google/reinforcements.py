"""Reinforcements to give to the made-up cloud through google-genai, and rewards for them."""

import json
from typing import Any

from google import genai
from google.genai import types

from tests.doubles.google_cloud import GoogleCloud

LENGTH = "def evaluate(example, response):\n    return len(response['parts'][0]['text']) / 20\n"
"""A reward that prefers what the tuned model says to the prompts here."""


def program(code: str = LENGTH, name: str = "human") -> types.SingleReinforcementTuningRewardConfig:
    """A reward that is a program."""
    scorer = types.ReinforcementTuningCodeExecutionRewardScorer(python_code_snippet=code)
    return single(name, code_execution_reward_scorer=scorer)


def single(name: str, **scorer: Any) -> types.SingleReinforcementTuningRewardConfig:
    """A reward that sees the whole answer."""
    whole = types.ReinforcementTuningParseResponseConfig(parse_type="IDENTITY")
    return types.SingleReinforcementTuningRewardConfig(
        reward_name=name, parse_response_config=whole, **scorer
    )


def composite(
    *rewards: types.SingleReinforcementTuningRewardConfig,
) -> types.CompositeReinforcementTuningRewardConfig:
    """Rewards that count alike."""
    weighted = [
        types.CompositeReinforcementTuningRewardConfigWeightedRewardConfig(reward_config=one, weight=1.0)
        for one in rewards
    ]
    return types.CompositeReinforcementTuningRewardConfig(weighted_reward_configs=weighted)


def put_rows(cloud: GoogleCloud, count: int = 64, name: str = "prompts") -> str:
    """Put prompts into the bucket, of which the tuned model's answers are longer."""
    prompts = [f"First {number}. Middle. The very last one {number}." for number in range(count)]
    rows = [{"contents": [{"role": "user", "parts": [{"text": prompt}]}]} for prompt in prompts]
    address = f"gs://{cloud.bucket}/{name}.jsonl"
    cloud.storage.write(address, "".join(json.dumps(row) + "\n" for row in rows).encode())
    return address


def reinforce(gemini: genai.Client, address: str, base: str = "gemini-3.5-flash", **config: Any) -> Any:
    """Ask for a job of ten steps; its reward is a program unless the configuration says otherwise."""
    given = {
        "batch_size": 32,
        "samples_per_prompt": 16,
        "epoch_count": 5,
        "evaluate_interval": 2,
        "checkpoint_interval": 4,
        "thinking_level": "MINIMAL",
        "reward_config": None if "composite_reward_config" in config else program(),
    }
    return gemini.tunings.tune(
        base_model=base,
        training_dataset=types.TuningDataset(gcs_uri=address),
        config=types.CreateTuningJobConfig(method="REINFORCEMENT_TUNING", **(given | config)),
    )
