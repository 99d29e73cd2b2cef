"""The made-up Google Cloud says what a reward gives one answer, as its own client and REST ask it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from google import genai
from google.auth.transport.requests import AuthorizedSession
from google.genai import errors, types

from tests.doubles.google.clients import gemini_client, session_of
from tests.doubles.google.reinforcements import composite, program, put_rows, reinforce, single
from tests.doubles.google_cloud import GoogleCloud

HELLO = types.Content(role="model", parts=[types.Part(text="Hello, world.")])
EXAMPLE = types.ReinforcementTuningExample(
    contents=[types.Content(role="user", parts=[types.Part(text="Greet.")])], references={"word": "world"}
)


@pytest.fixture
def gemini(cloud: GoogleCloud) -> Iterator[genai.Client]:
    with gemini_client(cloud) as client:
        yield client


def validated(cloud: GoogleCloud, gemini: genai.Client, answer: Any = HELLO, **reward: Any) -> Any:
    """What the client makes of the answer."""
    return gemini.tunings.validate_reward(
        parent=f"projects/{cloud.project}/locations/{cloud.region}",
        sample_response=answer,
        example=EXAMPLE,
        **reward,
    )


def told(cloud: GoogleCloud, session: AuthorizedSession, code: str) -> Any:
    """The answer itself, for a reward that is a program; Google's own spelling is understood too."""
    body = {
        "sampleResponse": {"parts": [{"text": "Hello, world."}]},
        "example": {"contents": [{"role": "user", "parts": [{"text": "Greet."}]}]},
        "singleRewardConfig": {
            "rewardName": "human",
            "parseResponseConfig": {"parseType": "IDENTITY"},
            "codeExecutionRewardScorer": {"pythonCodeSnippet": code},
        },
    }
    path = f"v1beta1/projects/{cloud.project}/locations/{cloud.region}/tuningJobs"
    return session.post(f"{cloud.address}/{path}:validateReinforcementTuningReward", json=body)


def test_a_request_is_of_the_version_and_of_the_names_that_google_has(cloud: GoogleCloud) -> None:
    """What agrees with the studio only would be no check of it."""
    body = {
        "sampleResponse": {"parts": [{"text": "Hello."}]},
        "example": {"contents": [{"role": "user", "parts": [{"text": "Greet."}]}]},
        "singleRewardConfig": {"rewardName": "r", "cloudRunRewardScorer": {"cloud_run_uri": "https://x"}},
    }
    path = f"projects/{cloud.project}/locations/{cloud.region}/tuningJobs:validateReinforcementTuningReward"
    reward = body["singleRewardConfig"]
    others = (
        {**body, "samples": 1},
        {**body, "singleRewardConfig": {**reward, "weight": 1}},
        {**body, "example": {**body["example"], "prompt": "Greet."}},
    )
    with session_of(cloud) as session:
        assert session.post(f"{cloud.address}/v1/{path}", json=body).status_code == 404
        assert session.post(f"{cloud.address}/v1beta1/{path}", json=body).status_code == 200
        for other in others:
            said = session.post(f"{cloud.address}/v1beta1/{path}", json=other)
            assert (said.status_code, "Unknown name" in said.text) == (400, True)


