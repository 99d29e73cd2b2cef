"""A prompt and its answers side by side, with what they say differently and what they copy marked."""

from collections.abc import Sequence
from typing import TypedDict

from app.ui.components.assembly import component
from core.errors import InvalidInput

_COMPONENT = component(
    "text_diff",
    entry="text_diff/text_diff.js",
    html="text_diff/text_diff.html",
    styles=("shared/labeller.css", "text_diff/text_diff.css"),
)


class ShownPrompt(TypedDict):
    """A prompt; what stands with every prompt is folded.

    Attributes:
        title: What it is called.
        before: The instruction before it, or nothing.
        after: The ending that asks for the answer, or nothing.
        copied: The text between them in pieces, of which every second one stands in an answer, too.
    """

    title: str
    before: str
    after: str
    copied: list[str]


class ShownAnswer(TypedDict):
    """An answer, twice in pieces of which every second one is marked.

    Attributes:
        title: What it is called.
        facts: A line of figures below that.
        note: What must be known of it, such as that it was cut off; or nothing.
        apart: The marked pieces are what no other answer says.
        copied: The marked pieces stand in the prompt, too.
    """

    title: str
    facts: str
    note: str
    apart: list[str]
    copied: list[str]


class TextDiffData(TypedDict):
    """All that is shown."""

    prompt: ShownPrompt
    answers: list[ShownAnswer]


def text_diff(prompt: ShownPrompt, answers: Sequence[ShownAnswer], *, key: str) -> None:
    """Show the texts, with a switch between the two kinds of marks and none, which stays as it is.

    Args:
        prompt: What was asked.
        answers: One or more.
        key: The widget key: the switch is remembered while it is mounted, whatever the texts are.

    Raises:
        InvalidInput: If the two lists of pieces of an answer are not the same text.
    """
    for answer in answers:
        if "".join(answer["apart"]) != "".join(answer["copied"]):
            raise InvalidInput(f"The pieces of {answer['title']} are of two texts: cut the same one twice.")
    _COMPONENT(key=key, data=TextDiffData(prompt=prompt, answers=list(answers)))
