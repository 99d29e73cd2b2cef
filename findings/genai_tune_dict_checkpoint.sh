#!/usr/bin/env bash
# Every config of google-genai may be given as a typed object or as a dict with the same keys. For
# `client.tunings.tune` on Vertex AI that is not so: to go on from checkpoint 2 of a tuned model,
# `pre_tuned_model_checkpoint_id` is sent from the object, and left out without a word from the dict. The job that is
# made starts from the model's default checkpoint instead, which nobody notices before it has been paid for.
#
# Seen with google-genai 2.34.0 on Python 3.11; a local server takes the place of the service and prints what comes.
# Remedy: types.CreateTuningJobConfig(**config).
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

MODEL = "projects/1/locations/us-central1/models/9@1"
ANSWER = b'{"name": "projects/1/locations/us-central1/tuningJobs/5", "state": "JOB_STATE_PENDING"}'
sent = []


class Google(BaseHTTPRequestHandler):
    def do_POST(self):
        sent.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_):
        pass


class Credentials(AnonymousCredentials):
    def refresh(self, request):
        self.token = "made-up"


server = HTTPServer(("127.0.0.1", 0), Google)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = genai.Client(
    vertexai=True,
    project="1",
    location="us-central1",
    credentials=Credentials(),
    http_options=types.HttpOptions(base_url=f"http://127.0.0.1:{server.server_port}"),
)
config = {"method": "SUPERVISED_FINE_TUNING", "epoch_count": 1, "pre_tuned_model_checkpoint_id": "2"}
for name, given in {"object": types.CreateTuningJobConfig(**config), "dict": config}.items():
    client.tunings.tune(
        base_model=MODEL, training_dataset=types.TuningDataset(gcs_uri="gs://b/rows.jsonl"), config=given
    )
    print(f"{name}: {json.dumps(sent[-1]['preTunedModel'], sort_keys=True)}")
PYTHON
diff "$folder/seen" - <<'SEEN'
object: {"checkpoint_id": "2", "tuned_model_name": "projects/1/locations/us-central1/models/9@1"}
dict: {"tuned_model_name": "projects/1/locations/us-central1/models/9@1"}
SEEN