def test_rewards_are_computed(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """A program's is cut to 1; a match fills in references; the overall one is their weighted mean."""
    match = types.ReinforcementTuningStringMatchRewardScorer(
        correct_answer_reward=0.5,
        wrong_answer_reward=-0.5,
        string_match_expression=types.ReinforcementTuningStringMatchRewardScorerStringMatchExpression(
            expression="{{references.word}}", match_operation="PARTIAL_MATCH"
        ),
    )
    large = program("def evaluate(example, response):\n    return 7\n", "large")
    rewards = composite(large, single("match", string_match_reward_scorer=match))
    found = validated(cloud, gemini, composite_reward_config=rewards)
    assert {name: info.reward for name, info in found.reward_info_details.items()} == {
        "large": 1,
        "match": 0.5,
    }
    assert found.overall_reward == 0.75
    other = types.Content(parts=[types.Part(text="Hello.")])
    assert validated(cloud, gemini, other, composite_reward_config=rewards).overall_reward == 0.25


def test_a_judge_is_asked(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """As often as wanted; a score that cannot be read fails."""
    last = types.ReinforcementTuningParseResponseConfig(
        parse_type="REGEX_EXTRACT", regex_extract_expression="<score>(.*?)</score>"
    )
    judge = types.ReinforcementTuningAutoraterScorer(
        autorater_config=types.AutoraterConfig(sampling_count=2),
        autorater_prompt="{{prompt}} {{references.word}}\n<answer>\n{{response}}\n</answer>",
        autorater_response_parse_config=last,
        parsed_response_conversion_scorer=(
            types.ReinforcementTuningAutoraterScorerParsedResponseConversionScorer()
        ),
    )
    cloud.judge.prefers("world")
    found = validated(cloud, gemini, single_reward_config=single("judge", autorater_scorer=judge))
    assert found.overall_reward == 0.8
    assert cloud.judge.prompts == ["Greet. world\n<answer>\nHello, world.\n</answer>"] * 2
    cloud.judge.share = 1.0
    found = validated(cloud, gemini, single_reward_config=single("judge", autorater_scorer=judge))
    assert "could not be parsed" in found.reward_info_details["judge"].error_status.message


@contextmanager
def reward_server(answer: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """A server that gives every answer the same reward; its address, and what it was sent."""
    sent: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", sent
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_server_is_asked(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """With the row, the answer and the job; what it says beside the reward is passed on."""
    with reward_server({"reward": -2, "user_requested_aux_info": "too short"}) as (address, sent):
        scorer = types.ReinforcementTuningCloudRunRewardScorer(cloud_run_uri=address)
        found = validated(cloud, gemini, single_reward_config=single("rm", cloud_run_reward_scorer=scorer))
        assert found.overall_reward == -1
        assert found.reward_info_details["rm"].user_requested_aux_info == "too short"
        assert sent[0].keys() == {"example", "response", "metadata"}
        assert sent[0]["example"]["references"] == {"word": "world"}
    found = validated(cloud, gemini, single_reward_config=single("rm", cloud_run_reward_scorer=scorer))
    assert found.overall_reward is None


FAILING = {
    "raise ValueError('no')": "ValueError: no",
    "return None": "TypeError",
    "return {}['x']": "KeyError",
    "import os; os._exit(1)": "The program ended",
}


@pytest.mark.parametrize("code", FAILING)
def test_a_program_that_fails_is_told_in_error_status(
    cloud: GoogleCloud, session: AuthorizedSession, code: str
) -> None:
    """With HTTP 200, and without a reward."""
    answer = told(cloud, session, f"def evaluate(example, response):\n    {code}\n")
    assert (answer.status_code, answer.json()["errorStatus"]["code"]) == (200, 3)
    assert FAILING[code] in answer.json()["errorStatus"]["message"]
    assert "overallReward" not in answer.json()


def test_a_program_that_is_none_or_no_number(cloud: GoogleCloud, session: AuthorizedSession) -> None:
    """A syntax error is an error, too; what is not a number is said in text, and its prints go nowhere."""
    assert "SyntaxError" in told(cloud, session, "def").json()["errorStatus"]["message"]
    nan = told(cloud, session, "def evaluate(a, b):\n    print('x')\n    return float('nan')\n").json()
    assert nan["overallReward"] == "NaN"


def test_answers_are_spoiled_as_a_test_plans(cloud: GoogleCloud, session: AuthorizedSession) -> None:
    """Once or always; then rightly again."""
    for kind in ("empty", "error", "part_error", "nan", "bare_nan", "zero_omitted"):
        cloud.plan.answer_validation(kind)
    code = "def evaluate(example, response):\n    return 0.25\n"
    said = [told(cloud, session, code) for _ in range(7)]
    assert said[0].json() == {}
    assert said[1].json() == {"errorStatus": {"code": 3, "message": "Planned by the test."}}
    assert "errorStatus" in said[2].json()["rewardInfoDetails"]["human"]
    assert said[3].json()["overallReward"] == "NaN"
    assert '"overallReward": NaN' in said[4].text
    assert said[5].json() == {"rewardInfoDetails": {"human": {}}}
    assert said[6].json()["overallReward"] == 0.25
    cloud.plan.failing = 0.1
    failed = ["errorStatus" in told(cloud, session, code).json() for _ in range(20)]
    assert sum(failed) == 2


def test_requests_are_refused(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """Two rewards, an answer that is not there, a quota that is used up."""
    with pytest.raises(errors.ClientError, match="Exactly one of"):
        validated(cloud, gemini, single_reward_config=program(), composite_reward_config=composite(program()))
    with pytest.raises(errors.ClientError, match="sample_response"):
        validated(cloud, gemini, types.Content(), single_reward_config=program())
    cloud.fault("tuningJobs.validateReinforcementTuningReward", "throttle")
    with pytest.raises(errors.ClientError, match="RESOURCE_EXHAUSTED"):
        validated(cloud, gemini, single_reward_config=program())


@pytest.mark.filterwarnings("ignore:The SDK's tuning implementation is experimental")
def test_jobs_score_with_servers_too(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """The tuning job's number goes with each answer."""
    with reward_server({"reward": 0.5}) as (address, sent):
        scorer = types.ReinforcementTuningCloudRunRewardScorer(cloud_run_uri=address)
        reward = single("rm", cloud_run_reward_scorer=scorer)
        job = cloud.finish(reinforce(gemini, put_rows(cloud), reward_config=reward).name)
        assert job.state == "SUCCEEDED"
        assert {one["metadata"]["tuningJobId"] for one in sent} == {int(job.id)}
        cloud.plan.job_key = "tuning_job_id"
        cloud.finish(reinforce(gemini, put_rows(cloud), reward_config=reward).name)
        assert "tuning_job_id" in sent[-1]["metadata"]
