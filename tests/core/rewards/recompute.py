"""Recompute a reward's accuracy from what anybody can have: a preference file and the reward's program.

``python recompute.py preference.jsonl reward.py`` prints it as JSON. It shares nothing with the studio: it
knows the standard library only, and the program runs in ``python -I``.
"""

import hashlib
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

SCORE = """
import json, sys
namespace = {}
exec(open(sys.argv[1], encoding="utf-8").read(), namespace)
for line in sys.stdin:
    print(repr(namespace["evaluate"](*json.loads(line))))
"""


def held_out(rows: list[dict]) -> list[dict]:
    """The rows of the fifth of the prompts whose sha256 is smallest."""

    def name(row: dict) -> str:
        return hashlib.sha256(" ".join(row["input_text"].split()).encode()).hexdigest()

    names = sorted({name(row) for row in rows})
    fifth = set(names[: -(-len(names) // 5)])
    return [row for row in rows if name(row) in fifth]


def rewards(rows: list[dict], program: str) -> list[tuple[float, float]]:
    """What the program gives both answers of each row."""
    calls = []
    for row in rows:
        example = {"contents": [{"role": "user", "parts": [{"text": row["input_text"]}]}]}
        for name in ("candidate_0", "candidate_1"):
            response = {"role": "model", "parts": [{"text": row[name]}]}
            calls += [json.dumps([example, response])]
    command = [sys.executable, "-I", "-c", SCORE, program]
    said = subprocess.run(command, input="\n".join(calls), capture_output=True, text=True, check=True)
    numbers = [float(line) for line in said.stdout.splitlines()]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def accuracy(rows: list[dict], given: list[tuple[float, float]]) -> float:
    """How often the preferred answer got more, each prompt counting once."""
    of_prompt = defaultdict(list)
    for row, (first, second) in zip(rows, given, strict=True):
        better = first if row["choice"] == 0 else second
        worse = second if row["choice"] == 0 else first
        right = 1 if better > worse else 0.5 if better == worse else 0
        of_prompt[" ".join(row["input_text"].split())].append(right)
    means = [sum(each) / len(each) for each in of_prompt.values()]
    return sum(means) / len(means)


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8") as lines:
        all_rows = [json.loads(line) for line in lines]
    checked = held_out(all_rows)
    given = rewards(checked, sys.argv[2])
    print(json.dumps({"pairs": len(checked), "accuracy": accuracy(checked, given), "rewards": given}))
