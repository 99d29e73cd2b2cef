"""A person's desk as the labeller and the ranker are given it."""

from typing import TypedDict


class DeskData(TypedDict):
    """A person's desk: layout, size of texts in percent with its steps, whether both answers scroll together.

    ``keys`` are their own, by action; ``problem`` says why the last change was not taken, else it is empty.
    """

    layout: str
    text_percent: int
    sizes: list[int]
    tied: bool
    keys: dict[str, str]
    problem: str


USUAL_DESK = DeskData(layout="auto", text_percent=100, sizes=[100], tied=False, keys={}, problem="")
