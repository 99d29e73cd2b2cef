"""OpenRLHF: its `blending_datasets` and `RewardDataset`."""

import shlex
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

from given import Given, Row, stood_in
from openrlhf.datasets.reward_dataset import RewardDataset
from openrlhf.datasets.utils import blending_datasets
from tiny_tokenizer import MARKS, tiny_tokenizer


def options(lines: str) -> dict[str, str | bool]:
    """The options of a command: `--data.prompt_key prompt`, or `--data.apply_chat_template` for true."""
    words = shlex.split(lines.replace("\\\n", " "), comments=True)
    said: dict[str, str | bool] = {}
    for word, following in zip(words, [*words[1:], "--"], strict=True):
        if word.startswith("--data."):
            said[word.removeprefix("--data.")] = True if following.startswith("--") else following
    return said


def reward_rows(path: Path, *, lines: str) -> Iterator[Row]:
    """What a reward model is trained on: the texts that are joined and tokenized, and the margin."""
    told = options(lines)
    if told.pop("dataset") != path.name:
        raise SystemExit(f"The options name another file than {path.name}.")
    settings = SimpleNamespace(**told)
    strategy = SimpleNamespace(args=SimpleNamespace(data=settings), print=print, is_rank_0=lambda: False)
    tokenizer = tiny_tokenizer()
    found = RewardDataset(
        blending_datasets(str(path), strategy=strategy), tokenizer, 100_000, strategy, num_processors=1
    )
    for place in range(len(found)):
        chosen, _, rejected, _, margin = found[place]
        prompt = {"prompt": found.prompts[place]} if "prompt_key" in told else {}
        sides = {"chosen": tokenizer.decode(chosen[0]), "rejected": tokenizer.decode(rejected[0])}
        yield prompt | sides | {"margin": margin}


def main() -> None:
    """Read every export that OpenRLHF takes."""
    given = Given("OpenRLHF", "openrlhf")
    stood_in("the settings alone for DeepSpeed's strategy")
    lines = given.configurations
    text, turns, whole = (
        partial(reward_rows, lines=lines[name]) for name in ("trl", "trl-conversational", "dialogues")
    )
    given.read("trl", "RewardDataset, prompt_key", text, joined=True, end=f" {MARKS[2]}")
    given.read(
        "trl-conversational",
        "RewardDataset, prompt_key and apply_chat_template",
        turns,
        turns=True,
        template="chatml",
        joined=True,
    )
    given.read(
        "dialogues", "RewardDataset, apply_chat_template", whole, turns=True, template="chatml", joined=True
    )
    given.write()


if __name__ == "__main__":
    main()
