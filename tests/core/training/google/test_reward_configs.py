"""A reward as it leaves for Google: compared with what Google's own client sends, key by key."""

import pytest
from google.genai import types

from core.rewards import (
    AutoraterPart,
    CloudRunPart,
    FormatPart,
    LengthPart,
    ModelPart,
    RewardSpec,
    length_code,
)
from core.training.google import reward_config, reward_fields
from tests.doubles.google.clients import gemini_client
from tests.doubles.google.jobs import TUNINGS

pytestmark = pytest.mark.filterwarnings("ignore:The SDK's tuning implementation is experimental")

CODE = "def evaluate(example, response):\n    return 0.25\n"
SERVER = "https://scorer-xyz-ew.a.run.app"
GOOGLE = "projects/p/locations/us-central1/publishers/google"
AS_IT_IS = {"parse_type": "IDENTITY"}

PEOPLE = ModelPart(name="people", weight=6, code=CODE)
JUDGE = AutoraterPart(
    name="judge",
    weight=2,
    model="gemini-3.5-flash",
    prompt="Read {{prompt}} and grade {{response}}.",
    expression="(?s).*<grade>(.*?)</grade>",
    samples=3,
)
HOSTED = CloudRunPart(name="hosted", weight=1.5, address=SERVER)
SHORT = LengthPart(name="short", weight=0.5, most_words=40)
DOTTED = FormatPart(name="dotted", weight=0.25, expression=r"\.$", matched=1.0, unmatched=-0.5)

SENT = {
    "people": {
        "rewardName": "people",
        "parseResponseConfig": AS_IT_IS,
        "codeExecutionRewardScorer": {"python_code_snippet": CODE},
    },
    "judge": {
        "rewardName": "judge",
        "parseResponseConfig": AS_IT_IS,
        "autoraterScorer": {
            "autoraterConfig": {"autoraterModel": f"{GOOGLE}/models/gemini-3.5-flash", "samplingCount": 3},
            "autoraterPrompt": "Read {{prompt}} and grade {{response}}.",
            "autoraterResponseParseConfig": {
                "parse_type": "REGEX_EXTRACT",
                "regex_extract_expression": "(?s).*<grade>(.*?)</grade>",
            },
            "parsedResponseConversionScorer": {},
        },
    },
    "hosted": {
        "rewardName": "hosted",
        "parseResponseConfig": AS_IT_IS,
        "cloudRunRewardScorer": {"cloud_run_uri": SERVER},
    },
    "short": {
        "rewardName": "short",
        "parseResponseConfig": AS_IT_IS,
        "codeExecutionRewardScorer": {"python_code_snippet": length_code(SHORT)},
    },
    "dotted": {
        "rewardName": "dotted",
        "parseResponseConfig": {"parse_type": "REGEX_EXTRACT", "regex_extract_expression": "(?s).*"},
        "stringMatchRewardScorer": {
            "correct_answer_reward": 1.0,
            "wrong_answer_reward": -0.5,
            "string_match_expression": {"match_operation": "REGEX_CONTAINS", "expression": r"\.$"},
        },
    },
}
"""By Google's REST names, the innermost as google-genai 2.34 leaves them."""


def sent(cloud, spec):
    """What arrives at Google of a reward, the real client between."""
    config = types.CreateTuningJobConfig(
        method="REINFORCEMENT_TUNING", **reward_fields(spec, project="p", location="us-central1")
    )
    with gemini_client(cloud) as client:
        client.tunings.tune(
            base_model="gemini-3.5-flash",
            training_dataset=types.TuningDataset(gcs_uri=f"gs://{cloud.bucket}/t.jsonl"),
            config=config,
        )
    [job] = cloud.of_kind(TUNINGS)
    return job.body["reinforcementTuningSpec"]


@pytest.mark.parametrize("part", [PEOPLE, JUDGE, HOSTED], ids=lambda part: part.name)
def test_one_part_is_a_single_reward(cloud, part):
    assert sent(cloud, RewardSpec(parts=(part,)))["singleRewardConfig"] == SENT[part.name]


def test_several_parts_are_a_composite_with_their_weights(cloud):
    parts = (PEOPLE, JUDGE, HOSTED, SHORT, DOTTED)
    spec = sent(cloud, RewardSpec(parts=parts))
    assert "singleRewardConfig" not in spec
    assert spec["compositeRewardConfig"]["weightedRewardConfigs"] == [
        {"weight": part.weight, "rewardConfig": SENT[part.name]} for part in parts
    ]


@pytest.mark.parametrize(
    ("model", "full"),
    [
        ("publishers/meta/models/x", "projects/p/locations/l/publishers/meta/models/x"),
        ("projects/q/locations/us/endpoints/7", "projects/q/locations/us/endpoints/7"),
    ],
)
def test_judges_of_others_keep_their_names(model, full):
    spec = RewardSpec(parts=(JUDGE.model_copy(update={"model": model}),))
    made = reward_config(spec, project="p", location="l")
    assert made.autorater_scorer.autorater_config.autorater_model == full


def test_what_is_shown_has_long_programs_shortened():
    """With the hash by which the whole one is told apart."""
    long = PEOPLE.model_copy(update={"code": CODE + "#" * 1000})
    spec = RewardSpec(parts=(long,))
    short = reward_config(spec, project="p", location="l", brief=True).code_execution_reward_scorer
    assert len(short.python_code_snippet) < 400
    assert long.sha256 in short.python_code_snippet
    whole = RewardSpec(parts=(PEOPLE,))
    assert reward_config(whole, project="p", location="l", brief=True) == reward_config(
        whole, project="p", location="l"
    )
