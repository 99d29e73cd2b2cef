"""The presentation of a project: how its texts are meant, what they are called, and when they are read."""

import re
from enum import Enum, StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from core.labelling.refusing import LONGEST_SHOWN

MOST_ENDINGS = 9
MOST_HOSTS = 20
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
"""A name with a dot in it: an address in numbers, or a machine's own name, is not a host of pictures."""

Noun = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30)]
Ending = Annotated[str, StringConstraints(min_length=1, max_length=80)]


def _host(name: str) -> str:
    if not HOST.fullmatch(name):
        msg = (
            f"“{name[:LONGEST_SHOWN]}” is not the name of a host; write it alone, as in “images.example.org”"
        )
        raise ValueError(msg)
    return name


Host = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=253), AfterValidator(_host)
]


class Content(StrEnum):
    """What a project's texts are written in."""

    PLAIN = "plain"
    MARKDOWN = "markdown"
    DIALOGUE = "dialogue"


class Presentation(BaseModel):
    """How texts are shown; stored with the project as JSON. Whatever it says, the data stay as they are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    content: Content = Content.PLAIN
    markdown_in_turns: bool = Field(True, description="Whether the turns of dialogues are Markdown.")
    prompt: Noun = Field("Post", description="What a prompt is called on the screen.")
    answer: Noun = Field("Summary", description="What a candidate is called on the screen.")
    folded_endings: tuple[Ending, ...] = Field(
        (), max_length=MOST_ENDINGS, description="Ends of prompts that are for models, such as “[summary]:”."
    )
    picture_hosts: tuple[Host, ...] = Field(
        (), max_length=MOST_HOSTS, description="Hosts whose pictures are shown; none: no picture is fetched."
    )
    read_to_end: bool = Field(
        False, description="A choice counts only after both candidates were seen to their end."
    )


class Texts(Enum):
    """Kinds of texts to start from: what they are written in and called."""

    POSTS = "Posts and summaries"
    QUESTIONS = "Questions and answers"
    DIALOGUES = "Dialogues and replies"

    @property
    def presentation(self) -> Presentation:
        """How such texts are shown."""
        return _OF_TEXTS[self]


_OF_TEXTS = {
    Texts.POSTS: Presentation(folded_endings=("[summary]:", "TL;DR:")),
    Texts.QUESTIONS: Presentation(content=Content.MARKDOWN, prompt="Question", answer="Answer"),
    Texts.DIALOGUES: Presentation(content=Content.DIALOGUE, prompt="Dialogue", answer="Reply"),
}


def texts_of(presentation: Presentation) -> Texts | None:
    """Which kind's presentation this is, but for pictures and reading to the end; None if none."""
    free = {"picture_hosts": presentation.picture_hosts, "read_to_end": presentation.read_to_end}
    return next((one for one in Texts if one.presentation.model_copy(update=free) == presentation), None)
