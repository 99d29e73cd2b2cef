"""A Parquet file as a data hub has them: dialogues as lists of messages, a prompt beside them, scores."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

PROMPT, ANSWER = 300, 550  # characters, on average
STOCK = 4_000_000  # characters of made text to cut from
GROUP = 10_000  # rows written together
TURN = pa.list_(pa.struct({"content": pa.string(), "role": pa.string()}))
SCHEMA = pa.schema(
    {
        "prompt": pa.string(),
        "prompt_id": pa.string(),
        "chosen": TURN,
        "rejected": TURN,
        "score_chosen": pa.float64(),
        "score_rejected": pa.float64(),
    }
)


def write_hub_file(file: Path, rows: int, *, seed: int) -> None:
    """Write so many rows, no two alike; another seed gives other rows."""
    lots = random.Random(seed)  # noqa: S311 - texts, not secrets
    words = [
        "".join(lots.choices("eeeeaaooiinnttrrsshldcumfpgwybvk", k=lots.randint(2, 11)))
        for _ in range(20_000)
    ]
    stock = " ".join(lots.choices(words, k=STOCK // 7))[:STOCK]
    with parquet.ParquetWriter(file, SCHEMA) as writer:
        made: list[dict[str, Any]] = []
        for row in _rows(lots, stock, rows):
            made.append(row)
            if len(made) == GROUP:
                writer.write_table(pa.Table.from_pylist(made, SCHEMA))
                made.clear()
        if made:
            writer.write_table(pa.Table.from_pylist(made, SCHEMA))


def _rows(lots: random.Random, stock: str, rows: int) -> Iterator[dict[str, Any]]:
    def cut(average: int) -> str:
        length = lots.randint(average // 2, average * 3 // 2)
        start = lots.randrange(len(stock) - length)
        return stock[start : start + length].strip()

    for number in range(rows):
        prompt = f"{number} {cut(PROMPT)}?"
        better = lots.uniform(1, 10)
        yield {
            "prompt": prompt,
            "prompt_id": f"{lots.getrandbits(256):064x}",
            "chosen": _dialogue(prompt, cut(ANSWER)),
            "rejected": _dialogue(prompt, f"{cut(ANSWER)} {number}"),
            "score_chosen": better,
            "score_rejected": better * lots.random() * 0.99,
        }


def _dialogue(prompt: str, answer: str) -> list[dict[str, str]]:
    return [{"content": prompt, "role": "user"}, {"content": answer, "role": "assistant"}]
