#!/usr/bin/env bash
# ms-swift gives a row's system text to the chosen dialogue alone where the rejected one is a dialogue too
# (rejected_messages): the two sides of a pair then answer different prompts, and a model can learn from whether there
# was a system text. With rejected_response in its place both sides have it. Its documents ask for rejected_images and
# rejected_tools beside rejected_messages and say nothing of the system text; rejected_system is dropped by the loader
# without a word.
#
# Seen with ms-swift 4.6.0 (transformers 5.19.0, datasets 4.8.4) on Python 3.11. Remedy: the system text as the first
# message of both dialogues.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet torch==2.13.0 transformers==5.19.0 datasets==4.8.4 accelerate==1.15.0 \
  peft==0.21.2 modelscope==1.40.2 json-repair==0.64.6 addict==2.4.0 attrdict==2.0.1 aiohttp==3.14.5 pandas==3.1.1 \
  pillow==13.0.0 requests==2.34.2 einops==0.8.2 tiktoken==0.14.0 sentencepiece==0.2.3 setuptools==84.2.1
"$folder/venv/bin/pip" install --quiet --no-deps ms-swift==4.6.0
HF_HOME="$folder/home" HF_HUB_OFFLINE=1 MODELSCOPE_CACHE="$folder/scope" \
  "$folder/venv/bin/python" - "$folder" 2>"$folder/errors" <<'PYTHON' | grep ^rejected_ | tee "$folder/seen"
import json
import sys

from swift.dataset import load_dataset
from swift.template.template_inputs import TemplateInputs

asked = [{"role": "user", "content": "What is an atom?"}]
better, worse = ({"role": "assistant", "content": text} for text in ("A small part of matter.", "A lamp."))
system = "Answer a child."
cases = {
    "rejected_response": {"rejected_response": worse["content"]},
    "rejected_messages": {"rejected_messages": [*asked, worse]},
    "rejected_system": {"rejected_messages": [*asked, worse], "rejected_system": system},
    "rejected_first_message": {"rejected_messages": [{"role": "system", "content": system}, *asked, worse]},
}
for name, rejected in cases.items():
    row = {"system": system, "messages": [*asked, better], **rejected}
    file = f"{sys.argv[1]}/{name}.jsonl"
    with open(file, "w") as lines:
        lines.write(json.dumps(row) + "\n")
    rows, _ = load_dataset([file], split_dataset_ratio=0.0, shuffle=False, strict=True)
    sides = TemplateInputs.from_dict(rows[0])
    print(f"{name}: chosen {sides.chosen.system!r}, rejected {sides.rejected.system!r}")
PYTHON
diff "$folder/seen" - <<'SEEN'
rejected_response: chosen 'Answer a child.', rejected 'Answer a child.'
rejected_messages: chosen 'Answer a child.', rejected None
rejected_system: chosen 'Answer a child.', rejected None
rejected_first_message: chosen 'Answer a child.', rejected 'Answer a child.'
SEEN
