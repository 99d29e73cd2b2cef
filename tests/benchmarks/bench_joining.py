"""Reading and joining two models' answers of 20,000 prompts, beside what bare `json` and a dict need.

Run from the root: ``python tests/benchmarks/bench_joining.py [--rows 20000]``. The rows are as long as those
of the course's posts (900 characters a prompt, 250 an answer); the second file is shuffled. Each shape is
read from disk and joined; bare only parses the lines and looks each prompt up. Memory is the most that Python
held while it read, beside the bytes of both files. Exit status 1 if a figure does not hold.
"""

import argparse
import json
import random
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from core.review.answers import join_answers, read_answers

MOST_SECONDS = 2.0
MOST_BYTES_A_BYTE = 3.0
WORDS = [f"w{number}" for number in range(2000)]


def vertex(prompt: str, answer: str) -> object:
    """A line of bulk inference."""
    return {"inputs": {"inputs_pretokenized": prompt, "targets_pretokenized": ""}, "prediction": answer}


def gemini(prompt: str, answer: str) -> object:
    """A line of Gemini's batch prediction."""
    said = {
        "candidates": [{"content": {"role": "model", "parts": [{"text": answer}]}, "finishReason": "STOP"}]
    }
    return {
        "status": "",
        "request": {"contents": [{"role": "user", "parts": [{"text": prompt}]}]},
        "response": said,
    }


def chat(prompt: str, answer: str) -> object:
    """A chat."""
    return {"messages": [{"role": "user", "content": prompt}, {"role": "assistant", "content": answer}]}


def plain(prompt: str, answer: str) -> object:
    """Two fields."""
    return {"prompt": prompt, "response": answer}


SHAPES: dict[str, Callable[[str, str], object]] = {
    "Vertex AI": vertex,
    "Gemini batch": gemini,
    "chat": chat,
    "plain": plain,
}


def write(folder: Path, shape: str, rows: int) -> tuple[Path, Path]:
    """Two models' answers to the same prompts, the second's in another order."""
    drawn = random.Random(5)  # noqa: S311 - texts of a benchmark
    lines: list[list[str]] = [[], []]
    for number in range(rows):
        prompt = f"Sum up.\n\n\n{number} {' '.join(drawn.choices(WORDS, k=180))} [summary]: "
        for model in lines:
            model.append(json.dumps(SHAPES[shape](prompt, " ".join(drawn.choices(WORDS, k=50)))))
    drawn.shuffle(lines[1])
    files = folder / f"{shape} 0.jsonl", folder / f"{shape} 1.jsonl"
    for file, model in zip(files, lines, strict=True):
        file.write_text("\n".join(model))
    return files


def ours(files: tuple[Path, Path]) -> int:
    """Read and join."""
    return len(join_answers([read_answers(str(file)) for file in files]).items)


def bare(files: tuple[Path, Path]) -> int:
    """Parse the lines, and look each row up by what it begins with."""
    first, second = ([json.loads(line) for line in file.open("rb")] for file in files)
    rows = {str(row)[:900]: row for row in first}
    return sum(str(row)[:900] in rows for row in second)


def timed(work: Callable[[tuple[Path, Path]], int], files: tuple[Path, Path]) -> float:
    """The best of three, in seconds of the processor: the machine may be busy."""
    took = []
    for _ in range(3):
        began = time.process_time()
        work(files)
        took.append(time.process_time() - began)
    return min(took)


def held(files: tuple[Path, Path]) -> float:
    """The most that Python held while it read and joined, for each byte of the files."""
    tracemalloc.start()
    ours(files)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / sum(file.stat().st_size for file in files)


def main() -> int:
    """Print a line a shape."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=20_000)
    rows = parser.parse_args().rows
    well = True
    with TemporaryDirectory() as folder:
        for shape in SHAPES:
            files = write(Path(folder), shape, rows)
            if (found := ours(files)) != rows:
                print(f"{shape}: {found:,} of {rows:,} prompts were joined")
                return 1
            seconds, limit, memory = timed(ours, files), timed(bare, files), held(files)
            well &= seconds < MOST_SECONDS and memory < MOST_BYTES_A_BYTE
            print(
                f"{shape:14}{rows:>8,} × 2  {seconds:5.2f} s  bare {limit:5.2f} s"
                f"  ratio {seconds / limit:4.1f}  {memory:4.1f} bytes held a byte read"
            )
    return 0 if well else 1


if __name__ == "__main__":
    raise SystemExit(main())
