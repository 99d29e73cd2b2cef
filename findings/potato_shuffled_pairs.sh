#!/usr/bin/env bash
# Votes that turn round on their way out. With randomize_order a pairwise scheme of Potato shows the two texts of an
# item in an order of chance, a different one to each person, and stores the place that was clicked: A is what stood
# first on that screen. Which text that was stands in user_state.json alone; CSV, TSV, JSON lines and Parquet say
# A and B and leave the order out. Joined with the data file, about half of all answers name the other text, and two
# people who chose the same text seem to disagree.
#
# Seen with potato-annotation 2.12.1 on Python 3.11: two people choose the same text, each where it stands on their
# page. Remedy: read user_state.json, and where instance_id_to_presentation_order of an item is [1, 0], turn its
# answer round.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet potato-annotation==2.12.1
cd "$folder"
cat > data.jsonl <<'DATA'
{"id": "p1", "prompt": "How is thyme kept in winter?", "text": ["On a sunny sill.", "Out in the frost."]}
DATA
cat > config.yaml <<'CONFIG'
annotation_task_name: Better answers
task_dir: .
output_annotation_dir: annotation_output
data_files: [data.jsonl]
item_properties: {id_key: id, text_key: text}
require_password: false
user_config: {allow_all_users: true, users: []}
annotation_schemes:
  - {annotation_type: pairwise, name: better, description: Which answer is better, randomize_order: true}
CONFIG
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
venv/bin/potato start config.yaml -p "$port" > server.log 2>&1 &
server=$!
venv/bin/python - "$port" <<'PYTHON'
import json
import re
import sys
import time

import requests

address = f"http://127.0.0.1:{sys.argv[1]}"
for _ in range(120):
    try:
        requests.get(address, timeout=5)
        break
    except requests.ConnectionError:
        time.sleep(0.5)
for person in ("ana", "ben"):
    session = requests.Session()
    session.post(f"{address}/auth", data={"email": person, "action": "login", "pass": ""}, timeout=60)
    page = session.get(f"{address}/annotate", timeout=60).text
    item = json.loads(re.search(r'id="instance_data"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
    place = "AB"[item["text"].index("On a sunny sill.")]
    sent = {"instance_id": "p1", "annotations": {"better:selection": place}, "span_annotations": []}
    session.post(f"{address}/updateinstance", json=sent, timeout=60).raise_for_status()
PYTHON
venv/bin/python -m potato.export -c config.yaml -f csv -o out > export.log
{
  sort out/annotations.csv | tr -d '\r'
  for person in ana ben; do
    venv/bin/python -c '
import json, sys
state = json.load(open(sys.argv[1]))
print(state["user_id"], "saw", state["instance_id_to_presentation_order"]["p1"]["better"])
' "annotation_output/$person/user_state.json"
  done
} | tee seen
diff seen - <<'SEEN'
instance_id,user_id,better.selection
p1,ana,A
p1,ben,B
ana saw [0, 1]
ben saw [1, 0]
SEEN
