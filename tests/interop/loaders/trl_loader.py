"""TRL: what its trainers make of a data set before a model sees it, told by the studio's configuration."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml
from datasets import Dataset, load_dataset
from given import Given, Row, stood_in
from tiny_tokenizer import tiny_tokenizer
from trl import (
    DatasetMixtureConfig,
    DPOConfig,
    DPOTrainer,
    KTOConfig,
    KTOTrainer,
    RewardConfig,
    RewardTrainer,
    get_dataset,
)

TOKENIZER = tiny_tokenizer()
END = TOKENIZER.eos_token
WHOLE = {"output_dir": "unused", "bf16": False, "max_length": None}
"""Nothing is cut or dropped."""


def listed(path: Path, lines: str, *, margin: bool = False) -> Dataset:
    """The rows of a file as TRL's own command reads them with these lines."""
    told = yaml.safe_load(lines)
    for one in told["datasets"]:
        one["data_files"] = str(path.parent / one["data_files"])
        if margin:
            one["columns"].append("margin")
    return get_dataset(DatasetMixtureConfig(**told))["train"]


def prepared(trainer: type, config: Any, rows: Dataset) -> Dataset:
    """The rows as the trainer's own preparation leaves them; it needs no model."""
    alone = SimpleNamespace(
        _tokenizer=TOKENIZER, processing_class=TOKENIZER, args=config, _is_vlm=False, calculate_KL=False
    )
    alone.desirable_weight = alone.undesirable_weight = 1.0
    return trainer._prepare_dataset(alone, rows, TOKENIZER, config, "train")  # noqa: SLF001


def decoded(tokens: list[int]) -> str:
    """The text that tokens stand for, marks of turns included."""
    return TOKENIZER.decode(tokens, skip_special_tokens=False)


def dpo(rows: Dataset) -> Iterator[Row]:
    """What DPO is trained on."""
    for row in prepared(DPOTrainer, DPOConfig(**WHOLE), rows):
        yield {name: decoded(row[f"{name}_ids"]) for name in ("prompt", "chosen", "rejected")}


def reward(rows: Dataset) -> Iterator[Row]:
    """What a reward model is trained on: each side from the first turn on."""
    for row in prepared(RewardTrainer, RewardConfig(**WHOLE), rows):
        yield {name: decoded(row[f"{name}_ids"]) for name in ("chosen", "rejected")} | {
            "margin": row["margin"]
        }


def kto(rows: Dataset) -> Iterator[Row]:
    """What KTO is trained on."""
    for row in prepared(KTOTrainer, KTOConfig(**WHOLE), rows):
        sides = {name: decoded(row[f"{name}_ids"]) for name in ("prompt", "completion")}
        yield sides | {"label": row["label"]}


def table(path: Path) -> Iterator[Row]:
    """A folder of a hub, as `load_dataset` reads it by its Parquet files."""
    yield from dpo(load_dataset(str(path.parent), split="train"))


def main() -> None:
    """Read every export that TRL takes."""
    given = Given("TRL", "trl")
    stood_in("no model: the trainer's preparation alone")
    lines = given.configurations
    text, turns = (partial(listed, lines=lines[name]) for name in ("trl", "trl-conversational"))
    lists = {"turns": True, "template": "chatml"}
    given.read("trl", "DPOTrainer", lambda path: dpo(text(path)), end=END)
    given.read("trl", "RewardTrainer", lambda path: reward(text(path, margin=True)), joined=True, end=END)
    given.read("trl-conversational", "DPOTrainer", lambda path: dpo(turns(path)), **lists)
    given.read(
        "trl-conversational",
        "RewardTrainer",
        lambda path: reward(turns(path, margin=True)),
        joined=True,
        **lists,
    )
    whole = partial(load_dataset, "json", split="train")
    given.read("dialogues", "DPOTrainer", lambda path: dpo(whole(data_files=str(path))), **lists)
    given.read("hub", "DPOTrainer", table, **lists)
    unpaired = partial(listed, lines=lines["kto-conversational"])
    given.read("kto-conversational", "KTOTrainer", lambda path: kto(unpaired(path)), unpaired=True, **lists)
    given.read("kto", "KTOTrainer", lambda path: kto(unpaired_text(path)), unpaired=True, end=END)
    given.write()


def unpaired_text(path: Path) -> Dataset:
    """The rows of a file without a configuration."""
    return load_dataset("json", data_files=str(path), split="train")


if __name__ == "__main__":
    main()
