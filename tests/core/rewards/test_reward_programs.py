"""The program of a reward model: the same numbers as the model, alone with numpy, whatever it is asked."""

import ast
import json
import subprocess
import sys

import numpy as np
import pytest

from core.rewards.programs import model_code
from core.rewards.text_features import (
    BUCKETS,
    MEASURES,
    Weights,
    buckets_of,
    packed,
    raw_reward,
    read_answer,
    squashed,
    unpacked,
)
from tests.core.rewards.generated_choices import rows
from tests.core.rewards.odd_answers import as_lines, odd_samples

ALONE = """
import json, sys
namespace = {}
exec(open(sys.argv[1], encoding="utf-8").read(), namespace)
for line in sys.stdin:
    print(repr(namespace["evaluate"](*json.loads(line))))
loaded = {name.partition(".")[0] for name in sys.modules}
foreign = loaded & {"core", "sklearn", "scipy", "pandas", "pydantic"}
print(json.dumps(sorted(foreign)))
"""
TEXT = {"text": "My cat ran away. What now?"}
THOUGHT = {"text": "Let me think about it.", "thought": True}


@pytest.fixture(scope="module")
def weights():
    """A model of weights drawn by chance, as precise as they are stored."""
    chance = np.random.default_rng(5)
    size = len(MEASURES)
    return Weights(
        measures=chance.normal(size=size),
        mean=chance.normal(size=size),
        scale=chance.uniform(0.5, 2, size=size),
        text=unpacked(packed(chance.normal(size=BUCKETS))),
        median=0.3,
        spread=4.0,
    )


@pytest.fixture(scope="module")
def alone(weights, tmp_path_factory):
    """What the program gives samples, in an interpreter that has the standard library and numpy only."""
    program = tmp_path_factory.mktemp("program") / "reward.py"
    program.write_text(model_code(weights), encoding="utf-8")

    def rewards(samples):
        done = subprocess.run(
            [sys.executable, "-I", "-c", ALONE, str(program)],
            input=as_lines(samples).encode(),
            capture_output=True,
            check=True,
        )
        *lines, foreign = done.stdout.decode().splitlines()
        assert json.loads(foreign) == []
        return [float(line) for line in lines]

    return rewards


def example(prompt):
    """A prompt as Google hands it to a reward."""
    return {"contents": [{"role": "user", "parts": [{"text": prompt}]}]}


def test_the_program_gives_the_models_numbers(weights, alone):
    """To 1e-9, on 200 answers."""
    asked = [
        (one["input_text"], one[name]) for one in rows(100, seed=8) for name in ("candidate_0", "candidate_1")
    ]
    found = alone([(example(prompt), {"parts": [{"text": answer}]}) for prompt, answer in asked])
    expected = [squashed(weights, raw_reward(weights, *one)) for one in asked]
    assert found == pytest.approx(expected, abs=1e-9)
    assert len(set(found)) > 190


def test_a_thousand_odd_answers_all_get_a_reward(alone):
    """None raises, none gives anything but a number between -1 and 1; how long it takes is a benchmark's."""
    found = alone(odd_samples(1000))
    assert len(found) == 1000
    assert all(-1 <= reward <= 1 for reward in found)


def test_what_counts_as_an_answer(alone):
    """Thoughts are left out; what has no text or calls a function is worth -1."""
    asked = example("A post about a cat.")
    worthless = (
        {},
        {"parts": []},
        {"parts": [{"text": " \n"}]},
        {"parts": [THOUGHT]},
        {"parts": [{"functionCall": {"name": "f"}}]},
        {"parts": [TEXT, {"functionCall": {"name": "f"}}]},
        {"parts": [{"inlineData": {"data": "AAAA"}}]},
    )
    plain = (
        {"parts": [TEXT]},
        {"parts": [THOUGHT, TEXT]},
        {"parts": [{"text": "My cat ran "}, {"text": "away. What now?"}]},
    )
    found = alone([(asked, one) for one in (*worthless, *plain)])
    assert found[: len(worthless)] == [-1.0] * len(worthless)
    assert -1 < found[-1] == found[-2] == found[-3]


def test_no_feature_knows_a_side_or_another_answer(weights):
    """The reward of an answer is its own: it does not depend on what was scored before it."""
    first = raw_reward(weights, "A post.", "One answer.")
    raw_reward(weights, "Another post.", "Another answer?")
    assert raw_reward(weights, "A post.", "One answer.") == first


def test_weights_come_back_as_they_were_packed(weights):
    """Rounded once, they are the same from then on; they take less than 100 kB with all of the program."""
    assert (unpacked(packed(weights.text)) == weights.text).all()
    assert len(model_code(weights)) < 100_000


def test_an_older_python_reads_the_program(weights):
    """Which one Google runs is not documented."""
    ast.parse(model_code(weights), feature_version=(3, 9))


def test_saying_a_liked_word_alone_or_again_and_again_gains_little():
    """A model that is tuned on the reward would find out: what a word is worth does not grow that way."""
    size = len(MEASURES)
    text = np.zeros(BUCKETS)
    text[buckets_of(read_answer("wonderful"))[0]] = 1.0
    weights = Weights(np.zeros(size), np.zeros(size), np.ones(size), text)
    among = raw_reward(
        weights, "", "It was " + " ".join(f"so{number}" for number in range(15)) + " wonderful."
    )
    assert raw_reward(weights, "", "wonderful") < 2.5 * among
    assert raw_reward(weights, "", "wonderful " * 40) < 2.5 * among
