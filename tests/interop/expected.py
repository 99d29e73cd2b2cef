"""What a loader has to give back of each row, and what of that it did not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from rows import Message, Row, as_messages

Given = dict[str, Any]


@dataclass(frozen=True)
class Held:
    """A row as the studio holds it.

    Attributes:
        prompt_text: Its prompt as formats of text write it.
        flipped: A coin has decided the tie for what the row calls the worse answer.
    """

    row: Row
    prompt_text: str
    flipped: bool

    @property
    def margin(self) -> float:
        """How far apart the answers are: the mean of the judgments' strengths of 4, signed, not below 0."""
        signs = {"better": 1, "worse": -1, "tie": 0}
        said = [signs[vote] * (strength or 0) / 4 for _, vote, strength in self.row.votes]
        return max(0.0, sum(said) / len(said) * (-1 if self.flipped else 1))

    def prompt(self, form: Given) -> list[Message]:
        """The prompt's messages; text becomes one of the user."""
        return (
            self.row.prompt_messages() if form["turns"] else [{"role": "user", "content": self.prompt_text}]
        )

    def answers(self) -> tuple[list[Message], list[Message]]:
        """What is chosen and what is rejected."""
        answers = as_messages(self.row.better), as_messages(self.row.worse)
        return answers[::-1] if self.flipped else answers


def chatml(messages: list[Message]) -> str:
    """Turns as the tests' own tokenizer, Axolotl's chatml and LLaMA-Factory's chatml write them."""
    return "".join(f"<|im_start|>{one['role']}\n{one['content']}<|im_end|>\n" for one in messages)


def llama3(messages: list[Message]) -> str:
    """Turns as Axolotl's llama3 strategies write them."""
    return "".join(
        f"<|start_header_id|>{one['role']}<|end_header_id|>\n\n{one['content']}<|eot_id|>" for one in messages
    )


TEMPLATES: dict[str, tuple[Callable[[list[Message]], str], str]] = {
    "chatml": (chatml, "<|im_start|>assistant\n"),
    "llama3": (llama3, "<|start_header_id|>assistant<|end_header_id|>\n\n"),
}
"""How turns are written, and what asks for an answer."""


def expected(held: Held, form: Given) -> Iterator[Given]:
    """What a loader gives back of a row: one pair, or of unpaired data two answers."""
    prompt, (chosen, rejected) = held.prompt(form), held.answers()
    if form["template"] in TEMPLATES:
        render, ask = TEMPLATES[form["template"]]
        before: Any = render(prompt) + ask
        sides: list[Any] = [
            render(prompt + side)[len(before) :].removesuffix("\n") for side in (chosen, rejected)
        ]
    elif form["turns"]:
        before, sides = prompt, [chosen, rejected]
    else:
        before, sides = held.prompt_text, [side[0]["content"] + form["end"] for side in (chosen, rejected)]
    if form["joined"]:
        sides = [before + side for side in sides]
    if form["unpaired"]:
        yield from (
            {"prompt": before, "completion": side, "label": not place} for place, side in enumerate(sides)
        )
    else:
        yield {"prompt": before, "chosen": sides[0], "rejected": sides[1], "margin": held.margin}


def differences(rows: list[Held], case: Given) -> list[str]:
    """What a loader gave back differently, as sentences; none if all is as the studio holds it."""
    form, given = case["form"], case["given"]
    wanted = [one for held in rows for one in expected(held, form)]
    if len(given) != len(wanted):
        return [f"{len(given)} rows came back of {len(wanted)}"]
    return [
        f"row {place}: {name} is {found[name]!r} and not {value!r}"
        for place, (found, row) in enumerate(zip(given, wanted, strict=True), start=1)
        for name, value in row.items()
        if name in found and _plain(found[name]) != _plain(value)
    ] + [
        f"row {place}: it has neither prompt nor answer"
        for place, found in enumerate(given, start=1)
        if not found.keys() & {"chosen", "completion"}
    ]


def _plain(value: Any) -> Any:
    """A value without the line end that a template puts behind its last mark; a figure to three digits."""
    marks = ("<|im_end|>\n", "<|eot_id|>\n")
    if isinstance(value, float | int):
        return round(value, 3)
    return value.removesuffix("\n") if isinstance(value, str) and value.endswith(marks) else value
