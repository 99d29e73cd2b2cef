"""Where turns stand in a transcript, as it is written when dialogues are imported."""

import pytest

from core.datasets.formats.shared.transcripts import transcript
from core.labelling.queue.turns import Turn, turns_in


def said(text: str, turns: tuple[Turn, ...] | None) -> list[tuple[str, str]]:
    """What each says, cut as a browser cuts."""
    units = text.encode("utf-16-le")
    return [(role, units[2 * start : 2 * end].decode("utf-16-le")) for role, start, end in turns or ()]


@pytest.mark.parametrize(
    "messages",
    [
        [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"}],
        [{"role": "system", "content": "Be\n\nuser: brief."}, {"role": "user", "content": "😀: é"}],
        [{"author": "bot", "content": ""}, {"author": "user", "content": "x: y"}],
    ],
)
def test_turns_are_found_where_the_transcript_has_them(messages: list[dict[str, str]]) -> None:
    """Also where what one says looks like another's turn, and behind an emoji."""
    text = str(transcript(messages))
    expected = [(one.get("role", one.get("author")), one["content"]) for one in messages]
    assert said(text, turns_in(text, messages)) == expected


def test_names_of_sharegpt_are_those_of_the_transcript() -> None:
    """A person's name there is another than the role's."""
    messages = [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Ho"}]
    text = str(transcript(messages))
    assert said(text, turns_in(text, messages)) == [("user", "Hi"), ("assistant", "Ho")]


def test_what_stands_before_the_dialogue() -> None:
    """An instruction in front is nobody's turn."""
    messages = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"}]
    text = f"Answer well.\n\n{transcript(messages)}"
    assert said(text, turns_in(text, messages))[0] == ("Context", "Answer well.\n\n")


@pytest.mark.parametrize(
    "messages",
    [
        None,
        "Hi",
        [{"role": "user", "content": "Hi"}],
        [{"role": "user", "content": "Hi"}, {"role": "tool", "content": [{"type": "image"}]}],
        [{"role": "user", "content": "Hi"}, {"role": "user", "content": "Other"}],
        [{"role": "user", "content": "Hi"}, {"content": "Ho", "tool_calls": [1]}],
    ],
)
def test_where_they_cannot_be_told(messages: object) -> None:
    """Then the browser looks for names in the text."""
    assert turns_in("user: Hi\n\nassistant: Ho", messages) is None
