#!/usr/bin/env bash
# torchtune's Llama 3 tokenizer strips the text of every message before it is encoded, so blanks and line ends at both
# ends of an answer never reach a model. Code that goes on at some depth loses its indentation, and two answers that
# differ in nothing else become the same tokens: the pair teaches nothing, and nothing is said. torchtune's Qwen 2
# tokenizer keeps them, so the same data set trains other texts on another model.
#
# Seen with torchtune 0.6.1 (torch 2.13.0, torchao 0.17.0) on Python 3.11. Remedy: a tokenizer without strip().
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet torch==2.13.0 datasets==5.2.0 sentencepiece==0.2.3 tiktoken==0.14.0 \
  blobfile==3.3.0 tokenizers==0.23.3 kagglehub==1.0.3 omegaconf==2.4.0 pillow==13.0.0 psutil==7.2.2
"$folder/venv/bin/pip" install --quiet --no-deps torchtune==0.6.1 torchdata==0.11.0 torchao==0.17.0
HF_HOME="$folder/home" "$folder/venv/bin/python" - "$folder" 2>"$folder/errors" <<'PYTHON' | tee "$folder/seen"
import base64
import json
import sys

from torchtune.datasets import preference_dataset
from torchtune.models.llama3 import Llama3Tokenizer

tokens, rows = f"{sys.argv[1]}/tokens", f"{sys.argv[1]}/rows.jsonl"
with open(tokens, "w") as file:  # a token a byte
    file.writelines(f"{base64.b64encode(bytes([byte])).decode()} {byte}\n" for byte in range(256))
asked = [{"role": "user", "content": "Go on: def f(x):"}]
answers = {"chosen": "    return x", "rejected": "return x"}
with open(rows, "w") as file:
    file.write(json.dumps({side: asked + [{"role": "assistant", "content": text}] for side, text in answers.items()}))
tokenizer = Llama3Tokenizer(tokens)
row = preference_dataset(tokenizer, source="json", data_files=rows, split="train")[0]
for side in answers:
    said = bytes(token for token in row[f"{side}_input_ids"] if token < 256).decode()
    print(f"{side}: {said.rpartition('assistant')[2]!r}")
print("the same tokens:", row["chosen_input_ids"] == row["rejected_input_ids"])
PYTHON
diff "$folder/seen" - <<'SEEN'
chosen: '\n\nreturn x'
rejected: '\n\nreturn x'
the same tokens: True
SEEN
