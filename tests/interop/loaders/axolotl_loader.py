"""Axolotl: its `prepare_preference_datasets`, told by the configuration of the studio."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import yaml
from axolotl.utils.data.rl import prepare_preference_datasets
from axolotl.utils.dict import DictDefault
from axolotl.utils.schemas.enums import RLType
from given import Given, Row
from tiny_tokenizer import save_tiny_model, tiny_tokenizer

TEXT = """
rl: dpo
datasets:
  - {path: FILE, ds_type: json, split: train, type: STRATEGY}
"""
"""For strategies that write text by a template of their own."""


def rows(path: Path, *, scratch: Path, lines: str) -> Iterator[Row]:
    """The texts that a strategy makes of the rows."""
    told = yaml.safe_load(lines)
    for one in told["datasets"]:
        one["path"] = str(path.parent / one["path"])
    model = str(scratch / "model")
    settings = told | {
        "rl": RLType(told["rl"]),
        "base_model": model,
        "base_model_config": model,
        "tokenizer_config": model,
        "chat_template": "tokenizer_default",
        "sequence_len": 100_000,
        "skip_prepare_dataset": True,  # no row is too long, and nothing is kept for another run
        "output_dir": str(scratch / "out"),
    }
    found, _ = prepare_preference_datasets(DictDefault(settings), tiny_tokenizer())
    names = ("prompt", "completion", "label") if told["rl"] == "kto" else ("prompt", "chosen", "rejected")
    for row in found:
        yield {name: row[name] for name in names}


def main() -> None:
    """Read every export that Axolotl takes, with the strategies that fit it."""
    given = Given("Axolotl", "axolotl")
    save_tiny_model(given.scratch / "model")
    read = partial(rows, scratch=given.scratch)
    lines = given.configurations
    given.read(
        "axolotl",
        "chat_template.default",
        partial(read, lines=lines["axolotl"]),
        turns=True,
        template="chatml",
    )
    given.read(
        "kto", "kto chatml.prompt_pairs", partial(read, lines=lines["kto"]), template="chatml", unpaired=True
    )
    (file,) = (given.exports / "trl").iterdir()
    for family in ("chatml", "llama3"):
        strategy = f"{family}.default"
        told = TEXT.replace("FILE", file.name).replace("STRATEGY", strategy)
        given.read("trl", strategy, partial(read, lines=told), template=family)
    given.write()


if __name__ == "__main__":
    main()
