"""Axolotl: its `prepare_preference_datasets` with a strategy a data set."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from axolotl.utils.data.rl import prepare_preference_datasets
from axolotl.utils.dict import DictDefault
from axolotl.utils.schemas.enums import RLType
from given import Given, Row
from tiny_tokenizer import save_tiny_model, tiny_tokenizer


def rows(path: Path, *, scratch: Path, strategy: str) -> Iterator[Row]:
    """The texts that a strategy makes of the rows."""
    kind = "parquet" if path.suffix == ".parquet" else "json"
    dataset = {"path": str(path), "ds_type": kind, "split": "train", "type": strategy}
    model = scratch / "model"
    settings = {
        "rl": RLType.DPO,
        "datasets": [dataset],
        "base_model": str(model),
        "base_model_config": str(model),
        "tokenizer_config": str(model),
        "chat_template": "tokenizer_default",
        "sequence_len": 100_000,
        "skip_prepare_dataset": True,  # no row is too long, and nothing is kept for another run
        "output_dir": str(scratch / "out"),
    }
    found, _ = prepare_preference_datasets(DictDefault(settings), tiny_tokenizer())
    for row in found:
        yield {name: row[name] for name in ("prompt", "chosen", "rejected")}


def main() -> None:
    """Read every export that Axolotl takes, with each strategy that fits it."""
    given = Given("Axolotl", "axolotl")
    save_tiny_model(given.scratch / "model")
    read = partial(rows, scratch=given.scratch)
    for family in ("chatml", "llama3"):
        strategy = f"{family}.default"
        given.read("trl", strategy, partial(read, strategy=strategy), template=family)
    turns = partial(read, strategy="chat_template.default")
    given.read("axolotl", "chat_template.default", turns, turns=True, template="chatml")
    given.write()


if __name__ == "__main__":
    main()
