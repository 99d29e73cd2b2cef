#!/usr/bin/env bash
# LLaMA-Factory's templates fill the user's text into a slot and then the number of the turn into the same slot, by
# replacing the first {{idx}} in it, whoever has written that. Where a template numbers no turn, which is nearly always,
# it is the user who has: the first {{idx}} of a question about Vue, Handlebars or Jinja becomes 0, or 1 in the second
# turn. Answers and system texts stay as they are, and so does every other name in braces.
#
# Seen with llamafactory 0.9.5 (transformers 5.6.0) on Python 3.11, with its templates chatml, llama3 and qwen3.
# Remedy: a blank, {{ idx }}.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet torch==2.13.0 transformers==5.6.0 datasets==4.0.0 accelerate==1.11.0 peft==0.18.1 \
  pillow==13.0.0 omegaconf==2.4.0 pandas==3.1.1
"$folder/venv/bin/pip" install --quiet --no-deps llamafactory==0.9.5 trl==0.24.0
"$folder/venv/bin/python" - 2>"$folder/errors" <<'PYTHON' | tee "$folder/seen"
import sys
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec

sys.modules["torchaudio"] = module_from_spec(ModuleSpec("torchaudio", None))  # imported for sound, not used for text
from llamafactory.data.template import TEMPLATES

asked = 'Why does :key="{{idx}}" fail, and {{idx}} not?'
for name in ("chatml", "llama3", "qwen3"):
    for turn in (0, 1):
        (text,) = TEMPLATES[name].format_user.apply(content=asked, idx=str(turn))
        print(f"{name}, turn {turn}:", text[text.index("Why") : text.index("not?") + 4])
PYTHON
diff "$folder/seen" - <<'SEEN'
chatml, turn 0: Why does :key="0" fail, and {{idx}} not?
chatml, turn 1: Why does :key="1" fail, and {{idx}} not?
llama3, turn 0: Why does :key="0" fail, and {{idx}} not?
llama3, turn 1: Why does :key="1" fail, and {{idx}} not?
qwen3, turn 0: Why does :key="0" fail, and {{idx}} not?
qwen3, turn 1: Why does :key="1" fail, and {{idx}} not?
SEEN
