"""OpenRLHF: its `blending_datasets` and `RewardDataset`."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

from given import Given, Row
from openrlhf.datasets.reward_dataset import RewardDataset
from openrlhf.datasets.utils import blending_datasets
from tiny_tokenizer import MARKS, tiny_tokenizer


def reward_rows(path: Path, *, prompt_key: str | None, apply_chat_template: bool) -> Iterator[Row]:
    """What a reward model is trained on: the texts that are joined and tokenized, and the margin."""
    settings = SimpleNamespace(
        prompt_key=prompt_key,
        chosen_key="chosen",
        rejected_key="rejected",
        apply_chat_template=apply_chat_template,
        tokenizer_chat_template=None,
    )
    strategy = SimpleNamespace(args=SimpleNamespace(data=settings), print=print, is_rank_0=lambda: False)
    tokenizer = tiny_tokenizer()
    found = RewardDataset(
        blending_datasets(str(path), strategy=strategy), tokenizer, 100_000, strategy, num_processors=1
    )
    for place in range(len(found)):
        chosen, _, rejected, _, margin = found[place]
        prompt = {"prompt": found.prompts[place]} if prompt_key else {}
        sides = {"chosen": tokenizer.decode(chosen[0]), "rejected": tokenizer.decode(rejected[0])}
        yield prompt | sides | {"margin": margin}


def main() -> None:
    """Read every export that OpenRLHF takes."""
    given = Given("OpenRLHF", "openrlhf")
    text = partial(reward_rows, prompt_key="prompt", apply_chat_template=False)
    turns = partial(reward_rows, prompt_key="prompt", apply_chat_template=True)
    whole = partial(reward_rows, prompt_key=None, apply_chat_template=True)
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
