"""The JSON shapes that both components take."""

from dataclasses import dataclass
from typing import TypedDict


class Refusal(TypedDict):
    """An answer the server will not save, and why, as a sentence for the person who gave it."""

    id: str
    reason: str


class Meter(TypedDict):
    """One figure in the header: ``share`` between 0 and 1 draws a bar, None draws none."""

    label: str
    text: str
    share: float | None


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words on screen that differ between labelling and comparing."""

    region: str
    post: str
    candidate: str
    done_title: str
    done_text: str
    tie: str = "Tie"
    skip: str = "Skip"
