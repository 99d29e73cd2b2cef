"""Dialogues become text that a person can read, the same text each time."""

import pytest

from core.datasets.formats.shared.transcripts import text_of, transcript
from core.datasets.problems import Fault, Problem

HELLO = {"role": "user", "content": "Hello"}


@pytest.mark.parametrize(
    ("messages", "text"),
    [
        ([HELLO], "Hello"),
        ([HELLO, {"role": "assistant", "content": "Hi!"}], "user: Hello\n\nassistant: Hi!"),
        ([{"author": "user", "content": "Hello"}, {"author": "bot", "content": ""}], "user: Hello\n\nbot: "),
        (
            [{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}],
            "a\nb",
        ),
        ([HELLO | {"name": "Ann", "tool_calls": None}], "Hello"),
        ([{"role": "user", "content": "  \n<b>**x**</b>\ufeff "}], "  \n<b>**x**</b>\ufeff "),
    ],
)
def test_messages_are_read(messages, text):
    """One message is its own text; several stand behind their roles, everything to the character."""
    assert transcript(messages) == text


@pytest.mark.parametrize(
    ("messages", "field", "fault"),
    [
        ("Hello", "messages", Fault.NOT_TEXT),
        (None, "messages", Fault.NOT_TEXT),
        ([], "messages", Fault.EMPTY),
        (["Hello"], "messages[0]", Fault.NOT_TEXT),
        ([HELLO, {"content": "Hi"}], "messages[1]", Fault.NOT_TEXT),
        ([{"role": 7, "content": "Hi"}], "messages[0]", Fault.NOT_TEXT),
        ([{"role": "", "content": "Hi"}], "messages[0]", Fault.NOT_TEXT),
        ([{"role": "user"}], "messages[0].content", Fault.NOT_TEXT),
        ([{"role": "user", "content": None}], "messages[0].content", Fault.NOT_TEXT),
        ([{"role": "user", "content": []}], "messages[0].content", Fault.NOT_TEXT),
        ([{"role": "user", "content": [{"type": "image_url"}]}], "messages[0].content", Fault.NOT_TEXT),
        ([{"role": "user", "content": [{"type": "text", "text": 1}]}], "messages[0].content", Fault.NOT_TEXT),
        ([{"role": "user", "content": ["Hi"]}], "messages[0].content", Fault.NOT_TEXT),
        ([HELLO | {"tool_calls": [{"id": 1}]}], "messages[0]", Fault.NOT_TEXT),
    ],
)
def test_what_cannot_be_read_is_a_problem(messages, field, fault):
    """A picture or a call of a tool would be lost on the reader, so the row is refused."""
    problem = transcript(messages, line=3)
    assert isinstance(problem, Problem)
    assert (problem.line, problem.field, problem.fault) == (3, field, fault)


@pytest.mark.parametrize(
    ("value", "text"), [("a ", "a "), (HELLO, "Hello"), ([HELLO, HELLO], "user: Hello\n\nuser: Hello")]
)
def test_a_part_may_be_text_a_message_or_messages(value, text):
    """All three stand in data sets as answers."""
    assert text_of(value, line=1, name="chosen") == text


def test_a_part_of_another_type_is_a_problem():
    """With the name of its field."""
    assert text_of(7, line=1, name="chosen") == Problem(1, "chosen", "7", "must be text", Fault.NOT_TEXT)
