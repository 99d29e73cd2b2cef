#!/usr/bin/env bash
# An export that stops before the end. With export_annotation_format Potato writes an export by itself whenever
# somebody saves, but not again within auto_export_interval seconds (60 unless set) of the last one, and nothing
# writes what was saved meanwhile: no timer, not the end of the study, not the end of the server. Whoever answers
# everything in less than the interval is exported with the first answer alone, and of a study of any length the
# answers of its last minute are missing, while the file looks whole.
#
# Seen with potato-annotation 2.12.1 on Python 3.11, the interval set to 20 seconds here. Remedy: export with
# `python -m potato.export`, or read user_state.json, which holds all.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet potato-annotation==2.12.1
cd "$folder"
for number in 1 2 3; do
  echo "{\"id\": \"p$number\", \"text\": [\"Text one of $number.\", \"Text two of $number.\"]}"
done > data.jsonl
cat > config.yaml <<'CONFIG'
annotation_task_name: Better answers
task_dir: .
output_annotation_dir: annotation_output
export_annotation_format: jsonl
auto_export_interval: 20
data_files: [data.jsonl]
item_properties: {id_key: id, text_key: text}
require_password: false
user_config: {allow_all_users: true, users: []}
annotation_schemes:
  - {annotation_type: pairwise, name: better, description: Which answer is better}
CONFIG
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
venv/bin/potato start config.yaml -p "$port" > server.log 2>&1 &
server=$!
venv/bin/python - "$port" <<'PYTHON'
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
session = requests.Session()
session.post(f"{address}/auth", data={"email": "ana", "action": "login", "pass": ""}, timeout=60)
session.get(f"{address}/annotate", timeout=60)
for number in (1, 2, 3):
    sent = {"instance_id": f"p{number}", "annotations": {"better:selection": "A"}, "span_annotations": []}
    session.post(f"{address}/updateinstance", json=sent, timeout=60).raise_for_status()
PYTHON
sleep 25
kill "$server"
wait "$server" || true
automatic=annotation_output/exports/jsonl/annotations.jsonl
venv/bin/python -m potato.export -c config.yaml -f jsonl -o out > export.log
{
  echo "by itself: $(wc -l < $automatic) of 3 answers"
  echo "asked for: $(wc -l < out/annotations.jsonl) of 3 answers"
} | tee seen
diff seen - <<'SEEN'
by itself: 1 of 3 answers
asked for: 3 of 3 answers
SEEN
