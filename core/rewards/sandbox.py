"""Run a program that scores answers, in a process of its own without network, files to write or much time."""

import json
import math
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from core.progress import Tell
from core.rewards.samples import Sample

CHILD = Path(__file__).with_name("sandbox_child.py")
A_CALL = 100.0
"""Seconds that Google gives a call."""

A_BATCH = 600.0
AT_ONCE = 2000
MOST_BYTES = 32 * 1024 * 1024
"""What a process is given at once; posts may be long."""

Score = float | str
"""A number, or why there is none, as the end of a sentence that begins with what was asked."""


def run_program(
    code: str, samples: Sequence[Sample], *, tell: Tell, a_call: float = A_CALL, a_batch: float = A_BATCH
) -> list[Score]:
    """The score of each sample, or why it has none.

    Args:
        code: A program that defines ``evaluate(example, response)``.
        samples: What to score.
        tell: Told how far it is; raising from it ends the work.
        a_call: Seconds a sample may take.
        a_batch: Seconds that 2,000 of them, or fewer long ones, may take together.
    """
    scores: list[Score] = []
    for batch in _batches(samples):
        scores += _run(code, batch, a_call, a_batch)
        tell(f"Scored {len(scores):,} of {len(samples):,} answers.")
    return scores


def _batches(samples: Sequence[Sample]) -> Iterator[list[str]]:
    """Samples as lines, so many at once, or so many bytes of long ones."""
    batch: list[str] = []
    size = 0
    for one in samples:
        line = json.dumps({"example": one.example, "response": one.response})
        if batch and (len(batch) == AT_ONCE or size + len(line) > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += len(line)
    if batch:
        yield batch


def _run(code: str, samples: list[str], a_call: float, a_batch: float) -> list[Score]:
    """Score some samples in one process."""
    lines = [json.dumps({"code": code, "seconds": a_call}), *samples]
    try:
        with TemporaryDirectory() as folder:
            done = subprocess.run(  # noqa: S603 - our own program, whose input is data
                [sys.executable, "-I", str(CHILD)],
                input="\n".join(lines).encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env=_environment(),
                timeout=a_batch,
                check=False,
            )
        said, reason = done.stdout, "its process ended early, perhaps for want of memory"
    except subprocess.TimeoutExpired as error:
        said, reason = error.stdout or b"", f"its {len(samples):,} answers took more than {a_batch:g} seconds"
    answers = list(_answers(said))[: len(samples)]
    if answers and "unusable" in answers[0]:
        return [str(answers[0]["unusable"])] * len(samples)
    return [*map(_score, answers), *[reason] * (len(samples) - len(answers))]


def _answers(said: bytes) -> Iterator[dict[str, Any]]:
    """What the process said of each sample, up to where it was cut off; a program may have spoken, too."""
    for line in said.rpartition(b"\n")[0].splitlines():
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError):
            answer = None
        yield answer if isinstance(answer, dict) else {}


def _score(answer: dict[str, Any]) -> Score:
    reward = answer.get("reward")
    if isinstance(reward, float) and math.isfinite(reward):
        return reward
    return str(answer.get("error", "what it gave is no number"))


def _environment() -> dict[str, str]:
    """What the process is told of this machine: nothing that is secret."""
    needed = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return needed | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
