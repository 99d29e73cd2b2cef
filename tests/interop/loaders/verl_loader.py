"""verl: its `RMDataset`."""

from collections.abc import Iterator
from pathlib import Path

from given import Given, Row
from tiny_tokenizer import MARKS, tiny_tokenizer
from verl.utils.dataset.rm_dataset import RMDataset


def rows(path: Path) -> Iterator[Row]:
    """What a reward model is trained on: a prompt, an answer and the end mark in one row of tokens."""
    tokenizer = tiny_tokenizer()
    found = RMDataset(str(path), tokenizer, max_length=10_000)
    for place in range(len(found)):
        tokens, masks = found[place]["input_ids"], found[place]["attention_mask"]
        chosen, rejected = (
            tokenizer.decode(row[mask.bool()]) for row, mask in zip(tokens, masks, strict=True)
        )
        yield {"prompt": found.prompts[place], "chosen": chosen, "rejected": rejected}


def main() -> None:
    """Read every export that verl takes."""
    given = Given("verl", "verl")
    given.read("verl", "RMDataset", rows, joined=True, end=MARKS[2])
    given.write()


if __name__ == "__main__":
    main()
