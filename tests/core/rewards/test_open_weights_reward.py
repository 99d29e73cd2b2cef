"""The open-weights reward of docs/rewards.md, as it stands there, with stand-ins for two large libraries."""

import math
import re
from pathlib import Path

import pytest
import requests

from core.rewards import ModelPart, write_server
from core.rewards.cloud_run import score_by_server
from core.rewards.parts import CloudRunPart
from tests.core.rewards.judged_pairs import sample
from tests.core.rewards.reward_servers import running

DOCS = Path(__file__).parents[3] / "docs/rewards.md"
TORCH = """
from contextlib import nullcontext as inference_mode
"""
TRANSFORMERS = """
class Number(float):
    def item(self):
        return float(self)


class AutoTokenizer:
    @classmethod
    def from_pretrained(cls, name):
        return cls()

    def apply_chat_template(self, messages, tokenize):
        return "|".join(f"{one['role']}={one['content']}" for one in messages)

    def __call__(self, text, return_tensors, truncation, max_length, add_special_tokens):
        return {"input_ids": text}


class Scores:
    def __init__(self, text):
        self.logits = [[Number(text.count("kind") * 10 - text.count("system=") * 5)]]


class AutoModelForSequenceClassification:
    @classmethod
    def from_pretrained(cls, name, num_labels):
        return cls()

    def eval(self):
        return lambda input_ids: Scores(input_ids)
"""


@pytest.fixture
def server(tmp_path):
    """The folder with the program of the documentation in the place of the studio's."""
    folder = write_server(
        ModelPart(name="people", code="def evaluate(example, response): ...\n"), tmp_path / "new"
    )
    (program,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
    files = {"reward.py": program, "torch.py": TORCH, "transformers.py": TRANSFORMERS}
    for name, text in files.items():
        (folder / name).write_text(text)
    with running(folder) as started:
        yield started


def test_the_program_of_the_documentation_scores(server):
    """Its scores pass tanh; an answer of nothing is worth -1; thoughts are no part of it."""
    samples = [
        sample("A kind answer."),
        sample("Another."),
        sample(" "),
        sample("x", systemInstruction=SYSTEM),
    ]
    found = score_by_server(CloudRunPart(name="open", address=server.address), samples, lambda _: None)
    assert found == pytest.approx([math.tanh(1), 0, -1, math.tanh(-0.5)])


def test_turns_thoughts_and_odd_parts_are_understood(server):
    turns = [{"role": "user", "parts": [{"text": "a kind"}]}, {"role": "model", "parts": [{"text": "b"}]}]
    parts = [{"text": "kind", "thought": True}, {"functionCall": {"name": "f"}}, {"text": "c kind"}]
    body = {"example": {"contents": turns}, "response": {"role": "model", "parts": parts}}
    answer = requests.post(server.address, json=body, timeout=10).json()
    assert answer == {"reward": pytest.approx(math.tanh(2))}


SYSTEM = {"parts": [{"text": "Be brief."}]}
