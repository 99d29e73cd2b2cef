#!/usr/bin/env bash
# Google checks a reward before it is paid for: `client.tunings.validate_reward` scores one answer with it. Where the
# service could not score, it says so in the response's own `errorStatus`. The client keeps the one that stands beside
# each reward, and has no place for this one: the refusal arrives as a response that is empty and raises nothing. And a
# reward that is no number arrives as the float nan, which is within every bound that asks whether it is outside, and
# is null, as a missing one, once the response is written out as JSON.
#
# Seen with google-genai 2.34.0 on Python 3.11, against a local server that answers as the REST reference says.
# Remedy: ask the REST method itself and look at errorStatus; count an answer without a reward, and nan, as failed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet google-genai==2.34.0
"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from google import genai
from google.auth.credentials import AnonymousCredentials
from google.genai import types

FAILED = {"code": 3, "message": "The program cannot be run."}
ANSWERS = {
    "a reward": {"overallReward": 0.5, "rewardInfoDetails": {"people": {"reward": 0.5}}},
    "one that failed": {"rewardInfoDetails": {"people": {"errorStatus": FAILED}}},
    "refused as a whole": {"errorStatus": FAILED},
    "no number": {"overallReward": "NaN", "rewardInfoDetails": {"people": {"reward": "NaN"}}},
}
answer = {}


class Google(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Credentials(AnonymousCredentials):
    def refresh(self, request):
        self.token = "made-up"


server = HTTPServer(("127.0.0.1", 0), Google)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = genai.Client(
    vertexai=True,
    project="p",
    location="us-central1",
    credentials=Credentials(),
    http_options=types.HttpOptions(base_url=f"http://127.0.0.1:{server.server_port}"),
)
reward = types.SingleReinforcementTuningRewardConfig(
    reward_name="people",
    code_execution_reward_scorer=types.ReinforcementTuningCodeExecutionRewardScorer(
        python_code_snippet="def evaluate(example, response):\n    return 0.5\n"
    ),
)
for name, answer in ANSWERS.items():
    response = client.tunings.validate_reward(
        parent="projects/p/locations/us-central1",
        sample_response=types.Content(role="model", parts=[types.Part(text="Hello")]),
        example=types.ReinforcementTuningExample(contents=[types.Content(role="user", parts=[types.Part(text="Hi")])]),
        single_reward_config=reward,
    )
    said = response.model_dump_json(exclude_none=True, exclude={"sdk_http_response"})
    print(f"{name}: {response.overall_reward} {said}")
PYTHON
diff "$folder/seen" - <<'SEEN'
a reward: 0.5 {"overall_reward":0.5,"reward_info_details":{"people":{"reward":0.5}}}
one that failed: None {"reward_info_details":{"people":{"error_status":{"code":3,"message":"The program cannot be run."}}}}
refused as a whole: None {}
no number: nan {"overall_reward":null,"reward_info_details":{"people":{"reward":null}}}
SEEN
