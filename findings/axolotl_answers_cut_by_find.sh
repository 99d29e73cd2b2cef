#!/usr/bin/env bash
# Axolotl's chat_template.default for DPO writes each answer behind a dummy question and looks for it in the result
# with find(). An answer that the template says earlier by itself, such as "user" or "a", begins there, so the dummy
# question becomes part of it; one that the template trims is not found, and nothing of it is left.
# Classes, names of roles and choices of letters are such answers, and so is every answer with a blank in front on a
# template that trims, as Llama 3's does. Nothing is said.
#
# Seen with axolotl 0.19.0 (transformers 5.16.1) on Python 3.11. Remedy: a strategy of one's own that cuts by length.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet \
  transformers==5.16.1 datasets==4.8.4 torch==2.13.0 accelerate==1.13.0 addict==2.4.0 colorama==0.4.6
"$folder/venv/bin/pip" install --quiet --no-deps axolotl==0.19.0
DO_NOT_TRACK=1 "$folder/venv/bin/python" - 2>"$folder/errors" <<'PYTHON' | tee "$folder/seen"
from axolotl.prompt_strategies.dpo.chat_template import default
from axolotl.utils.dict import DictDefault
from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast

TURN = "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ CONTENT }}<|im_end|>\n{% endfor %}"
strategy, _ = default(DictDefault({"datasets": [{}], "chat_template": "tokenizer_default"}))
for name, content in (("ChatML", "m['content']"), ("ChatML that trims", "m['content'] | trim")):
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.WordLevel({"[UNK]": 0}, unk_token="[UNK]")))
    tokenizer.chat_template = TURN.replace("CONTENT", content)
    for answer in ("Paris.", "user", " x = 1"):
        row = {"messages": [{"role": "user", "content": "Q"}], "chosen": answer, "rejected": "No."}
        print(f"{name}, {answer!r}: {strategy(row, tokenizer=tokenizer)['chosen']!r}")
PYTHON
diff "$folder/seen" - <<'SEEN'
ChatML, 'Paris.': 'Paris.<|im_end|>'
ChatML, 'user': 'user\n[[dummy_message]]<|im_end|>\n<|im_start|>assistant\nuser<|im_end|>'
ChatML, ' x = 1': ' x = 1<|im_end|>'
ChatML that trims, 'Paris.': 'Paris.<|im_end|>'
ChatML that trims, 'user': 'user\n[[dummy_message]]<|im_end|>\n<|im_start|>assistant\nuser<|im_end|>'
ChatML that trims, ' x = 1': ''
SEEN
