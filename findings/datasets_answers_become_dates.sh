#!/usr/bin/env bash
# Where every answer of a file is a date, load_dataset("json") makes times of them, although JSON has texts there: the
# two answers of a row come as datetime objects, and how they were written is gone. Two ways to write one day become
# equal, so a pair about how to write a date has the same text on both sides. A single answer that is no date leaves a
# column text. A trainer that prints what it gets trains on "2024-03-01 00:00:00".
#
# Seen with datasets 5.2.0 and pyarrow 26.0.1 on Python 3.11. Remedy: features={"chosen": Value("string"), …}.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet datasets==5.2.0 pyarrow==26.0.1
HF_HOME="$folder/home" "$folder/venv/bin/python" - "$folder" 2>"$folder/errors" <<'PYTHON' | tee "$folder/seen"
import json
import sys

from datasets import load_dataset

pairs = {"dates": ["2024-03-01", "2024-03-01T00:00:00"], "one is no date": ["2024-03-01", "on 1 March 2024"]}
for name, (chosen, rejected) in pairs.items():
    file = f"{sys.argv[1]}/{name}.jsonl"
    with open(file, "w") as lines:
        lines.write(json.dumps({"prompt": "When?", "chosen": chosen, "rejected": rejected}) + "\n")
    row = load_dataset("json", data_files=file, split="train")[0]
    print(f"{name}: {row['chosen']!s} | {row['rejected']!s} | equal: {row['chosen'] == row['rejected']}")
PYTHON
diff "$folder/seen" - <<'SEEN'
dates: 2024-03-01 00:00:00 | 2024-03-01 00:00:00 | equal: True
one is no date: 2024-03-01 00:00:00 | on 1 March 2024 | equal: False
SEEN
