"""torchtune: its `preference_dataset`, behind a tokenizer that keeps the messages it is given."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import yaml
from given import Given, Row, stood_in
from torchtune.data import Message
from torchtune.datasets import preference_dataset


class KeepsMessages:
    """Takes a model's tokenizer's place and keeps what it is to tokenize."""

    def __init__(self) -> None:
        self.seen: list[list[Message]] = []

    def tokenize_messages(self, messages: list[Message]) -> tuple[list[int], list[bool]]:
        """A token a message, masked like the message."""
        self.seen.append(messages)
        return list(range(len(messages))), [message.masked for message in messages]


def rows(path: Path, *, lines: str) -> Iterator[Row]:
    """Both sides as a model's tokenizer would get them."""
    tokenizer = KeepsMessages()
    told = yaml.safe_load(lines)["dataset"]
    if told.pop("_component_") != "torchtune.datasets.preference_dataset":
        raise SystemExit("The configuration names another builder.")
    found = preference_dataset(tokenizer, **told | {"data_files": str(path.parent / told["data_files"])})
    for place in range(len(found)):
        tokenizer.seen.clear()
        found[place]
        chosen, rejected = ([(one.role, one.text_content) for one in seen] for seen in tokenizer.seen)
        yield {"chosen": as_messages(chosen), "rejected": as_messages(rejected)}


def as_messages(said: list[tuple[str, str]]) -> list[dict[str, str]]:
    """Pairs of role and text as messages."""
    return [{"role": role, "content": text} for role, text in said]


def main() -> None:
    """Read every export that torchtune takes."""
    given = Given("torchtune", "torchtune")
    stood_in("a tokenizer that keeps messages")
    given.read(
        "dialogues",
        "preference_dataset",
        partial(rows, lines=given.configurations["dialogues"]),
        turns=True,
        joined=True,
    )
    given.write()


if __name__ == "__main__":
    main()
