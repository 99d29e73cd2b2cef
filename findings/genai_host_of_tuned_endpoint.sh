#!/usr/bin/env bash
# As Google documents it, a Gemini 3 model that is tuned in us-central1 has its endpoint in us, whose host is
# aiplatform.us.rep.googleapis.com. `client.models.generate_content` takes an endpoint's full name, which says where it
# is. But the request goes to the host of the client's own location, whatever the name says: so the very client that tuned
# the model, and was told its endpoint, asks for it in another place, and `tunings.get(…).tuned_model.endpoint` cannot be
# passed on as it is.
#
# Seen with google-genai 2.34.0 on Python 3.11; no request leaves this machine, a transport prints where each would go.
# What Google's service answers at the other host was not tried.
# Remedy: another client, of the location in the endpoint's name.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet google-genai==2.34.0
"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import httpx
from google import genai
from google.auth.credentials import AnonymousCredentials
from google.genai import types

JOB = "projects/1/locations/us-central1/tuningJobs/5"
MADE = {"model": "projects/1/locations/us-central1/models/7@1", "endpoint": "projects/1/locations/us/endpoints/9"}
ANSWER = {"candidates": [{"content": {"role": "model", "parts": [{"text": "Hello"}]}}]}


class Credentials(AnonymousCredentials):
    def refresh(self, request):
        self.token = "made-up"


def google(request):
    print(f"  {request.url.host}{request.url.path}")
    job = {"name": JOB, "state": "JOB_STATE_SUCCEEDED", "tunedModel": MADE}
    return httpx.Response(200, json=job if request.method == "GET" else ANSWER)


for location in ("us-central1", "us"):
    client = genai.Client(
        vertexai=True,
        project="1",
        location=location,
        credentials=Credentials(),
        http_options=types.HttpOptions(httpx_client=httpx.Client(transport=httpx.MockTransport(google))),
    )
    print(f"a client of {location}")
    if location == "us-central1":
        endpoint = client.tunings.get(name=JOB).tuned_model.endpoint
    client.models.generate_content(model=endpoint, contents="Hi")
PYTHON
diff "$folder/seen" - <<'SEEN'
a client of us-central1
  us-central1-aiplatform.googleapis.com/v1beta1/projects/1/locations/us-central1/tuningJobs/5
  us-central1-aiplatform.googleapis.com/v1beta1/projects/1/locations/us/endpoints/9:generateContent
a client of us
  aiplatform.us.rep.googleapis.com/v1beta1/projects/1/locations/us/endpoints/9:generateContent
SEEN
