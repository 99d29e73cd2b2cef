"""NeMo-RL: its `PreferenceDataset` and `preference_preprocessor`, told by the configuration of the studio."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import yaml
from given import Given, Row, stood_in
from nemo_rl.data.datasets.preference_datasets import load_preference_dataset
from nemo_rl.data.processors import preference_preprocessor
from nemo_rl.package_info import __version__
from tiny_tokenizer import tiny_tokenizer


def rows(path: Path, *, lines: str) -> Iterator[Row]:
    """Both sides from the first turn on, as they are tokenized."""
    told = yaml.safe_load(lines)["data"]
    settings = told["default"] | told["train"]
    settings["data_path"] = str(path.parent / settings["data_path"])
    found = load_preference_dataset(settings)
    tokenizer = tiny_tokenizer()
    for place, row in enumerate(found.dataset):
        made = preference_preprocessor(row, found.task_spec, tokenizer, 100_000, place)
        yield {
            name: "".join(tokenizer.decode(one["token_ids"]) for one in made[f"message_log_{name}"])
            for name in ("chosen", "rejected")
        }


def main() -> None:
    """Read the export that NeMo-RL takes."""
    given = Given("NeMo-RL", name="nemo-rl", version=__version__)
    stood_in("a checkout of its source")
    read = partial(rows, lines=given.configurations["nemo-rl"])
    given.read(
        "nemo-rl",
        "PreferenceDataset, preference_preprocessor",
        read,
        turns=True,
        template="chatml",
        joined=True,
    )
    given.write()


if __name__ == "__main__":
    main()
