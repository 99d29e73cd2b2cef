"""The Python side of the texts beside each other: what it refuses to mount."""

import pytest
from streamlit.testing.v1 import AppTest

from app.ui.components.text_diff import ShownAnswer, ShownPrompt, text_diff
from core.errors import InvalidInput

PROMPT = ShownPrompt(title="Prompt", before="", after="", copied=["A post."])


def shown(*, apart: list[str], copied: list[str]) -> ShownAnswer:
    return ShownAnswer(title="Answer A", facts="2 words", note="", apart=apart, copied=copied)


def test_texts_are_mounted_without_an_error():
    """One answer and several; nothing comes back from them."""

    def script() -> None:
        from app.ui.components.text_diff import text_diff  # noqa: PLC0415 - a script of its own

        prompt = {"title": "Prompt", "before": "", "after": "", "copied": ["A post."]}
        answer = {"title": "A", "facts": "", "note": "", "apart": ["He ", "ran", ""], "copied": ["He ran"]}
        text_diff(prompt, [answer], key="one")
        text_diff(prompt, [answer, answer, answer], key="three")

    assert not AppTest.from_function(script).run().exception


def test_pieces_of_two_different_texts_are_refused():
    """Whoever switches the marks would else see another answer."""
    with pytest.raises(InvalidInput, match="The pieces of Answer A are of two texts"):
        text_diff(PROMPT, [shown(apart=["He ", "ran"], copied=["He swam"])], key="wrong")
