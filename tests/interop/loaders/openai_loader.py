"""OpenAI: the official client's types of messages, and what its guide asks of a row of preference data."""

import json
from collections.abc import Iterator
from pathlib import Path

from given import Given, Row
from openai.types.chat import ChatCompletionAssistantMessageParam, ChatCompletionMessageParam
from pydantic import TypeAdapter

INPUT = TypeAdapter(list[ChatCompletionMessageParam], config={"extra": "forbid"})
ANSWER = TypeAdapter(list[ChatCompletionAssistantMessageParam], config={"extra": "forbid"})
KEYS = {"input", "preferred_output", "non_preferred_output"}


def rows(path: Path) -> Iterator[Row]:
    """The messages as the types take them.

    In words, after the guide on direct preference optimisation: a row has these three parts and no other, the
    input's messages end with the user, each output is one message of the assistant, and it has a text.
    """
    for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
        row = json.loads(line)
        if row.keys() != KEYS or row["input"].keys() > {"messages", "tools", "parallel_tool_calls"}:
            raise SystemExit(f"Other parts than the guide has: {line}")
        outputs = row["preferred_output"], row["non_preferred_output"]
        if any(len(one) != 1 or not one[0]["content"] for one in outputs):
            raise SystemExit(f"Not one answer each: {line}")
        said = checked(row["input"]["messages"], INPUT)
        if said[-1]["role"] != "user":
            raise SystemExit(f"The user does not speak last: {line}")
        chosen, rejected = (checked(one, ANSWER) for one in outputs)
        yield {"prompt": said, "chosen": chosen, "rejected": rejected}


def checked(messages: list[Row], types: TypeAdapter) -> list[Row]:
    """Messages as the client's types take them; they raise on what does not fit."""
    return types.validate_python(messages, strict=True)


def main() -> None:
    """Read the export that OpenAI takes."""
    given = Given("OpenAI", "openai")
    given.read("openai-preference", "types.chat, and the guide in words", rows, turns=True)
    given.write()


if __name__ == "__main__":
    main()
