"""TRL: what its trainers make of a data set before a model sees it."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from datasets import load_dataset
from given import Given, Row
from tiny_tokenizer import tiny_tokenizer
from trl import DPOConfig, DPOTrainer

TOKENIZER = tiny_tokenizer()
END = TOKENIZER.eos_token


def prepared(trainer: type, config: Any, path: Path) -> Iterator[Row]:
    """The rows as the trainer's own preparation leaves them; it needs no model."""
    kind = "parquet" if path.suffix == ".parquet" else "json"
    rows = load_dataset(kind, data_files=str(path), split="train")
    alone = SimpleNamespace(_tokenizer=TOKENIZER, processing_class=TOKENIZER, args=config, _is_vlm=False)
    yield from trainer._prepare_dataset(alone, rows, TOKENIZER, config, "train")  # noqa: SLF001


def decoded(tokens: list[int]) -> str:
    """The text that tokens stand for, marks of turns included."""
    return TOKENIZER.decode(tokens, skip_special_tokens=False)


def dpo(path: Path) -> Iterator[Row]:
    """What DPO is trained on."""
    for row in prepared(DPOTrainer, DPOConfig(output_dir="unused", max_length=None, bf16=False), path):
        yield {name: decoded(row[f"{name}_ids"]) for name in ("prompt", "chosen", "rejected")}


def main() -> None:
    """Read every export that TRL takes."""
    given = Given("TRL", "trl")
    given.read("trl", "DPOTrainer", dpo, end=END)
    given.read("trl-conversational", "DPOTrainer", dpo, turns=True, template="chatml")
    given.write()


if __name__ == "__main__":
    main()
