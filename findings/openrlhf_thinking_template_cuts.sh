#!/usr/bin/env bash
# OpenRLHF takes an answer to be what the template writes behind as many characters as the prompt has. The prompt is
# written with what asks for an answer; templates of thinking models open a thought there, and do not write it before
# an answer that is given. So both answers of a preference row lose as many characters as that is long, and a short
# answer is lost as a whole: what is trained on is a part of its end mark.
#
# Seen with openrlhf 0.11.2 (transformers 5.15.0) on Python 3.11, with prompt_key and apply_chat_template as its
# examples have them. Remedy: a template that writes an answer behind the very text that asks for it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet \
  transformers==5.15.0 datasets==5.2.0 torch==2.13.0 pylatexenc==2.10 sympy==1.14.0
"$folder/venv/bin/pip" install --quiet --no-deps openrlhf==0.11.2
"$folder/venv/bin/python" - 2>"$folder/errors" <<'PYTHON' | tee "$folder/seen"
from openrlhf.datasets.reward_dataset import preprocess_data
from tokenizers import Tokenizer, models
from transformers import PreTrainedTokenizerFast

TURNS = "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
ASKS = "{% if add_generation_prompt %}<|im_start|>assistant\nTHOUGHT{% endif %}"
row = {
    "prompt": [{"role": "user", "content": "What is the capital of France?"}],
    "chosen": [{"role": "assistant", "content": "Paris is the capital."}],
    "rejected": [{"role": "assistant", "content": "Lyon."}],
}
tokenizer = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(models.WordLevel({"[UNK]": 0}, unk_token="[UNK]")))
for name, thought in (("plain", ""), ("thinking", "<think>\n")):
    tokenizer.chat_template = TURNS + ASKS.replace("THOUGHT", thought)
    _, chosen, rejected, _ = preprocess_data(
        row, prompt_key="prompt", apply_chat_template=tokenizer.apply_chat_template
    )
    print(f"{name}: {chosen!r} {rejected!r}")
PYTHON
diff "$folder/seen" - <<'SEEN'
plain: 'Paris is the capital.<|im_end|>\n' 'Lyon.<|im_end|>\n'
thinking: ' the capital.<|im_end|>\n' 'm_end|>\n'
SEEN
